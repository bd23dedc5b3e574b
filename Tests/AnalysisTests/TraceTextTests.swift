import Analysis
import TerminalUI
import TestSupport
import Testing
import TokenFields
import TokenPruning
import TextData

@Suite struct TraceTextTests {
  private typealias Comparison = TokenReason.Comparison

  private static let attention = TokenReason.Comparison(
    .classAttention, 0.00415, rank: TokenReason.Rank(88, of: 576, quota: 64),
    cut: TokenReason.Cut(0.0065, of: 211), isPassed: false)

  private static let removed = TokenTrace(
    token: 8, outcome: .removed(by: 17, step: 12),
    reason: TokenReason(
      remover: 17, threshold: 0.25,
      comparisons: [
        TokenReason.Comparison(
          .classAttention, 0.00415, rank: TokenReason.Rank(88, of: 576)),
        TokenReason.Comparison(
          .cosineDistance, 0.083, to: 17, cut: TokenReason.Cut(0.12), isPassed: false),
      ]))

  private static let absorbed = TokenTrace(
    token: 8, outcome: .merged,
    reason: TokenReason(
      comparisons: [attention, TokenReason.Comparison(.similarity, 0.93, to: 17)]),
    shares: [TokenTrace.Share(group: 4, representative: 17, size: 27, weight: 1 / 26)])

  private static let kept = TokenTrace(
    token: 8, outcome: .kept(step: 25),
    reason: TokenReason(
      stage: .fill, remover: 17,
      comparisons: [
        TokenReason.Comparison(
          .classAttention, 0.0065, rank: TokenReason.Rank(41, of: 576),
          cut: TokenReason.Cut(0.0041, of: 9), isPassed: true)
      ]))

  private static func trace(
    _ outcome: TokenTrace.Outcome, _ reason: TokenReason, _ shares: [TokenTrace.Share] = []
  ) -> TokenTrace {
    TokenTrace(token: 8, outcome: outcome, reason: reason, shares: shares)
  }

  private static let lost = trace(.passedOver, TokenReason(comparisons: [attention]))

  private static let inATile = TokenReason.Comparison(
    .classAttention, 0.2, in: .tile(2), rank: TokenReason.Rank(1, of: 2, quota: 0),
    isPassed: false)

  private static let inAWindow = TokenReason.Comparison(
    .shallowAttention, 0.2, in: .window(5), rank: TokenReason.Rank(1, of: 36, quota: 1),
    cut: TokenReason.Cut(0.2, of: 8), isPassed: true)

  private static let drawn = TokenReason.Comparison(
    .draw, 3, rank: TokenReason.Rank(3, of: 576, quota: 64), isPassed: true)

  private static let twice = [
    TokenTrace.Share(group: 0, representative: 3, size: 33, weight: 0.004),
    TokenTrace.Share(group: 9, representative: nil, size: 500, weight: 0.004),
  ]

  private static let alone = [
    TokenTrace.Share(group: 4, representative: nil, size: 1, weight: 1)
  ]

  /// Traces, and what they say before when the token is first kept.
  private static let lines: [(trace: TokenTrace, text: String)] = [
    (
      lost,
      "not kept: class attention .00415 < .00650 of #211, rank 88 of 576 (64 taken)"
    ),
    (
      removed,
      "removed by #17, the 12th: cosine distance .0830 < .120; own threshold .250; class attention .00415, rank 88 of 576"
    ),
    (
      absorbed,
      "merged into #17: similarity .930; weight .0385 in a group of 27; class attention .00415 < .00650 of #211, rank 88 of 576 (64 taken)"
    ),
    (
      kept,
      "kept 25th as fill after #17: class attention .00650 > .00410 of #9, rank 41 of 576"
    ),
    (
      trace(.merged, TokenReason(round: 2), twice),
      "merged into 2 tokens in round 2: at most weight .00400 in 2 groups"
    ),
    (
      trace(.passedOver, TokenReason(comparisons: [inATile])),
      "not kept: class attention .200, rank 1 of 2 in tile 2 (none taken)"
    ),
    (
      trace(.kept(step: 3), TokenReason(comparisons: [drawn])),
      "kept 3rd: draw 3 of 576 (64 taken)"
    ),
    (
      trace(.kept(step: nil), TokenReason(stage: .window, comparisons: [inAWindow])),
      "kept as window: shallow attention .200, the last, rank 1 of 36 in window 5 (1 taken)"
    ),
  ]

