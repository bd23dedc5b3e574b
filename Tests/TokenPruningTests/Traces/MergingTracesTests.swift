import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// Why strategies that merge keep tokens, and into what they mix the others.
@Suite struct MergingTracesTests {
  @Test func visionzipTellsDominantTargetsAndWhoAbsorbs() throws {
    var field = TokenField(
      line: [[1, 0], [50, 50], [3, 0], [5, 0], [0, 1], [0, 7], [10, 0]],
      attention: [0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.05])
    field.keys = field.features.map { [$0] }
    let traced = try Traced("visionzip:contextual=2", field)
    let dominant = try traced(1, keeping: 4)
    #expect(dominant.outcome == .kept(step: 1) && dominant.reason.stage == .dominant)
    let target = try traced(4, keeping: 4)
    #expect(target.outcome == .kept(step: 3) && target.reason.stage == .target)
    #expect(
      target.shares == [TokenTrace.Share(group: 1, representative: 4, size: 2, weight: 1)])
    let absorbed = try traced(2, keeping: 4)
    #expect(absorbed.outcome == .merged)
    #expect(
      absorbed.shares == [TokenTrace.Share(group: 0, representative: 0, size: 4, weight: 1 / 3)])
    expect(
      absorbed,
      [
        .of(.classAttention, 0.1, rank: (3, 7, 1), cut: (0.4, 1), false),
        .of(.similarity, 1, to: 0),
      ])
  }

  /// Three tokens: each kept one takes all others.
  private func prumerge() -> TokenField {
    var field = TokenField(line: directions([0, 50, 100]), attention: [0.5, 0.3, 0.2])
    field.keys = field.features.map { [$0] }
    return field
  }

  @Test func prumergeTellsEveryGroupThatTakesAToken() throws {
    let traced = try Traced("prumerge", prumerge())
    let dropped = try traced(1, keeping: 1)
    #expect(dropped.outcome == .merged)
    #expect(
      dropped.shares == [
        TokenTrace.Share(group: 0, representative: 0, size: 3, weight: 0.3),
        TokenTrace.Share(group: 1, representative: nil, size: 2, weight: 0.3),
      ])
    expect(dropped, [.of(.classAttention, 0.3, rank: (2, 3, 1), cut: (0.5, 0), false)])
    #expect(try traced.smallest() == [1, 2, 3])
    var named = prumerge()
    named.lastLayerAttention = [0.2, 0.3, 0.5]
    expect(
      try Traced("prumerge", named)(0, keeping: 1),
      [.of(.lastLayerAttention, 0.2, rank: (3, 3, 1), cut: (0.5, 2), false)])
  }

  @Test func outliersAreHeldToTheBound() throws {
    var field = TokenField(
      line: directions([0, 10, 20, 30, 40, 50, 60, 70]),
      attention: [0.1, 0.1, 0.1, 0.9, 0.1, 0.1, 0.1, 0.1])
    field.keys = field.features.map { [$0] }
    let traced = try Traced("prumerge:count=adaptive", field)
    let outlier = try traced(3, keeping: 5)
    #expect(outlier.outcome == .kept(step: 1) && outlier.reason.stage == .outlier)
    expect(outlier, [.of(.classAttention, 0.9, rank: (1, 8, nil), cut: (0.1, nil), true)])
    expect(
      try traced(0, keeping: 5),
      [.of(.classAttention, 0.1, rank: (2, 8, nil), cut: (0.1, nil), false)])
    // No budget is heeded: what stands out is kept at once, what does not never.
    #expect(try traced.smallest() == [nil, nil, nil, 1, nil, nil, nil, nil])
  }

  /// Four of eight: 2 for its attention, 0 and 5 at even steps, 3 in place of 2, which is at one too.
  @Test func prumergePlusTellsItsThreeParts() throws {
    var field = TokenField(
      line: directions([0, 10, 20, 30, 40, 50, 60, 70]),
      attention: [0.1, 0.2, 0.9, 0.3, 0.1, 0.1, 0.1, 0.1])
    field.keys = field.features.map { [$0] }
    let traced = try Traced("prumerge-plus", field)
    #expect(try traced.plan.selection(keeping: 4).order == [2, 0, 5, 3])
    let stages = try (0..<8).map { try traced($0, keeping: 4).reason.stage }
    #expect(stages == [.evenStep, nil, .attended, .fill, nil, .evenStep, nil, nil])
    expect(
      try traced(1, keeping: 4),
      [
        .of(.classAttention, 0.2, rank: (3, 8, 1), cut: (0.9, 2), false),
        .of(.classAttention, 0.2, cut: (0.3, 3), false),
      ])
  }

  @Test func batTellsAttentiveOnesCentresAndMembers() throws {
    let field = TokenField(
      line: directions([200, 250, 0, 10, 80]), attention: [0.4, 0.3, 0.1, 0.1, 0.1])
    let traced = try Traced("bat:match=0", field)
    #expect(try traced.plan.selection(keeping: 3).kept == [0, 1, 3])
    #expect(try traced(0, keeping: 3).reason.stage == .attended)
    let centre = try traced(3, keeping: 3)
    #expect(centre.outcome == .kept(step: nil) && centre.reason.stage == .centre)
    #expect(centre.reason.comparisons.last?.rank == TokenReason.Rank(1, of: 3, quota: 1))
    let member = try traced(2, keeping: 3)
    #expect(member.outcome == .merged && member.shares.first?.representative == 3)
    #expect(
      member.reason.comparisons.map(\.measure) == [.classAttention, .peak, .similarity])
    #expect(member.reason.comparisons[1].cut?.token == 3)
    #expect(abs(member.reason.comparisons[2].value - cosine(10)) < 1e-12)
    #expect(member.reason.comparisons[2].other == 3)
  }

  /// Of three attentive tokens two are wanted: the first, at an even place, goes into the second.
  @Test func batTellsTheMatchOfAttentiveOnes() throws {
    let field = TokenField(
      line: directions([0, 5, 90, 180, 270]), attention: [0.4, 0.3, 0.2, 0.05, 0.05])
    let traced = try Traced("bat:match=0.5:ratio=1", field)
    #expect(try traced.plan.selection(keeping: 2).kept == [1, 2])
    let merged = try traced(0, keeping: 2)
    #expect(merged.outcome == .merged && merged.reason.stage == nil)
    expect(
      merged,
      [
        .of(.classAttention, 0.4, rank: (1, 5, 3), cut: (0.2, 2), true),
        .of(.similarity, cosine(5), to: 1, cut: (cosine(5), 0), false),
      ])
    let left = try traced(2, keeping: 2)
    #expect(left.outcome == .kept(step: nil) && left.reason.stage == .attended)
    #expect(left.reason.comparisons.last?.isPassed == true)
  }

  @Test func vscanTellsTheWindowTheDeepLayerAndWhoAbsorbs() throws {
    let field = RandomField.make(seed: 12, grid: TokenGrid(rows: 8, columns: 8))
    let traced = try Traced("vscan", field)
    let shallow = try #require(field.shallowAttention?.meanRow)
    let selection = try traced.plan.selection(keeping: 32)
    var stages: [TokenReason.Stage?: Int] = [:]
    for token in 0..<64 {
      let trace = try traced(token, keeping: 32)
      let comparison = try #require(trace.reason.comparisons.first)
      let window = token / 8 / 2 * 4 + token % 8 / 2
      let better = (0..<64).count {
        $0 / 8 / 2 * 4 + $0 % 8 / 2 == window && shallow[$0] > shallow[token]
      }
      #expect(comparison.measure == .shallowAttention && comparison.scope == .window(window))
      #expect(comparison.rank == TokenReason.Rank(better + 1, of: 4, quota: 1), "token \(token)")
      #expect((trace.reason.stage == .window) == (better == 0), "token \(token)")
      stages[trace.reason.stage, default: 0] += 1
      guard !selection.kept.contains(token) else { continue }
      let absorbed = try #require(trace.reason.comparisons.last)
      #expect(absorbed.measure == .similarity)
      #expect(absorbed.other == trace.shares.first?.representative, "token \(token)")
    }
    #expect(stages == [.window: 16, .anywhere: 16, nil: 32])
  }

  @Test func trimTellsRelevanceAndTheMeanOfTheRest() throws {
    var field = TokenField(line: directions([0, 10, 20]))
    field.relevance = [0.2, 0.9, 0.4]
    let traced = try Traced("trim", field)
    let merged = try traced(2, keeping: 1)
    #expect(merged.outcome == .merged)
    #expect(
      merged.shares == [TokenTrace.Share(group: 0, representative: nil, size: 2, weight: 0.5)])
    expect(merged, [.of(.relevance, 0.4, rank: (2, 3, 1), cut: (0.9, 1), false)])
  }

  @Test func aTextsOutliersAreToldInTheSoftmax() throws {
    var field = TokenField(line: directions([0, 10, 20, 30]))
    field.clipImageEmbeds = Matrix([[-3], [0], [0], [0]])
    field.textEmbeds = Matrix([[1]])
    let traced = try Traced("trim:count=adaptive", field)
    // exp(0 − 3) for all but the first; the quartiles lie between those and 1.
    let low = 0.049787068367863944
    let high = low + (1 - low) / 4
    let bound = high + 1.5 * (high - low)
    expect(
      try traced(0, keeping: 2),
      [.of(.softmaxRelevance, 1, rank: (1, 4, nil), cut: (bound, nil), true)])
    expect(
      try traced(3, keeping: 2),
      [.of(.softmaxRelevance, low, rank: (4, 4, nil), cut: (bound, nil), false)])
  }

  @Test func tomeTellsTheRoundAndThePartner() throws {
    let field = TokenField(line: directions([0, 5, 90, 100]))
    let traced = try Traced("tome:metric=features", field)
    let gone = try traced(0, keeping: 2)
    #expect(gone.outcome == .merged && gone.reason.round == 1)
    expect(gone, [.of(.similarity, cosine(5), to: 1, cut: (cosine(10), 2), false)])
    #expect(
      gone.shares == [TokenTrace.Share(group: 0, representative: nil, size: 2, weight: 0.5)])
    let taker = try traced(1, keeping: 2)
    #expect(taker.reason.round == 1)
    expect(taker, [.of(.similarity, cosine(5), to: 0)])
    // Of three tokens only the pair most alike is merged: 2 was compared, and stays.
    let alone = try traced(2, keeping: 3)
    expect(alone, [.of(.similarity, cosine(10), to: 3, cut: (cosine(5), 0), true)])
    #expect(alone.shares.map(\.size) == [1])
    // 1 and 3 have taken the others; the second round mixes them too.
    #expect(try traced(3, keeping: 1).reason.round == 1)
    #expect(try traced.smallest() == [nil, nil, nil, nil])
  }

  @Test func cellsAreToldByTheirShares() throws {
    let traced = try Traced("downsample", TokenField(line: directions([0, 10, 20, 30])))
    let trace = try traced(3, keeping: 2)
    #expect(trace.outcome == .merged && trace.reason == TokenReason())
    #expect(
      trace.shares == [TokenTrace.Share(group: 1, representative: nil, size: 2, weight: 0.5)])
    #expect(try traced.smallest() == [nil, nil, nil, nil])
  }
}
