/// How many values stand out of the others, by the rule of boxplots.
///
/// A value stands out when it exceeds Q₃ + 1.5 · (Q₃ − Q₁), with quartiles interpolated linearly
/// between neighbours (as `numpy.percentile` does).
///
/// - Parameter values: Any numbers.
/// - Returns: How many stand out; 0 of no values and of equal ones.
/// - Complexity: O(*n* log *n*).
///
/// Source: LLaVA-PruMerge, arXiv 2403.15388, whose code TRIM's follows.
func outlierCount(of values: [Double]) -> Int {
  guard !values.isEmpty else { return 0 }
  let sorted = values.sorted()
  let (low, high) = (percentile(25, ofSorted: sorted), percentile(75, ofSorted: sorted))
  let bound = high + 1.5 * (high - low)
  return values.count { $0 > bound }
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
