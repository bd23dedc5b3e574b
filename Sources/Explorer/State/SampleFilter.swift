internal import TokenFields
/// Which samples are stepped through: words that all must hold.
///
/// `street` asks for names that have it; `erank>90`, `entropy<=5` and `n=576` compare; `complex`,
/// `simple` and `refused` ask for what a sample is; `!` before a word turns it around, and quotes make
/// it a part of the name whatever it says.
public struct SampleFilter: Sendable, Equatable {
  /// A condition.
  private struct Term: Sendable, Equatable {
    let condition: Condition
    let isNegated: Bool
  }

  private enum Condition: Sendable, Equatable {
    case name(FoldedName)
    case compares(Quantity, Relation, Double)
    case complex, simple, refused
  }

  /// A number that is known of a sample.
  private enum Quantity: String, CaseIterable {
    case erank, entropy, n
  }

  private enum Relation: String, CaseIterable {
    // The longer ones first, so that they are found first.
    case atMost = "<=", atLeast = ">=", less = "<", greater = ">", equal = "="
  }

  private let terms: [Term]

  /// The filter that every sample passes.
  static let all = SampleFilter(terms: [])

  private init(terms: [Term]) { self.terms = terms }

  /// Whether every sample passes.
  var isAll: Bool { terms.isEmpty }

  /// Whether samples must have been read to be judged.
  var needsFacts: Bool {
    terms.contains { if case .name = $0.condition { false } else { true } }
  }

  /// Reads a filter; nil for a comparison without a number behind it.
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
  private static func words(_ text: String) -> [String] {
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
    if word.hasPrefix("\"") { return .name(FoldedName(word.filter { $0 != "\"" })) }
    switch word {
    case "complex": return .complex
    case "simple": return .simple
    case "refused": return .refused
    default: break
    }
    for quantity in Quantity.allCases where word.hasPrefix(quantity.rawValue) {
      let rest = word.dropFirst(quantity.rawValue.count)
      guard let relation = Relation.allCases.first(where: { rest.hasPrefix($0.rawValue) }) else {
        continue
      }
      let digits = rest.dropFirst(relation.rawValue.count)
      guard digits.allSatisfy({ "0123456789.".contains($0) }), let number = Double(digits) else {
        return nil
      }
      return .compares(quantity, relation, number)
    }
    return .name(FoldedName(word))
  }

  /// Whether a sample passes; what is not known of it yet does not hold, nor does its opposite.
  ///
  /// - Parameters:
  ///   - name: Its name.
  ///   - facts: What is known of it.
  /// - Returns: Whether every word holds.
  func admits(_ name: FoldedName, facts: SampleFacts?) -> Bool {
    terms.allSatisfy { term in
      guard let holds = Self.holds(term.condition, name, facts) else { return false }
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
        case .n: facts?.grid.map { Double($0.count) }
        }
      return value.map { compare($0, relation, number) }
    }
  }

  private static func compare(_ value: Double, _ relation: Relation, _ number: Double) -> Bool {
    switch relation {
    case .less: value < number
    case .atMost: value <= number
    case .greater: value > number
    case .atLeast: value >= number
    case .equal: value == number
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
