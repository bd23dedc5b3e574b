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
  /// The value that nearly does, or nearly does not, when that is unstable; at the rank of the count.
  let closest: Instability?

  /// Finds them.
  ///
  /// - Complexity: O(*n* log *n*) for *n* values.
  init(of values: [Double]) {
    guard !values.isEmpty else {
      (count, closest) = (0, nil)
      return
    }
    let sorted = values.sorted()
    let (low, high) = (percentile(25, ofSorted: sorted), percentile(75, ofSorted: sorted))
    let bound = high + 1.5 * (high - low)
    let count = values.count { $0 > bound }
    self.count = count
    let nearest = values.indices.min { abs(values[$0] - bound) < abs(values[$1] - bound) }
    closest = nearest.flatMap { token in
      Instability(rank: max(count, 1), token: token, rival: nil, scores: (values[token], bound))
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
