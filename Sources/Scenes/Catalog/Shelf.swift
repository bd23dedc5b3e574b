import Imaging

extension Scene {
  /// A bookshelf: upright edges everywhere, and a title on every spine.
  static let shelf = Scene(
    name: "shelf", summary: "a bookshelf with a globe, a clock and a cat", complexity: .complex
  ) {
    var canvas = Canvas(width: 560, height: 448, color: RGB(hex: 0x4A2F1C))
    let noise = Noise(15)
    canvas.fillAll(
      with: .function { place in
        let fibre = noise.fractal(place.x / 90, place.y / 6, octaves: 3)
        return (RGB(hex: 0x6B4426).shaded((fibre - 0.6) * 0.5), 1)
      })
    var random = SceneRandom(73)
    for row in 0..<4 {
      let top = 10 + 110 * Double(row)
      canvas.fillRectangle(
        x: 12, y: top, width: 536, height: 98,
        with: .vertical(RGB(hex: 0x1C110A), RGB(hex: 0x3A2415), from: top, to: top + 98))
    }
    drawFirstRow(on: &canvas, floor: 106, random: &random)
    drawSecondRow(on: &canvas, floor: 216, random: &random)
    drawThirdRow(on: &canvas, floor: 326, random: &random)
    drawFourthRow(on: &canvas, floor: 436, random: &random)
    for row in 0..<4 {
      let floor = 106 + 110 * Double(row)
      canvas.fillRectangle(
        x: 8, y: floor, width: 544, height: 12,
        with: .vertical(RGB(hex: 0xB98250), RGB(hex: 0x7A4C28), from: floor, to: floor + 12))
      canvas.fillRectangle(
        x: 12, y: floor - 98, width: 536, height: 14,
        with: .linear(
          from: Point(0, floor - 98), to: Point(0, floor - 84),
          stops: [Stop(0, .black, opacity: 0.5), Stop(1, .black, opacity: 0)]))
    }
    canvas.vignette(0.2)
    return canvas.image
  }

  // MARK: Rows

  private static func drawFirstRow(
    on canvas: inout Canvas, floor: Double, random: inout SceneRandom
  ) {
    drawBooks(on: &canvas, from: 16, to: 232, floor: floor, random: &random)
    drawGlobe(on: &canvas, center: Point(276, floor - 50))
    drawBooks(on: &canvas, from: 322, to: 440, floor: floor, random: &random)
    drawVase(on: &canvas, foot: Point(470, floor), random: &random)
    drawBooks(on: &canvas, from: 500, to: 546, floor: floor, random: &random)
  }

  private static func drawSecondRow(
    on canvas: inout Canvas, floor: Double, random: inout SceneRandom
  ) {
    drawPicture(on: &canvas, x: 20, y: floor - 78)
    drawBooks(on: &canvas, from: 122, to: 330, floor: floor, random: &random)
    drawStack(on: &canvas, x: 338, floor: floor, random: &random)
    drawClock(on: &canvas, center: Point(386, floor - 66))
    drawBooks(on: &canvas, from: 440, to: 546, floor: floor, random: &random)
  }

  private static func drawThirdRow(
    on canvas: inout Canvas, floor: Double, random: inout SceneRandom
  ) {
    drawBooks(on: &canvas, from: 16, to: 150, floor: floor, random: &random)
    Toys.drawCat(on: &canvas, at: Point(220, floor))
    drawBooks(on: &canvas, from: 292, to: 420, floor: floor, random: &random)
    drawRadio(on: &canvas, x: 430, y: floor - 66)
  }

  private static func drawFourthRow(
    on canvas: inout Canvas, floor: Double, random: inout SceneRandom
  ) {
    drawPot(on: &canvas, foot: Point(58, floor), random: &random)
    drawBooks(on: &canvas, from: 108, to: 270, floor: floor, random: &random)
    Toys.drawBear(on: &canvas, at: Point(318, floor))
    drawBooks(on: &canvas, from: 368, to: 546, floor: floor, random: &random)
  }

  // MARK: Books

