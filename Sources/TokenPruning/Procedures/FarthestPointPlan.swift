internal import LinearAlgebra
internal import Synchronization

/// The plan of farthest-point sampling: tokens are ordered as far as budgets have asked for them.
///
/// Each next token has the largest distance to its nearest chosen one; chosen tokens are never
/// chosen again, and on ties the lower index comes first: tokens equal to chosen ones come last, in
/// the order of their indices. A small budget needs a small part of the order, and in a large field
/// the whole would take longer than everything else.
///
/// - Complexity: O(*n*) for each token that is ordered, once.
final class FarthestPointPlan: SelectionPlan {
  private let count: Int
  private let fresh: FarthestPointSampling
  private let startInstability: Instability?
  private let sampling: Mutex<FarthestPointSampling>

  /// Chooses the first token.
  ///
  /// - Parameters:
  ///   - start: The first token.
  ///   - instability: What made the choice of the first token unstable, if it was.
  ///   - matrix: Cosines or inner products of every pair, n×n.
  ///   - distance: Which of the two they are.
  init(
    startingAt start: Int, unstable instability: Instability? = nil, in matrix: Matrix,
    by distance: FarthestPointSampling.Distance
  ) {
    count = matrix.rows
    fresh = FarthestPointSampling(startingAt: start, in: matrix, by: distance)
    startInstability = instability
    sampling = Mutex(fresh)
  }

  /// The first `budget` tokens of the order.
  func order(to budget: Int) -> [Int] {
    require(budget, of: count)
    return sampling.withLock { sampling in
      sampling.extend(to: budget)
      return Array(sampling.order.prefix(budget))
    }
  }

  /// The first `budget` tokens of the order.
  func selection(keeping budget: Int) -> Selection { Selection(order: order(to: budget)) }

  /// The steps at which two tokens were about equally far; none when all are kept.
  ///
  /// - Complexity: O(*n* · budget).
  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: count)
    guard budget < count else { return [] }
    var replay = fresh
    return [startInstability].compactMap { $0 }
      + replay.extendTellingRunnersUp(to: budget).enumerated().compactMap { index, step in
        Instability(
          rank: index + 2, token: step.chosen, rival: step.runnerUp,
          difference: step.lead / step.scale)
      }
  }
}
