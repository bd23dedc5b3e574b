internal import LinearAlgebra
internal import Synchronization

/// The plan of farthest-point sampling: tokens are ordered as far as budgets have asked for them.
///
/// Each next token has the largest distance to its nearest chosen one; chosen tokens are never
/// chosen again, and on ties the lower index comes first. A small budget needs a small part of the
/// order, and in a large field the whole would take longer than everything else.
final class FarthestPointPlan: SelectionPlan {
  private let count: Int
  private let sampling: Mutex<FarthestPointSampling>

  /// Chooses the first token.
  ///
  /// - Parameters:
  ///   - start: The first token.
  ///   - matrix: Cosines or inner products of every pair, n×n.
  ///   - distance: Which of the two they are.
  init(startingAt start: Int, in matrix: Matrix, by distance: FarthestPointSampling.Distance) {
    count = matrix.rows
    sampling = Mutex(FarthestPointSampling(startingAt: start, in: matrix, by: distance))
  }

  /// The first `budget` tokens of the order.
  func selection(keeping budget: Int) -> Selection {
    precondition((1...count).contains(budget), "a budget of \(budget) of \(count) tokens")
    return sampling.withLock { sampling in
      sampling.extend(to: budget)
      return Selection(order: sampling.order.prefix(budget))
    }
  }
}
