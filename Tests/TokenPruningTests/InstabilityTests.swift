import Glibc
import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct InstabilityTests {
  /// The cut between two scores, of which the first is not smaller.
  private func cut(_ one: Double, _ other: Double) -> [Instability] {
    ranked([one, other])?.instabilities(keeping: 1) ?? []
  }

  /// A plan that ranks tokens by scores of any size and sign.
  private func ranked(_ scores: [Double]) -> (any SelectionPlan)? {
    var field = TokenField(line: nil, count: scores.count)
    field.llmAttention = scores
    return try? FastV().plan(for: PreparedField(field))
  }

  @Test func theToleranceIsFourBitsOfFloat32() {
    #expect(Instability.tolerance == 16 * Double(Float.ulpOfOne) / 2)
  }

  @Test(arguments: [1, 0x1p-900, 0x1p900, 3.7e-5])
  func scoresAreComparedRelativeToTheLarger(size: Double) {
    let tolerance = Instability.tolerance
    let close = cut(size, size * (1 - tolerance))
    #expect(close == [Instability(rank: 1, token: 0, rival: 1, margin: close[0].margin)])
    #expect(abs(close[0].margin - tolerance) < 1e-15)
    #expect(cut(size, size * (1 - 1.01 * tolerance)).isEmpty)
    // Below 0 the size is that of the one farther from it.
    #expect(cut(-size * (1 - 0.99 * tolerance), -size).count == 1)
    #expect(cut(-size * (1 - 1.01 * tolerance), -size).isEmpty)
    #expect(cut(size, 0).isEmpty && cut(0, -size).isEmpty && cut(size, -size).isEmpty)
  }

  @Test func equalScoresAreTiesEvenIfTheyAreZero() {
    for score in [0.0, 0.25, -3, .leastNonzeroMagnitude] {
      #expect(cut(score, score) == [Instability(rank: 1, token: 0, rival: 1, margin: 0)])
    }
  }

  @Test func onlyTheCutOfAnOrderCounts() throws {
    let plan = try #require(ranked([7, 1, 7, 7, 2]))
    #expect(
      plan.instabilities(keeping: 1) == [
        Instability(rank: 1, token: 0, rival: 2, margin: 0)
      ])
    #expect(
      plan.instabilities(keeping: 2) == [
        Instability(rank: 2, token: 2, rival: 3, margin: 0)
      ])
    #expect((3...5).allSatisfy { plan.instabilities(keeping: $0).isEmpty })
    let known = OrderedPlan(order: [3, 0, 2, 4, 1])
    #expect((1...5).allSatisfy { known.instabilities(keeping: $0).isEmpty })
  }

  /// Cosines are of size 1 themselves: a difference of small ones is not relative to them.
  @Test(arguments: [0.9, 0.5, 1e-5], [0.98, 1.02])
  func cosinesAreComparedAsTheyAre(cosine: Double, share: Double) throws {
    // Even token 0 is matched with odd 1 or 3, which differ by about the tolerance; 2 is alone.
    let other = cosine - share * Instability.tolerance
    let field = TokenField(
      line: [
        [1, 0, 0], [cosine, (1 - cosine * cosine).squareRoot(), 0], [-1, 0, 0],
        [other, 0, (1 - other * other).squareRoot()],
      ])
    let plan = try StrategyCatalog.make("tome:metric=features").strategy
      .plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 3).merging?.groups.map(\.members) == [[2], [0, 1], [3]])
    let found = plan.instabilities(keeping: 3)
    #expect(found.count == (share < 1 ? 1 : 0))
    for instability in found {
      #expect(instability.token == 0 && instability.rival == 1 && instability.rank == 1)
      #expect(abs(instability.margin - share * Instability.tolerance) < 1e-14)
    }
  }
}
