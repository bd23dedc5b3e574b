/// A column of a survey's files: its name and how a row's value is written and read.
struct SurveyColumn: Sendable {
  /// The name, in snake case; no release changes it, and new columns come last.
  let name: String
  /// The value of a row.
  let get: @Sendable (SurveyRow) -> SurveyValue
  /// Puts a value into a row; false when it is of another kind than the column's.
  let set: @Sendable (inout SurveyRow, SurveyValue) -> Bool

  /// The columns of both formats, in their order.
  static let all: [SurveyColumn] = [
    SurveyColumn("sample", \.sample), SurveyColumn("source", \.source),
    SurveyColumn("encoder", \.encoder), SurveyColumn("condition", \.condition),
    SurveyColumn("tokens", \.tokens), SurveyColumn("tiles", \.tiles), SurveyColumn("rows", \.rows),
    SurveyColumn("columns", \.columns), SurveyColumn("erank_input", \.erankInput),
    SurveyColumn("entropy", \.entropy), SurveyColumn("verdict_erank", \.verdictErank),
    SurveyColumn("verdict", \.verdict), SurveyColumn("erank_average", \.erankAverage),
    SurveyColumn("entropy_average", \.entropyAverage),
    SurveyColumn("averages_source", \.averagesSource), SurveyColumn("strategy", \.strategy),
    SurveyColumn("label", \.label), SurveyColumn("parameters", \.parameters),
    SurveyColumn("keep", \.keep), SurveyColumn("own_budget", \.isOwnBudget),
    SurveyColumn(
      name: "kept_count", get: { SurveyValue($0.keptCount) }, set: { _, _ in true }),
    SurveyColumn("output", \.output), SurveyColumn("class_tokens", \.classTokens),
    SurveyColumn("merged_tokens", \.mergedTokens),
    SurveyColumn("equivalent_tokens", \.equivalentTokens), SurveyColumn("erank_kept", \.erankKept),
    SurveyColumn("erank_output", \.erankOutput), SurveyColumn("attention_mass", \.attentionMass),
    SurveyColumn("coverage", \.coverage), SurveyColumn("min_distance", \.minDistance),
    SurveyColumn("padding_share", \.paddingShare), SurveyColumn("kept", \.kept),
    SurveyColumn("refusal", \.refusal), SurveyColumn("notes", \.notes),
  ]

  init(
    name: String, get: @escaping @Sendable (SurveyRow) -> SurveyValue,
    set: @escaping @Sendable (inout SurveyRow, SurveyValue) -> Bool
  ) {
    self.name = name
    self.get = get
    self.set = set
  }

  private init<Value: SurveyValueConvertible>(
    _ name: String, _ path: any WritableKeyPath<SurveyRow, Value> & Sendable
  ) {
    self.name = name
    get = { $0[keyPath: path].surveyValue }
    set = { row, value in
      guard let value = Value(surveyValue: value) else { return false }
      row[keyPath: path] = value
      return true
    }
  }
}

/// A value of a survey's files.
enum SurveyValue: Sendable, Equatable {
  case missing
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([Int])

  init(_ value: Int?) { self = value.map { .integer($0) } ?? .missing }
}

/// A type that a survey's files have a spelling of.
protocol SurveyValueConvertible: SendableMetatype {
  var surveyValue: SurveyValue { get }
  init?(surveyValue: SurveyValue)
}

extension String: SurveyValueConvertible {
  var surveyValue: SurveyValue { .text(self) }
  init?(surveyValue: SurveyValue) {
    guard case .text(let text) = surveyValue else { return nil }
    self = text
  }
}

extension Int: SurveyValueConvertible {
  var surveyValue: SurveyValue { .integer(self) }
  init?(surveyValue: SurveyValue) {
    guard case .integer(let value) = surveyValue else { return nil }
    self = value
  }
}

extension Double: SurveyValueConvertible {
  var surveyValue: SurveyValue { .number(self) }
  init?(surveyValue: SurveyValue) {
    switch surveyValue {
    case .number(let value): self = value
    case .integer(let value): self = Double(value)
    default: return nil
    }
  }
}

extension Bool: SurveyValueConvertible {
  var surveyValue: SurveyValue { .flag(self) }
  init?(surveyValue: SurveyValue) {
    guard case .flag(let value) = surveyValue else { return nil }
    self = value
  }
}

extension [Int]: SurveyValueConvertible {
  var surveyValue: SurveyValue { .list(self) }
  init?(surveyValue: SurveyValue) {
    guard case .list(let value) = surveyValue else { return nil }
    self = value
  }
}

extension Optional: SurveyValueConvertible where Wrapped: SurveyValueConvertible {
  var surveyValue: SurveyValue { self?.surveyValue ?? .missing }
  init?(surveyValue: SurveyValue) {
    if surveyValue == .missing {
      self = .none
    } else {
      guard let value = Wrapped(surveyValue: surveyValue) else { return nil }
      self = .some(value)
    }
  }
}
