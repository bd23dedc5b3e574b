/// The values that stand out of the others, by the rule of boxplots.
///
/// A value stands out when it exceeds Q₃ + 1.5 · (Q₃ − Q₁), with quartiles interpolated linearly
/// between neighbours (as `numpy.percentile` does).
///
/// None stands out of no values or of equal ones.
///
/// Source: LLaVA-PruMerge, arXiv 2403.15388, whose code TRIM's follows.
struct Outliers: Sendable {
  /// How many values stand out.
  let count: Int
  /// What a value must exceed to stand out; infinite of no values.
  let bound: Double
  /// The value that nearly does, or nearly does not, when that is unstable; at the rank of the count.
  let closest: Instability?

  /// Finds them.
  ///
  /// - Complexity: O(*n* log *n*) for *n* values.
  init(of values: [Double]) {
    guard !values.isEmpty else {
      (count, bound, closest) = (0, .infinity, nil)
      return
    }
    let sorted = values.sorted()
    let (low, high) = (percentile(25, ofSorted: sorted), percentile(75, ofSorted: sorted))
    let bound = high + 1.5 * (high - low)
    let count = values.count { $0 > bound }
    self.count = count
    self.bound = bound
    let nearest = values.indices.min { abs(values[$0] - bound) < abs(values[$1] - bound) }
    closest = nearest.flatMap { token in
      Instability(rank: max(count, 1), token: token, rival: nil, scores: (values[token], bound))
    }
  }
}

extension Outliers {
  /// How tokens compare to the bound; those that exceed it and are not kept all the same, to the last
  /// that is.
  ///
  /// - Parameters:
  ///   - tokens: Tokens of the field.
  ///   - values: The values among which these outliers are, by token.
  ///   - measure: What the values are.
  ///   - ranking: The tokens in the order of the values.
  ///   - quota: How many of the first are kept.
  /// - Returns: For each token one comparison or two.
  func comparisons(
    of tokens: [Int], with values: [Double], by measure: TokenReason.Measure,
    in ranking: Ranking, taking quota: Int
  ) -> [[TokenReason.Comparison]] {
    let ranked = ranking.comparisons(of: tokens, by: measure, taking: quota)
    return zip(tokens, ranked).map { token, ranked in
      let isOutlier = values[token] > bound
      // The order is by scores of which the values may be a function, not always as fine a one.
      let placed = TokenReason.Comparison(
        measure, values[token], rank: ranked.rank,
        cut: ranked.cut?.token.map { TokenReason.Cut(values[$0], of: $0) },
        isPassed: ranked.isPassed)
      let bounded = TokenReason.Comparison(
        measure, values[token], rank: ranked.rank.map { TokenReason.Rank($0.place, of: $0.count) },
        cut: TokenReason.Cut(bound), isPassed: isOutlier)
      // Rounding may keep one outlier less, and at least one is kept where there is none.
      return ranked.isPassed == isOutlier ? [bounded] : [bounded, placed]
    }
  }
}

/// How many tokens the released code keeps for a number of outliers: ⌊n · (outliers / n)⌋ in floating
/// point, which is one less for some numbers.
func keptCount(forOutliers outliers: Int, of count: Int) -> Int {
  Int(Double(count) * (Double(outliers) / Double(count)))
}

private func percentile(_ percent: Double, ofSorted sorted: [Double]) -> Double {
  let place = percent / 100 * Double(sorted.count - 1)
  let below = Int(place)
  let above = min(below + 1, sorted.count - 1)
  return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
}
