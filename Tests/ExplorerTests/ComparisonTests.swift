import Analysis
import Explorer
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning
import Testing

/// Several strategies on one screen.
@Suite struct ComparisonTests {
  static let names = ["fastervlm", "divprune", "uniform-grid", "random", "scope", "mixed"]

  static func session(
    _ sample: TestSample = TestSamples.small, width: Int = 120, height: Int = 40,
    tier: ColorTier = .direct, unicode: Bool = true
  ) -> ExplorerSession {
    .begun(
      [sample], strategies: names, width: width, height: height, tier: tier, unicode: unicode)
  }

  @Test func viewsFollowEachOther() throws {
    var session = Self.session()
    var seen: [ViewKind] = []
    let pictures = ViewKind.pictures
    for _ in pictures {
      try session.play("v")
      seen.append(session.state.view)
    }
    #expect(seen == Array(pictures.dropFirst()) + [.single])
    try session.play("V")
    #expect(session.state.view == pictures.last)
    try session.play("d")
    try session.play("d")
    #expect(session.state.view == .diff || session.state.view == .single)
  }

  @Test func aSplitShowsTheCurrentStrategyAndTheOneBefore() throws {
    var session = Self.session()
    try session.play("<Tab><Tab>v")
    #expect(session.state.view == .split && session.state.panelRows == [1, 2])
    // Blinking moves the focus; the pictures stay where they are.
    try session.play("`")
    #expect(session.state.current == 1 && session.state.panelRows == [1, 2])
  }

  @Test func chosenStrategiesStandInTheOrderInWhichTheyWereChosen() throws {
    var session = Self.session()
    try session.play("531v")
    #expect(session.state.compared == [4, 2, 0])
    #expect(session.state.panelRows == [2, 0] || session.state.panelRows == [4, 2])
    try session.play("v")
    #expect(session.state.panelRows == [4, 2, 0, 1])
    // Among several pictures Tab walks those that were chosen.
    var seen: [Int] = []
    for _ in 0..<4 {
      try session.play("<Tab>")
      seen.append(session.state.current)
    }
    #expect(seen == [4, 2, 0, 4])
    #expect(session.state.letter(of: 2) == "B" && session.state.letter(of: 1) == nil)
  }

  @Test func aQuadShowsThePageOfTheCurrentStrategy() throws {
    var session = Self.session()
    try session.play("vv")
    #expect(session.state.view == .quad && session.state.panelRows == [0, 1, 2, 3])
    try session.play("<Tab><Tab><Tab><Tab>")
    #expect(session.state.current == 4 && session.state.panelRows == [2, 3, 4, 5])
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)], ColorTier.allCases)
  func everyPanelNamesItsStrategyAndItsNumbers(size: (Int, Int), tier: ColorTier) throws {
    var session = Self.session(
      TestSamples.attentive, width: size.0, height: size.1, tier: tier)
    for view in [ViewKind.split, .quad, .gallery] {
      session.state.view = view
      let layout = ComparisonLayout(session.state)
      #expect(layout.panels.contains { $0.row == session.state.current })
      for panel in layout.panels {
        let row = session.state.rows[panel.row]
        let title = (0..<panel.title.height).map {
          line in
          (0..<panel.title.width).compactMap {
            session.screen[panel.title.column + $0, panel.title.row + line].character
          }.map(String.init).joined()
        }.joined(separator: "\n")
        #expect(title.contains(row.strategy.title.prefix(6)), "\(view) \(title)")
        if let kept = row.evaluation?.selection.kept.count {
          #expect(title.contains("\(kept)"), "\(view) \(title)")
        }
      }
    }
  }

  @Test(arguments: LayoutLaws.grids)
  func panelsStayInsideTheScreenAndApart(grid: TokenGrid) {
    for sample in TestSamples.odd where sample.loaded.field.field.grid == grid || grid.rows == 24 {
      for (width, height) in LayoutLaws.sizes where width >= 24 && height >= 8 {
        for view in [ViewKind.split, .quad, .gallery] {
          for tier in [ColorTier.direct, .mono] {
            var session = Self.session(sample, width: width, height: height, tier: tier)
            session.state.view = view
            let layout = ComparisonLayout(session.state)
            #expect(layout.panels.contains { $0.row == session.state.current })
            var taken = Set<[Int]>()
            for panel in layout.panels {
              for rect in [panel.title, panel.picture] {
                #expect(rect.column >= 0 && rect.column + rect.width <= width)
                #expect(rect.row >= 1 && rect.row + rect.height <= layout.footer.row)
                for row in rect.row..<(rect.row + rect.height) {
                  for column in rect.column..<(rect.column + rect.width) {
                    #expect(taken.insert([column, row]).inserted)
                  }
                }
              }
            }
            LayoutLaws.check(session)
          }
        }
      }
    }
  }

  @Test func aClickInAPictureSelectsItsStrategyAndItsPatch() throws {
    var session = Self.session()
    try session.play("v")
    let layout = ComparisonLayout(session.state)
    let panel = try #require(layout.panels.first { $0.row != session.state.current })
    session.send(
      .mouse(
        MouseEvent(
          .press, column: panel.picture.column + panel.picture.width / 2,
          row: panel.picture.row + 1)))
    #expect(session.state.current == panel.row)
    #expect(session.state.panelRows == layout.panels.map(\.row))
  }

  // MARK: Differences

  @Test func aDifferenceCountsItsSides() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small], strategies: ["random", "uniform-grid"], isCheap: false)
    try session.play("d")
    let difference = try #require(session.state.difference)
    let first = Set(try #require(session.state.rows[0].evaluation).selection.kept)
    let second = Set(try #require(session.state.rows[1].evaluation).selection.kept)
    #expect(difference.count(of: .first) == first.subtracting(second).count)
    #expect(difference.count(of: .second) == second.subtracting(first).count)
    #expect(difference.count(of: .both) == first.intersection(second).count)
    #expect(difference.jaccard == jaccard(first.sorted(), second.sorted()))
    let text = session.screen.text
    #expect(text.contains("A random, B uniform-grid"))
    #expect(text.contains("\(difference.count(of: .first)) only A"))
  }

  /// Who keeps a patch is told by a letter wherever it owns a cell, in every tier.
  @Test(arguments: ColorTier.allCases)
  func lettersTellTheSidesApart(tier: ColorTier) throws {
    var session = ExplorerSession.begun(
      [TestSamples.small], strategies: ["random", "uniform-grid"], tier: tier, isCheap: false)
    try session.play("d")
    let difference = try #require(session.state.difference)
    let layout = ScreenLayout(session.state)
    let placement = PatchPlacement(
      grid: try #require(session.state.grid), area: layout.picture, cursor: session.state.cursor,
      zoom: 0, isMono: tier == .mono)
    let letters: [SelectionDifference.Fate: Character] = [.first: "A", .second: "B", .both: "="]
    var seen = Set<Character>()
    for token in difference.fates.indices where token != session.state.cursor {
      guard let place = placement.marks(of: token), place.ownsCell,
        let letter = letters[difference.fates[token]]
      else { continue }
      let found = (place.first...place.last).compactMap { session.screen[$0, place.row].character }
      #expect(found.contains(letter), "\(token)")
      seen.insert(letter)
    }
    #expect(seen.count >= 2)
  }

  @Test func aListOfOneHasNoDifference() throws {
    var session = ExplorerSession.begun([TestSamples.small], strategies: ["random"])
    try session.play("d")
    #expect(session.state.partner == nil && session.state.difference == nil)
    #expect(session.screen.text.contains("no other to differ from"))
  }
}
