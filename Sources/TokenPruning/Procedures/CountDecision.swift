internal import LinearAlgebra

/// A plan that decides how many tokens are kept by a number of the image.
///
/// Where that number is about as large as one at which the count changes, the count is unstable too.
struct CountDecidingPlan: SelectionPlan {
  /// What selects.
  let plan: any SelectionPlan
  /// Which decisions about the count were close at a budget.
  let closeCounts: @Sendable (Int) -> [Instability]

  var count: Int { plan.count }

  func selection(keeping budget: Int) throws(PruningError) -> Selection {
    try plan.selection(keeping: budget)
  }

  /// Those of the selection, and those of the count.
  func instabilities(keeping budget: Int) -> [Instability] {
    plan.instabilities(keeping: budget) + closeCounts(budget)
  }

  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    plan.reasons(for: tokens, in: selection, keeping: budget)
  }

  func keptTokens(keeping budget: Int) throws(PruningError) -> [Int] {
    try plan.keptTokens(keeping: budget)
  }

  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    try plan.smallestBudgets(of: tokens)
  }
}

/// The rank whose token is in or out by how a number is made whole, when that is unstable.
///
/// - Parameters:
///   - number: What is made whole, 0 or more.
///   - truncating: Whether it is truncated, as released code does, or rounded to the nearest.
/// - Returns: The rank, from 1, and the margin relative to the number; nil where it is clear.
func closeCount(_ number: Double, truncating: Bool) -> (rank: Int, margin: Double)? {
  let edge = truncating ? number.rounded() : number.rounded(.down) + 0.5
  let margin = abs(number - edge) / max(number, 1)
  guard edge > 0, margin <= Instability.tolerance else { return nil }
  return (Int(edge.rounded(.up)), margin)
}
