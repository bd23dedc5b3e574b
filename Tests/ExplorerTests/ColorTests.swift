import Analysis
import Explorer
import Imaging
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning
import Testing

/// What colours say, and that they never say it alone.
@Suite struct ColorTests {
  /// A session of 24×24 tokens of which every third is kept.
  static func session(
    _ sample: TestSample = TestSamples.bare, tier: ColorTier = .direct, width: Int = 120,
    height: Int = 40, kept: (Int) -> Bool = { $0 % 3 == 0 }
  ) -> ExplorerSession {
    var session = ExplorerSession.begun(
      [sample], strategies: ["random"], width: width, height: height, tier: tier)
    session.keep((0..<session.state.tokenCount).filter(kept))
    return session
  }

  static func placement(_ session: ExplorerSession) throws -> PatchPlacement {
    let state = session.state
    return PatchPlacement(
      grid: try #require(state.grid), area: ScreenLayout(state).picture, cursor: state.cursor,
      zoom: state.zoom, isMono: state.traits.tier == .mono)
  }

  static func ground(_ cell: Cell) -> RGB? {
    if case .rgb(let color) = cell.style.ground { return color }
    return nil
  }

  static let screens: [(width: Int, height: Int)] = [(80, 24), (120, 40), (200, 60)]

  /// Drawn twice, once with a patch kept and once with it pruned: where it owns a whole cell, a
  /// character differs, whatever the colours do.
  @Test(arguments: ColorTier.allCases, MaskStyle.allCases)
  func keptAndPrunedDifferInACharacter(tier: ColorTier, style: MaskStyle) throws {
    for sample in [TestSamples.bare, TestSamples.street] {
      for (width, height) in Self.screens {
        for zoom in [0, 3] {
          var one = Self.session(sample, tier: tier, width: width, height: height)
          var two = Self.session(sample, tier: tier, width: width, height: height) { $0 % 3 != 0 }
          for heat in [false, true] {
            (one.state.maskStyle, two.state.maskStyle) = (style, style)
            (one.state.zoom, two.state.zoom) = (zoom, zoom)
            (one.state.showsHeat, two.state.showsHeat) = (heat, heat)
            try Self.compare(one, two)
          }
        }
      }
    }
  }

  private static func compare(_ one: ExplorerSession, _ two: ExplorerSession) throws {
    let placement = try placement(one)
    let (first, second) = (one.screen, two.screen)
    var same: [Int] = []
    var owned = 0
    for token in 0..<one.state.tokenCount where token != one.state.cursor {
      guard let place = placement.marks(of: token), place.ownsCell else { continue }
      // In mono the cursor's brackets stand on what is beside the mark, never on it.
      owned += 1
      let cells = place.first...place.last
      if cells.allSatisfy({ first[$0, place.row].character == second[$0, place.row].character }) {
        same.append(token)
      }
    }
    #expect(owned > 0 && same.isEmpty, "\(one.state.size): \(same.count) of \(owned)")
  }

  @Test(arguments: [ColorTier.direct, .indexed256, .ansi16])
  func prunedPatchesAreDarker(tier: ColorTier) throws {
    var one = Self.session(tier: tier)
    var two = Self.session(tier: tier) { $0 % 3 != 0 }
    for style in [MaskStyle.dim, .black] {
      (one.state.maskStyle, two.state.maskStyle) = (style, style)
      let placement = try Self.placement(one)
      let (first, second) = (one.screen, two.screen)
      for token in 0..<576 where token != one.state.cursor {
        let place = try #require(placement.marks(of: token))
        let kept = token % 3 == 0 ? first : second
        let pruned = token % 3 == 0 ? second : first
        let light = try #require(Self.ground(kept[place.last, place.row])).luma
        let dark = try #require(Self.ground(pruned[place.last, place.row])).luma
        #expect(light >= dark + 10, "\(token) \(style)")
      }
    }
  }

