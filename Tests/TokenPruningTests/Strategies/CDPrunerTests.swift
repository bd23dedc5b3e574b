import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct CDPrunerTests {
  /// The determinant of a symmetric positive definite matrix, by elimination.
  private func determinant(_ rows: [[Double]]) -> Double {
    var rows = rows
    var product = 1.0
    for pivot in rows.indices {
      product *= rows[pivot][pivot]
      for row in (pivot + 1)..<max(rows.count, pivot + 1) {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        for column in rows.indices { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return product
  }

  @Test(arguments: ["text", "attention", "none"])
  func everyStepMakesTheLargestDeterminant(relevance: String) throws {
    let field = RandomField.make(seed: 7, grid: TokenGrid(rows: 4, columns: 5), width: 12)
    let tokens = ReferenceTokens(field)
    let images = try #require(field.clipImageEmbeds)
    let texts = try #require(field.textEmbeds)
    let scores = (0..<20).map { token -> Double in
      switch relevance {
      case "text":
        return -(0..<texts.rows).reduce(0) {
          $0 + ReferenceTokens.cosine(Array(images.row(token)), Array(texts.row($1)))
        } / Double(texts.rows)
      case "attention": return tokens.attention[token]
      default: return 1
      }
    }
    let (least, most) = (scores.min() ?? 0, scores.max() ?? 0)
    let weights = scores.map { most > least ? ($0 - least + 1e-6) / (most - least) : 1 }
    func volume(_ kept: [Int]) -> Double {
      determinant(
        kept.map { one in
          kept.map { other in
            let cosine =
              one == other
              ? 1 : ReferenceTokens.cosine(tokens.projected[one], tokens.projected[other])
            return weights[one] * weights[other] * cosine
          }
        })
    }
    var expected: [Int] = []
    for _ in 0..<6 {
      let left = (0..<20).filter { !expected.contains($0) }
      let best = try #require(left.max { volume(expected + [$0]) < volume(expected + [$1]) })
      // Without relevance the first step is a tie, which the lower index wins.
      expected.append(expected.isEmpty && relevance == "none" ? 0 : best)
    }
    let strategy = try StrategyCatalog.make("cdpruner:relevance=\(relevance)").strategy
    #expect(
      try strategy.plan(for: PreparedField(field)).selection(keeping: 6).order == expected)
  }

  @Test func beyondTheRankTokensFollowByRelevanceAndNoneTwice() throws {
    let field = PreparedField(RandomField.make(seed: 2, width: 3))
    let plan = try StrategyCatalog.make("cdpruner:relevance=attention").strategy.plan(for: field)
    for budget in 1...field.count {
      #expect(try plan.selection(keeping: budget).kept.count == budget)
    }
    let order = try #require(try plan.selection(keeping: field.count).order)
    let tail = order[4...].map { field.attention?[$0] ?? 0 }
    #expect(tail == tail.sorted(by: >))
    #expect(!plan.instabilities(keeping: 10).isEmpty)
  }
}
