public import Analysis
public import TokenPruning

/// A strategy of the list with what is known of it.
public struct StrategyRow: Sendable, Equatable {
  /// What is known at the current budget.
  public enum Status: Sendable, Equatable {
    /// Not computed yet.
    case pending
    /// Computed.
    case ready
    /// The sample cannot serve it, for this reason.
    case unavailable(String)
  }

  /// The strategy.
  public let strategy: ConfiguredStrategy
  /// What is known.
  public var status = Status.pending
  /// The newest evaluation; it stays while the next one is computed, so that nothing flickers.
  public var evaluation: Evaluation?
  /// The plan behind it, for traces; equality does not look at it.
  public var plan: PlanReference?
  /// The decisions behind the evaluation that rounding could turn; nil where it was not looked into.
  public var instabilities: [Instability]?

  /// Creates a row about which nothing is known.
  public init(strategy: ConfiguredStrategy) { self.strategy = strategy }

  /// Forgets everything that belongs to a sample.
  mutating func forget() {
    status = .pending
    evaluation = nil
    plan = nil
    instabilities = nil
  }
}

/// A selection plan inside a state: always equal, because the evaluation beside it tells.
public struct PlanReference: Sendable, Equatable {
  /// The plan.
  public let plan: any SelectionPlan

  /// Wraps a plan.
  public init(_ plan: any SelectionPlan) { self.plan = plan }

  /// Always true.
  public static func == (one: PlanReference, other: PlanReference) -> Bool { true }
}
