/// A decision that rounding could turn.
///
/// Selections are decided in doubles and ties go to the lower index, so that equal samples give equal
/// selections. Published code decides in float32 or float16, where a decision made by a hair may fall
/// the other way; this names such decisions.
public struct Instability: Sendable, Equatable {
  /// The step of the selection, from 1: the rank in its order, or the round of a thinning or merging.
  public let rank: Int
  /// The token that won; where a token is assigned to another, the one that is assigned.
  public let token: Int
  /// The token that would have won otherwise, where there is one to name; of an assignment the one
  /// that it went to, and of a threshold the one that it nearly passed or nearly did not.
  public let rival: Int?
  /// By how much it was won, relative to the size of what was compared; 0 is a tie, which the index
  /// decided.
  public let margin: Double

  /// The margin below which rounding to float32 may turn a decision: 2⁻²⁰, about 10⁻⁶.
  ///
  /// Float32 carries 24 bits; a cosine of a few hundred products loses up to four of them.
  public static let tolerance = 0x1p-20

  /// Creates an instability.
  public init(rank: Int, token: Int, rival: Int?, margin: Double) {
    self.rank = rank
    self.token = token
    self.rival = rival
    self.margin = margin
  }

  /// The cut after the first `rank` tokens of an order, when its scores are too close there.
  ///
  /// - Parameters:
  ///   - rank: How many tokens are on this side of the cut; the order goes on after it.
  ///   - order: Tokens, best first.
  ///   - scores: The score of each token, by token.
  init?(atCut rank: Int, of order: [Int], scores: [Double]) {
    let (last, next) = (order[rank - 1], order[rank])
    self.init(rank: rank, token: last, rival: next, scores: (scores[last], scores[next]))
  }

  /// A decision between two scores, when they are too close.
  init?(rank: Int, token: Int, rival: Int?, scores: (winner: Double, loser: Double)) {
    let size = max(abs(scores.winner), abs(scores.loser))
    let margin = size > 0 ? abs(scores.winner - scores.loser) / size : 0
    guard margin <= Self.tolerance else { return nil }
    self.init(rank: rank, token: token, rival: rival, margin: margin)
  }

  /// A decision between two cosines or cosine distances, which are of size 1, when they are too close.
  init?(rank: Int, token: Int, rival: Int?, difference: Double) {
    guard abs(difference) <= Self.tolerance else { return nil }
    self.init(rank: rank, token: token, rival: rival, margin: abs(difference))
  }
}
