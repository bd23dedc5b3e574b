import Analysis
import Explorer
import Imaging
import SampleSets
import TerminalUI
import TokenFields
import Testing
import TokenPruning

/// What holds for every size of screen and every grid.
@Suite struct LayoutLaws {
  static let sizes: [(width: Int, height: Int)] = [
    (1, 1), (2, 300), (300, 2), (23, 8), (24, 7), (24, 8), (25, 9), (40, 12), (59, 16), (60, 15),
    (60, 16), (61, 17), (79, 23), (80, 24), (80, 32), (100, 31), (117, 40), (118, 40), (120, 40),
    (200, 60), (60, 100), (300, 16), (300, 100), (0, 0),
  ]

  static let grids = [
    TokenGrid(rows: 1, columns: 1), TokenGrid(rows: 1, columns: 2), TokenGrid(rows: 2, columns: 1),
    TokenGrid(rows: 3, columns: 5), TokenGrid(rows: 24, columns: 24),
    TokenGrid(rows: 27, columns: 41), TokenGrid(tiles: 5, rows: 24, columns: 24),
    TokenGrid(rows: 1, columns: 600), TokenGrid(rows: 600, columns: 1),
    TokenGrid(tiles: 7, rows: 3, columns: 2),
  ]

  /// Every fit of a grid into the picture of every size, with the cursor at a few places.
  static func eachLayout(
    of grid: TokenGrid, isMono: Bool,
    _ body: (PictureLayout, _ room: CellRect, _ cursor: Int) -> Void
  ) {
    let rooms = [
      (1, 1), (2, 2), (3, 1), (20, 7), (24, 11), (28, 14), (40, 11), (47, 22), (48, 22), (73, 36),
      (153, 56), (253, 96), (1, 40), (60, 1),
    ].map { CellRect(column: 3, row: 2, width: $0.0, height: $0.1) }
    let cursors = Set([0, 1, grid.columns - 1, grid.count / 2, grid.count / 3, grid.count - 1])
    for room in rooms {
      for zoom in [0, 1, 2, 5, 12] {
        for cursor in cursors where (0..<grid.count).contains(cursor) {
          for isAlone in grid.tiles > 1 && zoom < 2 ? [false, true] : [false] {
            body(
              PictureLayout(
                grid: grid, area: room, cursor: cursor, zoom: zoom, isMono: isMono,
                isAlone: isAlone), room, cursor)
          }
        }
      }
    }
  }

  /// The same, tile by tile.
  static func eachPlacement(
    of grid: TokenGrid, isMono: Bool,
    _ body: (PatchPlacement, _ room: CellRect, _ cursor: Int) -> Void
  ) {
    eachLayout(of: grid, isMono: isMono) { layout, room, cursor in
      for tile in layout.tiles { body(tile.placement, room, cursor) }
    }
  }

  static func isInside(_ area: CellRect, _ room: CellRect) -> Bool {
    area.column >= room.column && area.row >= room.row
      && area.column + area.width <= room.column + room.width
      && area.row + area.height <= room.row + room.height
  }

  static func overlap(_ one: CellRect, _ other: CellRect) -> Bool {
    one.column < other.column + other.width && other.column < one.column + one.width
      && one.row < other.row + other.height && other.row < one.row + one.height
  }

  @Test(arguments: grids, [false, true])
  func theCursorIsVisibleAndThePictureInsideItsRoom(grid: TokenGrid, isMono: Bool) {
    Self.eachLayout(of: grid, isMono: isMono) { layout, room, cursor in
      #expect(layout.marks(of: cursor) != nil, "\(layout) hides \(cursor)")
      for tile in layout.tiles {
        let placement = tile.placement
        #expect(Self.isInside(placement.area, room))
        #expect(placement.firstRow >= 0 && placement.firstColumn >= 0)
        #expect(placement.firstRow + placement.visibleRows <= grid.rows)
        #expect(placement.firstColumn + placement.visibleColumns <= grid.columns)
        #expect(placement.firstToken == tile.index * grid.tileCount)
      }
    }
  }

