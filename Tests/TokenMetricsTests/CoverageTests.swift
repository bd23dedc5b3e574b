import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

@Suite struct CoverageTests {
  @Test func isTheMeanOfTheLargestCosines() throws {
    let field = PreparedField(
      TokenField(
        grid: TokenGrid(rows: 2, columns: 2),
        features: Matrix(rows: 4, columns: 2, elements: [1, 0, 0, 2, 3, 4, -5, 0])))
    // Cosines to token 0: 1, 0, 0.6, −1; to token 1: 0, 1, 0.8, 0.
    let one = try #require(Coverage.value(of: [0], in: field, centred: true))
    #expect(abs(one - 0.15) < 1e-15)
    let two = try #require(Coverage.value(of: [0, 1], in: field, centred: true))
    #expect(abs(two - 0.7) < 1e-15)
  }

  @Test func ofAllTokensIsTheShareThatHasADirection() throws {
    for sample in DegenerateField.all {
      let prepared = PreparedField(sample.field)
      let features = try #require(sample.field.features)
      let directed = (0..<features.rows).count { features.row($0).contains { $0 != 0 } }
      let all = Array(0..<sample.field.count)
      #expect(
        Coverage.value(of: all, in: prepared, centred: true)
          == Double(directed) / Double(features.rows), "\(sample.name)")
    }
  }

  @Test func growsWithTheSetAndMatchesPlainLoops() throws {
    let field = RandomField.make(seed: 30, projectedWidth: 7)
    let tokens = try #require(field.projected)
    let prepared = PreparedField(field)
    var before = -1.0
    for size in 1...field.count {
      var sum = 0.0
      for token in 0..<field.count {
        sum +=
          (0..<size).map { kept -> Double in
            func dot(_ one: Int, _ other: Int) -> Double {
              zip(tokens.row(one), tokens.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
            }
            return dot(token, kept) / (dot(token, token) * dot(kept, kept)).squareRoot()
          }.max() ?? 0
      }
      let value = try #require(
        Coverage.value(of: Array(0..<size), in: prepared, centred: true))
      #expect(abs(value - sum / Double(field.count)) < 1e-14)
      #expect(value >= before)
      before = value
    }
  }
}
