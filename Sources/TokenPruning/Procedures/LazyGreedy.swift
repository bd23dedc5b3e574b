internal import HeapModule
internal import LinearAlgebra
internal import Synchronization

/// What a greedy selection makes as large as it can: a gain for each token that never grows.
protocol GreedyObjective: Sendable {
  /// The number of tokens, n.
  var count: Int { get }
  /// The gain of adding a token now; never more than at any earlier time, not even by rounding.
  ///
  /// 0 or less when the token adds nothing any more.
  mutating func gain(of token: Int) -> Double
  /// Adds a token.
  mutating func add(_ token: Int)
  /// The tokens in the order in which they are added once no token adds anything.
  var fallback: [Int] { get }
  /// The size of the numbers that a gain is computed from, for judging how narrow a choice is.
  func scale(of token: Int) -> Double
  /// What the gain is.
  var measure: TokenReason.Measure { get }
  /// How all tokens rank by what their gains are weighted with, and what that is; nil where all weigh
  /// the same.
  var weighting: (ranking: Ranking, measure: TokenReason.Measure)? { get }
  /// The cosines of every pair of tokens, n×n.
  var cosines: Matrix { get }
}

/// A gain as it was at some step.
///
/// Not inside of the generic type: a heap of what is no generic type is specialized.
private struct GainBound: Comparable {
  let gain: Double
  let token: Int
  let step: Int

  static func < (one: GainBound, other: GainBound) -> Bool {
    one.gain != other.gain ? one.gain < other.gain : one.token > other.token
  }
}

/// Greedy selection that computes a gain only where it could be the largest [Minoux 1978].
///
/// A gain that was once computed bounds all later ones from above: a token whose old gain does not
/// reach the best new one need not be looked at. The result is exactly that of computing all gains
/// at every step; on ties the lower index comes first. Once no gain is above 0 the rest follow in
/// the order of the objective's fallback.
///
/// - Complexity: *n* gains once, and for each token that is added one gain and O(log *n*) for every
///   one that comes into question, all *n* at worst.
///
/// [Minoux 1978]: https://doi.org/10.1007/BFb0006528
struct LazyGreedy<Objective: GreedyObjective>: Sendable {
  /// The tokens added so far, in their order.
  private(set) var order: [Int] = []
  private var objective: Objective
  private var bounds: Heap<GainBound>
  private var isSpent = false

  /// Computes all first gains.
  init(_ objective: Objective) {
    var objective = objective
    bounds = Heap(
      (0..<objective.count).map { GainBound(gain: objective.gain(of: $0), token: $0, step: 0) })
    self.objective = objective
  }

  /// Adds tokens until there are `count`, or all are added.
  mutating func extend(to count: Int) {
    while order.count < min(count, objective.count) {
      guard let best = isSpent ? nil : popBest(), best.gain > 0 else {
        fill(to: count)
        return
      }
      add(best)
    }
  }

  /// Adds tokens as ``extend(to:)`` does and tells which choices were close.
  ///
  /// - Returns: The unstable choices; the fallback, if it was needed, as one at its first rank.
  mutating func extendTellingInstabilities(to count: Int) -> [Instability] {
    var found: [Instability] = []
    while order.count < min(count, objective.count) {
      guard let best = isSpent ? nil : popBest(), best.gain > 0 else {
        let spent = order.count
        fill(to: min(count + 1, objective.count))
        // Gains that have vanished are rounding noise elsewhere, which decides there.
        if order.count > max(count, spent + 1) {
          found.append(
            Instability(rank: spent + 1, token: order[spent], rival: order[spent + 1], margin: 0))
        }
        break
      }
      if let rival = popBest() {
        let size = max(objective.scale(of: best.token), objective.scale(of: rival.token))
        if let instability = Instability(
          rank: order.count + 1, token: best.token, rival: rival.token,
          difference: size > 0 ? (best.gain - rival.gain) / size : 0)
        {
          found.append(instability)
        }
        bounds.insert(rival)
      }
      add(best)
    }
    return found
  }

  private mutating func add(_ best: GainBound) {
    order.append(best.token)
    objective.add(best.token)
  }

