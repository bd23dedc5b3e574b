import Analysis
import Surveys
import TokenPruning

/// Which strategies and budgets the rows of a survey are of.
struct SurveyContents {
  private var labels: Set<String> = []
  private var keeps: Set<Int> = []
  private(set) var order: [String] = []

  /// The most budgets of counts; images of many sizes have more, of which shares are the better
  /// measure.
  private static let mostBudgets = 16

  /// Reads a row.
  mutating func add(_ row: SurveyRow) {
    guard row.condition == nil, row.refusal == nil, let label = row.label else { return }
    if labels.insert(label).inserted { order.append(label) }
    if keeps.count <= Self.mostBudgets, row.isOwnBudget != true, let keep = row.keep {
      keeps.insert(keep)
    }
  }

  /// The strategies that there are, in the order of the rows; nil where there is none.
  var strategies: [ConfiguredStrategy]? {
    let made = order.compactMap { label in
      try? StrategyCatalog.make(label, among: SelectionOptions.types)
    }
    return made.isEmpty ? nil : made
  }

  /// The budgets, ascending; nil where there are none, or too many to be the ones that were asked for.
  var budgets: [Budget]? {
    keeps.isEmpty || keeps.count > Self.mostBudgets ? nil : keeps.sorted().map(Budget.count)
  }
}
