internal import Imaging

/// The shape of single points on paper: another one for every style, so that they also differ in grey.
struct PointShape {
  private enum Kind: CaseIterable {
    case disc, cross, triangle, square, ring, diamond
  }

  private let kind: Kind
  private let radius: Double

  /// The shape of a series.
  ///
  /// - Parameters:
  ///   - series: The series; points that are many are smaller.
  ///   - radius: How far the shape reaches, in pixels; as suits the number of points when nil.
  init(of series: PlotSeries, radius: Double? = nil) {
    kind = Kind.allCases[series.style % Kind.allCases.count]
    self.radius = radius ?? (series.points.count <= 500 ? 5 : series.points.count <= 3000 ? 4 : 3)
  }

  /// Draws the shape around a place.
  func draw(on paper: inout Paper, at place: (x: Double, y: Double), color: RGB) {
    let center = Canvas.Point(place.x, place.y)
    switch kind {
    case .disc: paper.canvas.fillCircle(center: center, radius: radius, with: .solid(color))
    case .ring:
      paper.canvas.fillCircle(center: center, radius: radius + 1, with: .solid(color))
      paper.canvas.fillCircle(center: center, radius: radius - 1, with: .solid(.white))
    case .cross:
      let reach = radius * 0.85
      for (x, y) in [(reach, reach), (reach, -reach)] {
        paper.line(
          (place.x - x, place.y - y), (place.x + x, place.y + y), max(radius / 2, 2), color: color)
      }
    case .triangle, .square, .diamond:
      paper.canvas.fill(
        .polygon(corners.map { Canvas.Point(place.x + $0.x, place.y + $0.y) }),
        with: .solid(color))
    }
  }

  private var corners: [(x: Double, y: Double)] {
    let reach = radius * 1.15
    return switch kind {
    case .triangle: [(0, -reach), (reach, reach * 0.8), (-reach, reach * 0.8)]
    case .diamond: [(0, -reach), (reach, 0), (0, reach), (-reach, 0)]
    default:
      [(-0.75, -0.75), (0.75, -0.75), (0.75, 0.75), (-0.75, 0.75)].map {
        ($0.0 * reach, $0.1 * reach)
      }
    }
  }
}

extension PlotSeries {
  /// The points where a sign can stand on a line; none of points without one.
  var lines: [Point] { form == .line ? points : [] }
}
