import Analysis
import ArgumentParser
import OwnStrategies
import SampleSets
import TokenFields
import TokenPruning

/// Which strategies at which budgets.
struct SelectionOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Strategies, separated by commas: NAME or NAME:PARAMETER=VALUE:…; 'all' for every one of "
        + "Prunescope's that the sample can serve.", valueName: "strategy"),
    completion: .list(["all"] + SelectionOptions.types.map { $0.name }))
  var strategy: String

  @Option(
    help: ArgumentHelp(
      "Budgets to KEEP, separated by commas: a count (64) or a share (11.1%). Left out, every "
        + "strategy must decide by itself, as agilepruner:count=adaptive does.",
      valueName: "count|share%"))
  var keep: String?

  @Option(help: "Whether eranks subtract the mean token (centred) or not (uncentred).")
  var erank = ErankForm.centred

  @Flag(help: "Apply each strategy to every tile with its share of the budget.")
  var perTile = false

  /// The two forms of the effective rank.
  enum ErankForm: String, ExpressibleByArgument, CaseIterable {
    case centred, uncentred
  }

  func validate() throws {
    let strategies = try strategies()
    _ = try budgets()
    guard keep == nil else { return }
    if isAll { throw ValidationError("'all' needs a budget; give it one with --keep") }
    if let first = strategies.first(where: { !$0.strategy.hasOwnBudget }) {
      throw ValidationError(
        "'\(first.label)' has no budget of its own; give it one with --keep")
    }
  }

  /// The strategies that a name may be one of.
  static let types = StrategyCatalog.all + OwnStrategyCatalog.all

  /// Whether every strategy of the catalog that a sample can serve is meant, perhaps among others.
  var isAll: Bool { texts.contains("all") }

  private var texts: [Substring] {
    strategy.split(separator: ",", omittingEmptySubsequences: false)
  }

  /// The strategies, each with its parameters; 'all' stands for those that are not written out.
  func strategies() throws -> [ConfiguredStrategy] {
    let written = try writtenStrategies()
    let others = StrategyCatalog.all.map { ConfiguredStrategy($0) }.filter { !written.contains($0) }
    guard let place = texts.firstIndex(of: "all") else { return written }
    return written.prefix(place) + others + written.dropFirst(place)
  }

  /// The strategies that are written out, each with its parameters.
  func writtenStrategies() throws -> [ConfiguredStrategy] {
    try texts.filter { $0 != "all" }.map { text in
      do throws(PruningError) {
        return try StrategyCatalog.make(String(text), among: Self.types)
      } catch {
        throw ValidationError(error.description)
      }
    }
  }

  /// The budgets as they were written; none where strategies decide by themselves.
  func budgets() throws -> [Budget] {
    guard let keep else { return [] }
    return try keep.split(separator: ",", omittingEmptySubsequences: false).map { text in
      guard let budget = Budget(text) else {
        throw ValidationError(
          "'\(text)' is no budget; write a count from 1 (64) or a share above 0 up to 100 (11.1%)")
      }
      return budget
    }
  }

  /// An evaluator of a sample in the form that was asked for.
  func evaluator(of field: PreparedField) -> SampleEvaluator {
    SampleEvaluator(field, perTile: perTile, centred: erank == .centred)
  }
}

/// A budget that is larger than the sample.
struct BudgetRefusal: Error, CustomStringConvertible {
  let source: String
  let budget: Budget
  let count: Int

  var description: String {
    "\(source): cannot keep \(budget) of \(count) tokens; the budget must be in 1...\(count)"
  }
}

/// A strategy that a sample cannot serve.
struct StrategyRefusal: Error, CustomStringConvertible {
  let source: String
  let error: PruningError

  var description: String { "\(source): \(error)" }
}

extension SelectionOptions {
  /// Evaluates every strategy at every budget on a sample, in that order; refusals are reported and
  /// counted, except that `all` passes over strategies that the sample cannot serve.
  func forEachEvaluation(
    of sample: SampleReference, _ evaluator: SampleEvaluator, _ tally: inout Tally,
    _ body: (ConfiguredStrategy, Evaluation) throws -> Void
  ) throws {
    var counts: [Int?] = keep == nil ? [nil] : []
    for budget in try budgets() {
      if let keep = budget.tokens(of: evaluator.field.count) {
        counts.append(keep)
      } else {
        tally.refuse(
          BudgetRefusal(source: sample.source, budget: budget, count: evaluator.field.count))
      }
    }
    let written = try writtenStrategies()
    for strategy in try strategies() {
      for keep in counts {
        let evaluation: Evaluation
        do throws(PruningError) {
          evaluation = try evaluator.evaluate(strategy, keeping: keep)
        } catch {
          if written.contains(strategy) {
            tally.refuse(StrategyRefusal(source: sample.source, error: error))
          }
          continue
        }
        tally.use()
        try body(strategy, evaluation)
      }
    }
  }
}
