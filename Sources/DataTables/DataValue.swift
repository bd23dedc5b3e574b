/// A value of a table.
public enum DataValue: Sendable, Hashable {
  /// Nothing is known.
  case missing
  /// A finite number.
  case number(Double)
  /// Yes or no.
  case flag(Bool)
  /// A text that is not empty.
  case text(String)

  /// The value as a number: of a flag 1 or 0; nil for texts and where nothing is known.
  public var number: Double? {
    switch self {
    case .number(let value): value
    case .flag(let value): value ? 1 : 0
    case .missing, .text: nil
    }
  }

  /// Reads a value as CSV spells it.
  ///
  /// - Parameter text: Digits are a number; `true` and `false` are flags; what is empty, and what
  ///   pandas and others write for nothing (`NaN`, `nan`, `null`, `None`, `NA`), is missing.
  public init(_ text: String) {
    switch text {
    case "", "NaN", "nan", "null", "None", "NA", "N/A": self = .missing
    case "true", "True", "TRUE": self = .flag(true)
    case "false", "False", "FALSE": self = .flag(false)
    default:
      // Double reads hexadecimal and words too; a number is digits.
      let isPlain = text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(byte)
      }
      if isPlain, let value = Double(text) {
        self = value.isFinite ? .number(value) : .missing
      } else {
        self = .text(text)
      }
    }
  }
}

extension DataValue: CustomStringConvertible {
  /// The value as CSV spells it; empty where nothing is known.
  public var description: String {
    switch self {
    case .missing: ""
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .flag(let value): "\(value)"
    case .text(let value): value
    }
  }
}
