internal import TerminalUI

/// Words and numbers of reports.
enum StudyText {
  /// A number with as many decimals.
  static func fixed(_ value: Double, _ decimals: Int) -> String {
    NumberText.fixed(value, decimals)
  }

  /// A number as short as it can be written.
  static func short(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }

  /// The text without characters that would command a terminal.
  static func printable(_ text: String) -> String { String(text.map(DisplayWidth.printable)) }

  /// A key in snake case as a heading.
  static func heading(_ key: String) -> String {
    String(key.map { $0 == "_" ? " " : $0 })
  }

  /// How many images, in words.
  static func images(_ count: Int) -> String { "\(count) image\(count == 1 ? "" : "s")" }

  /// The text for LaTeX in any usual font encoding: what it would read as commands is escaped, signs
  /// of mathematics are in its mode, and what no usual font has becomes a question mark.
  static func latex(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars { result += latex(scalar) }
    // Two hyphens in a row would become a dash.
    var separated = ""
    for character in result {
      if character == "-", separated.last == "-" { separated += "{}" }
      separated.append(character)
    }
    return separated
  }

  private static let latexSigns: [Unicode.Scalar: String] = [
    "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "$": "\\$", "&": "\\&", "#": "\\#",
    "%": "\\%", "_": "\\_", "^": "\\textasciicircum{}", "~": "\\textasciitilde{}",
    "<": "\\textless{}", ">": "\\textgreater{}", "|": "\\textbar{}", "\"": "''",
    "–": "\\textendash{}", "—": "\\textemdash{}", "…": "\\ldots{}", "±": "$\\pm$",
    "×": "$\\times$", "·": "$\\cdot$", "τ": "$\\tau$", "Δ": "$\\Delta$", "≥": "$\\geq$",
    "≤": "$\\leq$", "∞": "$\\infty$", "°": "$^{\\circ}$", "’": "'", "‘": "`",
  ]

  private static func latex(_ scalar: Unicode.Scalar) -> String {
    if let sign = latexSigns[scalar] { return sign }
    switch scalar.value {
    case 0x20...0x7E: return String(scalar)
    case 0x09...0x0D: return " "
    // Letters of western and central Europe, which the usual encoding composes.
    case 0xC0...0xD6, 0xD8...0xF6, 0xF8...0x17F: return String(scalar)
    default: return "?"
    }
  }
}
