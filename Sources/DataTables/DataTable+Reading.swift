internal import TextData

/// Where a text is no table, and why.
public struct DataTableProblem: Error, Sendable, Equatable {
  /// What is wrong, a phrase.
  public let reason: String
  /// The line, from 1.
  public let line: Int

  /// Creates a problem.
  public init(reason: String, line: Int) {
    self.reason = reason
    self.line = line
  }
}

extension DataTable {
  /// Reads CSV whose first line names the columns.
  ///
  /// - Parameters:
  ///   - bytes: The text in UTF-8 (RFC 4180).
  ///   - isWanted: Whether a column is read; others cost no memory.
  /// - Throws: ``DataTableProblem`` for a text that is not CSV, a name that is there twice or is
  ///   empty, and a row that has not as many fields as there are names.
  /// - Complexity: O(bytes).
  public init(
    csv bytes: ArraySlice<UInt8>, where isWanted: (String) -> Bool = { _ in true }
  ) throws(DataTableProblem) {
    self.init()
    let rows: [(line: Int, fields: [String])]
    do throws(CSVProblem) {
      rows = try CSV.rows(of: bytes)
    } catch {
      throw DataTableProblem(reason: error.reason, line: error.line)
    }
    guard let head = rows.first else {
      throw DataTableProblem(reason: "it is empty; the first line must name the columns", line: 1)
    }
    let names = head.fields
    if names.contains("") {
      throw DataTableProblem(reason: "a column without a name", line: head.line)
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw DataTableProblem(reason: "two columns are named '\(twice)'", line: head.line)
    }
    let wanted = names.indices.filter { isWanted(names[$0]) }
    let key = SampleTableBuilder.key(among: wanted.map { names[$0] })
    for (line, fields) in rows.dropFirst() {
      guard fields.count == names.count else {
        throw DataTableProblem(
          reason: "\(fields.count) fields, but \(names.count) columns", line: line)
      }
      append(
        wanted.map { place in
          let (name, text) = (names[place], fields[place])
          return (name, name == key ? DataValue(name: text) : DataValue(text))
        }, line: line)
    }
  }

  /// The values of one line of JSON lines, an object, by name.
  ///
  /// Objects inside of it become names that are joined with a point, such as `erank.input`; lists of
  /// plain values become texts of these, separated by blanks; other lists are passed over.
  ///
  /// - Parameters:
  ///   - bytes: The line.
  ///   - line: Its number, for the problem.
  ///   - isWanted: Whether a value is read.
  /// - Returns: The values, in the order of the line.
  /// - Throws: ``DataTableProblem`` for a line that is no object of JSON.
  public static func values(
    ofJSON bytes: ArraySlice<UInt8>, line: Int, where isWanted: (String) -> Bool = { _ in true }
  ) throws(DataTableProblem) -> [(name: String, value: DataValue)] {
    let json: StrictJSON
    do throws(JSONProblem) {
      json = try StrictJSON.parse(bytes)
    } catch {
      throw DataTableProblem(
        reason: "\(error.reason), at byte \(error.offset) of the line", line: line)
    }
    guard case .object(let members) = json else {
      throw DataTableProblem(reason: "an object must be on each line", line: line)
    }
    var values: [(name: String, value: DataValue)] = []
    gather(members, prefix: "", isWanted, &values)
    // A number that names a sample keeps its digits.
    if let key = SampleTableBuilder.key(among: values.map(\.name)),
      let place = values.firstIndex(where: { $0.name == key }),
      case .number(let text)? = members.last(where: { $0.name == key })?.value
    {
      values[place].value = DataValue(name: text)
    }
    return values
  }

  private static func gather(
    _ members: [StrictJSON.Member], prefix: String, _ isWanted: (String) -> Bool,
    _ values: inout [(name: String, value: DataValue)]
  ) {
    for member in members {
      let name = prefix + member.name
      if case .object(let inner) = member.value {
        gather(inner, prefix: name + ".", isWanted, &values)
      } else if isWanted(name), let value = value(of: member.value) {
        values.append((name, value))
      }
    }
  }

  /// The value of JSON that is no object; nil for a list of lists or objects.
  private static func value(of json: StrictJSON) -> DataValue? {
    switch json {
    case .null: return .missing
    case .bool(let value): return .flag(value)
    case .number(let text):
      return Double(text).flatMap { $0.isFinite ? .number($0) : nil } ?? .missing
    case .string(let text): return text.isEmpty ? .missing : .text(text)
    case .object: return nil
    case .array(let values):
      var words: [String] = []
      for value in values {
        switch value {
        case .number(let text), .string(let text): words.append(text)
        case .bool(let flag): words.append("\(flag)")
        case .null, .object, .array: return nil
        }
      }
      return words.isEmpty ? .missing : .text(words.joined(separator: " "))
    }
  }
}
