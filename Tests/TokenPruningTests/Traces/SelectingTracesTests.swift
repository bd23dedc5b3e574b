import LinearAlgebra
import Testing
import TokenFields
import TokenPruning

/// Why strategies that only select keep tokens or not.
@Suite struct SelectingTracesTests {
  @Test func rankingsTellScoreRankAndTheLastThatIsKept() throws {
    let traced = try Traced("fastervlm", TokenField(line: nil, attention: [0.1, 0.4, 0.3, 0.2]))
    let lost = try traced(3, keeping: 2)
    #expect(lost.outcome == .passedOver && lost.reason.stage == nil)
    expect(lost, [.of(.classAttention, 0.2, rank: (3, 4, 2), cut: (0.3, 2), false)])
    let kept = try traced(1, keeping: 2)
    #expect(kept.outcome == .kept(step: 1))
    expect(kept, [.of(.classAttention, 0.4, rank: (1, 4, 2), cut: (0.3, 2), true)])
    #expect(try traced.smallest() == [4, 1, 2, 3])
  }

  @Test func attentionOfTheLanguageModelIsNamedSo() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 3))
    field.llmAttention = [0.2, 0.5, 0.3]
    expect(
      try Traced("fastv", field)(0, keeping: 1),
      [.of(.languageModelAttention, 0.2, rank: (3, 3, 1), cut: (0.5, 1), false)])
  }

  /// The most isolated is at 200°, then 10° is farthest, then 90°; 0° lies beside 10°.
  private let spread = directions([0, 10, 90, 200])

  @Test func divpruneTellsTheDistanceAtWhichEachWasChosen() throws {
    let traced = try Traced("divprune", TokenField(line: spread))
    let start = try traced(3, keeping: 3)
    #expect(start.outcome == .kept(step: 1) && start.reason.stage == .start)
    expect(
      start,
      [.of(.isolation, distance(110), to: 2, rank: (1, 4, 1), cut: (distance(110), 3), true)])
    let last = try traced(2, keeping: 3)
    #expect(last.outcome == .kept(step: 3) && last.reason.stage == nil)
    expect(last, [.of(.cosineDistance, distance(80), to: 1, cut: (distance(80), 2), true)])
    let second = try traced(1, keeping: 3)
    expect(second, [.of(.cosineDistance, distance(170), to: 3, cut: (distance(80), 2), true)])
    let lost = try traced(0, keeping: 3)
    #expect(lost.outcome == .passedOver)
    expect(lost, [.of(.cosineDistance, distance(10), to: 1, cut: (distance(80), 2), false)])
    #expect(try traced.smallest() == [4, 2, 3, 1])
  }

  @Test func ofOneTokenTheRuleOfTheStartDecides() throws {
    let traced = try Traced("divprune", TokenField(line: spread))
    expect(
      try traced(2, keeping: 1),
      [.of(.isolation, distance(80), to: 1, rank: (2, 4, 1), cut: (distance(110), 3), false)])
  }

  @Test func farthestPointsTellTheirStartAndTheMetricTheyGoBy() throws {
    let field = TokenField(line: [[0], [1], [5], [9]], attention: [0.1, 0.4, 0.3, 0.2])
    let traced = try Traced("fpspruner", field)
    let start = try traced(1, keeping: 2)
    #expect(start.outcome == .kept(step: 1) && start.reason.stage == .start)
    expect(start, [.of(.classAttention, 0.4, rank: (1, 4, 1), cut: (0.4, 1), true)])
    // As far from 1 as from 9: the first that was chosen is named.
    expect(
      try traced(2, keeping: 2), [.of(.euclideanDistance, 4, to: 1, cut: (8, 3), false)])
    #expect(try traced.smallest() == [4, 1, 3, 2])
    // Token 0 is the start by its place, which no number decides.
    let first = try Traced("fpspruner:start=first", field)
    #expect(try first(0, keeping: 1).reason == TokenReason(stage: .start))
    expect(try first(2, keeping: 1), [.of(.euclideanDistance, 5, to: 0, false)])
  }

  @Test func agileprunerTellsWhoRemovedWhomAndWhoWasTakenBack() throws {
    let field = TokenField(line: directions([0, 5, 90, 92]), attention: [0.4, 0.3, 0.2, 0.1])
    let traced = try Traced("agilepruner:tau=0.1", field)
    let removed = try traced(1, keeping: 2)
    #expect(removed.outcome == .removed(by: 0, step: 1) && removed.reason.threshold == 0.1)
    expect(
      removed,
      [
        .of(.classAttention, 0.3, rank: (2, 4, nil)),
        .of(.cosineDistance, distance(5), to: 0, cut: (0.1, nil), false),
      ])
    // With a budget of one, 90° was never looked at.
    let unreached = try traced(2, keeping: 1)
    #expect(unreached.outcome == .passedOver)
    expect(unreached, [.of(.classAttention, 0.2, rank: (3, 4, nil), cut: (0.4, 0), false)])
    let filled = try traced(1, keeping: 3)
    #expect(filled.outcome == .kept(step: 3))
    #expect(filled.reason.stage == .fill && filled.reason.remover == 0)
    let left = try traced(3, keeping: 3)
    #expect(left.outcome == .removed(by: 2, step: 2))
    expect(
      left,
      [
        .of(.classAttention, 0.1, rank: (4, 4, nil), cut: (0.3, 1), false),
        .of(.cosineDistance, distance(2), to: 2, cut: (0.1, nil), false),
      ])
    #expect(try traced.smallest() == [1, 3, 2, 4])
  }

  /// Of a budget of two, 0 is important; the list 1 2 3 4 5 loses its even places 1, 3 and 5 in the
  /// first round, then 2.
  @Test func visprunerTellsTheRoundAndTheOneThatWasMostAlike() throws {
    let field = TokenField(
      line: directions([0, 10, 20, 50, 100, 95]), attention: [0.6, 0.5, 0.4, 0.3, 0.2, 0.1])
    let traced = try Traced("vispruner", field)
    #expect(try traced.plan.selection(keeping: 2).kept == [0, 4])
    let important = try traced(0, keeping: 2)
    #expect(important.outcome == .kept(step: nil) && important.reason.stage == .attended)
    expect(important, [.of(.classAttention, 0.6, rank: (1, 6, 1), cut: (0.6, 0), true)])
    let deleted = try traced(1, keeping: 2)
    #expect(deleted.outcome == .removed(by: 2, step: nil) && deleted.reason.round == 1)
    expect(
      deleted,
      [
        .of(.classAttention, 0.5, rank: (2, 6, 1), cut: (0.6, 0), false),
        .of(.similarity, cosine(10), to: 2, cut: (cosine(30), 3), false),
      ])
    let later = try traced(2, keeping: 2)
    #expect(later.outcome == .removed(by: 4, step: nil) && later.reason.round == 2)
    // It was at an odd place in both rounds: nothing was compared.
    let diverse = try traced(4, keeping: 2)
    #expect(diverse.outcome == .kept(step: nil) && diverse.reason.stage == .diverse)
    expect(diverse, [.of(.classAttention, 0.2, rank: (5, 6, 1), cut: (0.6, 0), false)])
    // Selections do not nest: 3 alone is kept of one, and not of two.
    #expect(try traced.plan.selection(keeping: 1).kept == [3])
    #expect(try traced.smallest() == [2, 4, 3, 1, 2, 4])
  }

  @Test func scopeTellsGainsAndWhoCoversAToken() throws {
    let field = TokenField(line: directions([0, 0, 90]), attention: [0.5, 0.3, 0.2])
    let traced = try Traced("scope", field)
    let first = try traced(0, keeping: 2)
    expect(
      first,
      [
        .of(.coverageGain, 2, cut: (0.4, 2), true), .of(.classAttention, 0.5, rank: (1, 3, nil)),
      ])
    let lost = try traced(1, keeping: 2)
    #expect(lost.outcome == .passedOver)
    expect(
      lost,
      [
        .of(.coverageGain, 0, cut: (0.4, 2), false), .of(.classAttention, 0.3, rank: (2, 3, nil)),
        .of(.similarity, 1, to: 0),
      ])
    let rest = try traced(1, keeping: 3)
    #expect(rest.outcome == .kept(step: 3) && rest.reason.stage == .remainder)
    #expect(try traced.smallest() == [1, 3, 2])
  }

  @Test func cdprunerTellsTheVolumeThatATokenWouldAdd() throws {
    let traced = try Traced("cdpruner:relevance=none", TokenField(line: directions([0, 90, 40])))
    expect(
      try traced(2, keeping: 2),
      [
        .of(.volumeGain, 1 - cosine(40) * cosine(40), cut: (1, 1), false),
        .of(.similarity, cosine(40), to: 0),
      ])
    // Two dimensions are spanned: nothing is added by a third.
    let rest = try traced(2, keeping: 3)
    #expect(rest.outcome == .kept(step: 3) && rest.reason.stage == .remainder)
    var weighted = TokenField(line: directions([0, 90, 40]))
    weighted.relevance = [0.5, 1, 0]
    expect(
      try Traced("cdpruner", weighted)(2, keeping: 1),
      [
        .of(.volumeGain, 1e-12, cut: (1.000001 * 1.000001, 1), false),
        .of(.relevance, 1e-6, rank: (3, 3, nil)), .of(.similarity, cosine(50), to: 1),
      ])
  }

  @Test func mixedTellsOfBothParts() throws {
    let field = TokenField(line: spread, attention: [0.1, 0.2, 0.3, 0.4])
    let traced = try Traced("mixed", field)
    let diverse = try traced(3, keeping: 2)
    #expect(diverse.outcome == .kept(step: 1) && diverse.reason.stage == .diverse)
    let attended = try traced(2, keeping: 2)
    #expect(attended.outcome == .kept(step: 2) && attended.reason.stage == .attended)
    let isolated = { (degrees: Double, other: Int, rank: Int) in
      TokenReason.Comparison.of(
        .isolation, distance(degrees), to: other, rank: (rank, 4, 1), cut: (distance(110), 3),
        false)
    }
    expect(
      attended,
      [isolated(80, 1, 2), .of(.classAttention, 0.3, rank: (2, 4, nil), cut: (0.3, 2), true)])
    expect(
      try traced(1, keeping: 2),
      [isolated(10, 0, 4), .of(.classAttention, 0.2, rank: (3, 4, nil), cut: (0.3, 2), false)])
  }

  /// Of four tokens tile 0 gets two, tile 1 the other two for its one first-layer patch, tile 2 none.
  @Test func hiredTellsTheTilesShare() throws {
    var field = TokenField(grid: TokenGrid(tiles: 3, rows: 1, columns: 2))
    field.attention = Matrix([[0.1, 0.2, 0.3, 0.1, 0.2, 0.1]])
    field.firstLayerAttention = Matrix([[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]])
    let traced = try Traced("hired", field)
    #expect(try traced.plan.selection(keeping: 4).kept == [0, 1, 2, 3])
    expect(
      try traced(2, keeping: 4),
      [.of(.classAttention, 0.3, in: .tile(1), rank: (1, 2, 2), cut: (0.1, 3), true)])
    let lost = try traced(4, keeping: 4)
    #expect(lost.outcome == .passedOver)
    expect(lost, [.of(.classAttention, 0.2, in: .tile(2), rank: (1, 2, 0), false)])
  }

  @Test func dartTellsThePivotAndItsLastPick() throws {
    var field = TokenField(line: directions([0, 30, 90, 150, 170]))
    field.keys = [Matrix([[9, 0], [1, 0], [2, 0], [3, 0], [4, 0]])]
    let traced = try Traced("dart:pivots=1", field)
    let pivot = try traced(0, keeping: 3)
    #expect(pivot.outcome == .kept(step: 1) && pivot.reason.stage == .pivot)
    expect(pivot, [.of(.keyNorm, 9, rank: (1, 5, 1), cut: (9, 0), true)])
    let pick = try traced(4, keeping: 3)
    #expect(pick.outcome == .kept(step: 2) && pick.reason.stage == .pick)
    expect(
      pick,
      [
        .of(.keyNorm, 4, rank: (2, 5, 1), cut: (9, 0), false),
        .of(.similarity, cosine(170), to: 0, cut: (cosine(150), 3), true),
      ])
    expect(
      try traced(2, keeping: 3),
      [
        .of(.keyNorm, 2, rank: (4, 5, 1), cut: (9, 0), false),
        .of(.similarity, cosine(90), to: 0, cut: (cosine(150), 3), false),
      ])
    #expect(try traced.smallest() == [1, 5, 4, 3, 2])
  }

  @Test func latticesTellPointsAndGaps() throws {
    let field = TokenField(grid: TokenGrid(rows: 3, columns: 3))
    let traced = try Traced("uniform-grid", field)
    #expect(try traced(4, keeping: 1).reason == TokenReason(stage: .lattice))
    expect(try traced(0, keeping: 1), [.of(.gridDistance, 2.0.squareRoot(), to: 4, false)])
    // 2×2 of 3×3 are the rows and columns 0 and 2: the middle is farthest from them.
    let filled = try traced(4, keeping: 5)
    #expect(filled.outcome == .kept(step: 5) && filled.reason.stage == .fill)
    let gap = 2.0.squareRoot()
    expect(filled, [.of(.gridDistance, gap, to: 0, cut: (gap, 4), true)])
    expect(try traced(1, keeping: 5), [.of(.gridDistance, 1, to: 0, cut: (gap, 4), false)])
  }

  @Test func drawsTellTheirNumber() throws {
    let traced = try Traced("random", TokenField(grid: TokenGrid(rows: 2, columns: 4)))
    let order = try #require(try traced.plan.selection(keeping: 8).order)
    for (place, token) in order.enumerated() {
      expect(
        try traced(token, keeping: 3),
        [.of(.draw, Double(place + 1), rank: (place + 1, 8, 3), place < 3)])
    }
  }
}
