import Captions
import DataTables
import TerminalUI

/// The table that `chair` prints: a line for each strategy and budget, and one for all captions.
struct ChairTable {
  /// The lines, without their ends.
  let lines: [String]

  private struct Column {
    let head: String
    let name: String
    let scale: Double
    let digits: Int
  }

  private static let columns: [Column] = [
    Column(head: "captions", name: "captions", scale: 1, digits: 0),
    Column(head: "CHAIR_s", name: "chair_s", scale: 100, digits: 1),
    Column(head: "CHAIR_i", name: "chair_i", scale: 100, digits: 1),
    Column(head: "recall", name: "recall", scale: 100, digits: 1),
    Column(head: "words", name: "words", scale: 1, digits: 1),
    Column(head: "erank", name: "erank_input", scale: 1, digits: 2),
    Column(head: "entropy", name: "entropy", scale: 1, digits: 3),
    Column(head: "erank kept", name: "erank_kept", scale: 1, digits: 2),
    Column(head: "coverage", name: "coverage", scale: 1, digits: 3),
    Column(head: "attention", name: "attention_mass", scale: 1, digits: 3),
  ]

  /// Lays out the groups of a report.
  init(_ report: ChairReport, _ truth: ImageObjects) {
    let groups = report.groups
    let rows = groups.map { group in
      Dictionary(uniqueKeysWithValues: report.row(of: group).map { ($0.name, $0.value) })
    }
    let columns = Self.columns.filter { column in rows.contains { $0[column.name] != nil } }
    var cells = [["strategy", "keep"] + columns.map(\.head)]
    for (group, row) in zip(groups, rows) {
      cells.append(
        [group.isOverall ? "all captions" : group.strategy ?? "-", group.keep ?? ""]
          + columns.map { Self.text(row[$0.name], scale: $0.scale, digits: $0.digits) })
    }
    let images = Set(report.scores.map(\.sample)).count
    lines =
      ["\(report.scores.count) captions of \(images) images; \(truth.count) are annotated"]
      + Self.aligned(cells) + Self.correlations(groups, rows)
  }

  /// The correlations with CHAIR_i, as a table of their own; none without a survey.
  private static func correlations(
    _ groups: [ChairReport.Group], _ rows: [[String: DataValue]]
  ) -> [String] {
    let measured = columns.filter { column in rows.contains { $0["r_" + column.name] != nil } }
    guard !measured.isEmpty else { return [] }
    var cells = [["strategy", "keep"] + measured.map(\.head)]
    for (group, row) in zip(groups, rows) {
      cells.append(
        [group.isOverall ? "all captions" : group.strategy ?? "-", group.keep ?? ""]
          + measured.map { text(row["r_" + $0.name], scale: 1, digits: 2) })
    }
    return ["Pearson's correlation with a caption's CHAIR_i"] + aligned(cells)
  }

  private static func text(_ value: DataValue?, scale: Double, digits: Int) -> String {
    guard let number = value?.number else { return "-" }
    return digits == 0 ? "\(Int(number))" : NumberText.fixed(scale * number, digits)
  }

  /// Rows of cells in columns: the first to the left, the others to the right.
  private static func aligned(_ cells: [[String]]) -> [String] {
    let widths = (cells.first ?? []).indices.map { column in
      cells.map { $0[column].count }.max() ?? 0
    }
    return cells.map { row in
      let fields = zip(row, widths).enumerated().map { index, cell in
        let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
        return index == 0 ? cell.0 + blanks : blanks + cell.0
      }
      return "  " + fields.joined(separator: "  ")
    }
  }
}
