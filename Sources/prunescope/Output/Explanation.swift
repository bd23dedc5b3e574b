import Analysis
import TerminalUI
import TokenFields
import TokenPruning
import TextData

/// Why tokens are kept or not by one strategy at one budget, as `select` reports it.
struct Explanation {
  private let traces: [TokenTrace]
  /// When each is kept for the first time; nil where the strategy cannot be asked.
  private let firstKept: [TraceText.FirstKept]?
  private let grid: TokenGrid

  /// Traces tokens, and looks for the smallest budgets that keep them.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the sample.
  ///   - strategy: The strategy that was evaluated.
  ///   - evaluation: What came out.
  ///   - evaluator: What evaluated it.
  /// - Throws: `PruningError` when the strategy cannot be planned.
  init(
    of tokens: [Int], by strategy: ConfiguredStrategy, in evaluation: Evaluation,
    _ evaluator: SampleEvaluator
  ) throws(PruningError) {
    traces = try evaluator.traces(of: tokens, by: strategy, in: evaluation)
    // A program would have to be run for every budget: it refuses, and the rest is told.
    let smallest = (try? evaluator.smallestBudgets(of: tokens, by: strategy)) ?? nil
    firstKept = smallest?.map { TraceText.FirstKept($0) }
    grid = evaluator.field.field.grid
  }

  /// The traces as JSON, one object for each token.
  var json: JSONValue {
    .array(traces.indices.map { traces[$0].json(firstKept: firstKept?[$0]) })
  }

  /// A line for each token: its number and place, and why.
  var lines: [String] {
    let width = traces.map { "\($0.token)".count }.max() ?? 0
    let places = traces.map { place(of: $0.token) }
    let placeWidth = places.map(\.count).max() ?? 0
    return traces.indices.map { index in
      let number = NumberText.right("\(traces[index].token)", width)
      return "    #\(number)  " + NumberText.left(places[index], placeWidth) + "  "
        + TraceText(traces[index], firstKept: firstKept?[index]).line
    }
  }

  private func place(of token: Int) -> String {
    let (tile, row, column) = grid.position(of: token)
    return (grid.tiles > 1 ? "t\(tile) " : "") + "r\(row) c\(column)"
  }
}
