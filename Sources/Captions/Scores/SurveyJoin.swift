public import DataTables

/// What a survey knows of the samples that captions are about.
///
/// A survey has a row for each sample, strategy and budget. Its columns of the sample are the same in
/// all of these; those of the selection join a caption that names its strategy and budget.
public struct SurveyJoin: Sendable {
  /// The columns that tell of the sample.
  public static let sampleColumns = ["erank_input", "entropy", "verdict"]
  /// The columns that tell of what was kept.
  public static let selectionColumns = ["erank_kept", "coverage", "attention_mass", "kept_count"]

  private static let keys = ["sample", "condition", "strategy", "label", "keep", "tokens"]
  private let table: DataTable
  /// The rows of each sample, by its place in the names.
  private var rows: [Int: [Int]] = [:]
  private var names = ImageNames()

  /// Whether a column of a survey is needed; others need not be read.
  ///
  /// - Parameter column: Its name.
  /// - Returns: Whether it is one of those that are joined or looked up.
  public static func needs(_ column: String) -> Bool {
    keys.contains(column) || sampleColumns.contains(column) || selectionColumns.contains(column)
  }

  /// Prepares a survey.
  ///
  /// - Parameter table: Its rows, of which those of disturbed images are left out.
  /// - Throws: ``CaptionProblem`` for a table without a column `sample`.
  public init(_ table: DataTable) throws(CaptionProblem) {
    guard let samples = table["sample"] else {
      throw CaptionProblem("there is no column 'sample'; a survey's rows are needed")
    }
    self.table = table
    for row in 0..<table.count {
      let name = samples.values[row].description
      guard !name.isEmpty, value("condition", row) == .missing else { continue }
      let place = names.place(of: name)
      if rows[place] == nil { names.setFile(name, of: name) }
      rows[place, default: []].append(row)
    }
  }

  /// How many samples the survey has.
  public var count: Int { rows.count }

  /// What the survey knows of a caption's selection.
  public enum Selection: Sendable, Equatable {
    /// The caption names no strategy.
    case unnamed
    /// The survey has the strategy and budget.
    case found
    /// The survey has the sample, but not under this strategy and budget.
    case absent
    /// Rows of which the values differ fit the strategy and budget.
    case ambiguous
  }

  /// What the survey knows of a caption's sample and selection.
  ///
  /// - Parameter score: The caption.
  /// - Returns: Values by column, of which those that are not known are missing, and whether the
  ///   selection is known; nil when the survey does not have the sample.
  public func values(
    for score: CaptionScore
  ) -> (values: [String: DataValue], selection: Selection)? {
    guard
      let place = names.image(named: score.sample) ?? names.image(named: score.caption.image),
      let rows = rows[place], let first = rows.first
    else { return nil }
    var values: [String: DataValue] = [:]
    for column in Self.sampleColumns { values[column] = value(column, first) }
    guard let strategy = score.caption.strategy else { return (values, .unnamed) }
    let found = self.rows(of: strategy, at: score.caption.budget, among: rows)
    guard let row = found.first else { return (values, .absent) }
    // A budget that was given twice, such as 64 and 11.1%, has its rows twice.
    let isOne = Self.selectionColumns.allSatisfy { column in
      found.allSatisfy { value(column, $0) == value(column, row) }
    }
    guard isOne else { return (values, .ambiguous) }
    for column in Self.selectionColumns { values[column] = value(column, row) }
    return (values, .found)
  }

  /// The rows of a strategy, whose name is a label with parameters, else a name, at a budget.
  private func rows(of strategy: String, at budget: String?, among rows: [Int]) -> [Int] {
    let budgeted = rows.filter { row in
      guard let budget else { return true }
      guard let count = Self.count(budget, of: value("tokens", row).number) else { return false }
      return value("keep", row).number == count
    }
    for column in ["label", "strategy"] {
      let found = budgeted.filter { value(column, $0) == .text(strategy) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// How many tokens a budget keeps: a count, or a percentage rounded half up, in 1...`tokens`; nil
  /// for what is no number, and for a share of nobody knows what.
  ///
  /// The formula of `Budget`, by which surveys are made.
  private static func count(_ budget: String, of tokens: Double?) -> Double? {
    guard budget.hasSuffix("%") else { return DataValue(budget).number }
    guard let share = DataValue(String(budget.dropLast())).number, let tokens else { return nil }
    return min(tokens, max(1, (share * tokens / 100 + 0.5 + 1e-9).rounded(.down)))
  }

  private func value(_ column: String, _ row: Int) -> DataValue {
    guard let values = table[column]?.values, values.indices.contains(row) else { return .missing }
    return values[row]
  }
}
