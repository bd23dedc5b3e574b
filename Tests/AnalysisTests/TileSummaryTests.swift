import Analysis
import LinearAlgebra
import TestSupport
import Testing
import TokenFields

@Suite struct TileSummaryTests {
  static let tiled = PreparedField(
    RandomField.make(seed: 2, grid: TokenGrid(tiles: 3, rows: 3, columns: 4)))

  @Test func everyTileIsJudgedByItself() throws {
    for tile in 0..<3 {
      let summary = TileSummary(ofTile: tile, in: Self.tiled)
      let alone = PreparedField(Self.tiled.field.tile(tile))
      #expect(summary.verdict == Verdict(alone))
      #expect(summary.entropy == alone.entropy)
    }
  }

  @Test func sharesOfTheAttentionAddUpToOne() throws {
    let shares = (0..<3).compactMap { TileSummary(ofTile: $0, in: Self.tiled).attentionShare }
    let attention = try #require(Self.tiled.attention)
    let sum = attention.reduce(0, +)
    #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-14)
    for (tile, share) in shares.enumerated() {
      let own = attention[(tile * 12)..<(tile * 12 + 12)].reduce(0, +)
      #expect(abs(share - own / sum) < 1e-14)
    }
  }

  @Test func whatIsNotThereIsNil() {
    let bare = PreparedField(TokenField(grid: TokenGrid(tiles: 2, rows: 1, columns: 1)))
    let summary = TileSummary(ofTile: 1, in: bare)
    #expect(summary.verdict == nil && summary.entropy == nil && summary.attentionShare == nil)
  }

  @Test func hugeAttentionHasShares() {
    var field = TokenField(grid: TokenGrid(tiles: 2, rows: 1, columns: 2))
    field.attention = Matrix(rows: 1, columns: 4, elements: [1e308, 1e308, 1e308, 0])
    let share = TileSummary(ofTile: 0, in: PreparedField(field)).attentionShare
    #expect(share.map { abs($0 - 2.0 / 3) < 1e-15 } == true)
  }
}
