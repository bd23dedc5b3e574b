extension Key {
  /// The key as help and scripts write it: `x`, `<Tab>`, `<C-l>`, `<F1>`.
  public var spelling: String {
    switch self {
    case .character(" "): "<Space>"
    case .character("<"): "<lt>"
    case .character(let character): String(character)
    case .control(let character): "<C-\(Self.controlName(of: character))>"
    case .function(let number): "<F\(number)>"
    default: "<\(Self.named.first { $0.key == self }?.name ?? "?")>"
    }
  }

  /// The names of keys that print nothing.
  private static let named: [(name: String, key: Key)] = [
    ("Enter", .enter), ("Tab", .tab), ("S-Tab", .backTab), ("Esc", .escape), ("BS", .backspace),
    ("Del", .delete), ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("Home", .home), ("End", .end), ("PageUp", .pageUp), ("PageDown", .pageDown),
  ]

  /// What stands behind `C-`: the character, or a name where it would not be seen or would end it.
  private static func controlName(of character: Character) -> String {
    switch character {
    case " ": "Space"
    case "<": "lt"
    case ">": "gt"
    default: String(character)
    }
  }

  /// The character behind `C-`; nil when it is neither one character nor a name.
  private static func character(controlName name: Substring) -> Character? {
    switch name.lowercased() {
    case "space": " "
    case "lt": "<"
    case "gt": ">"
    default: name.count == 1 ? name.lowercased().first : nil
    }
  }

  /// The key inside angle brackets; nil when there is none of that name.
  private init?(name: String) {
    if let match = Self.named.first(where: { $0.name.lowercased() == name.lowercased() }) {
      self = match.key
    } else if name.lowercased() == "space" {
      self = .character(" ")
    } else if name.lowercased() == "lt" {
      self = .character("<")
    } else if name.lowercased().hasPrefix("c-"),
      let character = Self.character(controlName: name.dropFirst(2))
    {
      self = .control(character)
    } else if name.first?.lowercased() == "f", let number = Int(name.dropFirst()),
      (1...24).contains(number)
    {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// Whether what stands between angle brackets is meant as a name: letters, digits and hyphens, or
  /// any character behind `C-`.
  private static func isName(_ text: Substring) -> Bool {
    let rest = text.lowercased().hasPrefix("c-") && text.count == 3 ? text.dropLast() : text
    return !text.isEmpty && rest.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }

  /// Reads a script of keys: `j j <Tab> %22<Enter>`; blanks separate and mean nothing themselves.
  ///
  /// - Parameter script: Characters and names in angle brackets. A `<` that begins no `<name>` is
  ///   the character itself.
  /// - Returns: The keys in order.
  /// - Throws: ``KeyScriptError/unknownKey(_:)`` for a name that is no key's.
  public static func sequence(_ script: String) throws(KeyScriptError) -> [Key] {
    var keys: [Key] = []
    var rest = script[...]
    while let character = rest.first {
      if character == "<", let end = rest.firstIndex(of: ">"),
        case let name = rest[rest.index(after: rest.startIndex)..<end], isName(name)
      {
        guard let key = Key(name: String(name)) else { throw .unknownKey(String(name)) }
        keys.append(key)
        rest = rest[rest.index(after: end)...]
      } else {
        if character != " " { keys.append(.character(character)) }
        rest = rest.dropFirst()
      }
    }
    return keys
  }
}

/// The reason a script of keys cannot be read.
public enum KeyScriptError: Error, Sendable, Equatable {
  /// No key has this name.
  case unknownKey(String)
}

extension KeyScriptError: CustomStringConvertible {
  /// A message of one line: what is wrong, then what would be right.
  public var description: String {
    switch self {
    case .unknownKey(let name):
      "no key is named '<\(name)>'; write <Tab>, <Enter>, <Esc>, <Space>, <Up>, <F1> or <C-l>"
    }
  }
}