  @Test func stylesOfPrunedPatchesHaveTheirColours() throws {
    var session = Self.session(TestSamples.street)
    let placement = try Self.placement(session)
    let pruned = try #require(placement.marks(of: 1))
    for (style, grey) in [(MaskStyle.grey, UInt8(96)), (.black, 8)] {
      session.state.maskStyle = style
      #expect(Self.ground(session.screen[pruned.last, pruned.row]) == RGB(grey: grey))
    }
    session.state.maskStyle = .white
    let white = try #require(Self.ground(session.screen[pruned.last, pruned.row]))
    #expect(min(white.red, white.green, white.blue) >= 204)
    session.state.maskStyle = .marks
    let asItIs = session.screen[pruned.last, pruned.row]
    session.state.showsMask = false
    #expect(session.screen[pruned.last, pruned.row] == asItIs)
  }

  @Test func keepingAllMarksNothing() throws {
    var session = Self.session { _ in true }
    session.state.cursor = 0
    let area = ScreenLayout(session.state).picture
    let screen = session.screen
    for row in area.row..<(area.row + area.height) {
      for column in area.column..<(area.column + area.width) {
        #expect(screen[column, row].character != "•")
      }
    }
  }

  // MARK: The cursor

  @Test(arguments: ColorTier.allCases)
  func theCursorIsAFrameOfItsOwn(tier: ColorTier) throws {
    for sample in [TestSamples.bare, TestSamples.street, TestSamples.single, TestSamples.small] {
      for (width, height) in Self.screens {
        var session = Self.session(sample, tier: tier, width: width, height: height)
        let count = session.state.tokenCount
        for cursor in [0, count / 2, count - 1] {
          session.state.cursor = cursor
          let place = try #require(try Self.placement(session).marks(of: cursor))
          let screen = session.screen
          let isLow = place.share == .lower
          #expect(screen[place.first, place.row].character == (isLow ? "⌊" : "["))
          #expect(screen[place.last, place.row].character == (isLow ? "⌋" : "]"))
          #expect(screen[place.first, place.row].style.bold)
          let rests = try #require(screen.cursor)
          #expect(rests.row == place.row && (place.first...place.last).contains(rests.column))
          guard tier != .mono else { continue }
          for column in [place.first, place.last] {
            #expect(Self.ground(screen[column, place.row]) == RGB(255, 214, 64))
          }
        }
      }
    }
  }

