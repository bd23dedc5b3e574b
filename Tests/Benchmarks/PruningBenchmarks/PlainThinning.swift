import LinearAlgebra

/// VisPruner as it is written down: in every round each even token is compared with every odd one.
///
/// - Parameters:
///   - order: All tokens in descending attention.
///   - cosines: The cosines of every pair.
///   - budget: How many to keep, half of them for their attention.
/// - Returns: The kept tokens.
/// - Complexity: O(*n*³).
func plainThinning(_ order: [Int], _ cosines: Matrix, keeping budget: Int) -> [Int] {
  let important = budget / 2
  var residual = Array(order[important...])
  let wanted = budget - important
  while residual.count > wanted {
    let even = stride(from: 0, to: residual.count, by: 2).map { residual[$0] }
    let odd = stride(from: 1, to: residual.count, by: 2).map { residual[$0] }
    let scored = even.map { token in
      (token: token, score: odd.lazy.map { cosines[token, $0] }.max() ?? -.infinity)
    }
    let sorted = scored.sorted { $0.score > $1.score }
    let deleted = min(8, residual.count - wanted, even.count)
    residual = sorted.dropFirst(deleted).map(\.token) + odd
  }
  return order[..<important] + residual
}
