internal import DataTables
internal import SampleSets
internal import TerminalUI
internal import TokenFields

/// A table that is being read.
public struct TableReading: Sendable, Hashable {
  /// The file.
  public let path: String
  /// Bytes that were read.
  public var done = 0
  /// Bytes of the file; 0 before it is opened.
  public var total = 0
}

/// Numbers or texts of all samples, from tables or from what is known of samples.
struct SampleValues: Sendable {
  let name: String
  let kind: SampleColumn.Kind
  /// A value for each sample, not a number where nothing is known; of texts their places in `words`.
  let values: [Double]
  let words: [String]

  /// The value of a sample as people read it; nil where nothing is known.
  func text(of sample: Int) -> String? { SampleValues.text(values[sample], kind, words) }

  fileprivate static func text(
    _ value: Double, _ kind: SampleColumn.Kind, _ words: [String]
  ) -> String? {
    guard !value.isNaN else { return nil }
    switch kind {
    case .number: return shortText(value)
    case .flag: return value != 0 ? "yes" : "no"
    case .text: return words[Int(value)]
    }
  }
}

extension SampleColumn {
  /// The value of a sample as people read it; nil where nothing is known.
  func text(of sample: Int) -> String? { SampleValues.text(values[sample], kind, words) }
}

extension SampleShelf {
  /// The columns that are known of samples without a table.
  static let factColumns = ["erank", "entropy", "n"]

  /// The names of all columns there are.
  var columnNames: [String] {
    Self.factColumns + table.columns.map(\.name).filter { !Self.factColumns.contains($0) }
  }

  /// Whether there is a column of a name.
  func hasColumn(_ name: String) -> Bool {
    Self.factColumns.contains(name) || table[name] != nil
  }

  /// What is said of a column that is not there.
  func noColumn(_ name: String) -> String {
    let all = columnNames
    let close = all.first { FoldedName($0).contains(FoldedName(name)) }
    let hint = close.map { "; there is '\($0)'" } ?? (all.count > 3 ? "" : "; join a table first")
    return "no table has a column '\(name)'\(hint)"
  }

  /// The values of a column; nil when there is none of the name.
  ///
  /// - Complexity: O(samples).
  func values(of name: String) -> SampleValues? {
    let path: KeyPath<SampleFacts, Double?>
    switch name {
    case "erank": path = \.erank
    case "entropy": path = \.entropy
    case "n": path = \.tokenCount
    default:
      guard let column = table[name] else { return nil }
      return SampleValues(
        name: name, kind: column.kind, values: column.values, words: column.words)
    }
    return SampleValues(
      name: name, kind: .number,
      values: factList.map { $0?[keyPath: path] ?? .nan }, words: [])
  }

  /// Takes a table; what it tells of samples spares reading them.
  mutating func join(_ new: SampleTable, _ samples: [SampleReference]) {
    table = table.columns.isEmpty ? new : table.joined(with: new)
    for (index, sample) in samples.enumerated() {
      guard var known = SampleFacts(new, index) else { continue }
      known.grid = known.grid ?? facts[sample]?.grid
      learn(known, of: sample)
    }
  }
}

extension SampleFacts {
  /// How many tokens there are.
  var tokenCount: Double? { grid.map { Double($0.count) } }

  /// What a table tells of a sample; nil without its effective rank.
  fileprivate init?(_ table: SampleTable, _ sample: Int) {
    func number(_ names: String...) -> Double? {
      for name in names {
        if let value = table[name]?.value(of: sample).number, value.isFinite { return value }
      }
      return nil
    }
    guard let erank = number("verdict_erank", "erank_input", "erank.input", "erank") else {
      return nil
    }
    var complex: Bool?
    if case .text(let word)? = table["verdict"]?.value(of: sample) {
      complex = word == "complex" ? true : word == "simple" ? false : nil
    }
    if complex == nil, let average = number("erank_average") { complex = erank >= average }
    var grid: TokenGrid?
    let side = 1.0...1e5
    if let rows = number("rows"), let columns = number("columns"), side.contains(rows),
      side.contains(columns)
    {
      let tiles = number("tiles") ?? 1
      grid = TokenGrid(
        tiles: side.contains(tiles) ? Int(tiles) : 1, rows: Int(rows), columns: Int(columns))
    }
    self.init(grid: grid, erank: erank, entropy: number("entropy"), isComplex: complex)
    isOfTable = true
  }
}

/// Returns a number in at most four digits, whole ones in all of them.
func shortText(_ value: Double) -> String {
  value == value.rounded() && abs(value) < 1e6
    ? "\(Int(value))" : NumberText.short(value, digits: 4)
}
