import Glibc

extension Canvas {
  /// A place on a canvas, in pixels from the upper left corner.
  public struct Point: Sendable, Hashable {
    /// To the right.
    public var x: Double
    /// Downwards.
    public var y: Double

    /// Creates a point.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }

    /// The sum of two points taken as steps.
    public static func + (left: Point, right: Point) -> Point {
      Point(left.x + right.x, left.y + right.y)
    }

    /// The step from the right point to the left one.
    public static func - (left: Point, right: Point) -> Point {
      Point(left.x - right.x, left.y - right.y)
    }

    /// A step made longer by a factor.
    public static func * (step: Point, factor: Double) -> Point {
      Point(step.x * factor, step.y * factor)
    }

    /// The point at a share of the way to another.
    public func towards(_ other: Point, _ share: Double) -> Point {
      self + (other - self) * share
    }
  }

  /// A scaling, then a turn about the origin, then a move.
  public struct Transform: Sendable, Hashable {
    private var columnX: Point
    private var columnY: Point
    private var offset: Point

    /// Creates a transform.
    ///
    /// - Parameters:
    ///   - scaleX: The factor along x; negative mirrors.
    ///   - scaleY: The factor along y; `scaleX` when nil.
    ///   - angle: The turn in radians, clockwise on screen.
    ///   - offset: Where the origin goes.
    public init(
      scaleX: Double = 1, scaleY: Double? = nil, turned angle: Double = 0,
      movedTo offset: Point = Point(0, 0)
    ) {
      let (sine, cosine) = (sin(angle), cos(angle))
      let scaleY = scaleY ?? scaleX
      columnX = Point(cosine * scaleX, sine * scaleX)
      columnY = Point(-sine * scaleY, cosine * scaleY)
      self.offset = offset
    }

    /// Where a point goes.
    public func callAsFunction(_ point: Point) -> Point {
      columnX * point.x + columnY * point.y + offset
    }
  }
}
