import Imaging

/// Writes grids as text with colour escapes (SGR), for pipes and files that a terminal shows later.
public struct ANSIEncoder: Sendable {
  /// What may be written.
  public let traits: ScreenTraits
  private var quantizer: ColorQuantizer?

  /// Creates an encoder.
  ///
  /// - Parameter traits: How many colours, and whether characters beyond ASCII may be used.
  public init(traits: ScreenTraits) {
    self.traits = traits
    switch traits.tier {
    case .mono, .direct: quantizer = nil
    case .ansi16: quantizer = ColorQuantizer(palette: .ansi16)
    case .indexed256: quantizer = ColorQuantizer(palette: .fixed240)
    }
  }

  /// The grid as text, one line a row, each ending with a line feed.
  ///
  /// Plain blanks at the end of a row are left out. Every row begins and ends with the terminal's
  /// own colours, so lines can be cut apart.
  ///
  /// - Parameter grid: The cells to write.
  /// - Returns: Lines in UTF-8; of a `mono` tier with attributes such as bold, but no colour.
  public mutating func encode(_ grid: CellGrid) -> String {
    var text = ""
    for row in 0..<grid.height {
      var cells = grid.drawnRow(row, unicode: traits.unicode)
      while let last = cells.last, last == Cell() { cells.removeLast() }
      var escape = ""
      for cell in cells {
        guard let character = cell.character else { continue }
        let wanted = self.escape(for: cell.style)
        if wanted != escape {
          text += wanted.isEmpty ? "\u{1B}[0m" : wanted
          escape = wanted
        }
        text.append(character)
      }
      if !escape.isEmpty { text += "\u{1B}[0m" }
      text += "\n"
    }
    return text
  }

  /// The escape that sets a style from any other; empty for the plain one.
  private mutating func escape(for style: CellStyle) -> String {
    var codes = ""
    if style.bold { codes += ";1" }
    if style.dim { codes += ";2" }
    if style.underline { codes += ";4" }
    if style.reverse { codes += ";7" }
    if case .rgb(let colour) = style.ink { codes += code(for: colour, base: 30) }
    if case .rgb(let colour) = style.ground { codes += code(for: colour, base: 40) }
    return codes.isEmpty ? "" : "\u{1B}[0\(codes)m"
  }

  /// The code of a colour as ink (`base` 30) or ground (40), led by a semicolon.
  private mutating func code(for colour: RGB, base: Int) -> String {
    switch traits.tier {
    case .mono: return ""
    case .direct: return ";\(base + 8);2;\(colour.red);\(colour.green);\(colour.blue)"
    case .ansi16, .indexed256:
      guard let index = quantizer?.index(of: colour) else { return "" }
      if index >= 16 { return ";\(base + 8);5;\(index)" }
      return ";\(index < 8 ? base + index : base + 60 + index - 8)"
    }
  }
}
