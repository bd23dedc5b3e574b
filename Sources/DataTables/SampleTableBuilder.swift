/// Makes a table of samples from rows, one after the other, so that the file need not fit into memory.
///
/// A table has one row for a sample. One with `strategy` or `label` beside `keep`, as surveys have, may
/// have one for each strategy and budget: columns that are the same in all rows of every sample stay
/// as they are, and others become a column for each strategy at a budget, such as
/// `erank_kept@divprune@64`. Rows with a `condition` tell of changed images and are passed over; of a
/// row with a strategy and a `refusal`, what it tells of the sample alone is taken.
///
/// Memory is that of the table: 8 bytes for a sample and column.
public struct SampleTableBuilder: Sendable {
  /// The names of columns that tell which sample a row belongs to, the first that is there counting.
  public static let keyColumns = [
    "sample", "sample_id", "image", "image_id", "img", "img_id", "image_path", "image_file",
    "file_name", "filename", "file", "path", "name", "id", "question_id", "doc_id", "index",
  ]

  /// Whether a column is read: lists of patches and groups are not.
  ///
  /// - Parameter name: Its name.
  /// - Returns: Whether its values are joined.
  public static func reads(_ name: String) -> Bool {
    !["kept", "order", "groups", "sizes", "scores"].contains(name)
  }

  /// The column that names the samples; nil where there is none.
  static func key(among names: [String]) -> String? { keyColumns.first(where: names.contains) }

  /// What tells strategies and budgets apart is in the names of columns.
  private static func isOfGroup(_ name: String) -> Bool {
    ["strategy", "label", "keep", "condition", "parameters"].contains(name)
      || name.hasPrefix("parameters.")
  }

  /// The most bytes that values may take.
  private static let limit = 1 << 30

  private struct Entry: Sendable {
    let name: String
    /// The values of samples, as long as rows of a sample agree; then of those without a strategy.
    var plain: SampleColumn.Store
    /// The values by group, once two rows of a sample have differed.
    var byGroup: [Int: SampleColumn.Store]?
    /// The line that gave a value last.
    var line = 0
  }

  private struct Group: Sendable {
    let name: String
    /// For each sample the line of its row; 0 for none.
    var lines: [Int32]
  }

  private let names: SampleNames
  private var key: String?
  private var entries: [Entry] = []
  private var places: [String: Int] = [:]
  private var groups: [Group] = []
  private var groupPlaces: [String: Int] = [:]
  /// For each sample the line of its row that is of no strategy, and of its first one; 0 for none.
  private var alone: [Int32]
  private var first: [Int32]
  private var stores = 0
  private var strangers = 0
  private var shared = 0
  private var conditions = 0
  private var refusals = 0
  /// The samples of which a row of a refused strategy tells.
  private var ofRefusals: Set<Int> = []
  private var lastKey: (text: String, source: DataValue, sample: Int?)?

  /// Begins a table.
  ///
  /// - Parameter names: The samples.
  public init(of names: SampleNames) {
    self.names = names
    alone = Array(repeating: 0, count: names.count)
    first = alone
  }

  /// Takes a row.
  ///
  /// - Parameters:
  ///   - row: Its values by name.
  ///   - line: The line on which it begins, from 1.
  /// - Throws: ``DataTableProblem`` for a row that names no sample, for a second one of a sample, and
  ///   for more columns than memory is for.
  /// - Complexity: O(columns), and O(samples · groups) when a column begins to differ.
  public mutating func append(
    _ row: [(name: String, value: DataValue)], line: Int
  ) throws(DataTableProblem) {
    let sampleName = try self.sampleName(of: row, line: line)
    if value("condition", of: row) != .missing {
      conditions += 1
      return
    }
    guard let sample = place(of: sampleName, source: value("source", of: row)) else {
      if names.isShared(sampleName) { shared += 1 } else { strangers += 1 }
      return
    }
    guard let group = groupName(of: row) else {
      if alone[sample] > 0, repeats(row, of: sample, in: nil) { return }
      if max(alone[sample], first[sample]) > 0 {
        throw twice(sampleName, Int(max(alone[sample], first[sample])), line, nil)
      }
      alone[sample] = Int32(clamping: line)
      for (name, value) in row where name != key && Self.reads(name) {
        let place = try entry(name, line)
        entries[place].plain.set(sample, value)
      }
      return
    }
    if case .text = value("refusal", of: row) {
      try appendRefusal(row, of: sample, line: line)
    } else {
      try append(row, of: sample, sampleName, in: group, line: line)
    }
  }

