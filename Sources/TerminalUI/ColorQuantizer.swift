public import Imaging

/// Finds the nearest colour that a terminal with few colours has.
///
/// Nearness is distance in Oklab. Of the 256 indexed colours only the upper 240 are used, since
/// users redefine the lower sixteen. Answers are remembered, so that a frame which shows the
/// colours of the one before costs a table look-up for each.
public struct ColorQuantizer: Sendable {
  /// Which colours there are to choose from.
  public enum Palette: Sendable, Hashable, CaseIterable {
    /// The first eight ANSI colours.
    case ansi8
    /// The sixteen ANSI colours.
    case ansi16
    /// The 6×6×6 cube and the 24 greys of the 256 indexed colours.
    case fixed240

    /// The indices of the colours.
    public var indices: Range<Int> {
      switch self {
      case .ansi8: 0..<8
      case .ansi16: 0..<16
      case .fixed240: 16..<256
      }
    }
  }

  /// What the quantizer chooses from.
  public let palette: Palette
  private var remembered: [Entry]

  private struct Entry {
    /// The 24-bit colour, or `UInt32.max` for an empty entry.
    var colour: UInt32
    var index: UInt8
  }

  /// Creates a quantizer that has seen no colour yet; it takes 128 kB.
  ///
  /// - Parameter palette: The colours to choose from.
  public init(palette: Palette) {
    self.palette = palette
    remembered = Array(repeating: Entry(colour: .max, index: 0), count: 1 << 14)
  }

  /// The index of the nearest colour; of several equally near, the lowest.
  ///
  /// - Parameter colour: Any colour.
  /// - Returns: An index within the palette's ``Palette/indices``.
  /// - Complexity: O(1) for a colour seen lately, else O(c) in the number c of colours.
  public mutating func index(of colour: RGB) -> Int {
    let packed = UInt32(colour.red) << 16 | UInt32(colour.green) << 8 | UInt32(colour.blue)
    let slot = Int((packed &* 0x9E37_79B1) >> 18)
    if remembered[slot].colour == packed { return Int(remembered[slot].index) }
    let index = Self.nearest(to: colour, in: palette)
    remembered[slot] = Entry(colour: packed, index: UInt8(index))
    return index
  }

  /// The index of the nearest colour, without a memory.
  ///
  /// - Parameters:
  ///   - colour: Any colour.
  ///   - palette: The colours to choose from.
  /// - Returns: The lowest of the indices that are nearest.
  /// - Complexity: O(c) in the number c of colours.
  public static func nearest(to colour: RGB, in palette: Palette) -> Int {
    let wanted = Oklab(colour)
    let candidates = palette.indices
    var best = candidates.lowerBound
    var distance = Float.infinity
    for index in candidates {
      let candidate = wanted.squaredDistance(to: oklab[index])
      if candidate < distance {
        distance = candidate
        best = index
      }
    }
    return best
  }

  /// The colour of an index: fixed from 16 on, xterm's default below.
  ///
  /// - Parameter index: 0...255; others trap.
  /// - Returns: The colour that a terminal shows unless its user redefined it.
  public static func colour(of index: Int) -> RGB {
    precondition((0..<256).contains(index), "colour \(index) is not one of 256")
    return colours[index]
  }

  /// What a terminal of a tier draws in place of a colour, for legends that tell the truth.
  ///
  /// - Parameters:
  ///   - colour: The colour asked for.
  ///   - tier: How many colours the terminal has.
  /// - Returns: The colour drawn, or nil when the tier has none.
  public static func shown(_ colour: RGB, on tier: ColorTier) -> RGB? {
    switch tier {
    case .mono: nil
    case .ansi16: Self.colour(of: nearest(to: colour, in: .ansi16))
    case .indexed256: Self.colour(of: nearest(to: colour, in: .fixed240))
    case .direct: colour
    }
  }

  private static let colours: [RGB] = {
    let levels: [UInt8] = [0, 95, 135, 175, 215, 255]
    var colours = [
      RGB(0, 0, 0), RGB(205, 0, 0), RGB(0, 205, 0), RGB(205, 205, 0),
      RGB(0, 0, 238), RGB(205, 0, 205), RGB(0, 205, 205), RGB(229, 229, 229),
      RGB(127, 127, 127), RGB(255, 0, 0), RGB(0, 255, 0), RGB(255, 255, 0),
      RGB(92, 92, 255), RGB(255, 0, 255), RGB(0, 255, 255), RGB(255, 255, 255),
    ]
    for red in levels {
      for green in levels {
        for blue in levels { colours.append(RGB(red, green, blue)) }
      }
    }
    for step in 0..<24 { colours.append(RGB(grey: UInt8(8 + 10 * step))) }
    return colours
  }()

  private static let oklab = colours.map(Oklab.init)
}
