import Testing
import TokenFields
import TokenMetrics

@Suite struct PaddingShareTests {
  private let field = PreparedField(
    TokenField(
      grid: TokenGrid(rows: 1, columns: 5), paddingFraction: [0, 0.5, 0.50001, 1, 0.25]))

  static let cases: [(kept: [Int], share: Double)] = [
    ([0], 0), ([1], 0), ([2], 1), ([0, 3], 0.5), ([1, 2, 3], 2.0 / 3), ([0, 1, 2, 3, 4], 0.4),
  ]

  @Test(arguments: cases)
  func countsTokensOfWhichMoreThanHalfIsPadding(kept: [Int], share: Double) {
    #expect(PaddingShare.value(of: kept, in: field, centred: true) == share)
  }
}
