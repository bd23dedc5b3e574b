extension Canvas {
  /// What a shape is filled with.
  public enum Paint: Sendable {
    /// One colour.
    case solid(RGB)
    /// Colours that change along the line from one point to another and stay beyond its ends.
    case linear(from: Point, to: Point, stops: [Stop])
    /// Colours that change from a centre outwards and stay beyond the radius.
    case radial(center: Point, radius: Double, stops: [Stop])
    /// Any function of the place, asked at the centre of each pixel; opacities are 0...1.
    case function(@Sendable (Point) -> (color: RGB, opacity: Double))

    /// A solid colour written as `0xRRGGBB`.
    public static func hex(_ value: UInt32) -> Paint { .solid(RGB(hex: value)) }

    /// Two colours from top to bottom.
    public static func vertical(
      _ top: RGB, _ bottom: RGB, from start: Double, to end: Double
    ) -> Paint {
      .linear(from: Point(0, start), to: Point(0, end), stops: [Stop(0, top), Stop(1, bottom)])
    }

    /// Two colours from left to right.
    public static func horizontal(
      _ left: RGB, _ right: RGB, from start: Double, to end: Double
    ) -> Paint {
      .linear(from: Point(start, 0), to: Point(end, 0), stops: [Stop(0, left), Stop(1, right)])
    }

    /// One colour that fades from an opacity at the centre to nothing at the radius.
    public static func glow(
      _ color: RGB, center: Point, radius: Double, opacity: Double = 1
    ) -> Paint {
      .radial(
        center: center, radius: radius,
        stops: [
          Stop(0, color, opacity: opacity), Stop(0.35, color, opacity: opacity * 0.55),
          Stop(0.7, color, opacity: opacity * 0.14), Stop(1, color, opacity: 0),
        ])
    }

    func tint(x: Double, y: Double) -> Tint {
      switch self {
      case .solid(let color): return Tint(color)
      case .linear(let from, let to, let stops):
        let step = to - from
        let square = step.x * step.x + step.y * step.y
        let along = (x - from.x) * step.x + (y - from.y) * step.y
        return Self.tint(of: stops, at: square > 0 ? along / square : 0)
      case .radial(let center, let radius, let stops):
        let distance = (Point(x, y) - center).length
        return Self.tint(of: stops, at: radius > 0 ? distance / radius : 1)
      case .function(let paint):
        let (color, opacity) = paint(Point(x, y))
        return Tint(color, opacity: opacity)
      }
    }

    private static func tint(of stops: [Stop], at offset: Double) -> Tint {
      guard let first = stops.first, offset > first.offset else {
        return stops.first?.tint ?? Tint(.black, opacity: 0)
      }
      for index in 1..<stops.count where offset < stops[index].offset {
        let (low, high) = (stops[index - 1], stops[index])
        let share = (offset - low.offset) / (high.offset - low.offset)
        return low.tint.mixed(with: high.tint, share: share)
      }
      return stops[stops.count - 1].tint
    }
  }

  /// A colour at a place of a gradient.
  public struct Stop: Sendable, Hashable {
    /// The place, 0 at the start to 1 at the end; the stops of a gradient ascend.
    public var offset: Double
    let tint: Tint

    /// Creates a stop.
    ///
    /// - Parameters:
    ///   - offset: The place along the gradient, 0...1.
    ///   - color: The colour there.
    ///   - opacity: How much it covers, 0...1.
    public init(_ offset: Double, _ color: RGB, opacity: Double = 1) {
      self.offset = offset
      tint = Tint(color, opacity: opacity)
    }
  }
}

/// A colour not yet rounded to 8 bits, with its opacity.
struct Tint: Sendable, Hashable {
  var red: Double
  var green: Double
  var blue: Double
  var opacity: Double

  init(_ color: RGB, opacity: Double = 1) {
    red = Double(color.red)
    green = Double(color.green)
    blue = Double(color.blue)
    self.opacity = opacity
  }

  func mixed(with other: Tint, share: Double) -> Tint {
    var tint = self
    tint.red += (other.red - red) * share
    tint.green += (other.green - green) * share
    tint.blue += (other.blue - blue) * share
    tint.opacity += (other.opacity - opacity) * share
    return tint
  }
}
