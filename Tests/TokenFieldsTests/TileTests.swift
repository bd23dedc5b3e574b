import LinearAlgebra
import TestSupport
import Testing
import TokenFields

@Suite struct TileTests {
  /// A field that carries everything, each number telling its array and token.
  private var complete: TokenField {
    let grid = TokenGrid(tiles: 3, rows: 2, columns: 2)
    func rows(_ base: Double) -> Matrix {
      Matrix(rows: 12, columns: 1, elements: (0..<12).map { base + Double($0) })
    }
    func heads(_ base: Double) -> Matrix {
      Matrix(
        rows: 2, columns: 12,
        elements: (0..<12).map { base + Double($0) } + (0..<12).map { base + 50 + Double($0) })
    }
    var field = TokenField(
      grid: grid, features: rows(100), projected: rows(200), attention: heads(300),
      keys: [rows(400), rows(500)], paddingFraction: rows(1200).elements,
      encoder: "an encoder", averages: FieldAverages(erank: 7, entropy: 3, source: "here"))
    field.lastLayerAttention = rows(600).elements
    field.shallowAttention = heads(700)
    field.firstLayerAttention = heads(800)
    field.clipImageEmbeds = rows(900)
    field.textEmbeds = Matrix(rows: 2, columns: 1, elements: [1, 2])
    field.relevance = rows(1000).elements
    field.llmAttention = rows(1100).elements
    return field
  }

  @Test func aTileCarriesItsPartOfEverything() {
    var complete = complete
    complete.name = "cat"
    let tile = complete.tile(1)
    #expect(tile.name == "cat" && tile.tileIndex == 1 && complete.tileIndex == nil)
    #expect(tile.grid == TokenGrid(rows: 2, columns: 2))
    #expect(tile.features?.elements == [104, 105, 106, 107])
    #expect(tile.projected?.elements == [204, 205, 206, 207])
    #expect(tile.attention?.elements == [304, 305, 306, 307, 354, 355, 356, 357])
    #expect(tile.keys?.first?.elements == [404, 405, 406, 407])
    #expect(tile.keys?.last?.elements == [504, 505, 506, 507])
    #expect(tile.lastLayerAttention == [604, 605, 606, 607])
    #expect(tile.shallowAttention?.elements == [704, 705, 706, 707, 754, 755, 756, 757])
    #expect(tile.firstLayerAttention?.elements == [804, 805, 806, 807, 854, 855, 856, 857])
    #expect(tile.clipImageEmbeds?.elements == [904, 905, 906, 907])
    #expect(tile.relevance == [1004, 1005, 1006, 1007])
    #expect(tile.llmAttention == [1104, 1105, 1106, 1107])
    #expect(tile.paddingFraction == [1204, 1205, 1206, 1207])
    #expect(tile.textEmbeds == complete.textEmbeds)
    #expect(tile.encoder == "an encoder" && tile.averages == complete.averages)
  }

  @Test func tilesOfAFieldThatKnowsOnlyItsGridKnowNoMore() {
    let grid = TokenGrid(tiles: 2, rows: 2, columns: 3)
    var tile = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    tile.tileIndex = 1
    #expect(TokenField(grid: grid).tile(1) == tile)
  }

  @Test func aPreparedFieldMakesItsTilesOnce() {
    let field = PreparedField(complete)
    #expect(field.tiles.map(\.field) == (0..<3).map { complete.tile($0) })
    #expect(field.tiles == field.tiles)
    let single = PreparedField(RandomField.make(seed: 1))
    #expect(single.tiles == [single])
  }
}
