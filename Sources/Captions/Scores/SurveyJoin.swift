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

  /// What the survey knows of a caption's sample and selection.
  ///
  /// - Parameter score: The caption.
  /// - Returns: Values by column, of which those that are not known are missing; nil when the survey
  ///   does not have the sample.
  public func values(for score: CaptionScore) -> [String: DataValue]? {
    guard
      let place = names.image(named: score.sample) ?? names.image(named: score.caption.image),
      let rows = rows[place], let first = rows.first
    else { return nil }
    var values: [String: DataValue] = [:]
    for column in Self.sampleColumns { values[column] = value(column, first) }
    guard let row = row(of: score.caption, among: rows) else { return values }
    for column in Self.selectionColumns { values[column] = value(column, row) }
    return values
  }

  /// The one row of the caption's strategy and budget; nil for none, and for several.
  ///
  /// What the caption calls its strategy is a label with parameters, else a name.
  private func row(of caption: Caption, among rows: [Int]) -> Int? {
    guard let strategy = caption.strategy else { return nil }
    let budgeted = rows.filter { row in
      guard let keep = caption.keep else { return true }
      return value("keep", row).number == Self.count(keep, of: value("tokens", row).number)
    }
    for column in ["label", "strategy"] {
      let found = budgeted.filter { value(column, $0) == .text(strategy) }
      if !found.isEmpty { return found.count == 1 ? found[0] : nil }
    }
    return nil
  }

  /// How many tokens a budget keeps: a count, or a percentage rounded half up, at least 1.
  private static func count(_ keep: String, of tokens: Double?) -> Double? {
    guard keep.hasSuffix("%") else { return Double(keep) }
    guard let share = Double(keep.dropLast()), let tokens else { return nil }
    return max(1, (share / 100 * tokens + 0.5).rounded(.down))
  }

  private func value(_ column: String, _ row: Int) -> DataValue {
    guard let values = table[column]?.values, values.indices.contains(row) else { return .missing }
    return values[row]
  }
}
