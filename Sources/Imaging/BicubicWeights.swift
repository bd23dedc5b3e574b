/// The weights of one axis of a bicubic resize, as Pillow computes them.
///
/// The kernel is Keys' cubic with a = −0.5 [Keys 1981]. When an axis shrinks the kernel is widened
/// by the factor of shrinking, so that it also removes what the result cannot show (antialiasing).
/// The weights of one result pixel are divided by their sum in double precision and then rounded,
/// half away from zero, to 22 binary places: products with 8-bit samples stay inside 32 bits.
///
/// [Keys 1981]: https://doi.org/10.1109/TASSP.1981.1163711
struct BicubicWeights {
  /// Binary places of a weight.
  static let places: Int32 = 22

  /// For each result pixel, the first pixel of the picture that it reads.
  private(set) var first: [Int] = []
  /// For each result pixel, how many pixels of the picture it reads; 0 where all is padding.
  private(set) var count: [Int] = []
  /// For each result pixel, where its weights begin in `weights`.
  private(set) var start: [Int] = []
  /// The weights of all result pixels, one after the other.
  private(set) var weights: [Int32] = []
  /// For each result pixel, the sum of its weights on padding.
  private(set) var padding: [Int32] = []

  /// Computes the weights of every pixel of the axis's window.
  ///
  /// - Complexity: O(4 · canvas) when the axis shrinks, O(4 · window) when it grows.
  init(_ axis: ResizingAxis) {
    if axis.canvas == axis.scaled {
      copy(axis)
      return
    }
    let scale = Double(axis.canvas) / Double(axis.scaled)
    let stretch = max(scale, 1)
    let support = 2 * stretch
    var raw: [Double] = []
    for pixel in axis.windowStart..<(axis.windowStart + axis.window) {
      guard (0..<axis.scaled).contains(pixel) else {
        appendPadding()
        continue
      }
      let centre = (Double(pixel) + 0.5) * scale
      let lower = max(Int(centre - support + 0.5), 0)
      let upper = min(Int(centre + support + 0.5), axis.canvas)
      raw.removeAll(keepingCapacity: true)
      var sum = 0.0
      for position in lower..<upper {
        let weight = Self.kernel((Double(position) - centre + 0.5) * (1 / stretch))
        raw.append(weight)
        sum += weight
      }
      append(raw, sum: sum, from: lower, on: axis)
    }
  }

  /// An axis of equal size is copied: one weight of exactly 1.
  private mutating func copy(_ axis: ResizingAxis) {
    for pixel in axis.windowStart..<(axis.windowStart + axis.window) {
      if (0..<axis.scaled).contains(pixel) {
        append([1], sum: 1, from: pixel, on: axis)
      } else {
        appendPadding()
      }
    }
  }

  /// Beyond the scaled canvas all is padding: its colour with a weight of exactly 1.
  private mutating func appendPadding() {
    start.append(weights.count)
    first.append(0)
    count.append(0)
    padding.append(1 << Self.places)
  }

  private mutating func append(
    _ raw: [Double], sum: Double, from lower: Int, on axis: ResizingAxis
  ) {
    let inside = (axis.offset..<(axis.offset + axis.length))
      .clamped(to: lower..<(lower + raw.count))
    var onPadding: Int32 = 0
    start.append(weights.count)
    for (place, weight) in raw.enumerated() {
      let scaled = (sum == 0 ? weight : weight / sum) * Double(Int32(1) << Self.places)
      let whole = Int32(scaled < 0 ? scaled - 0.5 : scaled + 0.5)  // truncates, so half goes away
      if inside.contains(lower + place) {
        weights.append(whole)
      } else {
        onPadding += whole
      }
    }
    first.append(inside.isEmpty ? 0 : inside.lowerBound - axis.offset)
    count.append(inside.count)
    padding.append(onPadding)
  }

  /// Keys' cubic at a distance from the centre, with a = −0.5; 0 from 2 on.
  private static func kernel(_ distance: Double) -> Double {
    let x = abs(distance)
    if x < 1 { return ((-0.5 + 2) * x - (-0.5 + 3)) * x * x + 1 }
    if x < 2 { return (((x - 5) * x + 8) * x - 4) * -0.5 }
    return 0
  }
}
