public import Analysis
public import TokenFields
internal import TokenMetrics
public import TokenPruning

/// What is asked of every sample: strategies at budgets.
public struct SurveyPlan: Sendable {
  /// The strategies; none asks for the sample alone.
  public var strategies: [ConfiguredStrategy]
  /// The labels of those that must serve every sample.
  ///
  /// On a sample that one of them cannot serve a row says why; of others nothing is said there.
  public var required: Set<String>
  /// The budgets; none leaves them to the strategies.
  public var budgets: [Budget]
  /// Whether strategies are applied to every tile by itself.
  public var isPerTile: Bool
  /// Whether eranks subtract the mean token.
  public var isCentred: Bool

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - strategies: The strategies.
  ///   - required: The labels of those that must serve every sample; all when nil.
  ///   - budgets: The budgets.
  ///   - isPerTile: Whether strategies are applied to every tile by itself.
  ///   - isCentred: Whether eranks subtract the mean token.
  public init(
    strategies: [ConfiguredStrategy], required: Set<String>? = nil, budgets: [Budget],
    isPerTile: Bool = false, isCentred: Bool = true
  ) {
    self.strategies = strategies.distinct(by: \.label)
    self.required = required ?? Set(strategies.map(\.label))
    self.budgets = budgets.distinct(by: \.self)
    self.isPerTile = isPerTile
    self.isCentred = isCentred
  }

  /// The rows of a sample, by strategy and then budget; equal samples give equal rows.
  ///
  /// - Parameters:
  ///   - field: Its tokens.
  ///   - name: Its name.
  ///   - source: Where its tokens come from.
  ///   - condition: What was done to its image; nil for nothing.
  ///   - notes: What a reader must know of it.
  /// - Returns: One row for each strategy and budget, budgets of as many tokens once, and one of the sample alone where there is no
  ///   other; a budget beyond the sample's tokens gives a row that refuses it.
  public func rows(
    of field: PreparedField, name: String, source: String, condition: String? = nil,
    notes: [String] = []
  ) -> [SurveyRow] {
    let sample = sampleRow(of: field, name, source, condition, notes)
    let evaluator = SampleEvaluator(field, perTile: isPerTile, centred: isCentred)
    var rows: [SurveyRow] = []
    // 64 and 11.1% may be the same budget; written twice, it would count twice in every mean.
    let distinct = budgets.distinct { $0.tokens(of: field.count).map { "\($0)" } ?? "\($0)" }
    for strategy in strategies {
      for budget in distinct.isEmpty ? [nil] : distinct.map(Optional.some) {
        rows += row(of: strategy, budget, evaluator, sample).map { [$0] } ?? []
      }
    }
    return rows.isEmpty ? [sample] : rows
  }

  private func sampleRow(
    of field: PreparedField, _ name: String, _ source: String, _ condition: String?,
    _ notes: [String]
  ) -> SurveyRow {
    var row = SurveyRow(sample: name, source: source)
    row.encoder = field.field.encoder
    row.condition = condition
    row.tokens = field.count
    let grid = field.field.grid
    (row.tiles, row.rows, row.columns) = (grid.tiles, grid.rows, grid.columns)
    row.erankInput = field.erank(centred: isCentred)
    row.entropy = field.entropy
    if let verdict = Verdict(field) {
      row.verdictErank = verdict.erank
      row.verdict = verdict.word
    }
    row.erankAverage = field.field.averages.erank
    row.entropyAverage = field.field.averages.entropy
    row.averagesSource = field.field.averages.source
    row.notes = notes.isEmpty ? nil : notes.joined(separator: "; ")
    return row
  }

  /// The row of a strategy at a budget; nil where it cannot serve the sample and need not.
  private func row(
    of strategy: ConfiguredStrategy, _ budget: Budget?, _ evaluator: SampleEvaluator,
    _ sample: SurveyRow
  ) -> SurveyRow? {
    let field = evaluator.field
    var row = sample
    row.strategy = strategy.type.name
    row.label = strategy.label
    let parameters = strategy.strategy.resolvedParameters(for: field.field)
    row.parameters = parameters.entries.map { "\($0.name)=\($0.value)" }.joined(separator: ":")
    var keep: Int?
    if let budget {
      if case .count(let count) = budget { row.keep = count }
      guard let tokens = budget.tokens(of: field.count) else {
        row.refusal =
          "cannot keep \(budget) of \(field.count) tokens; the budget must be in 1...\(field.count)"
        return row
      }
      keep = tokens
    }
    row.keep = keep
    do throws(PruningError) {
      let evaluation = try evaluator.evaluate(strategy, keeping: keep)
      fill(&row, with: evaluation, of: strategy, evaluator)
    } catch {
      guard required.contains(strategy.label) else { return nil }
      row.refusal = error.description
    }
    return row
  }

  private func fill(
    _ row: inout SurveyRow, with evaluation: Evaluation, of strategy: ConfiguredStrategy,
    _ evaluator: SampleEvaluator
  ) {
    let cost = SelectionCost(of: evaluation, by: strategy, in: evaluator)
    row.keep = evaluation.budget
    row.isOwnBudget = evaluation.isOwnBudget
    if !strategy.strategy.promises.contains(.keepsNone) { row.kept = evaluation.selection.kept }
    row.output = cost.output
    row.classTokens = cost.classTokens
    row.mergedTokens = cost.mergedTokens
    row.equivalentTokens = cost.prefill.equivalentTokens
    row.erankKept = evaluation[KeptErank.self]
    row.erankOutput = evaluation.outputErank
    row.attentionMass = evaluation[AttentionMass.self]
    row.coverage = evaluation[Coverage.self]
    row.minDistance = evaluation[MinDistance.self]
    row.paddingShare = evaluation[PaddingShare.self]
    let notes = strategy.strategy.notes(for: evaluator.field)
    if !notes.isEmpty {
      row.notes = ([row.notes].compactMap { $0 } + notes).joined(separator: "; ")
    }
  }
}

extension Sequence {
  /// The elements without those that an earlier one equals in something.
  fileprivate func distinct(by key: (Element) -> some Hashable) -> [Element] {
    var seen: Set<AnyHashable> = []
    return filter { seen.insert(AnyHashable(key($0))).inserted }
  }
}
