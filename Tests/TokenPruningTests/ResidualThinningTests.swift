import LinearAlgebra
import Testing
import TokenFields
import TokenPruning

/// VisPruner with its neighbour lists against its definition read literally.
@Suite struct ResidualThinningTests {
  private static func field(_ count: Int, ties: Bool) -> PreparedField {
    var generator = SplitMix64(seed: UInt64(count))
    let features = (0..<(count * 6)).map { _ in
      let value = 6 * generator.nextUnit() - 3
      return ties ? value.rounded() : value
    }
    return PreparedField(
      TokenField(
        grid: TokenGrid(rows: 1, columns: count),
        features: Matrix(rows: count, columns: 6, elements: features),
        attention: Matrix(
          rows: 1, columns: count, elements: (0..<count).map { _ in generator.nextUnit() })))
  }

  /// The tokens left of a list when all even places are compared with all odd ones, in every round.
  private static func plain(_ list: [Int], to count: Int, _ cosines: Matrix) -> [Int] {
    var list = list
    while list.count > count {
      let even = stride(from: 0, to: list.count, by: 2).map { list[$0] }
      let odd = stride(from: 1, to: list.count, by: 2).map { list[$0] }
      let scores = even.map { token in odd.map { cosines[token, $0] }.max() ?? -.infinity }
      let ranked = even.indices.sorted {
        scores[$0] > scores[$1] || (scores[$0] == scores[$1] && $0 < $1)
      }
      list = ranked.dropFirst(min(8, list.count - count)).map { even[$0] } + odd
    }
    return list
  }

  @Test(arguments: [2, 9, 60, 150], [false, true])
  func keepsWhatTheDefinitionKeeps(count: Int, ties: Bool) throws {
    let field = Self.field(count, ties: ties)
    let order = try #require(field.attentionOrder)
    let cosines = try #require(field.cosines(in: .features))
    let plan = try VisPruner().plan(for: field)
    for budget in [1, 2, 3, count / 3, count / 2, count - 1, count]
    where (1...count).contains(budget) {
      let important = budget / 2
      let diverse = budget - important
      let expected =
        order[..<important] + Self.plain(Array(order[important...]), to: diverse, cosines)
      #expect(try plan.selection(keeping: budget).kept == expected.sorted())
    }
  }
}
