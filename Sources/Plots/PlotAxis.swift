import Glibc

/// An axis of a plot: what is measured, from where to where.
public struct PlotAxis: Sendable, Hashable {
  /// How values become places.
  public enum Scale: Sendable, Hashable {
    /// In proportion to the value.
    case linear
    /// In proportion to its logarithm.
    case log
  }

  /// What is measured.
  public let label: String
  /// The unit; empty for plain numbers.
  public let unit: String
  /// What is measured, as the heading of a column.
  public let column: String
  /// How values become places.
  public let scale: Scale
  /// The values of its two ends: finite, the lower below the upper, and above 0 if logarithmic.
  public let range: ClosedRange<Double>
  /// Whether only whole numbers mean anything.
  public let isCount: Bool

  /// The label with its unit.
  public var caption: String { unit.isEmpty ? label : "\(label) (\(unit))" }

  /// Creates an axis that has room for values.
  ///
  /// Values that are not finite, or not above 0 on a logarithmic axis, are passed over. When all are
  /// the same, the axis is widened around them; without any it is 0...1, or 1...10 if logarithmic.
  ///
  /// - Parameters:
  ///   - label: What is measured.
  ///   - unit: The unit; empty for plain numbers.
  ///   - column: What is measured, as the heading of a column.
  ///   - scale: How values become places.
  ///   - values: The values.
  ///   - rounding: Whether the ends move outwards to the next tick.
  ///   - isCount: Whether only whole numbers mean anything.
  public init(
    _ label: String, unit: String = "", column: String, scale: Scale = .linear,
    holding values: some Sequence<Double>, rounding: Bool = false, isCount: Bool = false
  ) {
    self.label = label
    self.unit = unit
    self.column = column
    self.scale = scale
    self.isCount = isCount
    var (low, high) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    let held =
      low > high
      ? (scale == .log ? 1...10 : 0...1)
      : scale == .log ? Self.widenedLog(low, high) : Self.widened(low, high)
    range = rounding ? Self.rounded(held, scale, isCount: isCount) : held
  }

  /// Whether a value has a place on the axis, within it or beyond.
  public func places(_ value: Double) -> Bool {
    value.isFinite && (scale == .linear || value > 0)
  }

  /// The place of a value, 0 at the lower end to 1 at the upper one; not held to them.
  ///
  /// - Parameter value: A value that has a place.
  /// - Returns: A finite number.
  public func position(of value: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    switch scale {
    case .linear:
      // Halves, because the difference of two finite numbers may not be finite.
      return (value / 2 - low / 2) / (high / 2 - low / 2)
    case .log: return (Glibc.log(value) - Glibc.log(low)) / (Glibc.log(high) - Glibc.log(low))
    }
  }

  /// The value at a place, 0 for the lower end to 1 for the upper one.
  public func value(at position: Double) -> Double {
    let (low, high) = (range.lowerBound, range.upperBound)
    switch scale {
    case .linear: return low * (1 - position) + high * position
    case .log: return exp(Glibc.log(low) * (1 - position) + Glibc.log(high) * position)
    }
  }

  // MARK: Ends

  private static func widened(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    // A span that vanishes beside its ends could not be divided.
    guard high / 2 - low / 2 <= max(abs(low), abs(high)) * 1e-12 else { return low...high }
    if low == 0 && high == 0 { return 0...1 }
    return low > 0 ? 0...high : high < 0 ? low...0 : low.nextDown...high.nextUp
  }

  private static func widenedLog(_ low: Double, _ high: Double) -> ClosedRange<Double> {
    guard high < low * (1 + 1e-9) else { return low...high }
    let wide = (low / 2 > 0 ? low / 2 : low, high * 2 < .infinity ? high * 2 : high)
    return wide.0...wide.1
  }

  private static func rounded(
    _ range: ClosedRange<Double>, _ scale: Scale, isCount: Bool
  ) -> ClosedRange<Double> {
    let (low, high) = (range.lowerBound, range.upperBound)
    let rounded: (low: Double, high: Double)
    switch scale {
    case .linear:
      let step = PlotTick.step(over: range, atMost: 6, isCount: isCount)
      rounded = ((low / step).rounded(.down) * step, (high / step).rounded(.up) * step)
    case .log:
      rounded = (pow(10, log10(low).rounded(.down)), pow(10, log10(high).rounded(.up)))
    }
    // Rounding must neither lose a value nor leave the range of numbers.
    let start = rounded.low.isFinite && (scale == .linear || rounded.low > 0) ? rounded.low : low
    let end = rounded.high.isFinite ? rounded.high : high
    return min(start, low)...max(end, high)
  }
}

