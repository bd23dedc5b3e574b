import Imaging

extension Scene {
  /// A wide view, three times as long as high: shows what an encoder pads or cuts.
  static let panorama = Scene(
    name: "panorama", summary: "a mountain lake at dawn, three times as wide as high",
    complexity: .simple
  ) {
    var canvas = Canvas(width: 1008, height: 336, color: .black)
    canvas.fillRectangle(
      x: 0, y: 0, width: 1008, height: 226,
      with: .linear(
        from: Point(0, 0), to: Point(0, 220),
        stops: [
          Stop(0, RGB(hex: 0x5B8FC4)), Stop(0.5, RGB(hex: 0xB9CFE0)),
          Stop(0.8, RGB(hex: 0xF6D9B8)), Stop(1, RGB(hex: 0xF9C79A)),
        ]))
    let sun = Point(640, 150)
    canvas.fillCircle(
      center: sun, radius: 210,
      with: .glow(RGB(hex: 0xFFF0C0), center: sun, radius: 210, opacity: 0.9))
    canvas.fillCircle(center: sun, radius: 15, with: .hex(0xFFFDF0))
    canvas.clouds(
      Noise(41), top: 0, bottom: 150, scale: 120, amount: 0.42, color: RGB(hex: 0xFFF4E4))
    drawRanges(on: &canvas)
    drawLake(on: &canvas)
    drawShore(on: &canvas)
    return canvas.image
  }

  private static func ridge(
    _ noise: Noise, base: Double, swing: Double, scale: Double, seed: Double
  ) -> [Point] {
    stride(from: 0.0, through: 1008, by: 3).map { x in
      let folded = 1 - abs(2 * noise.fractal(x / scale, seed, octaves: 5) - 1)
      return Point(x, base - swing * folded * folded)
    }
  }

  private static func drawRanges(on canvas: inout Canvas) {
    let noise = Noise(77)
    let layers: [(base: Double, swing: Double, scale: Double, color: UInt32)] = [
      (226, 170, 260, 0x8FA4C0), (232, 124, 200, 0x6C86A8), (234, 76, 150, 0x46688A),
    ]
    for (index, layer) in layers.enumerated() {
      let line = ridge(
        noise, base: layer.base, swing: layer.swing, scale: layer.scale,
        seed: 3.7 * Double(index + 1))
      let shape = Path.polygon([Point(0, 236)] + line + [Point(1008, 236)])
      let color = RGB(hex: layer.color)
      canvas.fill(
        shape,
        with: .vertical(
          color, color.mixed(with: RGB(hex: 0xF2D4BC), share: 0.5), from: 100, to: 240))
      guard index < 2 else { continue }
      canvas.clipped(to: shape) { inside in
        inside.fillAll(
          with: .function { place in
            func crest(_ x: Double) -> Double { line[min(max(Int(x / 3), 0), line.count - 1)].y }
            let depth = place.y - crest(place.x)
            let snow = 34 * noise.fractal(place.x / 22, place.y / 26, octaves: 3)
            let height = (212 - crest(place.x)) / 120
            let share = max(0, min(1, (snow * height * 1.7 - depth) / 5))
            // Ribs run down to the right of where the crest falls; the sun stands at the left.
            let rib =
              place.x - depth * 0.35 + 30
              * (noise.fractal(place.x / 30, place.y / 12, octaves: 3) - 0.5)
            let fall = (crest(rib + 15) - crest(rib - 15)) / 12
            let light = RGB(hex: 0xFFF6EA).mixed(with: RGB(hex: 0xA9BCDC), share: 0.4 + fall)
            return (light, share * 0.9)
          })
      }
    }
  }