  private static let titles = [
    "ATLAS", "MOTHS", "TIDES", "NOVA", "FERNS", "MAPS", "BREAD", "OWLS", "LIGHT", "RUST", "SALT",
    "STONE", "COLOUR", "WINTER", "RIVERS", "GREEK", "CHESS", "KNOTS", "EMMA", "ILIAD", "DUNE",
    "WALDEN", "FAUST", "ULYSSES",
  ]
  private static let covers: [UInt32] = [
    0xA83A32, 0x2E5C8A, 0x3C7A54, 0xD8A43A, 0x5A3C72, 0xE2D6BC, 0x24303E, 0xC8683C, 0x4A8C96,
    0x8A2C4C, 0x7C8A3C, 0xB8B0A0, 0x1F4A44, 0xD88A9A,
  ]

  private static func drawBooks(
    on canvas: inout Canvas, from start: Double, to end: Double, floor: Double,
    random: inout SceneRandom
  ) {
    var x = start
    while x < end - 8 {
      let width = min(random.between(10, 22), end - x)
      drawSpine(
        on: &canvas, x: x, width: width, height: random.between(66, 92), floor: floor,
        random: &random)
      x += width + (random.chance(0.06) ? 5 : 0.6)
    }
  }

  private static func drawSpine(
    on canvas: inout Canvas, x: Double, width: Double, height: Double, floor: Double,
    random: inout SceneRandom
  ) {
    let color = RGB(hex: random.pick(covers)).shaded(random.between(-0.12, 0.12))
    let top = floor - height
    canvas.fillRound(
      .roundedRectangle(x: x, y: top, width: width, height: height + 2, radius: 2), color: color,
      from: x, to: x + width)
    let isLight = Int(color.red) + Int(color.green) + Int(color.blue) > 380
    let print =
      isLight ? RGB(hex: 0x3A2A20) : RGB(hex: random.pick([0xF0D890, 0xF4EEE0, 0xE8C4A0]))
    for band in [6.0, 10, height - 12, height - 8] {
      canvas.fillRectangle(
        x: x, y: top + band, width: width, height: 1.5, with: .solid(print), opacity: 0.75)
    }
    let size = min(width * 0.5, 8)
    let title = random.pick(titles)
    Lettering.draw(
      title, on: &canvas, at: Point(x + width / 2 + size / 2, top + 16), size: size, weight: 1.25,
      turned: .pi / 2, color: print)
    if height > 76, width > 13 {
      canvas.fillCircle(
        center: Point(x + width / 2, floor - 18), radius: width * 0.17, with: .solid(print),
        opacity: 0.8)
    }
  }

  private static func drawStack(
    on canvas: inout Canvas, x: Double, floor: Double, random: inout SceneRandom
  ) {
    for book in 0..<3 {
      let y = floor - 11 * Double(book + 1)
      let inset = random.between(0, 9)
      let color = RGB(hex: covers[(book * 5 + 2) % covers.count])
      canvas.fill(
        .roundedRectangle(x: x + inset, y: y, width: 86, height: 11, radius: 2),
        with: .vertical(color.shaded(0.25), color.shaded(-0.3), from: y, to: y + 11))
      Lettering.draw(
        random.pick(titles), on: &canvas, at: Point(x + inset + 43, y + 2.8), size: 5.5,
        isCentred: true, color: RGB(hex: 0xF6EACB))
    }
  }

  // MARK: Things

