import Analysis
import Explorer
import Imaging
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// Samples of several tiles: how they lie, how the cursor goes from one to another, whose the budget is.
@Suite struct TileTests {
  /// Five tiles of 4×6 tokens.
  static let small = TestSample("tiles", .pictured(TokenGrid(tiles: 5, rows: 4, columns: 6)))
  /// Twelve frames of 3×4 tokens.
  static let frames = TestSample("frames", .pictured(TokenGrid(tiles: 12, rows: 3, columns: 4)))

  static func session(
    _ sample: TestSample = small, width: Int = 120, height: Int = 40,
    tier: ColorTier = .direct, unicode: Bool = true, isCheap: Bool = true
  ) -> ExplorerSession {
    .begun(
      [sample, TestSamples.bare], strategies: ["random", "uniform-grid"], budget: .count(12),
      width: width, height: height, tier: tier, unicode: unicode, isCheap: isCheap)
  }

  /// The tiles that are on screen.
  static func shown(_ session: ExplorerSession) throws -> [Int] {
    let state = session.state
    return PictureLayout(
      grid: try #require(state.grid), area: ScreenLayout(state).picture, cursor: state.cursor,
      zoom: state.zoom, isMono: state.traits.tier == .mono, isAlone: state.isTileAlone
    ).tiles.map(\.index)
  }

  // MARK: Stepping

  static let steps: [(keys: String, tile: Int?, message: String?)] = [
    ("gt", 1, nil), ("gtgt", 2, nil), ("gT", 4, nil), ("gtgT", 0, nil), ("gtgtgtgtgt", 0, nil),
    ("T", 0, "tile 0 alone"), ("TT", 0, "all 5 tiles"), ("Tgt", 1, nil),
  ]

  @Test(arguments: steps)
  func keysStepThroughTiles(keys: String, tile: Int?, message: String?) throws {
    var session = Self.session()
    let before = session.state.cursor
    try session.play(keys)
    #expect(session.state.currentTile == tile && session.state.message == message)
    // The place in the tile is the same.
    #expect(session.state.cursor % 24 == before % 24)
    #expect(try Self.shown(session) == (session.state.isTileAlone ? [tile ?? 0] : [0, 1, 2, 3, 4]))
  }

  @Test func samplesOfOneTileSaySo() throws {
    for keys in ["gt", "gT", "T", "gl", "gb"] {
      var session = ExplorerSession.begun([TestSamples.small])
      let before = session.state.choices
      #expect(try session.press(keys) == [])
      #expect(session.state.choices == before && session.state.openTable == nil)
      #expect(session.state.message == "this sample has one tile")
    }
  }

  @Test func undoGoesBackToAllTiles() throws {
    var session = Self.session()
    try session.play("Tgbu")
    #expect(!session.state.isPerTile && session.state.isTileAlone)
    try session.play("u")
    #expect(!session.state.isTileAlone)
  }

  // MARK: The cursor

