public import Plots
public import TextData
public import TokenFields

/// What a study found: tables for people, records for programs, plots, maps and what must be said.
public struct StudyReport: Sendable, Equatable {
  /// The study's name.
  public let study: String
  /// What is reported, a line.
  public let title: String
  /// The tables, as papers show them.
  public var tables: [StudyTable]
  /// Every number of the study in long form: one row for each thing measured, nothing across.
  public var records: StudyTable
  /// The plots.
  public var plots: [Plot]
  /// Where on their grid images keep patches.
  public var maps: [StudyMap]
  /// What a reader must know, sentences without a final period.
  public var notes: [String]
  /// The averages of the set, where the study measures them and they can stand for one encoder.
  public var calibration: Calibration?

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - study: The study's name.
  ///   - title: What is reported.
  ///   - tables: The tables.
  ///   - records: Every number in long form.
  ///   - plots: The plots.
  ///   - maps: Where images keep patches.
  ///   - notes: What a reader must know.
  ///   - calibration: The averages of the set.
  public init(
    study: String, title: String, tables: [StudyTable], records: StudyTable, plots: [Plot] = [],
    maps: [StudyMap] = [], notes: [String] = [], calibration: Calibration? = nil
  ) {
    self.study = study
    self.title = title
    self.tables = tables
    self.records = records
    self.plots = plots
    self.maps = maps
    self.notes = notes
    self.calibration = calibration
  }

  /// The report for a terminal: its title, then the tables with a blank line before each, then the
  /// notes, one in a line that begins with `  note  `.
  public var text: String {
    var text = StudyText.printable(title) + "\n"
    for table in tables { text += "\n" + table.text }
    if !notes.isEmpty { text += "\n" }
    for note in notes { text += "  note  " + StudyText.printable(note) + "\n" }
    return text
  }

  /// The report as a JSON object, with full precision.
  public var json: JSONValue {
    .object([
      "study": .string(study), "title": .string(title),
      "tables": .array(tables.map(\.json)), "records": records.json,
      "calibration": calibration?.json, "notes": .array(notes.map(JSONValue.string)),
    ])
  }

  /// The records as CSV, whose first line names the columns.
  public var csv: String { records.csv }

  /// The tables for LaTeX, each as a float with a caption, and the notes as comments.
  ///
  /// Needs the package booktabs and no other.
  public var latex: String {
    var text = "% " + StudyText.latex(title) + "; needs \\usepackage{booktabs}\n"
    for note in notes { text += "% " + StudyText.latex(note) + "\n" }
    for table in tables { text += "\n" + table.latex }
    return text
  }
}
