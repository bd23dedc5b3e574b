internal import DataTables
internal import TokenFields

/// Which samples are stepped through: words that all must hold.
///
/// `street` asks for names that have it; `erank>90`, `entropy<=5` and `n=576` compare; `complex`,
/// `simple` and `refused` ask for what a sample is. A column of a table is compared as well, with
/// numbers, `yes` and `no`, or texts: `correct=0`, `erank_kept@divprune@64>12`, `verdict=complex`. `!`
/// before a word turns it around, and quotes make it a part of the name whatever it says; in quotes
/// before a comparison, it is the name of a column that has blanks.
public struct SampleFilter: Sendable, Equatable {
  /// A condition.
  private struct Term: Sendable, Equatable {
    let condition: Condition
    let isNegated: Bool
  }

  private enum Condition: Sendable, Equatable {
    case name(FoldedName)
    case compares(Quantity, Relation, Double)
    case column(String, Relation, DataValue)
    case complex, simple, refused
  }

  /// A number that is known of a sample.
  private enum Quantity: String, CaseIterable {
    case erank, entropy, n
  }

  private enum Relation: String, CaseIterable {
    // The longer ones first, so that they are found first.
    case atMost = "<=", atLeast = ">=", less = "<", greater = ">", unequal = "!=", equal = "="
  }

  private let terms: [Term]

  /// The filter that every sample passes.
  static let all = SampleFilter(terms: [])

  private init(terms: [Term]) { self.terms = terms }

  /// Whether every sample passes.
  var isAll: Bool { terms.isEmpty }

  /// Whether samples must have been read to be judged.
  var needsFacts: Bool {
    terms.contains {
      switch $0.condition {
      case .name, .column: false
      case .compares, .complex, .simple, .refused: true
      }
    }
  }

  /// The columns of tables that are compared.
  var columns: [String] {
    terms.compactMap { if case .column(let name, _, _) = $0.condition { name } else { nil } }
  }

  /// Reads a filter; nil for a comparison without something to compare with.
  ///
  /// - Parameter text: Words separated by blanks.
  public init?(_ text: String) {
    var terms: [Term] = []
    for word in Self.words(text) {
      let isNegated = word.hasPrefix("!") && word.count > 1
      let rest = isNegated ? word.dropFirst() : word[...]
      guard let condition = Self.condition(rest) else { return nil }
      terms.append(Term(condition: condition, isNegated: isNegated))
    }
    self.init(terms: terms)
  }

  /// Words separated by blanks; blanks between quotes separate nothing.
  static func words(_ text: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in text {
      if character == "\"" { isQuoted.toggle() }
      if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func condition(_ word: Substring) -> Condition? {
    switch word {
    case "complex": return .complex
    case "simple": return .simple
    case "refused": return .refused
    default: break
    }
    guard let (name, relation, operand) = comparison(word) else {
      return .name(FoldedName(word.filter { $0 != "\"" || !word.hasPrefix("\"") }))
    }
    guard !operand.isEmpty else { return nil }
    let number = numeric(operand)
    if let quantity = Quantity(rawValue: name) {
      guard operand.allSatisfy({ "0123456789.".contains($0) }) else { return nil }
      return number.map { .compares(quantity, relation, $0) }
    }
    if let number { return .column(name, relation, .number(number)) }
    guard relation == .equal || relation == .unequal else { return nil }
    return .column(name, relation, .text(operand))
  }

  /// The column, the relation and what it is compared with; nil for a word that compares nothing.
  static func parts(of word: String) -> (column: String, relation: String, operand: String)? {
    comparison(word[...]).map { ($0.0, $0.1.rawValue, $0.2) }
  }

  private static func comparison(_ word: Substring) -> (String, Relation, String)? {
    var rest = word
    var name = ""
    if word.hasPrefix("\"") {
      rest = word.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      name = String(rest[..<end])
      rest = rest[end...].dropFirst()
    } else {
      let end = rest.indices.first { place in
        Relation.allCases.contains { rest[place...].hasPrefix($0.rawValue) }
      }
      guard let end else { return nil }
      name = String(rest[..<end])
      rest = rest[end...]
    }
    guard !name.isEmpty,
      let relation = Relation.allCases.first(where: { rest.hasPrefix($0.rawValue) })
    else { return nil }
    let operand = rest.dropFirst(relation.rawValue.count)
    return (name, relation, operand.filter { $0 != "\"" })
  }

  /// A number as digits are; words such as `nan` are none.
  private static func numeric(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) || "+-.eE".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return nil }
    return number
  }

  /// Whether a sample passes; what is not known of it yet does not hold, nor does its opposite.
  ///
  /// - Parameters:
  ///   - sample: An index into all samples.
  ///   - shelf: Its names and tables.
  ///   - facts: What is known of it.
  /// - Returns: Whether every word holds.
  func admits(_ sample: Int, in shelf: SampleShelf, facts: SampleFacts?) -> Bool {
    terms.allSatisfy { term in
      let holds: Bool? =
        switch term.condition {
        case .column(let name, let relation, let operand):
          shelf.table[name].flatMap { Self.holds($0, sample, relation, operand) }
        default: Self.holds(term.condition, shelf.names[sample], facts)
        }
      guard let holds else { return false }
      return holds != term.isNegated
    }
  }

  private static func holds(
    _ condition: Condition, _ name: FoldedName, _ facts: SampleFacts?
  ) -> Bool? {
    switch condition {
    case .name(let part): return name.contains(part)
    case .complex: return facts?.isComplex
    case .simple: return facts?.isComplex.map { !$0 }
    case .refused: return facts.map { $0.refusal != nil }
    case .compares(let quantity, let relation, let number):
      let value =
        switch quantity {
        case .erank: facts?.erank
        case .entropy: facts?.entropy
        case .n: facts?.tokenCount
        }
      return value.map { compare($0, relation, number) }
    case .column: return nil
    }
  }

  private static func holds(
    _ column: SampleColumn, _ sample: Int, _ relation: Relation, _ operand: DataValue
  ) -> Bool? {
    let value = column.value(of: sample)
    switch (value, operand) {
    case (.missing, _): return nil
    case (.text(let text), _):
      let wanted = "\(operand)"
      let isSame = text.lowercased() == wanted.lowercased()
      switch relation {
      case .equal: return isSame
      case .unequal: return !isSame
      default: return nil
      }
    case (_, .text(let word)):
      let isTrue = ["true", "yes"].contains(word.lowercased())
      guard isTrue || ["false", "no"].contains(word.lowercased()), let number = value.number else {
        return nil
      }
      return (number == (isTrue ? 1 : 0)) == (relation == .equal)
    default:
      guard let one = value.number, let other = operand.number else { return nil }
      return compare(one, relation, other)
    }
  }

  private static func compare(_ value: Double, _ relation: Relation, _ number: Double) -> Bool {
    switch relation {
    case .less: value < number
    case .atMost: value <= number
    case .greater: value > number
    case .atLeast: value >= number
    case .equal: value == number
    case .unequal: value != number
    }
  }
}

/// The list of samples over the screen.
public struct SampleListState: Sendable, Equatable {
  /// The chosen sample, an index into all samples.
  public var selected: Int

  /// Opens the list.
  public init(selected: Int) { self.selected = selected }
}
