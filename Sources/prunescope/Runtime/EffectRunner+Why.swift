import Analysis
import Explorer
import TokenPruning

/// A token of which it is asked why strategies keep it or not.
struct WhyWork {
  let evaluator: SampleEvaluator
  let subject: ExplainedToken
  let strategies: [RequestedStrategy]

  /// Answers with the reasons first, and once the cursor has rested with the smallest budgets that
  /// keep the token, which take longer; stops when the task is cancelled.
  func run(report: (Explanations) -> Void) async {
    var explanations = Explanations(subject)
    for requested in strategies where !Task.isCancelled {
      guard
        let evaluation = try? evaluator.evaluate(
          requested.strategy, keeping: subject.keep, metrics: []),
        let trace = try? evaluator.traces(
          of: [subject.token], by: requested.strategy, in: evaluation
        ).first
      else { continue }
      explanations.answers[requested.row] = Explanations.Answer(trace: trace)
    }
    guard !Task.isCancelled else { return }
    report(explanations)
    guard (try? await Task.sleep(for: .milliseconds(150))) != nil else { return }
    for requested in strategies where !Task.isCancelled {
      // Programs of others refuse to be run for every budget; the rest is told.
      let found =
        (try? evaluator.smallestBudgets(of: [subject.token], by: requested.strategy)) ?? []
      explanations.answers[requested.row]?.firstKept = found.first.map { TraceText.FirstKept($0) }
      explanations.answers[requested.row]?.isWhole = true
    }
    if !Task.isCancelled { report(explanations) }
  }
}