/// A place on an axis that is labelled.
public struct PlotTick: Sendable, Hashable {
  /// The value.
  public let value: Double
  /// The value as text.
  public let text: String

  /// The step of ticks on a linear axis: 1, 2 or 5 times a power of ten.
  ///
  /// - Parameters:
  ///   - range: The ends of the axis, the lower below the upper.
  ///   - count: The most ticks there may be, 1 or more.
  ///   - isCount: Whether only whole numbers mean anything.
  /// - Returns: A number above 0 with which there are no more ticks than that.
  static func step(
    over range: ClosedRange<Double>, atMost count: Int, isCount: Bool
  ) -> Double {
    let half = range.upperBound / 2 - range.lowerBound / 2
    let wanted = half / Double(max(count, 1)) * 2
    let magnitude = pow(10, log10(max(wanted, .leastNormalMagnitude)).rounded(.down))
    for factor in [1.0, 2, 5, 10, 20, 50, 100] {
      let step = factor * magnitude
      guard step.isFinite, !isCount || step >= 1 else { continue }
      let ticks = multiples(of: step, in: range)
      if ticks.upperBound - ticks.lowerBound < Double(count) { return step }
    }
    return isCount ? max(1, 2 * half) : 2 * half < .infinity ? 2 * half : half
  }

  /// The smallest and the largest factor of a step that lies in a range, as whole numbers.
  private static func multiples(
    of step: Double, in range: ClosedRange<Double>
  ) -> ClosedRange<Double> {
    let first = (range.lowerBound / step).rounded(.up)
    return first...max(first, (range.upperBound / step).rounded(.down))
  }
}

extension PlotAxis {
  /// Round values within the axis, ascending, as text that tells them apart.
  ///
  /// A linear axis has multiples of 1, 2 or 5 times a power of ten. A logarithmic one has powers of
  /// ten, with twice and five times these where there is room, and where it holds fewer than two of
  /// all these the ticks of a linear one.
  ///
  /// - Parameter count: The most there may be; none or fewer gives none.
  /// - Returns: At most `count` ticks.
  /// - Complexity: O(count) ticks, at most about 1000 tried.
  public func ticks(atMost count: Int) -> [PlotTick] {
    guard count > 0 else { return [] }
    switch scale {
    case .linear: return linearTicks(count)
    case .log:
      let ticks = logTicks(count)
      return ticks.count < min(2, count) ? linearTicks(count) : ticks
    }
  }

  private func linearTicks(_ count: Int) -> [PlotTick] {
    let step = PlotTick.step(over: range, atMost: count, isCount: isCount)
    guard step > 0, step.isFinite else { return [] }
    let first = (range.lowerBound / step).rounded(.up)
    let decimals = max(0, -Int(log10(step).rounded(.down)))
    return (0..<count).compactMap { index in
      let value = (first + Double(index)) * step
      guard range.contains(value) else { return nil }
      return PlotTick(value: value, text: Self.text(value, decimals: decimals))
    }
  }

  private func logTicks(_ count: Int) -> [PlotTick] {
    let (low, high) = (log10(range.lowerBound), log10(range.upperBound))
    let powers = Int(low.rounded(.down))...Int(high.rounded(.up))
    func ticks(_ factors: [Double], every stride: Int) -> [PlotTick] {
      powers.filter { $0 % stride == 0 }.flatMap { power in
        factors.compactMap { factor in
          let value = factor * pow(10, Double(power))
          return range.contains(value)
            ? PlotTick(value: value, text: Self.text(value, decimals: nil)) : nil
        }
      }
    }
    for factors in [[1.0, 2, 5], [1.0, 3]] {
      let dense = ticks(factors, every: 1)
      if dense.count <= count { return dense }
    }
    for stride in [1, 2, 3, 5, 10, 20, 50, 100, 200] {
      let sparse = ticks([1], every: stride)
      if sparse.count <= count { return sparse }
    }
    return []
  }

  /// A tick's value with the decimals of its step; with an exponent where that would be long.
  private static func text(_ value: Double, decimals: Int?) -> String {
    PlotText.number(value, decimals: decimals)
  }
}
