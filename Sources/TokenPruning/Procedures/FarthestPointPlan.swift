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
  let count: Int
  private let fresh: FarthestPointSampling
  private let startInstability: Instability?
  private let sampling: Mutex<FarthestPointSampling>
  private let start: StartRule?
  private let measure: TokenReason.Measure

  /// What the first token was chosen by.
  struct StartRule: Sendable {
    /// All tokens, of which the first is chosen.
    let ranking: Ranking
    /// What the scores are.
    let measure: TokenReason.Measure
  }

  /// Chooses the first token.
  ///
  /// - Parameters:
  ///   - start: The first token.
  ///   - rule: What it was chosen by; nil when it is always the same.
  ///   - instability: What made the choice of the first token unstable, if it was.
  ///   - matrix: Cosines or inner products of every pair, n×n.
  ///   - distance: Which of the two they are.
  init(
    startingAt start: Int, by rule: StartRule?, unstable instability: Instability? = nil,
    in matrix: Matrix, distance: FarthestPointSampling.Distance
  ) {
    self.start = rule
    measure = distance == .cosine ? .cosineDistance : .euclideanDistance
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

  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    reasons(for: tokens, choosing: budget)
  }

  /// Each token's distance to the nearest chosen one, against that of the last choice.
  ///
  /// Of a chosen token the distance is that at which it was chosen, to those before it.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - budget: How many are chosen, from 1.
  /// - Returns: As many reasons as tokens.
  /// - Complexity: O(budget) for each token.
  func reasons(for tokens: [Int], choosing budget: Int) -> [TokenReason] {
    let order = order(to: budget)
    let places = places(of: tokens, in: order)
    let starts = startComparisons(of: tokens)
    let cut = nearest(to: order[order.count - 1], among: order.dropLast()).map {
      TokenReason.Cut($0.distance, of: order[order.count - 1])
    }
    return tokens.indices.map { index in
      let place = places[index]
      let before = order.prefix(place.map { $0 - 1 } ?? order.count)
      let distances = nearest(to: tokens[index], among: before).map {
        TokenReason.Comparison(
          measure, $0.distance, to: $0.token, cut: cut, isPassed: place != nil)
      }
      // Where only the start is chosen, its rule decides who is not.
      let decidesAtStart = place == 1 || (budget == 1 && start != nil)
      return TokenReason(
        stage: place == 1 ? .start : nil,
        comparisons: (decidesAtStart ? starts?[index] : distances).map { [$0] } ?? [])
    }
  }

  /// How tokens compare by the rule of the start; nil where there is none.
  private func startComparisons(of tokens: [Int]) -> [TokenReason.Comparison]? {
    guard let start, count > 1 else { return nil }
    let compared = start.ranking.comparisons(of: tokens, by: start.measure, taking: 1)
    guard start.measure == .isolation else { return compared }
    return zip(tokens, compared).map { token, one in
      TokenReason.Comparison(
        one.measure, one.value,
        to: nearest(to: token, among: (0..<count).filter { $0 != token }[...])?.token,
        rank: one.rank, cut: one.cut, isPassed: one.isPassed)
    }
  }

  /// The first of the tokens that are nearest to one; nil among none.
  private func nearest(
    to token: Int, among others: ArraySlice<Int>
  ) -> (token: Int, distance: Double)? {
    var nearest: (token: Int, distance: Double)?
    for other in others {
      let distance = fresh.distance(from: token, to: other)
      if nearest.map({ distance < $0.distance }) ?? true { nearest = (other, distance) }
    }
    return nearest
  }

  /// Each token's place in the whole order.
  ///
  /// - Complexity: O(*n*²) once.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? { places(of: tokens, in: order(to: count)) }
}