  /// Takes of the row of a refused strategy what it tells of the sample, where no other row does.
  private mutating func appendRefusal(
    _ row: [(name: String, value: DataValue)], of sample: Int, line: Int
  ) throws(DataTableProblem) {
    refusals += 1
    guard alone[sample] == 0, first[sample] == 0 else { return }
    ofRefusals.insert(sample)
    for (name, value) in row
    where name != key && name != "refusal" && Self.reads(name) && !Self.isOfGroup(name) {
      let place = try entry(name, line)
      if entries[place].byGroup == nil { entries[place].plain.set(sample, value) }
    }
  }

  /// Whether a row tells of a sample what an earlier one of the same strategy and budget told.
  private func repeats(
    _ row: [(name: String, value: DataValue)], of sample: Int, in group: Int?
  ) -> Bool {
    var told = Dictionary(
      row.lazy.filter { $0.name != key && Self.reads($0.name) }
        .filter { group == nil || !Self.isOfGroup($0.name) }.map { ($0.name, $0.value) },
      uniquingKeysWith: { $1 })
    for entry in entries {
      let value = told.removeValue(forKey: entry.name) ?? .missing
      if let group, let parts = entry.byGroup {
        guard parts[group]?.holds(sample, value) ?? (value == .missing) else { return false }
      } else {
        guard entry.plain.holds(sample, value) else { return false }
      }
    }
    return told.values.allSatisfy { $0 == .missing }
  }

  private mutating func append(
    _ row: [(name: String, value: DataValue)], of sample: Int, _ sampleName: String,
    in name: String, line: Int
  ) throws(DataTableProblem) {
    if alone[sample] > 0 { throw twice(sampleName, Int(alone[sample]), line, nil) }
    let group = try groupPlace(of: name, line)
    if groups[group].lines[sample] > 0 {
      if repeats(row, of: sample, in: group) { return }
      throw twice(sampleName, Int(groups[group].lines[sample]), line, name)
    }
    for (name, value) in row
    where name != key && Self.reads(name) && !Self.isOfGroup(name) {
      let place = try entry(name, line)
      entries[place].line = line
      try set(value, at: place, sample, group, line)
    }
    // What a row does not name is missing in it.
    for place in entries.indices where entries[place].line != line {
      try set(.missing, at: place, sample, group, line)
    }
    groups[group].lines[sample] = Int32(clamping: line)
    if first[sample] == 0 { first[sample] = Int32(clamping: line) }
  }

  private mutating func set(
    _ value: DataValue, at place: Int, _ sample: Int, _ group: Int, _ line: Int
  ) throws(DataTableProblem) {
    if entries[place].byGroup == nil {
      if first[sample] == 0 {
        entries[place].plain.set(sample, value)
        return
      }
      if entries[place].plain.holds(sample, value) { return }
      try part(place, line)
    }
    guard value != .missing else { return }
    if entries[place].byGroup?[group] == nil {
      try take(line)
      entries[place].byGroup?[group] = SampleColumn.Store(count: names.count)
    }
    entries[place].byGroup?[group]?.set(sample, value)
  }

  /// Parts a column by group: so far every row of a sample had the same value.
  private mutating func part(_ place: Int, _ line: Int) throws(DataTableProblem) {
    var parts: [Int: SampleColumn.Store] = [:]
    let plain = entries[place].plain
    for (index, group) in groups.enumerated() {
      try take(line)
      parts[index] = plain.keeping { group.lines[$0] > 0 }
    }
    entries[place].byGroup = parts
    // Rows without a strategy stay as they are, and more may come.
    entries[place].plain = plain.keeping { alone[$0] > 0 }
  }

