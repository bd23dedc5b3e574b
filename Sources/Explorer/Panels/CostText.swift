internal import TokenPruning
internal import Analysis
internal import TerminalUI

/// Costs of a prefill as texts of few columns.
enum CostText {
  /// Operations in units of 10¹²: two decimals, fewer for large numbers; at most four columns below ten
  /// thousand units.
  static func tera(_ operations: Double) -> String {
    let value = operations / 1e12
    if value >= 9999.5 { return NumberText.short(value) }
    return NumberText.fixed(value, value < 9.995 ? 2 : value < 99.95 ? 1 : 0)
  }
}

extension ExplorerState {
  /// What a strategy's selection costs the model; nil before there is one.
  func cost(of row: StrategyRow) -> PrefillCost? {
    row.evaluation.map {
      PrefillCost(
        of: $0.selection, by: row.strategy.strategy, count: tokenCount, in: choices.model,
        text: textTokens)
    }
  }

  /// What all tokens cost the model.
  var fullCost: PrefillCost {
    choices.model.prefill(visual: tokenCount, of: tokenCount, text: textTokens)
  }
}
