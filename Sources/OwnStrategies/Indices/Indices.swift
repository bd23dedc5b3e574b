public import TokenFields
public import TokenPruning

/// Keeps the tokens that a file lists.
///
/// A list is a selection as it stands and decides its own count, whatever budget is asked for; with
/// `ordered=true` it is an order of selection, of which a budget takes the beginning. An object of
/// lists answers the budgets that it has and refuses others. Where a folder is named instead of a
/// file, each sample has a file of its own there, named after it. See ``IndexFile`` for formats.
///
/// A file is read when a sample is planned and checked whole before any of it is used: each index
/// is in 0..<n and there once.
///
/// - Complexity: O(*m*) for a file of *m* indices.
public struct Indices: PruningStrategy {
  /// The name of this strategy.
  public static let name = "indices"
  /// A decision from outside.
  public static let family = StrategyFamily.own
  /// What this strategy does.
  public static let summary = "keep the tokens that a file of your own lists"
  /// Where the decision comes from.
  public static let source = "your own file"
  /// The file, and whether its order counts.
  public static let parameters = [
    ParameterSpecification(
      required: "path",
      .text("a .npy, .json or .txt file, or a folder of them (without colons and commas)"),
      "the file that lists the tokens to keep, or a folder of files named after the samples"),
    ParameterSpecification(
      "ordered", .flag, default: .flag(false),
      "whether the file lists tokens in the order of their selection, the first ones first"),
  ]

  /// The file or folder; empty where none is given, which ``plan(for:)`` refuses.
  public let path: String
  /// Whether lists are in the order of selection.
  public let ordered: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues) {
    path = values.word("path") ?? ""
    ordered = values.flag("ordered") ?? false
  }

  /// The name of the file or folder: a narrow list has no room for more.
  public static func title(_ given: ParameterValues) -> String? {
    given.word("path").map(\.lastPathComponent)
  }

  /// It reads nothing of a sample but its size and its name.
  public var evidence: [Evidence] { [] }

  /// It promises what lists can.
  public var promises: StrategyPromises { ordered ? [.ordered, .deterministic] : [.deterministic] }

  /// The parameters as given.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("path", .word(path))
    values.set("ordered", .flag(ordered))
    return values
  }

  /// A list has one: its count.
  public var hasOwnBudget: Bool { true }

  /// The count of a list, or the only budget of an object; nil where there are several, and where
  /// the file cannot be used, which ``plan(for:)`` tells of.
  public func ownBudget(for field: PreparedField) -> Int? {
    guard let file = try? file(for: field.field) else { return nil }
    switch file.content {
    case .list(let numbers): return numbers.count
    case .budgets(let lists): return lists.count == 1 ? lists.keys.first : nil
    }
  }

  /// How many tokens the file lists, where no budget decides it.
  public func notes(for field: PreparedField) -> [String] {
    guard let file = try? file(for: field.field) else { return [] }
    switch file.content {
    case .list(let numbers):
      let place = "\(file.path) lists \(tokens(numbers.count))"
      return [place + (ordered ? "; no budget keeps more" : " to be kept at every budget")]
    case .budgets(let lists):
      let others = lists.filter { $0.key != $0.value.count }.sorted { $0.key < $1.key }
      return others.prefix(3).map { budget, numbers in
        "\(file.path) lists \(tokens(numbers.count)) for a budget of \(budget)"
      }
    }
  }

  /// A plan that holds the lists of the sample's file.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    guard !path.isEmpty else {
      throw .missingParameter(
        strategy: Self.name, parameter: "path", expected: Self.parameters[0].expectation)
    }
    do throws(OwnStrategyError) {
      return IndicesPlan(
        file: try file(for: field.field), ordered: ordered, count: field.count)
    } catch {
      throw error.refusal(by: Self.name)
    }
  }

  private func tokens(_ count: Int) -> String { count == 1 ? "1 token" : "\(count) tokens" }

  private func file(for field: TokenField) throws(OwnStrategyError) -> IndexFile {
    guard field.tileIndex == nil else { throw OwnStrategyError(path, .tiled) }
    let file = try IndexFile(IndexFile.path(path, for: field.name))
    try file.check(of: field.count)
    return file
  }
}

/// The lists of a file that has been checked.
private struct IndicesPlan: SelectionPlan {
  let file: IndexFile
  let ordered: Bool
  let count: Int

  func selection(keeping budget: Int) throws(PruningError) -> Selection {
    precondition((1...count).contains(budget), "a budget of \(budget) of \(count) tokens")
    switch file.content {
    case .list(let numbers):
      return ordered ? Selection(order: numbers.prefix(budget)) : Selection(kept: numbers)
    case .budgets(let lists):
      guard let numbers = lists[budget] else {
        let problem = OwnStrategyError.Problem.otherBudgets(
          asked: budget, known: lists.keys.sorted())
        throw OwnStrategyError(file.path, problem).refusal(by: Indices.name)
      }
      return ordered ? Selection(order: numbers) : Selection(kept: numbers)
    }
  }

  func instabilities(keeping budget: Int) -> [Instability] { [] }

  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    switch file.content {
    case .list(let numbers):
      TokenReason.listed(tokens, in: selection, of: ordered ? numbers : nil, keeping: budget)
    case .budgets: TokenReason.listed(tokens, in: selection)
    }
  }

  /// The first budget whose list has a token; a single list has it at every budget, or from its place
  /// on.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? {
    var smallest: [Int: Int] = [:]
    switch file.content {
    case .list(let numbers):
      for (place, token) in numbers.enumerated() { smallest[token] = ordered ? place + 1 : 1 }
    case .budgets(let lists):
      for (budget, numbers) in lists where (1...count).contains(budget) {
        for token in numbers { smallest[token] = min(smallest[token] ?? budget, budget) }
      }
    }
    return tokens.map { smallest[$0] }
  }
}

extension String {
  /// What follows the last slash, not counting slashes at the end.
  var lastPathComponent: String { split(separator: "/").last.map(String.init) ?? self }
}
