import LinearAlgebra
import Testing

/// The radix sort against Swift's own stable sort, on numbers that are hard on either of its passes.
@Suite struct DescendingSortTests {
  /// Numbers by what is hard about them.
  private static func numbers(_ kind: String, count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { index in
      let unit = generator.nextUnit()
      switch kind {
      case "cosines": return 2 * unit - 1
      case "few values": return (5 * unit).rounded() - 2
      // They agree in far more digits than the first pass looks at.
      case "all but equal": return 0.75 + 0x1p-50 * (100 * unit).rounded()
      case "every size":
        return (unit - 0.5) * 0x1p-1000
          * Double(sign: .plus, exponent: Int(unit * 2000), significand: 1)
      case "zeros of both signs": return index % 2 == 0 ? 0 : -0.0
      default: return [-.infinity, -1, 0, 1, .infinity][Int(unit * 5)]
      }
    }
  }

  @Test(
    arguments: [
      "cosines", "few values", "all but equal", "every size", "zeros of both signs", "infinities",
    ], [0, 1, 2, 24, 25, 100, 1000])
  func ordersAsAStableSortDoes(kind: String, count: Int) {
    let numbers = Self.numbers(kind, count: count, seed: UInt64(count))
    var sort = DescendingSort()
    sort.entries = numbers.enumerated().map { .init(value: $1, position: Int32($0)) }
    sort.sort()
    let expected = numbers.indices.sorted {
      numbers[$0] > numbers[$1] || (numbers[$0] == numbers[$1] && $0 < $1)
    }
    #expect(sort.entries.map { Int($0.position) } == expected)
    #expect(sort.entries.map(\.value) == expected.map { numbers[$0] })
    #expect(numbers.indicesDescending == expected)
  }

  @Test func keepsNothingOfWhatItSortedBefore() {
    var sort = DescendingSort()
    for count in [1000, 30, 300, 3] {
      let numbers = Self.numbers("cosines", count: count, seed: 9)
      sort.entries = numbers.enumerated().map { .init(value: $1, position: Int32($0)) }
      sort.sort()
      #expect(sort.entries.map { Int($0.position) } == numbers.indicesDescending)
    }
  }

  @Test(arguments: [2, 3, 48, 97, 200], [1, 5, 48, 500])
  func listsTheNearestColumnsOfEachRow(order: Int, count: Int) {
    let values = Self.numbers("few values", count: order * order, seed: 3)
    let matrix = Matrix(rows: order, columns: order, elements: values)
    let listed = min(count, order - 1)
    let expected = (0..<order).flatMap { row in
      Array(matrix.row(row)).indicesDescending.filter { $0 != row }.prefix(listed).map(Int32.init)
    }
    #expect(matrix.nearestColumns(count) == expected)
  }
}
