import Glibc
import Imaging

extension Scene {
  /// Fish of many kinds over coral: small coloured things before a calm blue.
  static let reef = Scene(
    name: "reef", summary: "fish, a turtle and corals under water", complexity: .complex
  ) {
    var canvas = Canvas(width: 560, height: 448, color: .black)
    canvas.fillAll(
      with: .linear(
        from: Point(0, 0), to: Point(0, 448),
        stops: [
          Stop(0, RGB(hex: 0x8FE0E6)), Stop(0.3, RGB(hex: 0x2FA3C4)),
          Stop(0.75, RGB(hex: 0x14608F)), Stop(1, RGB(hex: 0x0C3C62)),
        ]))
    var random = SceneRandom(88)
    drawRays(on: &canvas, random: &random)
    drawSand(on: &canvas)
    drawSchool(on: &canvas, random: &random)
    drawCorals(on: &canvas, random: &random)
    drawTurtle(on: &canvas, at: Point(398, 122))
    drawFish(on: &canvas, random: &random)
    for _ in 0..<40 {
      let center = random.point(20...540, 20...360)
      let radius = random.between(1.5, 4.5)
      canvas.fillCircle(center: center, radius: radius, with: .solid(.white), opacity: 0.22)
      canvas.fillCircle(
        center: center + Point(-0.3, -0.3) * radius, radius: radius * 0.35, with: .solid(.white),
        opacity: 0.8)
    }
    return canvas.image
  }

  private static func drawRays(on canvas: inout Canvas, random: inout SceneRandom) {
    for _ in 0..<11 {
      let x = random.between(40, 520)
      let half = random.between(5, 22)
      let lean = (x - 240) * 0.45
      canvas.fillPolygon(
        [
          Point(x - half * 0.4, 0), Point(x + half * 0.4, 0), Point(x + lean + half * 2, 400),
          Point(x + lean - half * 2, 400),
        ],
        with: .linear(
          from: Point(0, 0), to: Point(0, 390),
          stops: [Stop(0, .white, opacity: 0.28), Stop(1, .white, opacity: 0)]))
    }
  }

  private static func drawSand(on canvas: inout Canvas) {
    let noise = Noise(6)
    canvas.fill(
      .smooth(
        [
          Point(-30, 384), Point(120, 366), Point(280, 388), Point(420, 364), Point(600, 382),
          Point(620, 480), Point(-40, 480),
        ], closed: true),
      with: .function { place in
        let ripple = sin(place.y * 0.62 + 5 * noise.value(place.x / 60, place.y / 22))
        let tone = 0.5 + 0.2 * ripple - (place.y - 370) / 260
        return (RGB(hex: 0x4E8290).mixed(with: RGB(hex: 0xEAD9A4), share: tone), 1)
      })
  }

  private static func drawSchool(on canvas: inout Canvas, random: inout SceneRandom) {
    for _ in 0..<46 {
      let angle = random.between(0, 2 * .pi)
      let reach = random.unit().squareRoot()
      let center = Point(140 + 104 * cos(angle) * reach, 70 + 40 * sin(angle) * reach)
      let size = random.between(5, 8)
      canvas.fillEllipse(
        center: center, radiusX: size, radiusY: size * 0.36, with: .hex(0xD8F2F6), opacity: 0.75)
      canvas.fillPolygon(
        [
          center + Point(-0.8, 0) * size, center + Point(-1.5, -0.4) * size,
          center + Point(-1.5, 0.4) * size,
        ], with: .hex(0xBFE0EA), opacity: 0.75)
    }
  }

  // MARK: Corals

