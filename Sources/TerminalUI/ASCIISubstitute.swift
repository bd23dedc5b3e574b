/// What stands in for a character where only ASCII can be shown.
public enum ASCIISubstitute {
  /// An ASCII character that resembles another one.
  ///
  /// - Parameter character: Any character.
  /// - Returns: A character of one column: the same, a look-alike, or `?`.
  public static func character(for character: Character) -> Character {
    if let value = character.asciiValue { return value >= 0x20 && value < 0x7F ? character : "?" }
    return lookAlikes[character] ?? "?"
  }

  private static let lookAlikes: [Character: Character] = {
    let groups: [(Character, String)] = [
      ("-", "─━═╌╍┄┅‐‑–—−"), ("|", "│┃║╎╏┆┇▏▎▍▌▐▕"),
      ("+", "┌┐└┘├┤┬┴┼╭╮╯╰╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋"),
      ("#", "█▉▊▋▇▆▅▄▀■▓▒"), ("_", "▁▂▃"), (":", "░"), ("*", "•●◆★✓✔∗"), (".", "·∙○◇☆"),
      ("<", "←‹«◀◂≤"), (">", "→›»▶▸≥"), ("^", "↑▲▴"), ("v", "↓▼▾"), ("x", "×✗✘"), ("~", "≈…"),
      ("t", "τ"), ("'", "‘’"), ("\"", "“”"), (" ", "\u{A0}"), ("/", "÷"),
    ]
    var table: [Character: Character] = [:]
    for (substitute, characters) in groups {
      for character in characters { table[character] = substitute }
    }
    return table
  }()
}
