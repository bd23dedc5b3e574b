import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

@Suite struct AttentionMassTests {
  private func field(_ attention: [Double], heads: Int = 1) -> PreparedField {
    let columns = attention.count / heads
    return PreparedField(
      TokenField(
        grid: TokenGrid(rows: 1, columns: columns),
        attention: Matrix(rows: heads, columns: columns, elements: attention)))
  }

  @Test func isTheKeptPartOfTheWhole() {
    let field = field([0.125, 0.25, 0, 0.125])
    #expect(AttentionMass.value(of: [0], in: field, centred: true) == 0.25)
    #expect(AttentionMass.value(of: [1, 3], in: field, centred: true) == 0.75)
    #expect(AttentionMass.value(of: [2], in: field, centred: true) == 0)
  }

  @Test func headsAreAveragedBeforeTheyAreDivided() {
    // The first head is ten times as loud: its mass of token 0 outweighs the second's of token 1.
    let field = field([10, 0, 0, 1], heads: 2)
    #expect(AttentionMass.value(of: [0], in: field, centred: true) == 10.0 / 11)
  }

  @Test func ofAllTokensIsExactlyOneAndGrowsWithTheSet() throws {
    for sample in DegenerateField.all {
      let prepared = PreparedField(sample.field)
      var before = 0.0
      for size in 1...sample.field.count {
        let mass = try #require(
          AttentionMass.value(of: Array(0..<size), in: prepared, centred: true))
        #expect(mass >= before && mass <= 1, "\(sample.name), \(size) kept")
        before = mass
      }
      #expect(before == 1, "\(sample.name)")
    }
  }

  @Test func ofNoAttentionAtAllThereIsNone() {
    #expect(AttentionMass.value(of: [0], in: field([0, 0, 0]), centred: true) == nil)
  }
}
