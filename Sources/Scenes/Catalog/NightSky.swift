import Glibc
import Imaging

extension Scene {
  /// A moon and stars over dark hills, with one window lit.
  static let nightSky = Scene(
    name: "night-sky", summary: "the moon and stars over dark hills", complexity: .simple
  ) {
    var canvas = Canvas(width: 560, height: 420, color: .black)
    canvas.fillAll(
      with: .linear(
        from: Point(0, 0), to: Point(0, 400),
        stops: [
          Stop(0, RGB(hex: 0x060A1E)), Stop(0.55, RGB(hex: 0x12204A)),
          Stop(0.85, RGB(hex: 0x2C3B70)), Stop(1, RGB(hex: 0x4A4C7C)),
        ]))
    drawMilkyWay(on: &canvas)
    drawStars(on: &canvas)
    drawMoon(on: &canvas, center: Point(422, 104), radius: 44)
    drawHills(on: &canvas)
    return canvas.image
  }

  private static func drawMilkyWay(on canvas: inout Canvas) {
    let noise = Noise(3)
    canvas.fillAll(
      with: .function { place in
        let across = (place.y - 330 + place.x * 0.62) / 150
        let band = exp(-across * across)
        let cloud = noise.fractal(place.x / 90, place.y / 90, octaves: 4)
        return (RGB(hex: 0xB9C4F0), max(0, band * (cloud - 0.32)) * 0.5)
      })
  }

  private static func drawStars(on canvas: inout Canvas) {
    var random = SceneRandom(11)
    let tints: [UInt32] = [0xFFFFFF, 0xDCE6FF, 0xFFF2D8, 0xFFE0C4]
    for _ in 0..<420 {
      let place = random.point(0...560, 0...330)
      let tint = RGB(hex: random.pick(tints))
      let brightness = random.unit()
      let radius = 0.45 + 0.75 * brightness * brightness
      canvas.fillCircle(
        center: place, radius: radius, with: .solid(tint),
        opacity: 0.25 + 0.7 * brightness * brightness)
      guard brightness > 0.975 else { continue }
      canvas.fillCircle(
        center: place, radius: 9, with: .glow(tint, center: place, radius: 9, opacity: 0.6))
      for step in [Point(6, 0), Point(0, 6)] {
        canvas.strokeLine(
          from: place - step, to: place + step, thickness: 0.7, with: .solid(tint), opacity: 0.7)
      }
    }
  }

  private static func drawMoon(on canvas: inout Canvas, center: Point, radius: Double) {
    canvas.fillCircle(
      center: center, radius: radius * 3.4,
      with: .glow(RGB(hex: 0xC8D4FF), center: center, radius: radius * 3.4, opacity: 0.5))
    let disc = Path.ellipse(center: center, radiusX: radius, radiusY: radius)
    canvas.clipped(to: disc) { moon in
      moon.fillAll(
        with: .radial(
          center: center + Point(-0.3, -0.3) * radius, radius: radius * 1.5,
          stops: [Stop(0, RGB(hex: 0xFFFBEA)), Stop(1, RGB(hex: 0xC9C4B4))]))
      let seas: [(Double, Double, Double)] = [
        (-0.35, -0.25, 0.32), (0.1, -0.42, 0.2), (0.28, -0.05, 0.26), (-0.1, 0.3, 0.18),
        (0.45, 0.35, 0.14), (-0.5, 0.25, 0.2), (-0.05, 0.68, 0.12), (0.62, -0.3, 0.1),
      ]
      for (x, y, size) in seas {
        moon.fillEllipse(
          center: center + Point(x, y) * radius, radiusX: size * radius * 1.15,
          radiusY: size * radius, turned: x * 2, with: .hex(0xA7A69C), opacity: 0.5)
      }
      for (x, y, size) in seas.reversed() {
        let crater = center + Point(-y * 0.9 + 0.1, x * 0.8 + 0.2) * radius
        moon.fillCircle(center: crater, radius: size * 14, with: .hex(0xB8B5A8), opacity: 0.6)
        moon.fillCircle(
          center: crater + Point(0.8, 0.8), radius: size * 11, with: .hex(0xEAE6D6), opacity: 0.6)
      }
    }
  }

  private static func drawHills(on canvas: inout Canvas) {
    let noise = Noise(5)
    let layers: [(base: Double, swing: Double, scale: Double, color: UInt32)] = [
      (312, 60, 150, 0x26335E), (342, 46, 110, 0x18224A), (372, 34, 90, 0x0D1430),
    ]
    for (index, layer) in layers.enumerated() {
      var ridge = [Point(0, 420)]
      for x in stride(from: 0.0, through: 560, by: 4) {
        let height = noise.fractal(x / layer.scale, 10 * Double(index), octaves: 4)
        ridge.append(Point(x, layer.base - layer.swing * (height - 0.4)))
      }
      ridge.append(Point(560, 420))
      canvas.fillPolygon(ridge, with: .hex(layer.color))
    }
    var random = SceneRandom(8)
    for _ in 0..<46 {
      let x = random.between(0, 560)
      let height = random.between(14, 34)
      drawPine(on: &canvas, foot: Point(x, random.between(384, 414)), height: height)
    }
    drawCabin(on: &canvas, x: 118, y: 366)
  }

  private static func drawPine(on canvas: inout Canvas, foot: Point, height: Double) {
    for tier in 0..<4 {
      let top = foot.y - height * (1 - 0.2 * Double(tier))
      let half = height * (0.1 + 0.07 * Double(tier))
      canvas.fillPolygon(
        [
          Point(foot.x, top), Point(foot.x + half, top + height * 0.38),
          Point(foot.x - half, top + height * 0.38),
        ], with: .hex(0x070B1C))
    }
  }

  private static func drawCabin(on canvas: inout Canvas, x: Double, y: Double) {
    let window = Point(x + 18, y + 18)
    canvas.fillRectangle(x: x, y: y, width: 44, height: 30, with: .hex(0x2A2436))
    canvas.fillPolygon(
      [Point(x - 6, y + 2), Point(x + 22, y - 18), Point(x + 50, y + 2)], with: .hex(0x3A3350))
    canvas.fillRectangle(x: x + 12, y: y + 10, width: 13, height: 13, with: .hex(0xFFD070))
    canvas.strokeLine(
      from: Point(x + 18.5, y + 10), to: Point(x + 18.5, y + 23), thickness: 1,
      with: .hex(0x3A2A18))
    canvas.fillCircle(
      center: window, radius: 42,
      with: .glow(RGB(hex: 0xFFC860), center: window, radius: 42, opacity: 0.5))
  }
}
