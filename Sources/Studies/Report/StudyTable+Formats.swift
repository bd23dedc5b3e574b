internal import TerminalUI
public import TextData

extension StudyTable {
  // MARK: Terminal

  /// The table in lines for a terminal: the caption, the headings, the rows, in columns that line up.
  ///
  /// Characters that would command the terminal are shown as what they are not.
  public var text: String {
    let heads = columns.map { column in
      StudyText.printable(
        column.unit.isEmpty ? column.heading : "\(column.heading) (\(column.unit))")
    }
    let cells = rows.map { row in zip(row, columns).map { StudyText.printable($0.text($1)) } }
    let widths = columns.indices.map { place in
      ([heads[place]] + cells.map { $0[place] }).map(DisplayWidth.columns).max() ?? 0
    }
    var text = StudyText.printable(caption) + "\n"
    for line in [heads] + cells where !columns.isEmpty {
      var parts: [String] = []
      for (place, cell) in line.enumerated() {
        let isLeft = columns[place].alignment == .left
        parts.append(
          isLeft
            ? NumberText.left(cell, widths[place]) : NumberText.right(cell, widths[place]))
      }
      var whole = "  " + parts.joined(separator: "  ")
      while whole.last == " " { whole.removeLast() }
      text += whole + "\n"
    }
    return text
  }

  // MARK: Files

  /// The table as comma-separated values with full precision; the first line names the columns.
  public var csv: String {
    guard !columns.isEmpty else { return "" }
    return CSV.text([columns.map(\.key)] + rows.map { $0.map(\.csv) })
  }

  /// The table as a JSON object: its rows are objects by the columns' keys, with full precision.
  public var json: JSONValue {
    .object([
      "name": .string(name), "caption": .string(caption),
      "columns": .array(
        columns.map { column in
          .object([
            "key": .string(column.key), "heading": .string(column.heading),
            "unit": .string(column.unit),
          ])
        }),
      "rows": .array(
        rows.map { row in
          .object(
            zip(columns, row).map { JSONValue.Member(key: $0.key, value: $1.json) })
        }),
    ])
  }

  // MARK: Papers

  /// The table as a float for LaTeX with a caption; needs the package booktabs and no other.
  public var latex: String {
    let sides = columns.map { $0.alignment == .left ? "l" : "r" }.joined()
    let heads = columns.map { column in
      StudyText.latex(column.unit.isEmpty ? column.heading : "\(column.heading) (\(column.unit))")
    }
    var lines = [
      "\\begin{table}", "\\centering", "\\caption{\(StudyText.latex(caption))}",
    ]
    guard !columns.isEmpty else {
      return (lines + ["\\end{table}"]).joined(separator: "\n") + "\n"
    }
    lines += ["\\begin{tabular}{\(sides)}", "\\toprule", Self.line(heads), "\\midrule"]
    lines += rows.map { row in Self.line(zip(row, columns).map { $0.latex($1) }) }
    lines += ["\\bottomrule", "\\end{tabular}", "\\end{table}"]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ cells: [String]) -> String {
    // A bracket after a line's end would be read as its option.
    let text = cells.joined(separator: " & ")
    return (text.hasPrefix("[") ? "{}" : "") + text + " \\\\"
  }
}

extension StudyTable.Cell {
  /// The cell in a column, rounded; a dash where nothing is known.
  func text(_ column: StudyTable.Column) -> String {
    switch self {
    case .missing: "–"
    case .number(let value): NumberText.fixed(value, column.decimals)
    case .count(let value): "\(value)"
    case .text(let value): value
    }
  }

  fileprivate func latex(_ column: StudyTable.Column) -> String {
    switch self {
    case .missing: return "--"
    case .number, .count:
      let text = self.text(column)
      return text.hasPrefix("-") ? "$\(text)$" : text
    case .text(let value): return StudyText.latex(value)
    }
  }

  fileprivate var csv: String {
    switch self {
    case .missing: ""
    case .number(let value): CSV.number(value)
    case .count(let value): "\(value)"
    case .text(let value): value
    }
  }

  fileprivate var json: JSONValue {
    switch self {
    case .missing: .null
    case .number(let value): .number(value)
    case .count(let value): .integer(value)
    case .text(let value): .string(value)
    }
  }
}
