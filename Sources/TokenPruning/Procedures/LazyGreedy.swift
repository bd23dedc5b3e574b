internal import HeapModule
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
  private let count: Int
  private let fresh: LazyGreedy<Objective>
  private let greedy: Mutex<LazyGreedy<Objective>>

  init(_ objective: Objective) {
    count = objective.count
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
}