  /// Takes the token with the largest gain of this step off the heap.
  private mutating func popBest() -> GainBound? {
    while let top = bounds.popMax() {
      if top.step == order.count { return top }
      bounds.insert(
        GainBound(gain: objective.gain(of: top.token), token: top.token, step: order.count))
    }
    return nil
  }

  /// Adds what is left in the order of the fallback.
  private mutating func fill(to count: Int) {
    isSpent = true
    var isAdded = [Bool](repeating: false, count: objective.count)
    for token in order { isAdded[token] = true }
    for token in objective.fallback where !isAdded[token] {
      guard order.count < count else { return }
      order.append(token)
    }
  }
}

/// The plan of a greedy selection: tokens are ordered as far as budgets have asked for them.
final class LazyGreedyPlan<Objective: GreedyObjective>: SelectionPlan {
  let count: Int
  private let objective: Objective
  private let fresh: LazyGreedy<Objective>
  private let greedy: Mutex<LazyGreedy<Objective>>

  init(_ objective: Objective) {
    count = objective.count
    self.objective = objective
    fresh = LazyGreedy(objective)
    greedy = Mutex(fresh)
  }

  /// The first `budget` tokens of the order.
  func selection(keeping budget: Int) -> Selection {
    require(budget, of: count)
    return greedy.withLock { greedy in
      greedy.extend(to: budget)
      return Selection(order: greedy.order.prefix(budget))
    }
  }

  /// The steps at which two tokens gained about the same; none when all are kept.
  func instabilities(keeping budget: Int) -> [Instability] {
    require(budget, of: count)
    guard budget < count else { return [] }
    var replay = fresh
    return replay.extendTellingInstabilities(to: budget)
  }

  /// Each token's gain against that of the last choice, what weighs it, and the chosen token that is
  /// most like it.
  ///
  /// The gain of a chosen token is that at which it was chosen, and of others what they would have
  /// gained in place of the last one.
  ///
  /// - Complexity: two gains for each token that is kept, one for each that is asked for.
  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    let order = selection.order ?? []
    var replay = Replay(of: objective, adding: order)
    let places = places(of: tokens, in: order)
    let weights = objective.weighting.map { weighting in
      weighting.ranking.places(of: tokens).enumerated().map { index, place in
        TokenReason.Comparison(
          weighting.measure, weighting.ranking.scores[tokens[index]],
          rank: TokenReason.Rank(place, of: count))
      }
    }
    let cut = order.last.map { TokenReason.Cut(replay.gains[order.count - 1], of: $0) }
    return tokens.indices.map { index in
      let place = places[index]
      let gain = place.map { replay.gains[$0 - 1] } ?? replay.objective.gain(of: tokens[index])
      let gained = TokenReason.Comparison(
        objective.measure, gain, cut: cut, isPassed: place != nil)
      let alike = mostAlike(tokens[index], among: order.prefix(place.map { $0 - 1 } ?? order.count))
      return TokenReason(
        stage: place.map { $0 > replay.gaining } == true ? .remainder : nil,
        comparisons: [gained, weights?[index], alike].compactMap { $0 })
    }
  }

  /// An objective before the last token of an order was added, with the gains until then.
  private struct Replay {
    var objective: Objective
    /// The gain of each token of the order when it was added.
    private(set) var gains: [Double] = []
    /// How many gained anything; the others came by the fallback.
    private(set) var gaining = 0

    init(of objective: Objective, adding order: [Int]) {
      self.objective = objective
      for token in order {
        let gain = self.objective.gain(of: token)
        gains.append(gain)
        guard gain > 0, gaining == gains.count - 1 else { continue }
        gaining += 1
        if gains.count < order.count { self.objective.add(token) }
      }
    }
  }

  /// How like a token is to the one of some that is most like it, the first on ties.
  private func mostAlike(
    _ token: Int, among others: ArraySlice<Int>
  ) -> TokenReason.Comparison? {
    guard !others.isEmpty else { return nil }
    let most = objective.cosines.maximum(ofRow: token, among: others)
    return TokenReason.Comparison(
      .similarity, most.value, to: others[others.startIndex + most.column])
  }

  /// Each token's place in the whole order.
  func smallestBudgets(of tokens: [Int]) -> [Int?]? {
    places(of: tokens, in: selection(keeping: count).order ?? [])
  }
}
