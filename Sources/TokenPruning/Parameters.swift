internal import OrderedCollections

/// The value of a strategy's parameter.
public enum ParameterValue: Sendable, Hashable {
  /// A real number.
  case number(Double)
  /// A whole number.
  case integer(Int)
  /// One of a few words.
  case word(String)
  /// Yes or no.
  case flag(Bool)
}

extension ParameterValue: CustomStringConvertible {
  /// The value as it is written on the command line.
  public var description: String {
    switch self {
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    case .integer(let value): "\(value)"
    case .word(let value): value
    case .flag(let value): "\(value)"
    }
  }
}

/// A parameter of a strategy: its name, what it takes, its default and where that comes from.
public struct ParameterSpecification: Sendable, Hashable {
  /// What a parameter takes.
  public enum Kind: Sendable, Hashable {
    /// A number in a range.
    case number(ClosedRange<Double>)
    /// A whole number in a range.
    case integer(ClosedRange<Int>)
    /// One of these words.
    case choice([String])
    /// true or false.
    case flag
    /// Any text of the kind that is named, such as a path, but an empty one or one with characters
    /// that command a terminal: labels are shown as they are.
    case text(String)
  }

  /// The name on the command line, in kebab case.
  public let name: String
  /// What it takes.
  public let kind: Kind
  /// The value when none is given; nil when the default depends on the sample or is "off".
  public let defaultValue: ParameterValue?
  /// Whether the strategy cannot be without it.
  public let isRequired: Bool
  /// One sentence: what it does, and where the default comes from.
  public let summary: String

  /// Creates a specification.
  public init(_ name: String, _ kind: Kind, default value: ParameterValue?, _ summary: String) {
    self.name = name
    self.kind = kind
    self.defaultValue = value
    isRequired = false
    self.summary = summary
  }

  /// Creates the specification of a parameter that must be given.
  public init(required name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    defaultValue = nil
    isRequired = true
    self.summary = summary
  }

  /// What the parameter takes, in words.
  public var expectation: String {
    switch kind {
    case .number(let range):
      "a number in \(ParameterValue.number(range.lowerBound))...\(ParameterValue.number(range.upperBound))"
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)"
        : "a whole number in \(range.lowerBound)...\(range.upperBound)"
    case .choice(let words): words.joined(separator: " or ")
    case .flag: "true or false"
    case .text(let kind): kind
    }
  }

  /// Reads a value; nil when it is not one or is out of range.
  func value(from text: String) -> ParameterValue? {
    switch kind {
    case .number(let range):
      Double(text).flatMap { range.contains($0) ? .number($0) : nil }
    case .integer(let range):
      Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .choice(let words): words.contains(text) ? .word(text) : nil
    case .flag: Bool(text).map(ParameterValue.flag)
    case .text: text.isEmpty || text.commandsTerminals ? nil : .word(text)
    }
  }
}

extension String {
  /// Whether some of its characters would do something to a terminal or to the line around them.
  fileprivate var commandsTerminals: Bool {
    unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator: true
      // Bidirectional overrides reorder a line; the joiners belong to letters and pictures.
      case .format: scalar.value != 0x200C && scalar.value != 0x200D
      default: false
      }
    }
  }
}

/// The parameters of one strategy, in the order of its specifications.
public struct ParameterValues: Sendable, Hashable {
  private var values: OrderedDictionary<String, ParameterValue> = [:]

  /// The values that are set, by name, in the order of the specifications.
  public var entries: [Entry] { values.map { Entry(name: $0.key, value: $0.value) } }

  /// One parameter with its value.
  public struct Entry: Sendable, Hashable {
    /// The parameter's name.
    public let name: String
    /// Its value.
    public let value: ParameterValue
  }

  /// Creates an empty set: every parameter has its default.
  public init() {}

  /// The value of a parameter; nil when it is not set.
  public subscript(name: String) -> ParameterValue? { values[name] }

  /// Sets a parameter, in its place if it is there already.
  public mutating func set(_ name: String, _ value: ParameterValue) { values[name] = value }

  /// A number, or nil when the parameter is not set to one.
  public func number(_ name: String) -> Double? {
    if case .number(let value) = self[name] { value } else { nil }
  }

  /// A whole number, or nil when the parameter is not set to one.
  public func integer(_ name: String) -> Int? {
    if case .integer(let value) = self[name] { value } else { nil }
  }

  /// A word, or nil when the parameter is not set to one.
  public func word(_ name: String) -> String? {
    if case .word(let value) = self[name] { value } else { nil }
  }

  /// A flag, or nil when the parameter is not set to one.
  public func flag(_ name: String) -> Bool? {
    if case .flag(let value) = self[name] { value } else { nil }
  }

  /// These values with the specifications' defaults where nothing is set.
  public func fillingDefaults(of specifications: [ParameterSpecification]) -> ParameterValues {
    var filled = ParameterValues()
    for specification in specifications {
      if let value = self[specification.name] ?? specification.defaultValue {
        filled.set(specification.name, value)
      }
    }
    return filled
  }
}
