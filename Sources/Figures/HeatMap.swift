import Glibc
public import Imaging
public import TokenFields

/// Values of tokens as colours on their grid, with a title and a legend that names real numbers.
public struct HeatMap: Sendable, Equatable {
  /// How values become places on the colour map.
  public enum Scale: String, CaseIterable, Sendable {
    /// In proportion to the value.
    case linear
    /// In proportion to its logarithm; values of 0 or less take the lowest colour.
    case log
  }

  /// How the tokens lie.
  public var grid: TokenGrid
  /// One value for each token, n.
  public var values: [Double]
  /// The colours, lowest value first.
  public var colorMap: ColorMap
  /// How values become places on the colour map.
  public var scale: Scale
  /// The line above the map; shortened when it is too wide.
  public var title: String
  /// The values of the two ends of the colour map; nil for those of the values themselves.
  public var range: ClosedRange<Double>?
  /// Whether only whole numbers mean anything: the legend then names no other.
  public var isCount = false

  /// The colour of a token whose value is not a finite number; no colour map contains it.
  public static let missing = RGB(hex: 0xC83C3C)

  /// Creates a heat map.
  ///
  /// - Parameters:
  ///   - values: One value for each token of the grid.
  ///   - grid: How the tokens lie.
  ///   - colorMap: The colours, lowest value first.
  ///   - scale: How values become places on the colour map.
  ///   - title: The line above the map.
  ///   - range: The values of the map's two ends, so that several maps can share them; nil for the
  ///     smallest and the largest finite value.
  public init(
    values: [Double], grid: TokenGrid, colorMap: ColorMap = .cividis, scale: Scale = .linear,
    title: String = "", range: ClosedRange<Double>? = nil
  ) {
    precondition(
      values.count == grid.count,
      "a grid of \(grid) needs \(grid.count) values, not \(values.count)")
    self.values = values
    self.grid = grid
    self.colorMap = colorMap
    self.scale = scale
    self.title = title
    self.range = range
  }

  /// The numbers under the legend: those at its left end, middle and right end.
  ///
  /// The middle of a logarithmic scale is the geometric mean of its ends. A logarithmic scale starts
  /// at the smallest value above zero; when there is none, the scale is linear after all. Without a
  /// finite value all three are 0.
  public var legend: (low: Double, middle: Double, high: Double) {
    let ruler = self.ruler
    return (ruler.low, ruler.middle, ruler.high)
  }

  /// The colour of each token, n of them.
  ///
  /// A value beyond an end of the scale takes that end's colour, and one that is not finite takes
  /// ``missing``. When the two ends are the same, every finite value has the map's middle colour.
  ///
  /// - Complexity: O(n).
  public var colors: [RGB] {
    let ruler = self.ruler
    return values.map { $0.isFinite ? colorMap.color(at: ruler.position(of: $0)) : Self.missing }
  }

  /// The map alone, without title and legend; tiles are stacked from top to bottom.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row, 1 or more.
  ///   - height: Rows of pixels over all tiles, 1 or more.
  /// - Returns: A picture of that size in which each patch has one colour.
  public func drawnPatches(width: Int, height: Int) -> Image {
    precondition(width > 0 && height > 0, "a picture of \(width)×\(height) pixels shows nothing")
    let layout = PatchLayout(of: grid, width: width, height: height)
    var image = Image(width: width, height: height, filledWith: .white)
    for (token, color) in colors.enumerated() {
      let (columns, rows) = layout.patch(token)
      image.fill(
        x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count,
        with: color)
    }
    return image
  }

  /// The scale that the values, or the range if there is one, ask for.
  var ruler: Ruler {
    let finite = values.filter(\.isFinite)
    let low = range?.lowerBound ?? finite.min() ?? 0
    let high = range?.upperBound ?? finite.max() ?? 0
    guard scale == .log, high > 0 else { return Ruler(low: low, high: high, isLog: false) }
    guard low <= 0 else { return Ruler(low: low, high: high, isLog: true) }
    let smallest = finite.filter { $0 > 0 }.min() ?? high
    return Ruler(low: min(smallest, high), high: high, isLog: true)
  }

  /// Where values lie between the two ends of a colour map.
  struct Ruler {
    let low: Double
    let high: Double
    let isLog: Bool

    var middle: Double { isLog ? exp(log(low) / 2 + log(high) / 2) : low / 2 + high / 2 }

    /// The place of a finite value, 0 at the low end to 1 at the high one; not held to them.
    func position(of value: Double) -> Double {
      guard low < high else { return 0.5 }
      guard isLog else {
        // Halves, because the difference of two finite numbers may not be finite.
        return (value / 2 - low / 2) / (high / 2 - low / 2)
      }
      return value > 0 ? (log(value) - log(low)) / (log(high) - log(low)) : 0
    }
  }
}