  private static func drawGlobe(on canvas: inout Canvas, center: Point) {
    canvas.stroke(
      .smooth([
        center + Point(-22, -32), center + Point(-39, 2), center + Point(-24, 32),
        center + Point(4, 41),
      ]), thickness: 3.5, with: .hex(0xC89A4A))
    canvas.fillRectangle(
      x: center.x - 2, y: center.y + 36, width: 5, height: 9, with: .hex(0xC89A4A))
    canvas.fill(
      .roundedRectangle(x: center.x - 20, y: center.y + 43, width: 42, height: 7, radius: 3),
      with: .hex(0x8A5A2A))
    canvas.fillBall(center: center, radius: 34, color: RGB(hex: 0x3E8CC0))
    canvas.clipped(to: .ellipse(center: center, radiusX: 34, radiusY: 34)) { ball in
      let lands: [[Point]] = [
        [Point(-24, -20), Point(-8, -26), Point(0, -14), Point(-10, -2), Point(-20, -6)],
        [Point(-12, 2), Point(0, 4), Point(-2, 18), Point(-8, 28), Point(-14, 12)],
        [Point(10, -20), Point(26, -22), Point(32, -4), Point(20, 4), Point(8, -6)],
        [Point(12, 6), Point(24, 10), Point(18, 26), Point(10, 16)],
      ]
      for land in lands {
        ball.fill(
          .smooth(land.map { center + $0 }, closed: true), with: .hex(0x7CAA4E), opacity: 0.9)
      }
      ball.fillCircle(
        center: center + Point(-12, -14), radius: 26,
        with: .glow(.white, center: center + Point(-12, -14), radius: 26, opacity: 0.5))
    }
  }

  private static func drawVase(
    on canvas: inout Canvas, foot: Point, random: inout SceneRandom
  ) {
    for _ in 0..<7 {
      let tip = foot + random.point(-24...24, (-90)...(-62))
      canvas.stroke(
        .smooth([foot + Point(0, -36), tip + Point(0, 12), tip]), thickness: 1.6,
        with: .hex(0x5C8A4A))
      let color = RGB(hex: random.pick([0xE86A7A, 0xF2C64A, 0xF4F0EA, 0xC87AC8]))
      for petal in 0..<5 {
        let place = Canvas.Transform(turned: Double(petal) * 2 * .pi / 5, movedTo: tip)
        canvas.fillCircle(center: place(Point(4, 0)), radius: 3.6, with: .solid(color))
      }
      canvas.fillCircle(center: tip, radius: 2.4, with: .hex(0xF8E08A))
    }
    let body = Path.smooth(
      [
        foot + Point(-8, -44), foot + Point(8, -44), foot + Point(7, -36), foot + Point(19, -20),
        foot + Point(10, 0), foot + Point(-10, 0), foot + Point(-19, -20), foot + Point(-7, -36),
      ], closed: true)
    canvas.fillRound(body, color: RGB(hex: 0xE8ECF0), from: foot.x - 19, to: foot.x + 19)
    canvas.clipped(to: body) { inside in
      for band in 0..<3 {
        inside.stroke(
          .smooth(
            (0...8).map { step in
              foot
                + Point(-20 + 5 * Double(step), -28 + 8 * Double(band) + (step % 2 == 0 ? 2 : -2))
            }), thickness: 1.8, with: .hex(0x2F5FA0), opacity: 0.85)
      }
    }
  }

  private static func drawPicture(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.fillRectangle(
      x: x, y: y, width: 94, height: 78,
      with: .linear(
        from: Point(x, y), to: Point(x + 94, y + 78),
        stops: [Stop(0, RGB(hex: 0xE8C878)), Stop(1, RGB(hex: 0x8A6428))]))
    canvas.clipped(to: .rectangle(x: x + 8, y: y + 8, width: 78, height: 62)) { view in
      view.fillAll(with: .vertical(RGB(hex: 0xF6C08A), RGB(hex: 0xF8E8C8), from: y, to: y + 44))
      view.fillCircle(center: Point(x + 62, y + 30), radius: 8, with: .hex(0xFFF6D8))
      for (shift, color) in [(0.0, UInt32(0x7C8CB0)), (34, 0x56708C), (-24, 0x3C5A5C)] {
        view.fill(
          .smooth([
            Point(x - 30 + shift, y + 74), Point(x + 20 + shift, y + 34 + abs(shift) * 0.3),
            Point(x + 70 + shift, y + 52), Point(x + 130 + shift, y + 76),
          ]), with: .hex(color))
      }
      view.fillRectangle(x: x, y: y + 58, width: 94, height: 20, with: .hex(0x88B4C0))
    }
  }

