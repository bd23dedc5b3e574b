import Analysis
import Explorer
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning
import Testing

extension Explanations {
  /// What the program would find out about a token, all at once.
  static func computed(
    _ subject: ExplainedToken, of sample: LoadedSample, _ strategies: [RequestedStrategy]
  ) -> Explanations {
    let evaluator = SampleEvaluator(sample.field)
    var explanations = Explanations(subject)
    for requested in strategies {
      guard
        let evaluation = try? evaluator.evaluate(
          requested.strategy, keeping: subject.keep, metrics: []),
        let trace = try? evaluator.traces(
          of: [subject.token], by: requested.strategy, in: evaluation
        ).first
      else { continue }
      let found =
        (try? evaluator.smallestBudgets(of: [subject.token], by: requested.strategy)) ?? []
      explanations.answers[requested.row] = Explanations.Answer(
        trace: trace, firstKept: found.first.map { TraceText.FirstKept($0) }, isWhole: true)
    }
    return explanations
  }
}

/// Why strategies keep the patch under the cursor.
@Suite struct WhyViewTests {
  static let names = ["agilepruner", "fastervlm", "divprune", "random"]

  static func session(width: Int = 120) -> ExplorerSession {
    .begun(
      [TestSamples.bare, TestSamples.featured], strategies: names, width: width, isCheap: false)
  }

  private static func questions(_ effects: [ExplorerEffect]) -> [ExplainedToken] {
    effects.compactMap { if case .explain(_, _, let subject, _) = $0 { subject } else { nil } }
  }

  @Test(arguments: [80, 120, 200])
  func everyStrategyHasALineWithItsReason(width: Int) throws {
    var session = Self.session(width: width)
    try session.play("w")
    let lines = session.screen.text.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains("WHY #\(session.state.cursor)") })
    for (index, name) in Self.names.enumerated() {
      let line = try #require(lines.first { $0.contains("\(index + 1) ") && $0.contains(name) })
      let trace = try #require(session.state.explanations?.answers[index]?.trace)
      if case .at(let budget)? = session.state.explanations?.answers[index]?.firstKept {
        #expect(line.hasSuffix(" \(budget)"))
      }
      switch trace.outcome {
      case .kept: #expect(line.contains("kept"))
      case .removed(let by, _): #expect(line.contains("#\(by)"))
      case .merged, .passedOver: #expect(line.count > 40)
      }
    }
  }

  @Test func isAskedForOnceAndAgainWhenTheCursorOrTheBudgetMoves() throws {
    var session = Self.session()
    #expect(Self.questions(try session.press("w")).map(\.token) == [session.state.cursor])
    session.answerAll()
    #expect(Self.questions(try session.press("t")).isEmpty)
    #expect(Self.questions(try session.press("l")).map(\.token) == [session.state.cursor])
    session.answerAll()
    // At a new budget first the selections, then the reasons.
    #expect(Self.questions(try session.press("=")).isEmpty)
    session.answerAll()
    #expect(session.state.explanations?.subject.keep == session.state.keep)
    #expect(Self.questions(try session.press("w")).isEmpty)
    #expect(session.state.view == .single)
  }

  @Test func aReasonOfAnotherPatchIsNotShown() throws {
    var session = Self.session()
    try session.play("w")
    try session.press("l")
    #expect(session.state.explanations?.subject.token == session.state.cursor - 1)
    let lines = session.screen.text.split(separator: "\n")
    #expect(lines.contains { $0.contains("2") && $0.contains("fastervlm") && $0.contains("…") })
  }

  @Test func whatTheSampleCannotServeSaysSo() throws {
    var session = Self.session()
    try session.play("]w")
    #expect(session.screen.text.contains("needs class attention"))
  }
}
