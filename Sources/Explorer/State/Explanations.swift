public import Analysis
public import TokenPruning

/// Why strategies keep a token or not, as far as it was asked and answered.
public struct Explanations: Sendable, Equatable {
  /// One strategy's answer.
  public struct Answer: Sendable, Equatable {
    /// How the token fared, and why.
    public var trace: TokenTrace
    /// The smallest budget that keeps it; nil where that is not known (yet, or at all).
    public var firstKept: TraceText.FirstKept?

    /// Whether nothing more is to come.
    public var isWhole: Bool

    /// Creates an answer.
    public init(
      trace: TokenTrace, firstKept: TraceText.FirstKept? = nil, isWhole: Bool = false
    ) {
      self.trace = trace
      self.firstKept = firstKept
      self.isWhole = isWhole
    }
  }

  /// The token and the budget that the answers are about.
  public let subject: ExplainedToken
  /// The answers by strategy, indices into the state's rows.
  public var answers: [Int: Answer]

  /// Creates explanations.
  public init(_ subject: ExplainedToken, answers: [Int: Answer] = [:]) {
    self.subject = subject
    self.answers = answers
  }
}

/// A token at a budget.
public struct ExplainedToken: Sendable, Hashable {
  /// The token.
  public let token: Int
  /// How many tokens are kept.
  public let keep: Int
  /// The strategies that are asked, indices into the state's rows.
  public let rows: [Int]

  /// Creates a subject.
  public init(token: Int, keep: Int, rows: [Int]) {
    self.token = token
    self.keep = keep
    self.rows = rows
  }
}
