/// A configuration as text: sections of settings, one a line.
///
/// The format is a small part of TOML. A line is empty, a comment (`# …`), a section (`[keys]`) or a
/// setting (`name = value`), and may end with a comment. Names are lower-case words joined by hyphens.
/// A value is a text between double quotes, in which `\"` and `\\` stand for themselves; a text between
/// single quotes, in which everything does; a number; `true` or `false`; or a list of texts on one line.
struct ConfigurationText {
  /// A value.
  enum Value: Equatable {
    case text(String)
    case number(String)
    case flag(Bool)
    case list([String])
  }

  /// A setting with its place.
  struct Setting: Equatable {
    let section: String
    let name: String
    let value: Value
    let line: Int
  }

  /// The settings, in the order of the lines.
  let settings: [Setting]

  /// The largest file that is read: a thousand settings have less than a tenth.
  static let limit = 1 << 20

  static let sections = ["defaults", "keys", "colors"]

  /// Reads bytes.
  ///
  /// - Parameters:
  ///   - bytes: The content of a file.
  ///   - path: What errors call it.
  /// - Throws: ``ConfigurationError`` for the first line that cannot be read.
  init(_ bytes: [UInt8], path: String) throws(ConfigurationError) {
    var settings: [Setting] = []
    var section: String?
    var sectionLines: [String: Int] = [:]
    var nameLines: [String: Int] = [:]
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      let number = index + 1
      do throws(ConfigurationError.Problem) {
        let line = try Self.text(of: bytes)
        switch try Self.read(line) {
        case .nothing: break
        case .section(let name):
          guard Self.sections.contains(name) else { throw .unknownSection(name) }
          if let earlier = sectionLines[name] { throw .repeatedSection(name, line: earlier) }
          sectionLines[name] = number
          section = name
        case .setting(let name, let value):
          guard let section else { throw .noSection(name) }
          let place = "\(section) \(name)"
          if let earlier = nameLines[place] { throw .repeatedName(name, line: earlier) }
          nameLines[place] = number
          settings.append(Setting(section: section, name: name, value: value, line: number))
        }
      } catch {
        throw .line(path: path, line: number, error)
      }
    }
    self.settings = settings
  }

  private enum Line {
    case nothing
    case section(String)
    case setting(String, Value)
  }

  private static func text(
    of bytes: ArraySlice<UInt8>
  ) throws(ConfigurationError.Problem) -> Substring {
    var bytes = bytes
    // The end of a line of DOS.
    if bytes.last == 0x0D { bytes.removeLast() }
    if let control = bytes.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
      throw .controlCharacter(control)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    if let scalar = text.unicodeScalars.first(where: { (0x80...0x9F).contains($0.value) }) {
      throw .controlCharacter(UInt8(scalar.value))
    }
    return text[...]
  }

  private static func read(_ line: Substring) throws(ConfigurationError.Problem) -> Line {
    var rest = line
    // The byte order mark of some editors.
    if rest.first == "\u{FEFF}" { rest.removeFirst() }
    skipBlanks(&rest)
    if rest.isEmpty || rest.first == "#" { return .nothing }
    if rest.first == "[" {
      guard let end = rest.firstIndex(of: "]") else { throw .badSection(short(rest)) }
      let name = rest[rest.index(after: rest.startIndex)..<end]
      var after = rest[rest.index(after: end)...]
      skipBlanks(&after)
      guard after.isEmpty || after.first == "#" else { throw .badSection(short(rest)) }
      return .section(String(name))
    }
    let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-._".contains($0)) }
    let whole = rest
    rest = rest.dropFirst(name.count)
    skipBlanks(&rest)
    guard !name.isEmpty, rest.first == "=" else { throw .noAssignment(short(whole)) }
    rest.removeFirst()
    skipBlanks(&rest)
    let written = rest
    guard let value = value(&rest) else { throw .badValue(short(written)) }
    skipBlanks(&rest)
    guard rest.isEmpty || rest.first == "#" else { throw .badValue(short(written)) }
    return .setting(String(name), value)
  }

  private static func value(_ rest: inout Substring) -> Value? {
    switch rest.first {
    case "\"", "'": return quoted(&rest).map { .text($0) }
    case "[":
      rest.removeFirst()
      var list: [String] = []
      while true {
        skipBlanks(&rest)
        if rest.first == "]" { break }
        guard let text = quoted(&rest) else { return nil }
        list.append(text)
        skipBlanks(&rest)
        if rest.first == "," { rest.removeFirst() } else if rest.first != "]" { return nil }
      }
      rest.removeFirst()
      return .list(list)
    default:
      let word = rest.prefix { !" \t#".contains($0) }
      rest = rest.dropFirst(word.count)
      switch word {
      case "true": return .flag(true)
      case "false": return .flag(false)
      case _ where !word.isEmpty && word.allSatisfy { "0123456789.".contains($0) }:
        return .number(String(word))
      default: return nil
      }
    }
  }

  private static func quoted(_ rest: inout Substring) -> String? {
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    rest.removeFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character == quote { return text }
      guard character == "\\", quote == "\"" else {
        text.append(character)
        continue
      }
      guard let next = rest.popFirst(), next == "\"" || next == "\\" else { return nil }
      text.append(next)
    }
    return nil
  }

  private static func skipBlanks(_ rest: inout Substring) {
    rest = rest.drop { $0 == " " || $0 == "\t" }
  }

  /// As much of a line as a message shows.
  private static func short(_ text: Substring) -> String {
    text.count > 40 ? text.prefix(39) + "…" : String(text)
  }

  /// A text as a value is written: in single quotes where that says the same with less.
  static func written(_ text: String) -> String {
    if text.contains("\\") || text.contains("\""), !text.contains("'") { return "'\(text)'" }
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}