  private static func drawCorals(on canvas: inout Canvas, random: inout SceneRandom) {
    drawRock(on: &canvas, center: Point(70, 402), size: 92, random: &random)
    drawRock(on: &canvas, center: Point(486, 404), size: 100, random: &random)
    let kelp: [Double] = [22, 40, 528, 546, 300]
    for x in kelp { drawKelp(on: &canvas, foot: Point(x, 420), random: &random) }
    let branching: [(Double, Double, Double, UInt32)] = [
      (96, 366, 62, 0xF0526C), (168, 402, 46, 0xF59A3E), (448, 362, 66, 0xB45CC8),
      (520, 352, 48, 0xF2C24A), (352, 412, 36, 0xE86AA0),
    ]
    for (x, y, size, color) in branching {
      drawBranch(
        on: &canvas, from: Point(x, y), angle: -.pi / 2, length: size * 0.42,
        thickness: size * 0.15, color: RGB(hex: color), depth: 4, random: &random)
    }
    for (x, y, size, color) in [
      (38.0, 368.0, 30.0, UInt32(0x58C0A0)), (228, 416, 26, 0x9AD05A), (408, 402, 28, 0xE87858),
    ] {
      drawBrain(on: &canvas, center: Point(x, y), radius: size, color: RGB(hex: color))
    }
    drawAnemone(on: &canvas, foot: Point(286, 426), random: &random)
    drawStar(on: &canvas, center: Point(196, 432), radius: 15)
  }

  private static func drawRock(
    on canvas: inout Canvas, center: Point, size: Double, random: inout SceneRandom
  ) {
    for _ in 0..<16 {
      let place = center + random.point(-0.8...0.8, -0.3...0.35) * size
      canvas.fillBall(
        center: place, radius: random.between(0.2, 0.36) * size,
        color: RGB(hex: 0x4A5A6C).shaded(random.between(-0.25, 0.15)))
    }
  }

  private static func drawKelp(
    on canvas: inout Canvas, foot: Point, random: inout SceneRandom
  ) {
    let height = random.between(110, 190)
    let sway = random.between(0, 6)
    let stem = (0...10).map { step -> Point in
      let t = Double(step) / 10
      return foot + Point(10 * sin(sway + 5 * t) * (0.3 + t), -height * t)
    }
    canvas.stroke(.smooth(stem), thickness: 3, with: .hex(0x2E6B3C))
    for (index, point) in stem.enumerated().dropFirst() {
      let side: Double = index % 2 == 0 ? -1 : 1
      canvas.fillEllipse(
        center: point + Point(side * 10, -3), radiusX: 12, radiusY: 4, turned: side * -0.5,
        with: .solid(RGB(hex: 0x4C9A50).shaded(side * 0.12)))
    }
  }

  private static func drawBranch(
    on canvas: inout Canvas, from start: Point, angle: Double, length: Double, thickness: Double,
    color: RGB, depth: Int, random: inout SceneRandom
  ) {
    let end = start + Point(cos(angle), sin(angle)) * length
    canvas.stroke([(start, thickness), (end, thickness * 0.78)], with: .solid(color.shaded(-0.22)))
    canvas.stroke(
      [
        (start + Point(-thickness * 0.16, 0), thickness * 0.5),
        (end + Point(-thickness * 0.16, 0), thickness * 0.4),
      ], with: .solid(color.shaded(0.18)))
    guard depth > 0 else {
      return canvas.fillCircle(
        center: end, radius: thickness * 0.55, with: .solid(color.shaded(0.55)))
    }
    for side in [-1.0, 0.15, 1] {
      drawBranch(
        on: &canvas, from: end, angle: angle + side * random.between(0.35, 0.62),
        length: length * random.between(0.68, 0.84), thickness: thickness * 0.74, color: color,
        depth: depth - 1, random: &random)
    }
  }

  private static func drawBrain(
    on canvas: inout Canvas, center: Point, radius: Double, color: RGB
  ) {
    canvas.fillBall(center: center, radius: radius, color: color)
    canvas.clipped(to: .ellipse(center: center, radiusX: radius, radiusY: radius)) { inside in
      for line in -4...4 {
        let y = center.y + Double(line) * radius * 0.24
        let wave = (0...12).map { step in
          Point(
            center.x + radius * (Double(step) / 6 - 1),
            y + radius * 0.09 * sin(Double(step) * 1.9 + Double(line)))
        }
        inside.stroke(
          .smooth(wave), thickness: radius * 0.08, with: .solid(color.shaded(-0.5)), opacity: 0.7)
      }
    }
  }