  /// Wherever there is a tile beside or below on the screen, the cursor goes there, and back.
  @Test(arguments: [(24, 8), (40, 12), (80, 24), (120, 40), (200, 60)], [ColorTier.direct, .mono])
  func theCursorGoesWhereTilesLie(size: (Int, Int), tier: ColorTier) throws {
    for sample in [Self.small, Self.frames, TestSamples.tiled] {
      var session = Self.session(sample, width: size.0, height: size.1, tier: tier)
      let grid = try #require(session.state.grid)
      let layout = PictureLayout(
        grid: grid, area: ScreenLayout(session.state).picture, cursor: 0, zoom: 0,
        isMono: tier == .mono)
      for tile in 0..<grid.tiles {
        let beside = tile + 1
        let hasBeside = beside % layout.across != 0 && beside < grid.tiles
        session.state.cursor = grid.token(tile: tile, row: 1, column: grid.columns - 1)
        let start = session.state.cursor
        try session.press("l")
        #expect(
          session.state.cursor
            == (hasBeside ? grid.token(tile: beside, row: 1, column: 0) : start))
        if hasBeside { try session.press("h") }
        #expect(session.state.cursor == start)
        let below = tile + layout.across
        session.state.cursor = grid.token(tile: tile, row: grid.rows - 1, column: 1)
        let bottom = session.state.cursor
        try session.press("j")
        #expect(
          session.state.cursor
            == (below < grid.tiles ? grid.token(tile: below, row: 0, column: 1) : bottom))
        if below < grid.tiles { try session.press("k") }
        #expect(session.state.cursor == bottom)
      }
    }
  }

  @Test func aTileThatIsAloneKeepsTheCursor() throws {
    var session = Self.session()
    try session.play("TgtjjjjjjjjJJllllllllLL")
    #expect(session.state.cursor == 2 * 24 - 1)
    try session.play("KKHHkh")
    #expect(session.state.cursor == 24)
    try session.play("$0")
    #expect(session.state.cursor == 24)
  }

  @Test func zoomingShowsTheSamePartOfEveryTile() throws {
    var session = Self.session(TestSamples.tiled)
    try session.play("zzzG")
    let screen = session.screen
    #expect(screen.cursor != nil)
    LayoutLaws.check(session)
  }

  // MARK: What is on screen

  /// A session in which nothing lies over the picture of tiles.
  private static func bare(width: Int, height: Int) -> ExplorerSession {
    var session = session(TestSamples.mosaic, width: width, height: height)
    session.state.choices.showsHeat = false
    session.state.choices.showsMask = false
    return session
  }

  @Test(arguments: [(80, 24), (120, 40), (200, 60)])
  func everyTileShowsItsOwnPartOfTheImage(width: Int, height: Int) throws {
    let session = Self.bare(width: width, height: height)
    let state = session.state
    let layout = PictureLayout(
      grid: try #require(state.grid), area: ScreenLayout(state).picture, cursor: state.cursor,
      zoom: 0, isMono: false)
    let screen = session.screen
    for tile in layout.tiles where tile.index > 0 {
      let area = tile.placement.area
      let color = SamplePicture.quarterColors[tile.index - 1]
      for row in area.row..<(area.row + area.height - 1) {
        for column in area.column..<(area.column + area.width) {
          #expect(screen[column, row].style.ground == .rgb(color), "tile \(tile.index)")
        }
      }
    }
  }

  @Test func tilesInPixelsShowTheirOwnPartsToo() throws {
    var session = Self.bare(width: 200, height: 60)
    session.send(
      .traits(
        ScreenTraits(
          tier: .direct, unicode: true, cellPixels: CellPixels(width: 10, height: 20),
          graphics: PixelGraphics(form: .kitty))))
    try session.press("P")
    let layers = session.screen.layers
    #expect(layers.count == 5)
    for (layer, color) in zip(layers.dropFirst(), SamplePicture.quarterColors) {
      let image = layer.image()
      #expect(image[image.width / 2, image.height / 2] == color && image[3, 3] == color)
    }
  }

  @Test func aPictureOfOtherTilesIsNotDrawn() {
    let sample = TestSample(
      "strange", .pictured(TokenGrid(tiles: 3, rows: 24, columns: 24)), picture: .quarters)
    let other = TestSample("strange", .pictured(TokenGrid(tiles: 3, rows: 24, columns: 24)))
    let screens = [sample, other].map { Self.session($0).screen.text }
    #expect(screens[0].contains("strange") && screens[1].contains("strange"))
    LayoutLaws.check(Self.session(sample))
  }

  @Test func thePatchOfATileHasItsPixels() throws {
    var session = Self.session(TestSamples.mosaic, width: 200, height: 60)
    let grid = try #require(session.state.grid)
    session.state.cursor = grid.token(tile: 4, row: 3, column: 5)
    session.answerAll()
    #expect(session.screen.text.contains("pixel 58–59, 54–55"))
  }

  static let sizes: [(Int, Int)] = [
    (24, 8), (40, 12), (60, 16), (80, 24), (97, 33), (120, 40), (200, 60),
  ]

  /// The strip has the cursor's tile with its count, marked, and says whose the budget is.
  @Test(arguments: sizes.indices, ColorTier.allCases)
  func theStripTellsTheTileAndTheRule(index: Int, tier: ColorTier) throws {
    let (width, height) = Self.sizes[index]
    for sample in [Self.small, Self.frames] {
      for unicode in [true, false] {
        var session = Self.session(
          sample, width: width, height: height, tier: tier, unicode: unicode)
        for keys in ["", "gt", "gT", "gTgT", "gb", "T"] {
          try session.play(keys)
          LayoutLaws.check(session)
          let state = session.state
          let tile = try #require(state.currentTile)
          let kept = try #require(state.keptPerTile)
          #expect(kept.reduce(0, +) == state.keep)
          let area = ScreenLayout(state).tiles
          let text = String(
            (area.column..<(area.column + area.width)).compactMap {
              session.screen[$0, area.row].character
            })
          #expect(text.contains("\(unicode ? "▸" : ">")\(tile):\(kept[tile])"), "\(text)")
          #expect(text.contains(state.isPerTile ? "each" : "all"), "\(text)")
        }
      }
    }
  }

  @Test func everyTileOnScreenIsNamedWithItsCount() throws {
    let session = Self.session()
    let kept = try #require(session.state.keptPerTile)
    for tile in 0..<5 {
      #expect(session.screen.text.contains("tile \(tile): \(kept[tile]) kept"))
    }
    #expect(session.screen.text.contains("one budget for all"))
  }

  @Test func clicksReachThePatchesAndTheTilesOfTheStrip() throws {
    var session = Self.session()
    let area = ScreenLayout(session.state).picture
    var reached: Set<Int> = []
    for row in area.row..<(area.row + area.height) {
      for column in stride(from: area.column, to: area.column + area.width, by: 2) {
        session.send(.mouse(MouseEvent(.press, column: column, row: row)))
        reached.insert(session.state.cursor)
      }
    }
    #expect(reached == Set(0..<120))
    let strip = ScreenLayout(session.state).tiles
    var tiles: Set<Int> = []
    for column in strip.column..<(strip.column + strip.width) {
      session.send(.mouse(MouseEvent(.press, column: column, row: strip.row)))
      tiles.insert(try #require(session.state.currentTile))
    }
    #expect(tiles == Set(0..<5))
  }

  // MARK: Budgets

  @Test func eachTileHasItsShareOnRequest() throws {
    // Most of the attention is on the first tile.
    var session = ExplorerSession.begun(
      [Self.small], strategies: ["fastervlm", "uniform-grid"], budget: .count(12), isCheap: false)
    let global = try #require(session.state.keptPerTile)
    #expect(Set(global) != [2, 3])
    let effects = try session.press("gb")
    guard case .evaluate(_, _, let strategies, let keep) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(keep == 12 && strategies.allSatisfy(\.isPerTile) && strategies.count == 2)
    session.answerAll()
    #expect(session.state.keptPerTile == [3, 3, 2, 2, 2])
    #expect(session.screen.text.contains("each its share"))
    try session.play("u")
    #expect(session.state.keptPerTile == global)
    try session.play("<C-r>=")
    #expect(session.state.keptPerTile == [3, 3, 3, 2, 2])
  }

  @Test func exportsFollowTheRule() throws {
    var session = Self.session()
    try session.play("gbe")
    let effects = try session.press("<Enter>")
    guard case .export(let request) = effects.first else {
      Issue.record("\(effects)")
      return
    }
    #expect(request.isPerTile)
  }

  // MARK: The table

  @Test func theTableListsEveryTileWithItsVerdict() throws {
    var session = Self.session()
    try session.play("gljj")
    #expect(session.state.openTable == .tiles && session.state.currentTile == 2)
    let summaries = session.state.tileSummaries
    #expect(summaries.count == 5)
    let text = session.screen.text
    for (tile, summary) in summaries.enumerated() {
      let verdict = try #require(summary.verdict)
      let line = text.split(separator: "\n").first {
        $0.contains(NumberText.fixed(verdict.erank, 1))
          && $0.contains(NumberText.fixed(summary.entropy ?? 0, 2))
      }
      #expect(line?.contains(verdict.word) == true)
      #expect(line?.contains("▸ \(tile) ") == (tile == 2))
    }
    #expect(abs(summaries.compactMap(\.attentionShare).reduce(0, +) - 1) < 1e-12)
    try session.play("<Enter>")
    #expect(session.state.openTable == nil && session.state.isTileAlone)
    #expect(session.state.currentTile == 2 && session.state.pins.isEmpty)
  }

  @Test func theTableIsAskedForOnce() throws {
    var session = Self.session()
    #expect(try session.press("gl").count == 1)
    #expect(try session.press("j") == [])
    session.answerAll()
    #expect(try session.press("<Esc>gl") == [])
    #expect(session.state.tileSummaries.count == 5)
    try session.play("]")
    #expect(session.state.tileSummaries.isEmpty)
  }

  @Test func everyViewDrawsTiles() throws {
    for (width, height) in Self.sizes {
      for sample in [Self.small, Self.frames] {
        var session = Self.session(sample, width: width, height: height)
        for keys in ["v", "v", "v", "v", "w", "wT", "vv", "v"] {
          try session.play(keys)
          LayoutLaws.check(session)
          if session.state.view.rawValue != "diff" { try session.play("jlgtx") }
          #expect(session.state.cursor < session.state.tokenCount)
        }
      }
    }
  }
}