  /// The table of all rows.
  ///
  /// - Complexity: O(columns).
  public consuming func finish() -> SampleTable {
    var columns: [SampleColumn] = []
    var parted: [SampleColumn] = []
    for entry in entries {
      if let column = entry.plain.column(named: entry.name) { columns.append(column) }
      guard let parts = entry.byGroup else { continue }
      for group in parts.keys.sorted() {
        let name = "\(entry.name)@\(groups[group].name)"
        if let column = parts[group]?.column(named: name) { parted.append(column) }
      }
    }
    return SampleTable(
      columns: columns + parted,
      matched: alone.indices.count {
        alone[$0] > 0 || first[$0] > 0 || ofRefusals.contains($0)
      },
      strangers: strangers, shared: shared, conditions: conditions, refusals: refusals,
      groups: groups.map(\.name))
  }

  // MARK: What a row tells

  private mutating func sampleName(
    of row: [(name: String, value: DataValue)], line: Int
  ) throws(DataTableProblem) -> String {
    if key == nil {
      key = Self.key(among: row.map(\.name))
    }
    guard let key else {
      throw DataTableProblem(
        reason:
          "no column names the samples; one must be \(Self.keyColumns.joined(separator: ", "))",
        line: line)
    }
    switch value(key, of: row) {
    case .text(let text): return text
    case .number(let number): return "\(DataValue.number(number))"
    case .flag(let flag): return "\(flag)"
    case .missing: throw DataTableProblem(reason: "'\(key)' names no sample", line: line)
    }
  }

  private func value(_ name: String, of row: [(name: String, value: DataValue)]) -> DataValue {
    row.first { $0.name == name }?.value ?? .missing
  }

  private mutating func place(of name: String, source: DataValue) -> Int? {
    if let lastKey, lastKey.text == name, lastKey.source == source { return lastKey.sample }
    let sample = names.index(of: name, source: source == .missing ? nil : "\(source)")
    lastKey = (name, source, sample)
    return sample
  }

  /// The strategy at a budget that a row is of; nil where the table has none.
  private func groupName(of row: [(name: String, value: DataValue)]) -> String? {
    guard let keep = row.first(where: { $0.name == "keep" })?.value else { return nil }
    let label = value("label", of: row)
    let strategy = label == .missing ? value("strategy", of: row) : label
    guard strategy != .missing else { return nil }
    return keep == .missing ? "\(strategy)" : "\(strategy)@\(keep)"
  }

  // MARK: Room

  private mutating func entry(_ name: String, _ line: Int) throws(DataTableProblem) -> Int {
    if let known = places[name] { return known }
    try take(line)
    places[name] = entries.count
    entries.append(Entry(name: name, plain: SampleColumn.Store(count: names.count)))
    return entries.count - 1
  }

  private mutating func groupPlace(
    of name: String, _ line: Int
  ) throws(DataTableProblem) -> Int {
    if let known = groupPlaces[name] { return known }
    try take(line)
    groupPlaces[name] = groups.count
    groups.append(Group(name: name, lines: Array(repeating: 0, count: names.count)))
    return groups.count - 1
  }

  /// Counts the room of one more column.
  private mutating func take(_ line: Int) throws(DataTableProblem) {
    stores += 1
    let most = max(1000, Self.limit / 8 / max(names.count, 1))
    guard stores <= most else {
      throw DataTableProblem(
        reason: "more than \(most) columns for \(names.count) samples; leave some out", line: line)
    }
  }

  private func twice(
    _ sample: String, _ earlier: Int, _ line: Int, _ group: String?
  ) -> DataTableProblem {
    let what = group.map { "'\(sample)' has a row of \($0)" } ?? "'\(sample)' has a row"
    return DataTableProblem(
      reason: "\(what) on line \(earlier) already; one for a sample, or one for each 'strategy' "
        + "and 'keep', is what can be joined", line: line)
  }
}
