public import TextData

extension SurveyRow {
  /// The first line of a survey's CSV, without a line feed.
  public static var csvHeader: String { CSV.line(SurveyColumn.all.map(\.name)) }

  /// The names of the columns of both formats, in their order.
  public static var columnNames: [String] { SurveyColumn.all.map(\.name) }

  /// The row as a line of CSV, without a line feed; kept patches are separated by blanks.
  public var csv: String {
    CSV.line(SurveyColumn.all.map { Self.csvField($0.get(self)) })
  }

  /// The row as a JSON object: every column, in their order, null where nothing is known.
  public var json: JSONValue {
    .object(
      SurveyColumn.all.map { column in
        JSONValue.Member(key: column.name, value: Self.json(column.get(self)))
      })
  }

  private static func csvField(_ value: SurveyValue) -> String {
    switch value {
    case .missing: ""
    case .text(let text): text
    case .integer(let value): "\(value)"
    case .number(let value): value.isFinite ? CSV.number(value) : ""
    case .flag(let value): "\(value)"
    case .list(let values): values.map(String.init).joined(separator: " ")
    }
  }

  private static func json(_ value: SurveyValue) -> JSONValue {
    switch value {
    case .missing: .null
    case .text(let text): .string(text)
    case .integer(let value): .integer(value)
    case .number(let value): .number(value)
    case .flag(let value): .bool(value)
    case .list(let values): .integers(values)
    }
  }

  /// Reads a row from a line of a survey's JSON lines.
  ///
  /// - Parameter line: The line. Names that no column has are passed over, so that a newer release's
  ///   files can be read; columns that are missing are not known.
  /// - Throws: `JSONProblem` for a line that is no row.
  public init(json line: ArraySlice<UInt8>) throws(JSONProblem) {
    try self.init(StrictJSON.parse(line))
  }

  /// Reads a row from JSON that has been parsed.
  ///
  /// - Parameter json: The row's object, as in ``json``.
  /// - Throws: `JSONProblem` for a value that is no row.
  public init(_ json: StrictJSON) throws(JSONProblem) {
    guard case .object(let members) = json else {
      throw JSONProblem(reason: "an object must be on each line", offset: 0)
    }
    self.init(sample: "", source: "")
    for member in members {
      guard let column = SurveyColumn.named[member.name] else { continue }
      guard let value = Self.value(of: member.value), column.set(&self, value) else {
        throw JSONProblem(reason: "'\(column.name)' has a value of another kind", offset: 0)
      }
    }
    guard !sample.isEmpty else { throw JSONProblem(reason: "'sample' is missing", offset: 0) }
  }

  private static func value(of json: StrictJSON) -> SurveyValue? {
    switch json {
    case .null: return .missing
    case .bool(let value): return .flag(value)
    case .string(let text): return .text(text)
    case .number(let text):
      if let value = Int(text) { return .integer(value) }
      return Double(text).flatMap { $0.isFinite ? .number($0) : nil }
    case .object: return nil
    case .array(let values):
      var numbers: [Int] = []
      for value in values {
        guard case .number(let text) = value, let number = Int(text) else { return nil }
        numbers.append(number)
      }
      return .list(numbers)
    }
  }
}

extension SurveyColumn {
  /// The columns by name.
  static let named = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}