  /// Water that mirrors what stands above it, in streaks.
  private static func drawLake(on canvas: inout Canvas) {
    let above = canvas.image
    let noise = Noise(12)
    canvas.fillRectangle(
      x: 0, y: 226, width: 1008, height: 110,
      with: .function { place in
        let depth = place.y - 226
        let wave = (noise.value(place.x / 34, place.y / 1.6) - 0.5) * (2 + depth * 0.14)
        let row = min(max(Int(224 - depth * 1.7 + wave), 0), 224)
        let column = min(max(Int(place.x + wave * 1.4), 0), 1007)
        let water = RGB(hex: 0x2E5A7A)
        return (above[column, row].mixed(with: water, share: 0.22 + depth * 0.003), 1)
      })
    for streak in 0..<26 {
      let y = 230 + 4 * Double(streak)
      let half = 14 + 1.3 * Double(streak)
      canvas.strokeLine(
        from: Point(640 - half * (0.6 + noise.value(0.5, y)), y),
        to: Point(640 + half * (0.6 + noise.value(7.5, y)), y), thickness: 1.5,
        with: .hex(0xFFF2CC), opacity: 0.5)
    }
  }

  private static func drawShore(on canvas: inout Canvas) {
    var random = SceneRandom(23)
    for index in 0..<150 {
      let x = 1008 * Double(index) / 150 + random.between(-4, 4)
      let far = abs(x - 560) / 560
      let height = random.between(10, 18) + 16 * far * far
      drawFir(
        on: &canvas, foot: Point(x, 232 + 2 * far), height: height,
        color: RGB(hex: 0x27475A).shaded(random.between(-0.15, 0.12)))
    }
    let bank = Path.smooth(
      [
        Point(-20, 262), Point(90, 268), Point(190, 292), Point(300, 318), Point(380, 345),
        Point(-20, 350),
      ], closed: true)
    canvas.fill(bank, with: .vertical(RGB(hex: 0x4C5A38), RGB(hex: 0x222E20), from: 262, to: 336))
    for index in 0..<13 {
      let x = 4 + 21 * Double(index) + random.between(-6, 6)
      drawFir(
        on: &canvas, foot: Point(x, 276 + x * 0.13), height: random.between(60, 128) - x * 0.16,
        color: RGB(hex: 0x16302C).shaded(random.between(-0.2, 0.14)))
    }
    drawBoat(on: &canvas, at: Point(726, 286))
    for index in 0..<7 {
      let center = Point(430 + 21 * Double(index), 58 + 9 * Double((index * 5) % 7))
      canvas.stroke(
        .smooth([
          center + Point(-7, -3), center + Point(-3, -4), center, center + Point(3, -4),
          center + Point(7, -3),
        ]), thickness: 1.4, with: .hex(0x33404E))
    }
  }

  private static func drawFir(
    on canvas: inout Canvas, foot: Point, height: Double, color: RGB
  ) {
    canvas.strokeLine(
      from: foot, to: foot - Point(0, height * 0.5), thickness: height * 0.05,
      with: .solid(color.shaded(-0.4)))
    let tiers = 5
    for tier in 0..<tiers {
      let share = Double(tier) / Double(tiers)
      let top = foot.y - height * (1 - share * 0.86)
      let half = height * (0.08 + 0.16 * share)
      let bottom = top + height * 0.32
      canvas.fillPolygon(
        [Point(foot.x, top), Point(foot.x + half, bottom), Point(foot.x - half, bottom)],
        with: .horizontal(
          color.shaded(0.1), color.shaded(-0.3), from: foot.x - half, to: foot.x + half))
    }
  }

  private static func drawBoat(on canvas: inout Canvas, at place: Point) {
    canvas.castShadow(center: place + Point(0, 12), radiusX: 46, radiusY: 5, opacity: 0.5)
    canvas.fill(
      .smooth(
        [
          place + Point(-40, -6), place + Point(0, -1), place + Point(40, -6),
          place + Point(26, 9), place + Point(-26, 9),
        ], closed: true),
      with: .vertical(RGB(hex: 0xB5402E), RGB(hex: 0x5E1C14), from: 280, to: 295))
    canvas.strokeLine(
      from: place + Point(-2, -6), to: place + Point(-28, 10), thickness: 1.8, with: .hex(0xD8C09A))
    canvas.fillEllipse(
      center: place + Point(0, -15), radiusX: 7, radiusY: 11, with: .hex(0x2C4A6E))
    canvas.fillCircle(center: place + Point(0, -29), radius: 5, with: .hex(0xE2B08C))
    canvas.fillEllipse(
      center: place + Point(0, -33), radiusX: 8.5, radiusY: 2.6, with: .hex(0xE0C878))
  }
}