  @Test func theLineSaysEverything() {
    for (trace, text) in Self.lines {
      #expect(TraceText(trace).line == text)
      #expect(TraceText(trace, firstKept: .at(88)).line == text + "; first kept at 88")
    }
    #expect(
      TraceText(Self.trace(.passedOver, TokenReason(stage: .emptyTile))).line
        == "not kept (empty tile)")
    #expect(
      TraceText(Self.trace(.merged, TokenReason(), Self.alone), firstKept: .never).line
        == "handed on alone: kept at no budget")
  }

  @Test func whatNoBudgetKeepsIsSaidAndWhatIsUnknownIsNot() {
    #expect(TraceText(Self.kept, firstKept: .never).line.hasSuffix("; kept at no budget"))
    #expect(TraceText(Self.kept).line.hasSuffix(", rank 41 of 576"))
    #expect(TraceText.FirstKept(nil) == .never && TraceText.FirstKept(7) == .at(7))
  }

  private static let narrow: [(trace: TokenTrace, columns: Int, text: String)] = [
    (removed, 100, "removed by #17, the 12th: cosine distance .0830 < .120; first kept at 88"),
    (removed, 64, "removed by #17: cosine distance .0830 < .120; first kept at 88"),
    (removed, 46, "removed by #17: cosine distance .0830 < .120"),
    (removed, 31, "removed by #17: .0830 < .120"),
    (removed, 14, "removed by #17"), (removed, 13, "by #17"), (removed, 4, "by …"),
    (removed, 0, ""), (lost, 46, "not kept: class attention .00415 < .00650"),
    (lost, 35, "not kept: attention .00415<.00650"), (lost, 31, "not kept: .00415 < .00650"),
    (lost, 24, "not kept"), (absorbed, 46, "merged into #17: similarity .930"),
    (absorbed, 31, "merged into #17: alike .930"), (kept, 46, "kept 25th as fill after #17"),
    (kept, 31, "kept 25th as fill after #17"), (kept, 20, "kept 25th"),
  ]

  @Test func narrowLinesSayTheMostTelling() {
    for (trace, columns, text) in Self.narrow {
      #expect(TraceText(trace, firstKept: .at(88)).line(within: columns) == text)
    }
  }

  @Test func numbersThatDifferLookDifferent() {
    let close = TokenTrace(
      token: 1, outcome: .removed(by: 2, step: nil),
      reason: TokenReason(
        remover: 2, round: 3,
        comparisons: [
          Comparison(
            .similarity, 0.99912, to: 2, cut: TokenReason.Cut(0.99909, of: 7), isPassed: false)
        ]))
    #expect(
      TraceText(close).line == "removed by #2 in round 3: similarity .99912 > .99909 of #7")
  }

  @Test(arguments: StrategyCatalog.all.map { $0.name })
  func linesFitWhateverIsTraced(name: String) throws {
    let field = PreparedField(RandomField.make(seed: 4, projectedWidth: 6))
    let plan = try StrategyCatalog.make(name).strategy.plan(for: field)
    for trace in try plan.traces(of: Array(0..<field.count), keeping: 7) {
      let text = TraceText(trace, firstKept: .at(30))
      #expect(!text.line.contains { $0.isNewline }, "\(text.line)")
      var before = 0
      for columns in 0...160 {
        let line = text.line(within: columns)
        let width = DisplayWidth.columns(of: line)
        #expect(width <= columns && (width > 0 || columns == 0), "\(columns): \(line)")
        before = max(before, width)
      }
      #expect(before > 20 || text.line.count <= 20, "\(text.line)")
    }
  }

  @Test func jsonHasEveryNumberAndLeavesOutWhatDoesNotApply() {
    #expect(
      Self.removed.json(firstKept: .at(88)).text
        == #"{"token":8,"outcome":"removed","removedBy":17,"removedAtStep":12,"threshold":0.25,"#
        + #""comparisons":[{"measure":"class attention","value":0.00415,"rank":88,"of":576},"#
        + #"{"measure":"cosine distance","value":0.083,"other":17,"cut":0.12,"passed":false}],"#
        + #""smallestBudget":88}"#)
    #expect(
      Self.absorbed.json(firstKept: .never).text
        == #"{"token":8,"outcome":"merged","comparisons":[{"measure":"class attention","#
        + #""value":0.00415,"rank":88,"of":576,"quota":64,"cut":0.0065,"cutToken":211,"#
        + #""passed":false},{"measure":"similarity","value":0.93,"other":17}],"shares":["#
        + #"{"group":4,"representative":17,"size":27,"weight":0.038461538461538464}],"#
        + #""smallestBudget":null}"#)
    let windowed = TokenTrace(
      token: 2, outcome: .kept(step: 1),
      reason: TokenReason(
        stage: .window, round: 2,
        comparisons: [Comparison(.shallowAttention, 0.5, in: .window(3), isPassed: true)]),
      shares: [TokenTrace.Share(group: 0, representative: nil, size: 1, weight: 1)])
    #expect(
      windowed.json().text
        == #"{"token":2,"outcome":"kept","step":1,"stage":"window","round":2,"comparisons":["#
        + #"{"measure":"shallow attention","value":0.5,"window":3,"passed":true}],"shares":["#
        + #"{"group":0,"representative":null,"size":1,"weight":1}]}"#)
  }
}
