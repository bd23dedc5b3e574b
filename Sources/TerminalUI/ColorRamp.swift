public import Imaging

/// A colour map in the colours that a terminal has, so that more always looks lighter.
///
/// The nearest of 256 colours, taken for each colour of a map by itself, go up and down in lightness
/// where the palette is coarse: magma would have three reversals, cividis two. Of all ways to give
/// each of 256 places of the map a colour of the palette such that lightness never falls and every
/// change is seen, a ramp is the one with the smallest sum of squared distances in Oklab.
public struct ColorRamp: Sendable, Hashable {
  /// A stretch of the map that has one colour.
  public struct Step: Sendable, Hashable {
    /// Where it begins, 0 for the first.
    public let start: Double
    /// Its colour.
    public let color: RGB
  }

  private let map: ColorMap
  /// The colours of the 256 places; nil where the map's own are drawn.
  private let table: [RGB]?

  /// The ramp of a map.
  ///
  /// - Parameters:
  ///   - map: The colour map.
  ///   - tier: How many colours there are. With 24 bits, and without colour, the ramp is the map.
  public init(_ map: ColorMap, on tier: ColorTier) {
    self.map = map
    switch tier {
    case .mono, .direct: table = nil
    case .ansi16: table = Self.few[map]
    case .indexed256: table = Self.indexed[map]
    }
  }

  /// The colour at a place of the map.
  ///
  /// - Parameter position: 0 for the first colour to 1 for the last; what lies outside takes the
  ///   nearer end, and what is not a number the first.
  /// - Returns: A colour that the tier draws as it is.
  public func color(at position: Double) -> RGB {
    guard let table else { return map.color(at: position) }
    return table[position > 0 ? Int((min(position, 1) * 255).rounded()) : 0]
  }

  /// The stretches of one colour, darkest first; 256 of them at most.
  public var steps: [Step] {
    var steps: [Step] = []
    for (index, color) in (table ?? map.entries(256)).enumerated() where color != steps.last?.color
    {
      // The colour at a place reaches half-way to the places beside it.
      steps.append(Step(start: max(0, (Double(index) - 0.5) / 255), color: color))
    }
    return steps
  }

  private static let few = tables(from: .ansi16)
  private static let indexed = tables(from: .fixed240)

  private static func tables(from palette: ColorQuantizer.Palette) -> [ColorMap: [RGB]] {
    Dictionary(uniqueKeysWithValues: ColorMap.allCases.map { ($0, table(of: $0, from: palette)) })
  }

  /// By how much lightness must rise for a change to be seen, in Oklab's units of 0...1.
  private static let smallestRise: Float = 0.012

  /// The best rising way through the palette, by dynamic programming over places and colours.
  ///
  /// - Complexity: O(n · c) for n places and c colours.
  private static func table(of map: ColorMap, from palette: ColorQuantizer.Palette) -> [RGB] {
    let colours = palette.indices.map(ColorQuantizer.colour)
      .map { (rgb: $0, lab: Oklab($0)) }
      .sorted { $0.lab.lightness < $1.lab.lightness }
    // For each colour, how many are so much darker that a change from them to it is seen.
    let darker = colours.map { colour in
      colours.prefix { $0.lab.lightness <= colour.lab.lightness - smallestRise }.count
    }
    var costs = [Float](repeating: 0, count: colours.count)
    var origins: [[Int]] = []
    for (place, wanted) in map.entries(256).map(Oklab.init).enumerated() {
      // The cheapest way to any of the first so many colours.
      var cheapest: [Int] = []
      for index in costs.indices {
        cheapest.append(
          cheapest.last.map { costs[$0] <= costs[index] ? $0 : index } ?? index)
      }
      var next = costs
      var origin = Array(costs.indices)
      for index in costs.indices {
        if place > 0, darker[index] > 0, costs[cheapest[darker[index] - 1]] < costs[index] {
          origin[index] = cheapest[darker[index] - 1]
        }
        next[index] = costs[origin[index]] + wanted.squaredDistance(to: colours[index].lab)
      }
      costs = next
      origins.append(origin)
    }
    var index = costs.indices.min { costs[$0] < costs[$1] } ?? 0
    var table: [RGB] = []
    for origin in origins.reversed() {
      table.append(colours[index].rgb)
      index = origin[index]
    }
    return table.reversed()
  }
}
