import Testing
import TokenFields

@Suite struct TokenGridTests {
  @Test(arguments: [
    TokenGrid(rows: 1, columns: 1), TokenGrid(rows: 24, columns: 24),
    TokenGrid(tiles: 5, rows: 3, columns: 7),
  ])
  func positionsAndTokensAreInverse(grid: TokenGrid) {
    var seen: Set<[Int]> = []
    for token in 0..<grid.count {
      let (tile, row, column) = grid.position(of: token)
      #expect(
        (0..<grid.tiles).contains(tile) && (0..<grid.rows).contains(row)
          && (0..<grid.columns).contains(column))
      #expect(grid.token(tile: tile, row: row, column: column) == token)
      seen.insert([tile, row, column])
    }
    #expect(seen.count == grid.count)
    #expect(grid.count == grid.tiles * grid.tileCount)
  }

  @Test func tokensRunAlongRowsTileByTile() {
    let grid = TokenGrid(tiles: 2, rows: 3, columns: 4)
    #expect(grid.position(of: 5) == (0, 1, 1))
    #expect(grid.position(of: 23) == (1, 2, 3))
    #expect(grid.token(row: 2, column: 0) == 8)
  }

  @Test func tilesAreNamedOnlyWhereThereAreSeveral() {
    #expect(TokenGrid(rows: 24, columns: 16).description == "24×16")
    #expect(TokenGrid(tiles: 5, rows: 24, columns: 24).description == "5×24×24")
  }
}
