import LinearAlgebra
import Testing
import TokenFields
import TokenPruning

/// How many tokens stand out, as `prumerge:count=adaptive` tells it.
@Suite struct OutlierCountTests {
  /// Values, and how many exceed Q₃ + 1.5 · (Q₃ − Q₁).
  ///
  /// Quartiles are those of `numpy.percentile(values, [25, 75])`; the bound is beside each.
  private static let worked: [(values: [Double], count: Int)] = [
    ([5], 0),  // 5
    ([1, 9], 0),  // 13
    ([1, 2, 100], 0),  // 125.25
    ([0, 0, 0, 1], 1),  // 0.625
    ([1, 1, 1, 1, 1], 0),  // 1, which is not exceeded
    ([1, 2, 3, 4], 0),  // 5.5
    ([1, 2, 3, 4, 7], 0),  // 7
    ([1, 2, 3, 4, 7.0625], 1),  // 7
    ([0, 0, 4, 4, 10], 0),  // 10
    ([0, 0, 4, 4, 10.5], 1),  // 10
    ([10.5, 0, 4, 0, 4], 1),  // 10
    ([0, 4, 8, 12, 30, 30.5], 0),  // 56.25
    ([0, 1, 2, 3, 4, 5, 6, 7, 13.5, 13.625], 1),  // 13.5
    ([0.5, 0.25, 0.75, 0.5, 3, 0.25, 2.5, 0.5, 0.5, 0.75, 0.25], 2),  // 1.3125
    ([10, 1, 1, 1, 1, 1, 1, 2, 2, 20, 1.5, 1, 3.5], 2),  // 3.5
    ([1, 2, 3, 4, 5, 6, 7, 8, 14, 14.5, 15, 16], 0),  // 29.6875
  ]

  @Test(arguments: worked)
  func asManyStandOutAsNumPysPercentilesSay(values: [Double], count: Int) throws {
    var field = TokenField(
      line: [[Double]](repeating: [1], count: values.count),
      attention: [Double](repeating: 1, count: values.count))
    field.keys = [Matrix(rows: values.count, columns: 1, repeating: 1)]
    field.lastLayerAttention = values
    let prepared = PreparedField(field)
    let strategy = try StrategyCatalog.make("prumerge:count=adaptive").strategy
    let kept = try strategy.plan(for: prepared).selection(keeping: 1).kept
    #expect(kept.count == count)
    // Without any the one token that is handed on is none of the field's.
    #expect(strategy.ownBudget(for: prepared) == max(count, 1))
    #expect(kept == values.indices.sorted { values[$0] > values[$1] }.prefix(count).sorted())
  }
}