  /// Tiles stand in their order, are alike, and neither they nor what is between them share cells.
  @Test(arguments: grids, [false, true])
  func tilesHaveCellsOfTheirOwn(grid: TokenGrid, isMono: Bool) {
    Self.eachLayout(of: grid, isMono: isMono) { layout, room, cursor in
      let indices = layout.tiles.map(\.index)
      #expect(indices == Array((indices.first ?? 0)..<((indices.last ?? 0) + 1)))
      #expect(indices.contains(grid.position(of: cursor).tile))
      #expect(layout.across >= 1 && (grid.tiles > 1 || layout.tiles[0].label == nil))
      let first = layout.tiles[0].placement
      var areas: [CellRect] = []
      for tile in layout.tiles {
        let placement = tile.placement
        #expect(placement.area.width == first.area.width)
        #expect(placement.area.height == first.area.height)
        #expect(placement.patchWidth == first.patchWidth)
        #expect(placement.firstRow == first.firstRow && placement.firstColumn == first.firstColumn)
        areas += [placement.area] + [tile.label, tile.border].compactMap { $0 }
      }
      for (index, area) in areas.enumerated() {
        #expect(Self.isInside(area, room), "\(area) of \(layout) in \(room)")
        for other in areas[(index + 1)...] { #expect(!Self.overlap(area, other)) }
      }
    }
  }

  @Test(arguments: grids, [false, true])
  func marksLieOnTheirPatches(grid: TokenGrid, isMono: Bool) {
    Self.eachPlacement(of: grid, isMono: isMono) { placement, room, _ in
      for token in placement.tokens {
        guard let place = placement.marks(of: token) else { continue }
        // Mono needs three columns for a patch between its brackets.
        guard !isMono || room.width >= 3 else { continue }
        #expect(placement.area.contains(column: place.first, row: place.row))
        #expect(placement.area.contains(column: place.last, row: place.row))
        let middle = isMono ? place.first + 1 : (place.first + place.last) / 2
        let found = placement.token(column: middle, row: place.row)
        if place.ownsCell {
          #expect(found == token)
        } else {
          // A patch that is half a cell high may share its cell with the one above.
          #expect(found == token || found == token - grid.columns)
        }
      }
    }
  }

  /// Clicks reach every visible patch that has an upper half of a cell.
  @Test(arguments: grids, [false, true])
  func everyCellOfThePictureIsAVisiblePatch(grid: TokenGrid, isMono: Bool) {
    Self.eachPlacement(of: grid, isMono: isMono) { placement, room, _ in
      let area = placement.area
      var reached: Set<Int> = []
      for row in area.row..<(area.row + area.height) {
        for column in area.column..<(area.column + area.width) {
          guard let token = placement.token(column: column, row: row) else {
            Issue.record("\(placement) has nothing at \(column), \(row)")
            return
          }
          reached.insert(token)
          #expect(placement.marks(of: token) != nil)
        }
      }
      for token in placement.tokens {
        guard let place = placement.marks(of: token), place.ownsCell else { continue }
        guard !isMono || room.width >= 3 else { continue }
        #expect(reached.contains(token))
      }
      #expect(placement.token(column: area.column - 1, row: area.row) == nil)
      #expect(placement.token(column: area.column, row: area.row + area.height) == nil)
      #expect(placement.token(column: area.column + area.width, row: area.row) == nil)
    }
  }

  /// Two rows of patches share a row of marks only where there are more rows than cells.
  @Test(arguments: grids)
  func rowsOfPatchesHaveRowsOfTheirOwnWhereTheyFit(grid: TokenGrid) {
    Self.eachPlacement(of: grid, isMono: false) { placement, _, _ in
      let rows = (placement.firstRow..<(placement.firstRow + placement.visibleRows)).compactMap {
        placement.marks(of: placement.firstToken + $0 * grid.columns + placement.firstColumn)?.row
      }
      #expect(rows.count == placement.visibleRows)
      #expect(rows == rows.sorted())
      #expect(
        Set(rows).count == min(rows.count, placement.area.height)
          || rows.count < placement.area.height)
      if rows.count <= placement.area.height { #expect(Set(rows).count == rows.count) }
    }
  }

  // MARK: Whole screens

  @Test(arguments: TestSamples.odd.indices, ColorTier.allCases)
  func everyScreenCanBeDrawn(index: Int, tier: ColorTier) {
    let sample = TestSamples.odd[index]
    for (width, height) in Self.sizes {
      for unicode in [true, false] {
        var session = ExplorerSession.begun(
          [sample], strategies: ["random", "uniform-grid"], width: width, height: height,
          tier: tier, unicode: unicode)
        for zoom in width * height > 5000 ? [0, 12] : [0, 1, 12] {
          session.state.zoom = zoom
          session.state.showsHeat = zoom != 1
          session.state.showsImage = zoom != 12
          Self.check(session)
        }
      }
    }
  }

  /// The grid has the state's size; characters are printable, and in ASCII have a substitute.
  ///
  /// - Parameters:
  ///   - session: What is drawn.
  ///   - typed: Characters that the user typed, which are shown as they are.
  static func check(_ session: ExplorerSession, typed: Set<Character> = []) {
    let screen = session.screen
    let size = session.state.size
    #expect(screen.width == size.width && screen.height == size.height)
    var strange: Set<Character> = []
    for case let character? in screen.cells.map(\.character) {
      let isPlain = character.isASCII && character >= " " && character != "\u{7F}"
      if isPlain { continue }
      if DisplayWidth.printable(character) != character
        || !session.state.traits.unicode && !typed.contains(character)
          && ASCIISubstitute.character(for: character) == "?"
      {
        strange.insert(character)
      }
    }
    #expect(strange.isEmpty, "\(size) \(strange)")
    if session.state.traits.tier == .mono {
      let colored = screen.cells.count { $0.style.ink != .standard || $0.style.ground != .standard }
      #expect(colored == 0)
    }
  }

  static let windows: [(width: Int, height: Int)] = [
    (60, 16), (80, 24), (97, 33), (120, 40), (200, 60), (24, 8), (40, 12), (250, 20),
  ]

  /// However the picture is drawn, nothing outside its rectangle changes.
  @Test(arguments: windows.indices, [ColorTier.direct, .mono])
  func thePictureChangesNothingElse(index: Int, tier: ColorTier) {
    let (width, height) = Self.windows[index]
    for sample in TestSamples.odd {
      var session = ExplorerSession.begun(
        [sample], strategies: ["random"], width: width, height: height, tier: tier)
      session.state.showsHeat = false
      let layout = ScreenLayout(session.state)
      let before = session.screen
      for change: @Sendable (inout ExplorerState) -> Void in [
        { $0.zoom = 12 }, { $0.zoom = 5 }, { $0.colorMap = .magma }, { $0.opacity = 100 },
      ] {
        var changed = session
        change(&changed.state)
        let after = changed.screen
        let touched = (0..<(width * height)).filter { place in
          let (row, column) = place.quotientAndRemainder(dividingBy: width)
          return !layout.picture.contains(column: column, row: row)
            && before[column, row] != after[column, row]
        }
        #expect(touched.isEmpty, "\(sample.reference.name) \(width)x\(height): \(touched)")
      }
    }
  }

  /// Numbers of any size stay in their own rectangle: the picture is not written over.
  @Test(arguments: windows.indices)
  func numbersStayOutOfThePicture(index: Int) {
    let (width, height) = Self.windows[index]
    let session = ExplorerSession.begun(
      [TestSamples.bare], strategies: ["random"], width: width, height: height)
    let layout = ScreenLayout(session.state)
    var other = session
    other.state.rows[0].status = .unavailable(String(repeating: "no ", count: 99))
    other.state.message = String(repeating: "long ", count: 99)
    other.state.verdict = nil
    let (one, two) = (session.screen, other.screen)
    for row in layout.picture.row..<(layout.picture.row + layout.picture.height) {
      for column in 0..<layout.picture.width {
        #expect(one[column, row] == two[column, row])
      }
    }
  }

  /// Lightness is not all that tells what is kept, also where two patches share a cell.
  @Test(arguments: [(80, 24), (120, 40), (200, 60), (80, 30)], [ColorTier.direct, .indexed256])
  func everyKeptPatchHasASign(size: (Int, Int), tier: ColorTier) throws {
    for (strategy, keys) in [
      ("uniform-grid", ""), ("random", ""), ("random", "i"), ("fastervlm", "t"), ("divprune", "i"),
    ] {
      var session = ExplorerSession.begun(
        [TestSamples.street], strategies: [strategy], budget: .count(100), width: size.0,
        height: size.1, tier: tier, isCheap: false)
      try session.play(keys)
      let kept = try #require(session.state.currentEvaluation).selection.kept
      let area = ScreenLayout(session.state).picture
      let screen = session.screen
      var signs = 0
      for row in area.row..<(area.row + area.height) {
        for column in area.column..<(area.column + area.width)
        where screen[column, row].character == "•" {
          signs += 1
        }
      }
      // The cursor's frame takes the sign's place where a patch is two columns wide.
      #expect((kept.count - 1...kept.count).contains(signs), "\(strategy) \(keys): \(signs)")
    }
  }
}