  private static func drawAnemone(
    on canvas: inout Canvas, foot: Point, random: inout SceneRandom
  ) {
    for arm in 0..<46 {
      let spread = Double(arm % 23) / 22 * 2 - 1 + random.between(-0.06, 0.06)
      let height = (1 - 0.45 * spread * spread) * random.between(40, 54)
      let tip = foot + Point(46 * spread + random.between(-5, 5), -height)
      let color = RGB(hex: arm < 23 ? 0x8A4AA0 : 0xC478D8)
      canvas.stroke(
        .smooth([foot + Point(20 * spread, 0), foot + Point(44 * spread, -height * 0.5), tip]),
        thickness: 4.6, with: .solid(color.shaded(random.between(-0.15, 0.15))))
      canvas.fillCircle(center: tip, radius: 3.2, with: .hex(0xF6C8F0))
    }
  }

  private static func drawStar(on canvas: inout Canvas, center: Point, radius: Double) {
    let points = (0..<10).map { step -> Point in
      let angle = Double(step) * .pi / 5 + 0.3
      let reach = step % 2 == 0 ? radius : radius * 0.42
      return center + Point(cos(angle), sin(angle) * 0.72) * reach
    }
    canvas.castShadow(center: center + Point(2, 4), radiusX: radius, radiusY: radius * 0.6)
    canvas.fill(.smooth(points, closed: true), with: .hex(0xE8643C))
    for point in points where (point - center).length > radius * 0.6 {
      for dot in 1...3 {
        canvas.fillCircle(
          center: center.towards(point, 0.25 * Double(dot)), radius: 1.2, with: .hex(0xFFD09A))
      }
    }
  }

  // MARK: Animals

  private static func drawTurtle(on canvas: inout Canvas, at center: Point) {
    let skin = RGB(hex: 0x7FA06A)
    let place = Canvas.Transform(turned: -0.22, movedTo: center)
    for (path, shade) in [
      ([Point(30, -18), Point(66, -52), Point(88, -56), Point(74, -34), Point(46, -8)], -0.12),
      ([Point(34, 18), Point(62, 54), Point(54, 76), Point(38, 60), Point(20, 26)], 0.05),
      ([Point(-44, -16), Point(-72, -32), Point(-80, -22), Point(-58, -6)], -0.15),
      ([Point(-42, 16), Point(-68, 34), Point(-78, 26), Point(-56, 6)], 0),
      ([Point(48, -13), Point(78, -14), Point(92, 0), Point(78, 13), Point(48, 13)], 0.06),
    ] {
      canvas.fill(
        .smooth(path.map { place($0) }, closed: true), with: .solid(skin.shaded(shade)))
    }
    canvas.fillCircle(center: place(Point(82, -5)), radius: 2.6, with: .hex(0x101410))
    let shell = Path.smooth(
      [
        Point(58, 0), Point(42, -30), Point(0, -42), Point(-42, -30), Point(-62, 0),
        Point(-42, 30), Point(0, 42), Point(42, 30),
      ].map { place($0) }, closed: true)
    canvas.fill(
      shell,
      with: .radial(
        center: place(Point(6, -14)), radius: 74,
        stops: [
          Stop(0, RGB(hex: 0xB98A48)), Stop(0.6, RGB(hex: 0x7C5228)), Stop(1, RGB(hex: 0x3E2812)),
        ]))
    let seams: [[Point]] = [
      [Point(-44, -12), Point(-22, -15), Point(0, -12), Point(22, -15), Point(44, -12)],
      [Point(-44, 12), Point(-22, 15), Point(0, 12), Point(22, 15), Point(44, 12)],
      [Point(-22, -38), Point(-22, -15), Point(-12, 0), Point(-22, 15), Point(-22, 38)],
      [Point(22, -38), Point(22, -15), Point(32, 0), Point(22, 15), Point(22, 38)],
      [Point(0, -41), Point(0, -12)], [Point(0, 12), Point(0, 41)],
    ]
    for seam in seams {
      canvas.stroke(
        Path([seam.map { place($0) }]), thickness: 2.2, with: .hex(0xE2C48A), opacity: 0.7)
    }
  }