  private static func drawClock(on canvas: inout Canvas, center: Point) {
    for side in [-1.0, 1] {
      canvas.fillBall(center: center + Point(side * 17, -25), radius: 8, color: RGB(hex: 0xD0A040))
      canvas.strokeLine(
        from: center + Point(side * 14, 22), to: center + Point(side * 20, 32), thickness: 4,
        with: .hex(0x8A2C28))
    }
    canvas.fillBall(center: center, radius: 28, color: RGB(hex: 0xB83A34))
    canvas.fillCircle(center: center, radius: 22, with: .hex(0xFAF6EA))
    for hour in 0..<12 {
      let place = Canvas.Transform(turned: Double(hour) * .pi / 6, movedTo: center)
      canvas.strokeLine(
        from: place(Point(0, -19)), to: place(Point(0, hour % 3 == 0 ? -14 : -17)), thickness: 1.6,
        with: .hex(0x2A2A2E))
    }
    canvas.strokeLine(
      from: center, to: center + Point(8, -7), thickness: 2.6, with: .hex(0x1E1E22))
    canvas.strokeLine(
      from: center, to: center + Point(-6, -15), thickness: 1.8, with: .hex(0x1E1E22))
    canvas.fillCircle(center: center, radius: 2.2, with: .hex(0xB83A34))
  }

  private static func drawRadio(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.strokeLine(
      from: Point(x + 96, y), to: Point(x + 112, y - 26), thickness: 1.8, with: .hex(0xC0C4C8))
    canvas.fill(
      .roundedRectangle(x: x, y: y, width: 110, height: 66, radius: 10),
      with: .vertical(RGB(hex: 0x6FB8A8), RGB(hex: 0x2F6E66), from: y, to: y + 66))
    canvas.fillCircle(center: Point(x + 33, y + 34), radius: 24, with: .hex(0xE9DCC0))
    for ring in 0..<5 {
      for hole in 0..<(6 * max(ring, 1)) {
        let place = Canvas.Transform(
          turned: Double(hole) * 2 * .pi / Double(6 * max(ring, 1)), movedTo: Point(x + 33, y + 34))
        canvas.fillCircle(
          center: place(Point(4.8 * Double(ring), 0)), radius: 1.4, with: .hex(0x5A4A34))
      }
    }
    canvas.fill(
      .roundedRectangle(x: x + 62, y: y + 10, width: 40, height: 22, radius: 3),
      with: .hex(0xF8EBC0))
    for tick in 0..<9 {
      canvas.strokeLine(
        from: Point(x + 66 + 4 * Double(tick), y + 14),
        to: Point(x + 66 + 4 * Double(tick), y + (tick % 2 == 0 ? 22 : 18)), thickness: 1,
        with: .hex(0x5A4030))
    }
    canvas.strokeLine(
      from: Point(x + 83, y + 12), to: Point(x + 83, y + 30), thickness: 1.4, with: .hex(0xD03A30))
    for knob in [72.0, 92] {
      canvas.fillBall(center: Point(x + knob, y + 48), radius: 8, color: RGB(hex: 0xE0C89A))
    }
  }

  private static func drawPot(
    on canvas: inout Canvas, foot: Point, random: inout SceneRandom
  ) {
    for leaf in 0..<13 {
      let spread = Double(leaf) / 6 - 1
      let tip = foot + Point(42 * spread, -56 - 38 * (1 - spread * spread) + random.between(-4, 4))
      canvas.stroke(
        [
          (foot + Point(5 * spread, -30), 3), (foot.towards(tip, 0.6) + Point(0, -14), 8), (tip, 1),
        ], with: .solid(RGB(hex: 0x4A9A58).shaded(random.between(-0.3, 0.25))))
    }
    let pot = Path.polygon([
      foot + Point(-28, -36), foot + Point(28, -36), foot + Point(20, 0), foot + Point(-20, 0),
    ])
    canvas.fillRound(pot, color: RGB(hex: 0xC8663C), from: foot.x - 28, to: foot.x + 28)
    canvas.fillRound(
      .roundedRectangle(x: foot.x - 31, y: foot.y - 42, width: 62, height: 11, radius: 3),
      color: RGB(hex: 0xD87A4C), from: foot.x - 31, to: foot.x + 31)
  }
}
