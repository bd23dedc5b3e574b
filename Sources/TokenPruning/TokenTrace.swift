/// How a token fared at a budget, and why.
public struct TokenTrace: Sendable, Equatable {
  /// How a token fared.
  public enum Outcome: Sendable, Equatable {
    /// Kept as a patch; as which of them, from 1, where the selection has an order.
    case kept(step: Int?)
    /// Dropped for another token's sake, which was itself chosen as the n-th where that is known.
    case removed(by: Int, step: Int?)
    /// Mixed into tokens that are handed on.
    case merged
    /// Dropped: others were preferred.
    case passedOver
  }

  /// What a token gave to a group that is handed on.
  public struct Share: Sendable, Equatable {
    /// The group's place among those of the selection's merging, from 0.
    public let group: Int
    /// The patch in whose place the group stands; nil for a token that is added.
    public let representative: Int?
    /// How many tokens the group is made of.
    public let size: Int
    /// The weight of this one.
    public let weight: Double

    /// Creates a share.
    public init(group: Int, representative: Int?, size: Int, weight: Double) {
      self.group = group
      self.representative = representative
      self.size = size
      self.weight = weight
    }
  }

  /// The token.
  public let token: Int
  /// How it fared.
  public let outcome: Outcome
  /// What the procedure says of it.
  public let reason: TokenReason
  /// The groups that it is a part of, in the order in which they are handed on; its own among them.
  public let shares: [Share]

  /// Creates a trace.
  public init(token: Int, outcome: Outcome, reason: TokenReason, shares: [Share] = []) {
    self.token = token
    self.outcome = outcome
    self.reason = reason
    self.shares = shares
  }
}

extension SelectionPlan {
  /// How tokens fared at a budget, and why.
  ///
  /// What becomes of a token is read from the selection, so that the two cannot differ; the plan adds
  /// the reasons.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field, each in 0..<``count``; others trap.
  ///   - selection: The plan's own selection at the budget.
  ///   - budget: How many were to be kept, in 1...n.
  /// - Returns: As many traces as tokens, in their order.
  /// - Complexity: O(*n* + members of groups) beside the plan's reasons.
  public func traces(
    of tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenTrace] {
    require(budget, of: count)
    for token in tokens {
      precondition((0..<count).contains(token), "token \(token) of \(count)")
    }
    let fates = SelectionFates(selection, of: tokens, among: count)
    return zip(tokens, reasons(for: tokens, in: selection, keeping: budget)).map {
      fates.trace(of: $0, because: $1)
    }
  }

  /// How tokens fared at a budget, and why.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field, each in 0..<``count``; others trap.
  ///   - budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: As many traces as tokens, in their order.
  /// - Throws: `PruningError` where ``selection(keeping:)`` does.
  public func traces(
    of tokens: [Int], keeping budget: Int
  ) throws(PruningError) -> [TokenTrace] {
    traces(of: tokens, in: try selection(keeping: budget), keeping: budget)
  }

  /// How a token fared at a budget, and why.
  ///
  /// - Parameters:
  ///   - token: A token of the field; others trap.
  ///   - budget: How many to keep, in 1...n; anything else traps.
  /// - Returns: The trace.
  /// - Throws: `PruningError` where ``selection(keeping:)`` does.
  public func trace(of token: Int, keeping budget: Int) throws(PruningError) -> TokenTrace {
    try traces(of: [token], keeping: budget)[0]
  }
}

/// What a selection says of some tokens.
private struct SelectionFates {
  private let isKept: [Bool]
  /// For each token its place in the order, from 1; nil without an order.
  private let steps: [Int]?
  private var shares: [Int: [TokenTrace.Share]] = [:]

  init(_ selection: Selection, of tokens: [Int], among count: Int) {
    isKept = selection.flags(count: count)
    steps = selection.order.map { order in
      var steps = [Int](repeating: 0, count: count)
      for (place, token) in order.enumerated() { steps[token] = place + 1 }
      return steps
    }
    guard let merging = selection.merging else { return }
    let wanted = Set(tokens)
    for (index, group) in merging.groups.enumerated() {
      for (member, weight) in zip(group.members, group.weights) where wanted.contains(member) {
        shares[member, default: []].append(
          TokenTrace.Share(
            group: index, representative: group.representative, size: group.members.count,
            weight: weight))
      }
    }
  }

  func trace(of token: Int, because reason: TokenReason) -> TokenTrace {
    let shares = shares[token] ?? []
    let outcome: TokenTrace.Outcome =
      if isKept[token] {
        .kept(step: steps?[token])
      } else if let remover = reason.remover {
        .removed(by: remover, step: steps.flatMap { $0[remover] > 0 ? $0[remover] : nil })
      } else {
        shares.isEmpty ? .passedOver : .merged
      }
    return TokenTrace(token: token, outcome: outcome, reason: reason, shares: shares)
  }
}
