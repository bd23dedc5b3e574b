public import DataTables
public import SampleSets
public import TokenFields

/// What is known of a sample without looking at it.
public struct SampleFacts: Sendable, Equatable {
  /// How its tokens lie; nil before they were read, and of a sample that was refused.
  public var grid: TokenGrid?
  /// The effective rank of its tokens; nil without features.
  public var erank: Double?
  /// The entropy of its attention, in nats; nil without attention.
  public var entropy: Double?
  /// Whether its effective rank reaches the average; nil without features.
  public var isComplex: Bool?
  /// Why it cannot be read, if it cannot.
  public var refusal: String?
  /// Whether nothing more will become known.
  public var isWhole: Bool
  /// Whether a table tells them, which then stands over what is computed of the sample on screen.
  var isOfTable = false

  /// Creates facts.
  ///
  /// - Parameters:
  ///   - grid: How its tokens lie.
  ///   - erank: The effective rank of its tokens.
  ///   - entropy: The entropy of its attention.
  ///   - isComplex: Whether its effective rank reaches the average.
  ///   - refusal: Why it cannot be read.
  ///   - isWhole: Whether nothing more will become known.
  public init(
    grid: TokenGrid? = nil, erank: Double? = nil, entropy: Double? = nil, isComplex: Bool? = nil,
    refusal: String? = nil, isWhole: Bool = true
  ) {
    self.grid = grid
    self.erank = erank
    self.entropy = entropy
    self.isComplex = isComplex
    self.refusal = refusal
    self.isWhole = isWhole
  }
}

/// What became known of a sample that was looked into beside the screen.
public struct SurveyedSample: Sendable, Equatable {
  /// The sample.
  public let reference: SampleReference
  /// What is known of it.
  public let facts: SampleFacts

  /// Creates an answer.
  public init(_ reference: SampleReference, _ facts: SampleFacts) {
    self.reference = reference
    self.facts = facts
  }
}

/// The order in which samples are stepped through.
public enum SampleOrder: String, Sendable, Hashable, CaseIterable {
  /// As they were named on the command line.
  case given
  /// By name; numbers in names count as numbers.
  case name
  /// By effective rank, the smallest first.
  case erank
  /// By entropy, the smallest first.
  case entropy
  /// By a column of a table, the smallest first, or the first of the alphabet.
  case column

  /// The order in words.
  var text: String {
    switch self {
    case .given: "as given"
    case .column: "column of a table"
    case .name, .erank, .entropy: rawValue
    }
  }

  /// Whether samples must have been read for it.
  var needsFacts: Bool { self == .erank || self == .entropy }
}

/// What is known of all samples, and the order in which they are stepped through.
public struct SampleShelf: Sendable, Equatable {
  /// What is known of samples, as far as they were read.
  public internal(set) var facts: [SampleReference: SampleFacts] = [:]
  /// The samples that are stepped through, in order.
  public internal(set) var arrangement: SampleArrangement
  /// How far the look into all samples is, while there is one.
  public internal(set) var survey: Survey?
  /// The columns of tables that were joined to the samples.
  public internal(set) var table = SampleTable.empty
  /// The tables that are being read, by request.
  public internal(set) var readings: [Int: TableReading] = [:]
  /// Why tables could not be joined, a line each.
  public internal(set) var refusedTables: [String] = []
  /// Whether a look into all samples waits for tables, which may spare it.
  var wantsSurvey = false
  /// What was searched for last; empty for nothing.
  public internal(set) var search = ""

  /// The names as search compares them.
  let names: [FoldedName]
  /// What is known of each sample, in their order: the same as ``facts``, without looking up.
  private(set) var factList: [SampleFacts?]
  /// The places of each sample among all.
  private let places: [SampleReference: [Int]]
  /// Changes whenever facts do.
  private(set) var knowledge = 0

  /// A look into all samples.
  public struct Survey: Sendable, Equatable {
    /// Samples that were looked into.
    public var done: Int
    /// Samples to look into.
    public let total: Int
  }

  init(_ samples: [SampleReference]) {
    names = samples.map { FoldedName($0.name) }
    arrangement = SampleArrangement(count: samples.count)
    factList = Array(repeating: nil, count: samples.count)
    places = Dictionary(grouping: samples.indices) { samples[$0] }
  }

  /// Forgets everything that is known of samples but their names.
  mutating func forgetFacts() {
    facts = [:]
    factList = Array(repeating: nil, count: factList.count)
    knowledge += 1
  }

  /// Takes what became known of a sample.
  mutating func learn(_ new: SampleFacts, of sample: SampleReference) {
    guard facts[sample] != new else { return }
    facts[sample] = new
    for place in places[sample] ?? [] { factList[place] = new }
    knowledge += 1
  }
}

/// A name in the form in which case does not count.
struct FoldedName: Sendable, Equatable {
  let bytes: [UInt8]

  init(_ name: some StringProtocol) { bytes = Array(name.lowercased().utf8) }

  /// Whether another name occurs in this one.
  func contains(_ part: FoldedName) -> Bool {
    guard let first = part.bytes.first else { return true }
    let (count, length) = (bytes.count, part.bytes.count)
    guard length <= count else { return false }
    for start in 0...(count - length) where bytes[start] == first {
      if bytes[start..<(start + length)].elementsEqual(part.bytes) { return true }
    }
    return false
  }

  /// Whether this name comes before another: digits count as numbers, so that `a2` precedes `a10`.
  func precedes(_ other: FoldedName) -> Bool {
    var (at, to) = (0, 0)
    while at < bytes.count, to < other.bytes.count {
      if Self.isDigit(bytes[at]), Self.isDigit(other.bytes[to]) {
        let (one, another) = (Self.number(bytes, &at), Self.number(other.bytes, &to))
        if one.count != another.count { return one.count < another.count }
        if !one.elementsEqual(another) { return one.lexicographicallyPrecedes(another) }
      } else {
        if bytes[at] != other.bytes[to] { return bytes[at] < other.bytes[to] }
        (at, to) = (at + 1, to + 1)
      }
    }
    return bytes.count - at < other.bytes.count - to
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The digits from a place on, without leading zeros; the place moves behind them.
  private static func number(_ bytes: [UInt8], _ at: inout Int) -> ArraySlice<UInt8> {
    let start = at
    while at < bytes.count, isDigit(bytes[at]) { at += 1 }
    return bytes[start..<at].drop { $0 == 0x30 }
  }
}
