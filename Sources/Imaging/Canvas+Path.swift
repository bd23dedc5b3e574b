import Glibc

extension Canvas {
  /// Outlines made of straight pieces; curves are cut into pieces as they are added.
  public struct Path: Sendable, Hashable {
    /// The outlines, each a list of points.
    public private(set) var contours: [[Point]]

    /// Creates a path from its outlines.
    public init(_ contours: [[Point]] = []) { self.contours = contours }

    // MARK: Drawing along

    /// Starts a new outline.
    public mutating func move(to point: Point) { contours.append([point]) }

    /// Adds a straight piece; the first call of an empty path starts an outline.
    public mutating func line(to point: Point) {
      if contours.isEmpty { return move(to: point) }
      contours[contours.count - 1].append(point)
    }

    /// Adds a cubic Bézier curve from the last point, which must exist.
    public mutating func curve(to end: Point, _ control1: Point, _ control2: Point) {
      guard let start = contours.last?.last else {
        preconditionFailure("a curve needs a point to start from")
      }
      let reach = (control1 - start).length + (control2 - control1).length + (end - control2).length
      let pieces = Self.pieces(alongLength: reach)
      for piece in 1...pieces {
        let t = Double(piece) / Double(pieces)
        let s = 1 - t
        let outer = start * (s * s * s) + end * (t * t * t)
        line(to: outer + control1 * (3 * s * s * t) + control2 * (3 * s * t * t))
      }
    }

    /// Adds another path's outlines.
    public mutating func append(_ other: Path) { contours += other.contours }

    /// The path with every point moved by a transform.
    public func transformed(_ transform: Transform) -> Path {
      Path(contours.map { $0.map { transform($0) } })
    }

    // MARK: Shapes

    /// A polygon, given its corners in order.
    public static func polygon(_ corners: [Point]) -> Path { Path([corners]) }

    /// An upright rectangle.
    public static func rectangle(x: Double, y: Double, width: Double, height: Double) -> Path {
      Path([
        [
          Point(x, y), Point(x + width, y), Point(x + width, y + height), Point(x, y + height),
        ]
      ])
    }

    /// An upright rectangle with round corners; the radius is held to half the shorter side.
    public static func roundedRectangle(
      x: Double, y: Double, width: Double, height: Double, radius: Double
    ) -> Path {
      let radius = max(0, min(radius, width / 2, height / 2))
      let steps = max(2, pieces(alongLength: radius * .pi / 2))
      var points: [Point] = []
      let centers = [
        Point(x + width - radius, y + radius), Point(x + width - radius, y + height - radius),
        Point(x + radius, y + height - radius), Point(x + radius, y + radius),
      ]
      for (quarter, center) in centers.enumerated() {
        for step in 0...steps {
          let angle = (Double(quarter) - 1 + Double(step) / Double(steps)) * .pi / 2
          points.append(center + Point(cos(angle), sin(angle)) * radius)
        }
      }
      return Path([points])
    }

    /// An ellipse, turned clockwise by an angle in radians.
    public static func ellipse(
      center: Point, radiusX: Double, radiusY: Double, turned angle: Double = 0
    ) -> Path {
      let steps = max(20, pieces(alongLength: 2 * .pi * max(abs(radiusX), abs(radiusY))))
      let transform = Transform(turned: angle, movedTo: center)
      return Path([
        (0..<steps).map { step in
          let around = 2 * .pi * Double(step) / Double(steps)
          return transform(Point(radiusX * cos(around), radiusY * sin(around)))
        }
      ])
    }

    /// A smooth curve through points (uniform Catmull–Rom).
    ///
    /// - Parameters:
    ///   - points: The points, in order; fewer than three are joined straight.
    ///   - closed: Whether the curve returns to the first point.
    /// - Returns: One outline that passes through every point.
    public static func smooth(_ points: [Point], closed: Bool = false) -> Path {
      guard points.count > 2 else { return Path([points]) }
      var path = Path([[points[0]]])
      let last = points.count - 1
      func point(_ index: Int) -> Point {
        closed
          ? points[(index + points.count) % points.count] : points[min(max(index, 0), last)]
      }
      for index in 0..<(closed ? points.count : last) {
        let (from, to) = (point(index), point(index + 1))
        path.curve(
          to: to, from + (to - point(index - 1)) * (1 / 6),
          to - (point(index + 2) - from) * (1 / 6))
      }
      return path
    }

    /// Enough straight pieces that a curve looks smooth.
    private static func pieces(alongLength length: Double) -> Int {
      max(4, min(200, Int(length / 3)))
    }
  }
}

extension Canvas.Point {
  /// The distance from the origin.
  public var length: Double { (x * x + y * y).squareRoot() }
}
