import LinearAlgebra
import TestSupport
import Testing

@Suite struct LargestFirstTests {
  /// Numbers of many kinds: spread and crowded, of all signs and sizes, few and many.
  private static let lists: [[Double]] = {
    var generator = SplitMix64(seed: 21)
    let units = (0..<3000).map { _ in generator.nextUnit() }
    return [
      [], [1], [2, 2], units, units.map { $0 - 0.5 }, units.map { $0 * $0 * $0 * $0 * 1e-6 },
      units.map { ($0 * 40).rounded() }, [Double](repeating: 3, count: 500),
      units.map { $0 < 0.999 ? 1 + $0 * 1e-9 : 1e300 }, units.map { $0 < 0.5 ? 0.0 : -0.0 },
      units.map { $0 < 0.9 ? 0 : .leastNonzeroMagnitude },
      units.prefix(40).map { $0 < 0.5 ? -.infinity : .infinity },
      (0..<70_000).map { Double($0 * 7919 % 70_001) },
    ]
  }()

  /// By a sort that everybody knows.
  private func reference(_ values: [Double]) -> [Int] {
    values.indices.sorted {
      values[$0] != values[$1] ? values[$0] > values[$1] : $0 < $1
    }
  }

  @Test(arguments: lists.indices)
  func everyPrefixIsThatOfTheWholeOrder(list: Int) {
    let values = Self.lists[list]
    let expected = reference(values)
    for count in [0, 1, 2, 3, 17, 64, 65, 320, 1000, values.count / 2, values.count, 99_999] {
      #expect(
        LargestFirst(values).prefix(count) == Array(expected.prefix(count)), "\(count) of \(list)")
    }
    let ranked = LargestFirst(values)
    #expect(ranked.count == values.count && ranked.values == values)
    #expect(ranked.all == expected)
    // Once all are in order, prefixes are taken from there.
    #expect(ranked.prefix(5) == Array(expected.prefix(5)))
  }
}