  private static func drawFish(on canvas: inout Canvas, random: inout SceneRandom) {
    let kinds: [(body: UInt32, band: UInt32, tall: Double)] = [
      (0xF5822E, 0xFFFFFF, 0.5), (0xF6D23C, 0x1E2A50, 0.72), (0x2F6FE0, 0xF6D23C, 0.55),
      (0xE84A5A, 0xFFE0C0, 0.46), (0x38B89A, 0xF2F6C0, 0.6), (0x9A5CD0, 0xF6B840, 0.52),
    ]
    let places: [(Double, Double, Double)] = [
      (252, 204, 30), (92, 176, 26), (330, 286, 34), (186, 268, 27), (468, 236, 28), (60, 268, 20),
      (264, 346, 20), (388, 216, 18), (150, 330, 18), (520, 164, 22), (228, 132, 19), (316, 60, 17),
      (414, 320, 20), (246, 392, 17), (318, 386, 17), (500, 60, 20), (36, 128, 18),
    ]
    for (index, spot) in places.enumerated() {
      let kind = kinds[index % kinds.count]
      let facing: Double = random.chance(0.5) ? -1 : 1
      let place = Canvas.Transform(
        scaleX: facing * spot.2, scaleY: spot.2, turned: random.between(-0.15, 0.15),
        movedTo: Point(spot.0, spot.1))
      drawOneFish(
        on: &canvas, place, size: spot.2, body: RGB(hex: kind.body), band: RGB(hex: kind.band),
        tall: kind.tall)
    }
  }

  private static func drawOneFish(
    on canvas: inout Canvas, _ place: Canvas.Transform, size: Double, body: RGB, band: RGB,
    tall: Double
  ) {
    let center = place(Point(0, 0))
    let tail: [Point] = [
      Point(-0.8, 0), Point(-1.4, -0.5), Point(-1.26, 0), Point(-1.4, 0.5),
    ]
    canvas.fill(.smooth(tail.map { place($0) }, closed: true), with: .solid(body.shaded(-0.12)))
    for side in [-1.0, 1] {
      let fin: [Point] = [
        Point(0.35, side * tall * 0.75), Point(-0.1, side * tall * 1.42),
        Point(-0.6, side * tall * 1.05), Point(-0.55, side * tall * 0.5),
      ]
      canvas.fill(.smooth(fin.map { place($0) }, closed: true), with: .solid(body.shaded(-0.28)))
    }
    let outline = Path.smooth(
      [
        Point(1, 0.02), Point(0.62, -tall * 0.72), Point(0, -tall), Point(-0.6, -tall * 0.55),
        Point(-0.92, 0), Point(-0.6, tall * 0.55), Point(0, tall), Point(0.62, tall * 0.72),
      ].map { place($0) }, closed: true)
    canvas.fill(
      outline,
      with: .vertical(
        body.shaded(0.3), body.shaded(-0.3), from: center.y - tall * size,
        to: center.y + tall * size))
    canvas.clipped(to: outline) { inside in
      for stripe in [0.42, -0.1, -0.62] {
        inside.stroke(
          .smooth([
            place(Point(stripe, -1)), place(Point(stripe + 0.1, 0)), place(Point(stripe, 1)),
          ]), thickness: size * 0.17, with: .solid(band), opacity: 0.9)
      }
    }
    canvas.fillEllipse(
      center: place(Point(0.12, 0.16)), radiusX: size * 0.22, radiusY: size * 0.12,
      with: .solid(body.shaded(-0.35)))
    canvas.fillCircle(center: place(Point(0.68, -0.1)), radius: size * 0.13, with: .solid(.white))
    canvas.fillCircle(center: place(Point(0.71, -0.1)), radius: size * 0.075, with: .hex(0x101018))
  }
}
