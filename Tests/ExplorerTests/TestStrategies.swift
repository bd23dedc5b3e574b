import TokenFields
import TokenPruning

/// Small strategies that do what those of the catalog need not: merge in several ways, decide by a
/// hair, prune inside the language model, refuse.
enum TestStrategies {
  static let all: [any PruningStrategy.Type] = [
    BlockMerger.self, Absorber.self, Sharer.self, Hairline.self, InModel.self, Refuser.self,
    Textual.self,
  ]
}

/// What the strategies of tests have in common.
protocol TestStrategy: PruningStrategy {
  init()
  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection
  func instabilities(keeping budget: Int) -> [Instability]
}

extension TestStrategy {
  static var family: StrategyFamily { .merging }
  static var summary: String { "stands in for strategies that tests need" }
  static var source: String { "tests" }
  static var parameters: [ParameterSpecification] { [] }
  var evidence: [Evidence] { [] }
  var promises: StrategyPromises { [] }
  init(_ values: ParameterValues) { self.init() }
  func instabilities(keeping budget: Int) -> [Instability] { [] }
  func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    try requireEvidence(of: field)
    return TestPlan(strategy: self, grid: field.field.grid)
  }
}

/// A plan that asks its strategy.
struct TestPlan<Strategy: TestStrategy>: SelectionPlan {
  let strategy: Strategy
  let grid: TokenGrid

  var count: Int { grid.count }

  func selection(keeping budget: Int) -> Selection {
    strategy.selection(keeping: budget, of: grid)
  }
  func instabilities(keeping budget: Int) -> [Instability] {
    strategy.instabilities(keeping: budget)
  }
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] { tokens.map { _ in TokenReason() } }
}

/// Keeps no patch: blocks of 2×2 become groups, the last column's patches stay alone, as ToMe leaves
/// what it did not merge.
struct BlockMerger: TestStrategy {
  static let name = "block-merger"

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection {
    var blocks: [Int: [Int]] = [:]
    for token in 0..<grid.count {
      let (row, column) = token.quotientAndRemainder(dividingBy: grid.columns)
      let isAlone = column == grid.columns - 1
      blocks[isAlone ? grid.count + token : row / 2 * grid.columns + column / 2, default: []]
        .append(token)
    }
    return Selection(
      kept: [],
      merging: Merging(
        groups: blocks.sorted { $0.key < $1.key }.map {
          Merging.Group(representative: nil, meanOf: $0.value)
        }, in: .projected))
  }
}

/// Keeps every fourth token as far as the budget goes; each absorbs the two behind it, with .3 and .2;
/// what lies between is dropped, and the last kept one stays alone.
struct Absorber: TestStrategy {
  static let name = "absorber"

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection {
    let kept = (0..<grid.count).filter { $0 % 4 == 0 }.prefix(budget)
    let groups = kept.dropLast().map { token in
      Merging.Group(
        representative: token, members: [token, token + 1, token + 2], weights: [0.5, 0.3, 0.2])
    }
    return Selection(
      order: kept, merging: groups.isEmpty ? nil : Merging(groups: Array(groups), in: .projected))
  }
}

/// Keeps the first tokens, each a mixture of itself and of every dropped one, as PruMerge's are.
struct Sharer: TestStrategy {
  static let name = "sharer"

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection {
    let dropped = Array(budget..<grid.count)
    return Selection(
      kept: Array(0..<budget),
      merging: Merging(
        groups: (0..<budget).map { token in
          Merging.Group(
            representative: token, members: [token] + dropped,
            weights: [1] + dropped.map { 1 / Double(2 + abs($0 % budget - token)) })
        }, in: .projected), classTokens: 1)
  }
}

/// Keeps the first tokens; its choices are close calls.
struct Hairline: TestStrategy {
  static let name = "hairline"

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection {
    Selection(order: 0..<budget)
  }
  func instabilities(keeping budget: Int) -> [Instability] {
    [
      Instability(rank: 3, token: 2, rival: 5, margin: 3e-8),
      Instability(rank: budget, token: budget - 1, rival: budget, margin: 0),
    ]
  }
}

/// Keeps the first tokens, after the second layer.
struct InModel: TestStrategy {
  static let name = "in-model"
  var pruningLayer: Int { 2 }

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection {
    Selection(order: 0..<budget)
  }
}

/// Refuses every sample for a reason of its own.
struct Refuser: TestStrategy {
  static let name = "refuser"

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection { Selection(kept: []) }
  func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    throw .refused(
      strategy: Self.name,
      reason: "the program 'choose' ended with code 3 before it had answered")
  }
}

/// Reads what no sample of the tests carries.
struct Textual: TestStrategy {
  static let name = "textual"
  var evidence: [Evidence] { [.relevance] }

  func selection(keeping budget: Int, of grid: TokenGrid) -> Selection { Selection(kept: []) }
}