  /// Patches of half a cell, and squeezed ones that share a cell: no two places of the cursor look
  /// alike, and the hardware's cursor is on the patch.
  @Test(arguments: [true, false])
  func everyPlaceOfTheCursorLooksDifferent(unicode: Bool) throws {
    for sample in TestSamples.odd where sample.reference.name != "tiled" {
      for (width, height) in [(80, 24), (60, 16), (40, 12)] {
        var session = Self.session(sample, width: width, height: height)
        session.state.traits.unicode = unicode
        session.state.showsMask = false
        let area = ScreenLayout(session.state).picture
        let count = session.state.tokenCount
        var seen: [[Cell]: Int] = [:]
        // Some columns of every row.
        for cursor in stride(from: 0, to: count, by: max(1, count / 120) | 1) {
          session.state.cursor = cursor
          let screen = session.screen
          let cells = (area.row..<(area.row + area.height)).flatMap { row in
            (area.column..<(area.column + area.width)).map { screen[$0, row] }
          }
          #expect(
            seen[cells] == nil,
            "\(sample.reference.name) \(width)x\(height): \(seen[cells] ?? 0) and \(cursor)")
          seen[cells] = cursor
        }
      }
    }
  }

  @Test(arguments: [true, false])
  func aCursorOfOneColumnIsItsHalfOfTheCell(unicode: Bool) throws {
    let wide = TestSample(
      "wide", .pictured(TokenGrid(rows: 4, columns: 300), heads: 1, width: 2))
    for sample in [wide, TestSamples.street] {
      var session = Self.session(sample, width: sample === wide ? 120 : 60, height: 16)
      session.state.traits.unicode = unicode
      session.state.cursor = 0
      let columns = try #require(session.state.grid).columns
      let place = try #require(try Self.placement(session).marks(of: 0))
      #expect(place.first == place.last && place.share == .upper)
      let upper = session.screen[place.first, place.row]
      session.state.cursor = columns
      let lower = session.screen[place.first, place.row]
      #expect(upper.character == (unicode ? "▀" : "'"))
      #expect(lower.character == (unicode ? "▄" : ","))
      guard unicode else { continue }
      #expect(upper.style.ink == .rgb(RGB(255, 214, 64)) && lower.style.ink == upper.style.ink)
      #expect(upper.style.ground != lower.style.ground)
    }
  }

  // MARK: Heat

  /// The columns of the legend's colours, and their row.
  static func legend(_ screen: CellGrid, _ rows: Range<Int>, from column: Int) -> [Cell] {
    for row in rows.reversed() {
      let cells = (column..<screen.width).map { screen[$0, row] }.filter {
        ground($0) != nil && $0.character == " "
      }
      if cells.count >= 6 { return cells }
    }
    return []
  }

  @Test(arguments: ColorMap.allCases)
  func theLegendBeginsAndEndsWithTheMap(map: ColorMap) {
    // Under the picture, and in the panel of a low screen.
    for (width, height) in [(120, 40), (200, 60), (80, 26)] {
      var session = Self.session(width: width, height: height)
      session.state.colorMap = map
      let layout = ScreenLayout(session.state)
      let isUnder = layout.legend.height > 0
      let rows = isUnder ? layout.legend.row..<(layout.legend.row + 1) : 0..<height
      let legend = Self.legend(
        session.screen, rows, from: isUnder ? 0 : layout.panel.column)
      #expect(legend.first.flatMap(Self.ground) == map.color(at: 0), "\(width)x\(height)")
      #expect(legend.last.flatMap(Self.ground) == map.color(at: 1), "\(width)x\(height)")
    }
  }

  @Test(arguments: HeatScale.allCases, [HeatLayer.attention, .norm, .order, .agreement])
  func theEndsOfTheHeatAreTheEndsOfTheMap(scale: HeatScale, layer: HeatLayer) throws {
    var session = Self.session()
    session.state.scale = scale
    session.state.layer = layer
    session.state.showsMask = false
    let placement = try Self.placement(session)
    let screen = session.screen
    let colors = try (0..<576).filter { $0 != session.state.cursor }.map { token in
      let place = try #require(placement.marks(of: token))
      return try #require(Self.ground(screen[place.last, place.row]))
    }
    #expect(colors.contains(ColorMap.viridis.color(at: 0)))
    #expect(colors.contains(ColorMap.viridis.color(at: 1)))
  }

  @Test func warmerPatchesHaveMoreAttention() throws {
    for scale in HeatScale.allCases {
      var session = Self.session()
      session.state.scale = scale
      session.state.colorMap = .grey
      session.state.showsMask = false
      let placement = try Self.placement(session)
      let screen = session.screen
      var last = UInt8.max
      for token in try #require(session.state.summary?.attentionOrder) {
        guard token != session.state.cursor else { continue }
        let place = try #require(placement.marks(of: token))
        let light = try #require(Self.ground(screen[place.last, place.row])).luma
        #expect(light <= last)
        last = light
      }
    }
  }

  @Test func equalValuesHaveEqualColoursByRank() throws {
    var session = Self.session()
    session.state.layer = .agreement
    session.state.scale = .rank
    session.state.showsMask = false
    let placement = try Self.placement(session)
    let screen = session.screen
    var colors: [Bool: Set<RGB>] = [:]
    for token in 0..<576 where token != session.state.cursor {
      let place = try #require(placement.marks(of: token))
      let color = try #require(Self.ground(screen[place.last, place.row]))
      colors[token % 3 == 0, default: []].insert(color)
    }
    #expect(colors[true]?.count == 1 && colors[false]?.count == 1)
    #expect(colors[true] != colors[false])
  }
}
