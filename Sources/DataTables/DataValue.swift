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
  /// - Parameter text: Digits are a number; `true` and `false` are flags; what is empty, what pandas
  ///   and others write for nothing (`NaN`, `nan`, `null`, `None`, `NA`), and what is not finite, is
  ///   missing.
  public init(_ text: String) {
    switch text {
    case "", "NaN", "nan", "null", "None", "NA", "N/A": self = .missing
    case "inf", "-inf", "+inf", "Inf", "-Inf", "+Inf", "INF", "-INF", "+INF", "Infinity",
      "-Infinity", "+Infinity", "infinity", "-infinity", "+infinity":
      self = .missing
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

extension DataValue {
  /// Reads what names a sample, digit by digit: `000001` is not 1.
  ///
  /// - Parameter text: The name; an integer with a fraction of zeros, as tables write integers of
  ///   columns in which some are missing, stands for the integer.
  init(name text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[0].allSatisfy({ (0x30...0x39).contains($0) }), parts[1].allSatisfy({ $0 == 0x30 })
    {
      self = .text(String(parts[0]) ?? text)
    } else {
      self = text.isEmpty ? .missing : .text(text)
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
