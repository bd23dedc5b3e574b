import Analysis
import SampleSets
import TokenFields
import TokenMetrics
import TokenPruning
import TextData

/// One line of `select`: a sample, a strategy, a budget and what came out.
struct SelectionReport {
  let sample: LoadedSample
  let strategy: ConfiguredStrategy
  let evaluation: Evaluation
  let evaluator: SampleEvaluator
  /// What is handed on, and what it costs.
  let cost: SelectionCost
  /// The decisions that rounding could turn.
  let instabilities: [Instability]
  /// Why tokens are kept or not, where that was asked for.
  let explanation: Explanation?

  /// Gathers what is reported of an evaluation.
  ///
  /// - Parameters:
  ///   - sample: The sample.
  ///   - strategy: The strategy.
  ///   - evaluation: What came out.
  ///   - evaluator: What evaluated it.
  ///   - prefill: The language model whose cost is told.
  ///   - tokens: The tokens to explain; nil explains none.
  /// - Throws: `PruningError` when the strategy cannot be planned.
  init(
    sample: LoadedSample, strategy: ConfiguredStrategy, evaluation: Evaluation,
    evaluator: SampleEvaluator, prefill: PrefillOptions, explaining tokens: [Int]?
  ) throws(PruningError) {
    self.sample = sample
    self.strategy = strategy
    self.evaluation = evaluation
    self.evaluator = evaluator
    cost = SelectionCost(
      of: evaluation, by: strategy, in: evaluator, model: prefill.model,
      textTokens: prefill.textTokens)
    instabilities = evaluator.instabilities(of: strategy, keeping: evaluation.budget)
    if let tokens {
      explanation = try Explanation(of: tokens, by: strategy, in: evaluation, evaluator)
    } else {
      explanation = nil
    }
  }

  /// Whether patches are kept as such; a strategy that only merges has nothing to say of them.
  var keepsPatches: Bool { !strategy.strategy.promises.contains(.keepsNone) }

  private var merging: Merging? { evaluation.selection.merging }

  private var field: PreparedField { sample.field }

  private var parameters: ParameterValues {
    strategy.strategy.resolvedParameters(for: field.field)
  }

  /// What a reader must know: conversions of the sample, and which array stood in for which.
  private var notes: [String] { sample.notes + strategyNotes }

  /// What must be said of the strategy on this sample.
  var strategyNotes: [String] { strategy.strategy.notes(for: field) }

  /// The line as JSON.
  var json: JSONValue {
    .object([
      "sample": .string(sample.reference.name),
      "source": .string(sample.source),
      "encoder": sample.field.field.encoder.map(JSONValue.string),
      "tokens": .integer(field.count),
      "grid": field.field.grid.json,
      "strategy": .string(strategy.type.name),
      "parameters": parameters.json,
      "perTile": evaluator.perTile ? .bool(true) : nil,
      "keep": evaluation.isOwnBudget ? .null : .integer(evaluation.budget),
      "ownBudget": evaluation.isOwnBudget ? .integer(evaluation.budget) : nil,
      "kept": keepsPatches ? .integers(evaluation.selection.kept) : nil,
      "output": .integer(evaluation.selection.outputCount),
      "order": evaluation.selection.order.map { .integers($0) },
      "important": evaluation.selection.important.map { .integers($0) },
      "groups": merging?.assignment(count: field.count).map { .integers($0) },
      "sizes": merging.map { .integers($0.sizes) },
      "absorbed": merging?.absorbed,
      "erank": erank,
      "entropy": .optional(field.entropy) ?? .null,
      "attentionMass": .optional(evaluation[AttentionMass.self]) ?? .null,
      "coverage": .optional(evaluation[Coverage.self]) ?? .null,
      "minDistance": .optional(evaluation[MinDistance.self]) ?? .null,
      "paddingShare": .optional(evaluation[PaddingShare.self]) ?? .null,
      "cost": cost.json,
      "unstable": .array(instabilities.prefix(Instability.reportLimit).map(\.json)),
      "unstableCount": .integer(instabilities.count),
      "trace": explanation?.json,
      "notes": .array(notes.map(JSONValue.string)),
    ])
  }

  private var erank: JSONValue {
    .object([
      "input": .optional(field.erank(centred: evaluator.centred)) ?? .null,
      "kept": .optional(evaluation[KeptErank.self]) ?? .null,
      "output": merging.map { _ in .optional(evaluation.outputErank) ?? .null },
      "array": field.erankSpace.map { .string($0.rawValue) },
      "outputArray": merging.flatMap { field.resolved($0.space) }.map { .string($0.rawValue) },
      "centred": .bool(evaluator.centred),
    ])
  }

  /// The names of the columns of CSV; new ones are added at the end, for readers that count.
  static let csvHeader =
    "sample,source,encoder,tokens,strategy,parameters,keep,kept_count,erank_input,erank_kept,entropy,"
    + "attention_mass,coverage,min_distance,padding_share,kept,notes,output,class_tokens,"
    + "merged_tokens,equivalent_tokens,model,text_tokens,prefill_tflops,erank_output,unstable"

  /// The line as CSV.
  var csv: String {
    let values: [String] = [
      csvField(sample.reference.name), csvField(sample.source),
      csvField(field.field.encoder ?? ""), "\(field.count)", csvField(strategy.type.name),
      csvField(parameters.entries.map { "\($0.name)=\($0.value)" }.joined(separator: ":")),
      evaluation.isOwnBudget ? "" : "\(evaluation.budget)",
      keepsPatches ? "\(evaluation.selection.kept.count)" : "",
      number(field.erank(centred: evaluator.centred)), number(evaluation[KeptErank.self]),
      number(field.entropy), number(evaluation[AttentionMass.self]),
      number(evaluation[Coverage.self]), number(evaluation[MinDistance.self]),
      number(evaluation[PaddingShare.self]),
      evaluation.selection.kept.map(String.init).joined(separator: " "),
      csvField(notes.joined(separator: "; ")), "\(cost.output)", "\(cost.classTokens)",
      "\(cost.mergedTokens)", number(cost.prefill.equivalentTokens), cost.model.name,
      "\(cost.textTokens)", number(cost.prefill.conventional / 1e12),
      number(evaluation.outputErank), "\(instabilities.count)",
    ]
    return values.joined(separator: ",")
  }

  private func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }

  /// A field of CSV, quoted where it must be (RFC 4180); control characters are made visible,
  /// because CSV cannot spell them and may be read on a terminal.
  private func csvField(_ text: String) -> String {
    let text = text.printable
    guard text.contains(where: { $0 == "," || $0 == "\"" }) else { return text }
    return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
  }
}

extension TokenGrid {
  /// Rows and columns, and tiles where there are several.
  var json: JSONValue {
    .object([
      "tiles": tiles > 1 ? .integer(tiles) : nil, "rows": .integer(rows),
      "columns": .integer(columns),
    ])
  }
}

extension ParameterValues {
  /// The parameters as a JSON object.
  var json: JSONValue {
    .object(entries.map { JSONValue.Member(key: $0.name, value: $0.value.json) })
  }
}

extension ParameterValue {
  /// The value as JSON.
  var json: JSONValue {
    switch self {
    case .number(let value): .number(value)
    case .integer(let value): .integer(value)
    case .word(let value): .string(value)
    case .flag(let value): .bool(value)
    }
  }
}
