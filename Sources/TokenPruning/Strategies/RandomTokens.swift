internal import LinearAlgebra
public import TokenFields

/// Keeps tokens drawn at random: the baseline that a strategy must beat.
///
/// A Fisher–Yates shuffle driven by SplitMix64, dealt from the front, so that a larger budget keeps
/// everything a smaller one keeps. Nothing but the number of tokens is read: the same `seed` (0 or
/// more) draws the same tokens of every sample of n.
///
/// Promises nested and exact selections and an order, but no equivariance: it draws places.
///
/// - Complexity: O(*n*) once for *n* tokens.
public struct RandomTokens: PruningStrategy {
  /// The name of this strategy.
  public static let name = "random"
  /// A baseline.
  public static let family = StrategyFamily.baseline
  /// What this strategy does.
  public static let summary = "keep tokens drawn at random from a seed"
  /// A folk baseline.
  public static let source = "baseline; SplitMix64 and Fisher–Yates"
  /// It reads nothing.
  public var evidence: [Evidence] { [] }
  /// What it promises.
  public var promises: StrategyPromises {
    [.prefixConsistent, .exactCount, .scaleFree, .ordered, .deterministic]
  }
  /// The seed.
  public static let parameters = [
    ParameterSpecification(
      "seed", .integer(0...Int.max), default: .integer(0), "seed of the draw; our choice")
  ]

  /// The seed of the draw.
  public let seed: Int

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues = ParameterValues()) {
    seed = values.integer("seed") ?? 0
  }

  /// The seed.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("seed", .integer(seed))
    return values
  }

  /// Tokens drawn one after the other, as many as a budget asks for.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    DrawPlan(count: field.count, seed: UInt64(seed))
  }
}

/// Draws without putting back; a larger budget draws on.
private struct DrawPlan: SelectionPlan {
  let count: Int
  let seed: UInt64

  func selection(keeping budget: Int) -> Selection {
    require(budget, of: count)
    return Selection(order: draws(budget))
  }

  /// The first tokens that are drawn.
  private func draws(_ drawn: Int) -> ArraySlice<Int> {
    var generator = SplitMix64(seed: seed)
    var tokens = Array(0..<count)
    for place in 0..<drawn {
      tokens.swapAt(place, place + generator.next(below: count - place))
    }
    return tokens[..<drawn]
  }

  /// None: nothing is decided by the field's numbers.
  func instabilities(keeping budget: Int) -> [Instability] { [] }

  /// As which of all tokens each is drawn.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    places(of: tokens, in: Array(draws(count))).map { place in
      TokenReason(
        comparisons: place.map { [.place($0, of: count, by: .draw, keeping: budget)] } ?? [])
    }
  }

  func smallestBudgets(of tokens: [Int]) -> [Int?]? {
    places(of: tokens, in: Array(draws(count)))
  }
}
