import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

@Suite struct MinDistanceTests {
  private let field = PreparedField(
    TokenField(
      grid: TokenGrid(rows: 1, columns: 5),
      features: Matrix(rows: 5, columns: 2, elements: [1, 0, 0, 2, 3, 4, -5, 0, 0, 0])))

  static let cases: [(kept: [Int], distance: Double)] = [
    ([0, 1], 1), ([0, 2], 0.4), ([1, 2], 0.2), ([0, 1, 2], 0.2), ([0, 3], 2), ([0, 1, 3], 1),
    ([0, 4], 1), ([3, 4], 1),
  ]

  @Test(arguments: cases)
  func isThatOfTheNearestPair(kept: [Int], distance: Double) throws {
    let value = try #require(MinDistance.value(of: kept, in: field, centred: true))
    #expect(abs(value - distance) < 1e-15)
  }

  @Test func oneTokenHasNone() {
    #expect(MinDistance.value(of: [2], in: field, centred: true) == nil)
  }

  @Test func twoTokensOfOneDirectionAreExactlyZeroApart() throws {
    let twice = try #require(DegenerateField.all.first { $0.name == "all tokens twice" }).field
    for token in 0..<15 {
      #expect(
        MinDistance.value(of: [token, token + 15], in: PreparedField(twice), centred: true) == 0)
    }
  }
}
