/// One value for each sample and column, joined to samples by their names.
///
/// A reference, because it is large: two are equal when they are the same object.
public final class SampleTable: Sendable, Equatable {
  /// The columns, in the order of the file; those of strategies at budgets after the others.
  public let columns: [SampleColumn]
  /// How many samples a row was found for.
  public let matched: Int
  /// How many rows belong to no sample.
  public let strangers: Int
  /// How many rows have a name that several samples share.
  public let shared: Int
  /// How many rows tell of changed images, and were passed over.
  public let conditions: Int
  /// How many rows tell of strategies that were refused, and were passed over.
  public let refusals: Int
  /// The strategies at budgets that the table tells of, such as `divprune@64`, in the order of the
  /// file.
  public let groups: [String]

  private let places: [String: Int]

  init(
    columns: [SampleColumn], matched: Int, strangers: Int, shared: Int = 0, conditions: Int,
    refusals: Int = 0, groups: [String]
  ) {
    self.columns = columns
    self.matched = matched
    self.strangers = strangers
    self.shared = shared
    self.conditions = conditions
    self.refusals = refusals
    self.groups = groups
    places = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A table without columns.
  public static let empty = SampleTable(
    columns: [], matched: 0, strangers: 0, conditions: 0, groups: [])

  /// Whether both are the same object.
  public static func == (one: SampleTable, other: SampleTable) -> Bool { one === other }

  /// The column of a name; nil when there is none.
  public subscript(name: String) -> SampleColumn? { places[name].map { columns[$0] } }

  /// The columns of both; of two with the same name the other table's.
  ///
  /// - Parameter other: A table of the same samples.
  /// - Returns: A table whose counts of rows are the other's.
  public func joined(with other: SampleTable) -> SampleTable {
    SampleTable(
      columns: columns.map { other[$0.name] ?? $0 } + other.columns.filter { self[$0.name] == nil },
      matched: other.matched, strangers: other.strangers, shared: other.shared,
      conditions: other.conditions, refusals: other.refusals,
      groups: groups + other.groups.filter { !groups.contains($0) })
  }
}

/// A column of a table of samples.
public struct SampleColumn: Sendable {
  /// What its values are.
  public enum Kind: Sendable, Hashable {
    /// Numbers.
    case number
    /// Yes and no, as the numbers 1 and 0.
    case flag
    /// Texts.
    case text
  }

  /// Its name; no other column of the table has it.
  public let name: String
  /// What its values are.
  public let kind: Kind
  /// A value for each sample, not a number where nothing is known; of texts their places in ``words``.
  public let values: [Double]
  /// The texts there are; none in other columns.
  public let words: [String]

  /// The value of a sample.
  ///
  /// - Parameter sample: An index into ``values``; nothing is known of others.
  /// - Returns: The number, flag or text; missing where nothing is known.
  public func value(of sample: Int) -> DataValue {
    guard values.indices.contains(sample) else { return .missing }
    let value = values[sample]
    if value.isNaN { return .missing }
    switch kind {
    case .number: return .number(value)
    case .flag: return .flag(value != 0)
    case .text: return .text(words[Int(value)])
    }
  }
}

extension SampleColumn {
  /// Values that are still being gathered; texts are kept once, however often they come.
  struct Store: Sendable {
    private(set) var kind: Kind?
    private(set) var values: [Double]
    private(set) var words: [String] = []
    private var places: [String: Int] = [:]

    init(count: Int) { values = Array(repeating: .nan, count: count) }

    /// Puts a value in its place; one that is missing changes nothing.
    mutating func set(_ sample: Int, _ value: DataValue) {
      switch (value, kind) {
      case (.missing, _): return
      case (.text(let text), .text?), (.text(let text), nil):
        kind = .text
        values[sample] = place(of: text)
      case (.text(let text), _):
        turnIntoTexts()
        values[sample] = place(of: text)
      case (.number(let number), .text?): values[sample] = place(of: "\(DataValue.number(number))")
      case (.flag(let flag), .text?): values[sample] = place(of: "\(flag)")
      case (.number(let number), _):
        kind = .number
        values[sample] = number
      case (.flag(let flag), _):
        if kind == nil { kind = .flag }
        values[sample] = flag ? 1 : 0
      }
    }

    /// Whether a sample's value is the same as another.
    func holds(_ sample: Int, _ value: DataValue) -> Bool {
      let own = values[sample]
      switch value {
      case .missing: return own.isNaN
      case .number, .flag:
        if kind == .text { return !own.isNaN && words[Int(own)] == "\(value)" }
        return own == value.number
      case .text(let text): return kind == .text && !own.isNaN && words[Int(own)] == text
      }
    }

    /// The same values of some samples, and nothing of the others.
    func keeping(_ isKept: (Int) -> Bool) -> Store {
      var other = self
      for sample in values.indices where !isKept(sample) { other.values[sample] = .nan }
      return other
    }

    func column(named name: String) -> SampleColumn? {
      guard values.contains(where: { !$0.isNaN }) else { return nil }
      return kind.map { SampleColumn(name: name, kind: $0, values: values, words: words) }
    }

    private mutating func place(of text: String) -> Double {
      if let known = places[text] { return Double(known) }
      places[text] = words.count
      words.append(text)
      return Double(words.count - 1)
    }

    private mutating func turnIntoTexts() {
      let wasFlag = kind == .flag
      kind = .text
      for sample in values.indices where !values[sample].isNaN {
        let old: DataValue = wasFlag ? .flag(values[sample] != 0) : .number(values[sample])
        values[sample] = place(of: "\(old)")
      }
    }
  }
}
