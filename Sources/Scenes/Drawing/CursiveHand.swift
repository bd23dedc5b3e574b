import Imaging

/// A cursive hand: each letter is a few points that a pen passes, in units of the x-height.
enum CursiveHand {
  /// Writes a line.
  ///
  /// - Parameters:
  ///   - text: Spaces and the letters a, e, f, i, k, l, n, o, q, t and u; any other traps.
  ///   - canvas: Where to write.
  ///   - origin: The start of the baseline.
  ///   - size: The x-height in pixels.
  ///   - color: The ink.
  ///   - random: What makes no two letters alike.
  /// - Returns: Where the line ends.
  @discardableResult
  static func write(
    _ text: String, on canvas: inout Canvas, at origin: Point, size: Double, color: RGB,
    random: inout SceneRandom
  ) -> Double {
    var x = 0.0
    var line: [Point] = []
    var marks: [[Point]] = []
    func paper(_ point: Point) -> Point {
      // Slanted to the right, as a right hand does.
      origin + Point(point.x + 0.22 * point.y, -point.y) * size
    }
    for character in text + " " {
      guard let letter = letters[character] else {
        precondition(character == " ", "the cursive hand has no letter '\(character)'")
        trace(line.map(paper), on: &canvas, size: size, color: color)
        line = []
        x += 0.75
        continue
      }
      if line.isEmpty { line.append(Point(x - 0.12, 0.12)) }
      for (dx, y) in letter.pen {
        line.append(Point(x + dx, y) + random.point(-0.02...0.02, -0.025...0.025))
      }
      marks += letter.marks.map { $0.map { paper(Point(x + $0.0, $0.1)) } }
      x += letter.width
    }
    for mark in marks { trace(mark, on: &canvas, size: size, color: color) }
    return origin.x + x * size
  }

  /// One stroke of the pen: thick downwards, thin upwards.
  static func trace(_ points: [Point], on canvas: inout Canvas, size: Double, color: RGB) {
    guard points.count > 1 else {
      if let point = points.first {
        canvas.fillCircle(center: point, radius: size * 0.1, with: .solid(color))
      }
      return
    }
    let path = Path.smooth(points).contours[0]
    var pen: [(point: Point, thickness: Double)] = []
    var pressure = 0.5
    for (index, point) in path.enumerated() {
      let step = point - path[max(0, index - 1)]
      let down = step.length > 0 ? step.y / step.length : 0
      pressure += (down - pressure) * 0.35
      let taper = min(1, 0.4 + 0.15 * Double(min(index, path.count - 1 - index)))
      pen.append((point, size * (0.115 + 0.05 * pressure) * taper))
    }
    canvas.stroke(pen, with: .solid(color))
  }

  private struct Letter {
    let width: Double
    let pen: [(Double, Double)]
    var marks: [[(Double, Double)]] = []
  }

  private static let letters: [Character: Letter] = [
    "a": Letter(
      width: 1.02,
      pen: [
        (0.32, 0.78), (0.62, 0.96), (0.34, 0.94), (0.13, 0.52), (0.22, 0.06), (0.44, 0.06),
        (0.64, 0.5), (0.72, 0.95), (0.67, 0.4), (0.76, 0.03), (0.9, 0.08), (1.02, 0.3),
      ]),
    "e": Letter(
      width: 0.8,
      pen: [
        (0.3, 0.46), (0.54, 0.78), (0.4, 1.0), (0.2, 0.8), (0.15, 0.36), (0.34, 0.02),
        (0.6, 0.08), (0.8, 0.3),
      ]),
    "f": Letter(
      width: 0.75,
      pen: [
        (0.26, 0.95), (0.5, 1.75), (0.42, 2.05), (0.26, 1.75), (0.22, 0.6), (0.18, -0.6),
        (0.26, -0.98), (0.42, -0.7), (0.36, -0.08), (0.55, 0.06), (0.75, 0.3),
      ]),
    "i": Letter(
      width: 0.58,
      pen: [(0.16, 0.62), (0.28, 1.0), (0.24, 0.5), (0.28, 0.06), (0.42, 0.03), (0.58, 0.3)],
      marks: [[(0.3, 1.5)]]),
    "k": Letter(
      width: 0.94,
      pen: [
        (0.26, 0.95), (0.46, 1.75), (0.38, 2.05), (0.24, 1.75), (0.18, 0.8), (0.16, 0.0),
        (0.24, 0.5), (0.5, 0.98), (0.62, 0.78), (0.34, 0.52), (0.5, 0.3), (0.66, 0.02),
        (0.82, 0.06), (0.94, 0.3),
      ]),
    "l": Letter(
      width: 0.68,
      pen: [
        (0.26, 0.85), (0.5, 1.7), (0.4, 2.05), (0.24, 1.75), (0.18, 0.9), (0.22, 0.18),
        (0.38, 0.0), (0.55, 0.1), (0.68, 0.3),
      ]),
    "n": Letter(
      width: 1.02,
      pen: [
        (0.1, 0.72), (0.22, 0.98), (0.24, 0.5), (0.2, 0.0), (0.32, 0.62), (0.54, 0.98),
        (0.68, 0.8), (0.66, 0.25), (0.76, 0.02), (0.9, 0.06), (1.02, 0.3),
      ]),
    "o": Letter(
      width: 0.92,
      pen: [
        (0.24, 0.72), (0.5, 0.98), (0.26, 0.88), (0.13, 0.45), (0.3, 0.02), (0.56, 0.18),
        (0.66, 0.62), (0.48, 0.97), (0.62, 0.8), (0.92, 0.78),
      ]),
    "q": Letter(
      width: 1.08,
      pen: [
        (0.32, 0.78), (0.62, 0.96), (0.34, 0.94), (0.13, 0.52), (0.22, 0.06), (0.44, 0.06),
        (0.64, 0.5), (0.72, 0.95), (0.66, 0.2), (0.6, -0.7), (0.68, -1.0), (0.86, -0.8),
        (0.8, -0.28), (0.94, 0.06), (1.08, 0.3),
      ]),
    "t": Letter(
      width: 0.68,
      pen: [
        (0.2, 0.8), (0.36, 1.6), (0.28, 0.9), (0.25, 0.2), (0.38, 0.0), (0.55, 0.08), (0.68, 0.3),
      ],
      marks: [[(0.02, 1.1), (0.3, 1.16), (0.62, 1.2)]]),
    "u": Letter(
      width: 1.08,
      pen: [
        (0.14, 0.7), (0.24, 1.0), (0.18, 0.4), (0.3, 0.02), (0.54, 0.14), (0.72, 0.7),
        (0.78, 1.0), (0.73, 0.4), (0.82, 0.03), (0.96, 0.08), (1.08, 0.3),
      ]),
  ]
}
