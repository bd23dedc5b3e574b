import Analysis
import Glibc
import LinearAlgebra
import TestSupport
import Testing
import TokenFields

@Suite struct TokenSinksTests {
  /// A smooth field: neighbours are alike, norms are nearly equal.
  static func smooth(_ grid: TokenGrid, width: Int = 12, seed: UInt64 = 3) -> TokenField {
    var generator = SplitMix64(seed: seed)
    var field = TokenField(grid: grid)
    field.features = Matrix(
      rows: grid.count, columns: width,
      elements: (0..<grid.count).flatMap { token in
        let (_, row, column) = grid.position(of: token)
        return (0..<width).map { index in
          2 + 0.3 * cos(Double(row + index) / 5) + 0.3 * sin(Double(column * index) / 30)
            + 0.1 * generator.nextUnit()
        }
      })
    return field
  }

  /// Replaces tokens by long ones of a direction of their own.
  static func plant(_ tokens: [Int], times ratio: Double, in field: inout TokenField) {
    guard var features = field.features else { return }
    let norms = features.rowLengths.sorted()
    let length = ratio * norms[norms.count / 2] / Double(features.columns).squareRoot()
    for token in tokens {
      for column in 0..<features.columns {
        features[token, column] = column % 2 == 0 ? length : -length
      }
    }
    field.features = features
  }

  static let grids = [
    TokenGrid(rows: 24, columns: 24), TokenGrid(rows: 27, columns: 41),
    TokenGrid(tiles: 3, rows: 8, columns: 8), TokenGrid(rows: 1, columns: 60),
    TokenGrid(rows: 60, columns: 1), TokenGrid(rows: 4, columns: 4),
  ]

  @Test(arguments: grids)
  func plantedOutliersAreFoundAndNothingElse(grid: TokenGrid) throws {
    var field = Self.smooth(grid)
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
    let planted = [1, grid.count / 2, grid.count - 1]
    Self.plant(planted, times: 8, in: &field)
    let sinks = try #require(TokenSinks(PreparedField(field))).all
    #expect(sinks.map(\.token) == planted)
    for sink in sinks {
      #expect(abs(sink.normRatio - 8) < 0.4)
      #expect(sink.similarity < 0.5)
    }
  }

  @Test(arguments: [1e-200, 1e-3, 1e3, 1e200])
  func doesNotDependOnTheScale(scale: Double) throws {
    var field = Self.smooth(Self.grids[0])
    Self.plant([7, 300], times: 5, in: &field)
    let sinks = try #require(TokenSinks(PreparedField(field))).all
    field.features = field.features.map {
      Matrix(rows: $0.rows, columns: $0.columns, elements: $0.elements.map { $0 * scale })
    }
    let scaled = try #require(TokenSinks(PreparedField(field))).all
    #expect(scaled.map(\.token) == [7, 300] && sinks.map(\.token) == [7, 300])
    for (one, other) in zip(sinks, scaled) {
      #expect(abs(one.normRatio - other.normRatio) < 1e-9)
      #expect(abs(one.similarity - other.similarity) < 1e-9)
    }
  }

  @Test func equalTokensHaveNone() throws {
    var field = TokenField(grid: TokenGrid(rows: 5, columns: 5))
    field.features = Matrix(rows: 25, columns: 3, repeating: 2)
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
    field.features = Matrix(rows: 25, columns: 3, repeating: 0)
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
  }

  @Test func aLongTokenLikeItsNeighboursIsNone() throws {
    var field = Self.smooth(Self.grids[0])
    guard var features = field.features else { return }
    features.scaleRow(100, by: 8)
    field.features = features
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
  }

  @Test func anUnlikeTokenOfUsualLengthIsNone() throws {
    var field = Self.smooth(Self.grids[0])
    Self.plant([100], times: 1, in: &field)
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
    Self.plant([100], times: 1.9, in: &field)
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
    Self.plant([100], times: 2.1, in: &field)
    #expect(try #require(TokenSinks(PreparedField(field))).all.map(\.token) == [100])
  }

  /// Where all tokens share one direction, a sink is less alike than is usual there.
  @Test func sinksAreFoundWhereTokensAreVeryAlike() throws {
    var field = Self.smooth(Self.grids[0])
    guard var features = field.features else { return }
    for token in 0..<features.rows {
      for column in 0..<features.columns { features[token, column] += 40 }
    }
    for column in 0..<features.columns {
      features[222, column] *= column % 3 == 0 ? 9 : 3
    }
    field.features = features
    let sinks = try #require(TokenSinks(PreparedField(field))).all
    #expect(sinks.map(\.token) == [222] && sinks[0].similarity > 0.5)
  }

  /// Norms that differ by nature have no outliers, however many tokens there are.
  @Test(arguments: 0..<8 as Range<UInt64>)
  func aSpreadOfNormsIsNoOutlier(seed: UInt64) throws {
    let sinks = try #require(TokenSinks(PreparedField(RandomField.make(seed: seed))))
    #expect(sinks.all.isEmpty)
  }

  @Test func tokensAloneAndFieldsWithoutFeaturesHaveNone() throws {
    #expect(TokenSinks(PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 2)))) == nil)
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 1))
    field.features = Matrix(rows: 1, columns: 2, elements: [3, 4])
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
    // Tiles of one token have no neighbours to be unlike.
    field = TokenField(grid: TokenGrid(tiles: 5, rows: 1, columns: 1))
    field.features = Matrix(rows: 5, columns: 1, elements: [1, 1.1, 0.9, 1, 50])
    #expect(try #require(TokenSinks(PreparedField(field))).all.isEmpty)
  }

  @Test func neighboursEndAtTheTile() throws {
    var field = Self.smooth(TokenGrid(tiles: 2, rows: 4, columns: 4))
    // The last row of one tile and the first of the next: long, and like each other across the border.
    Self.plant([13, 17], times: 6, in: &field)
    #expect(try #require(TokenSinks(PreparedField(field))).all.map(\.token) == [13, 17])
  }
}
