import Glibc
import Imaging

extension Scene {
  /// A desk from above: separate things, each with an outline of its own.
  static let desk = Scene(
    name: "desk", summary: "a desk from above with a notebook, coffee and a plant",
    complexity: .complex
  ) {
    var canvas = Canvas(width: 672, height: 448, color: .black)
    drawWood(on: &canvas)
    drawKeyboard(on: &canvas, x: 214, y: 28)
    drawNotebook(on: &canvas, x: 236, y: 168)
    drawCup(on: &canvas, center: Point(108, 116))
    drawPhone(on: &canvas, x: 544, y: 168)
    drawNotes(on: &canvas)
    drawPlant(on: &canvas, center: Point(606, 76))
    drawGlasses(on: &canvas, at: Point(118, 372))
    drawPens(on: &canvas)
    drawSmallThings(on: &canvas)
    canvas.vignette(0.3)
    return canvas.image
  }

  private static func drawWood(on canvas: inout Canvas) {
    let noise = Noise(2)
    for plank in 0..<5 {
      let top = 90 * Double(plank)
      let tone = RGB(hex: 0xB07A48).shaded([0.04, -0.06, 0.08, -0.02, 0.05][plank])
      canvas.fillRectangle(
        x: 0, y: top, width: 672, height: 90,
        with: .function { place in
          let bend = 26 * noise.value(place.x / 210, place.y / 60 + 9 * top)
          let rings = sin((place.y + bend) * 0.62 + top)
          let fibre = noise.value(place.x / 26, place.y * 1.3)
          return (tone.shaded(0.09 * rings + 0.16 * (fibre - 0.5)), 1)
        })
      canvas.fillRectangle(
        x: 0, y: top, width: 672, height: 1.6, with: .hex(0x3E2410), opacity: 0.7)
    }
  }

  private static func drawKeyboard(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.dropShadow(x: x + 3, y: y + 5, width: 300, height: 108, blur: 9, opacity: 0.6)
    canvas.fill(
      .roundedRectangle(x: x, y: y, width: 300, height: 108, radius: 9),
      with: .vertical(RGB(hex: 0xDDE1E4), RGB(hex: 0xB4BABF), from: y, to: y + 108))
    let rows = ["1234567890-=", "QWERTYUIOP[]", "ASDFGHJKL;'", "ZXCVBNM,./"]
    for (row, letters) in rows.enumerated() {
      for (column, letter) in letters.enumerated() {
        let left = x + 10 + [0.0, 8, 13, 22][row] + 23 * Double(column)
        drawKey(on: &canvas, x: left, y: y + 8 + 20 * Double(row), width: 20, label: String(letter))
      }
    }
    for (left, width) in [(10.0, 34.0), (48, 28), (80, 132), (216, 28), (248, 42)] {
      drawKey(on: &canvas, x: x + left, y: y + 88, width: width, label: "")
    }
  }

  private static func drawKey(
    on canvas: inout Canvas, x: Double, y: Double, width: Double, label: String
  ) {
    canvas.fill(
      .roundedRectangle(x: x, y: y + 1, width: width, height: 16, radius: 3),
      with: .hex(0x7C848A))
    canvas.fill(
      .roundedRectangle(x: x, y: y, width: width, height: 15, radius: 3),
      with: .vertical(.white, RGB(hex: 0xE6E9EC), from: y, to: y + 15))
    Lettering.draw(
      label, on: &canvas, at: Point(x + width / 2, y + 4), size: 6.5, isCentred: true,
      color: RGB(hex: 0x4A545C))
  }

  private static func drawNotebook(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.dropShadow(x: x + 3, y: y + 5, width: 280, height: 244, blur: 11, opacity: 0.65)
    canvas.fill(
      .roundedRectangle(x: x - 5, y: y - 4, width: 290, height: 252, radius: 6),
      with: .hex(0x7A2E34))
    for page in 0..<2 {
      let left = x + 140 * Double(page)
      let inner = page == 0 ? left + 140 : left
      canvas.fillRectangle(
        x: left, y: y, width: 140, height: 244,
        with: .linear(
          from: Point(inner, 0), to: Point(page == 0 ? left : left + 140, 0),
          stops: [
            Stop(0, RGB(hex: 0xC9BFA8)), Stop(0.12, RGB(hex: 0xF4EEDF)),
            Stop(1, RGB(hex: 0xFBF8EE)),
          ]))
      for line in 0..<13 {
        let row = y + 26 + 17 * Double(line)
        canvas.strokeLine(
          from: Point(left + 8, row), to: Point(left + 132, row), thickness: 0.8,
          with: .hex(0x9FB4CC), opacity: 0.6)
      }
    }
    var random = SceneRandom(14)
    let ink = RGB(hex: 0x26346A)
    let lines = [
      "ink on oak", "a fine line", "a quiet tale", "take out tea", "no unit at all",
      "lift a leaf", "tie a kite", "a tin flute", "a lean note",
    ]
    for (index, line) in lines.enumerated() {
      CursiveHand.write(
        line, on: &canvas, at: Point(x + 14, y + 42 + 17 * Double(index)), size: 7, color: ink,
        random: &random)
    }
    drawSketch(on: &canvas, x: x + 152, y: y + 34)
    for ring in 0..<13 {
      let row = y + 12 + 18.2 * Double(ring)
      canvas.fillCircle(center: Point(x + 133, row), radius: 2.4, with: .hex(0x4A4238))
      canvas.fillCircle(center: Point(x + 147, row), radius: 2.4, with: .hex(0x4A4238))
      canvas.stroke(
        .smooth([Point(x + 133, row), Point(x + 140, row - 4), Point(x + 147, row)]),
        thickness: 2.2, with: .hex(0xA8AEB4))
    }
  }

  /// A pencil drawing of a sailing boat and a small graph.
  private static func drawSketch(on canvas: inout Canvas, x: Double, y: Double) {
    let pencil = Paint.hex(0x4E4E52)
    let lines: [[Point]] = [
      [Point(10, 78), Point(30, 94), Point(82, 94), Point(106, 76), Point(10, 78)],
      [Point(56, 78), Point(56, 4)], [Point(60, 8), Point(98, 70), Point(60, 70)],
      [Point(52, 14), Point(20, 68), Point(52, 70)],
      [Point(-2, 100), Point(14, 96), Point(30, 102), Point(48, 97), Point(68, 103)],
      [Point(60, 102), Point(80, 97), Point(98, 103), Point(114, 98)],
    ]
    for line in lines {
      canvas.stroke(
        Path([line.map { Point(x, y) + $0 }]), thickness: 1.3, with: pencil, opacity: 0.85)
    }
    for hatch in 0..<9 {
      let left = x + 64 + 3.6 * Double(hatch)
      canvas.strokeLine(
        from: Point(left, y + 68), to: Point(left - 2, y + 22 + 5.4 * Double(hatch)),
        thickness: 0.8, with: pencil, opacity: 0.5)
    }
    canvas.stroke(
      Path([[Point(x + 6, y + 128), Point(x + 6, y + 188), Point(x + 112, y + 188)]]),
      thickness: 1.3, with: pencil)
    for (index, value) in [20.0, 34, 28, 50, 44].enumerated() {
      canvas.fillRectangle(
        x: x + 16 + 19 * Double(index), y: y + 187 - value, width: 12, height: value,
        with: .hex([0xE0705A, 0xE8B04A, 0x6AA878, 0x4C86B8, 0x8A64A8][index]), opacity: 0.8)
    }
  }

  private static func drawCup(on canvas: inout Canvas, center: Point) {
    canvas.castShadow(center: center + Point(5, 8), radiusX: 84, radiusY: 80, opacity: 0.55)
    for (radius, light, dark) in [
      (74.0, UInt32(0xF6F4EF), UInt32(0xC9C4BA)), (64, 0xDAD5CB, 0xF8F6F2),
      (46, 0xC2BCB0, 0xE8E4DA),
    ] {
      canvas.fillCircle(
        center: center, radius: radius,
        with: .linear(
          from: center - Point(radius, radius), to: center + Point(radius, radius),
          stops: [Stop(0, RGB(hex: light)), Stop(1, RGB(hex: dark))]))
    }
    canvas.strokeLine(
      from: center + Point(30, 26), to: center + Point(58, 50), thickness: 15, with: .hex(0xE2DED4))
    canvas.fillCircle(
      center: center, radius: 44,
      with: .radial(
        center: center - Point(14, 14), radius: 64,
        stops: [Stop(0, .white), Stop(1, RGB(hex: 0xC8C2B6))]))
    canvas.fillCircle(
      center: center, radius: 37,
      with: .radial(
        center: center, radius: 38,
        stops: [
          Stop(0, RGB(hex: 0xB07840)), Stop(0.75, RGB(hex: 0x8A5426)),
          Stop(1, RGB(hex: 0x4A2810)),
        ]))
    drawMilkLeaf(on: &canvas, center: center)
    canvas.strokeLine(
      from: center + Point(-52, 40), to: center + Point(-68, -26), thickness: 4,
      with: .hex(0x9CA2A8))
    canvas.fillEllipse(
      center: center + Point(-69, -34), radiusX: 6, radiusY: 11, turned: -0.2,
      with: .hex(0xB8BEC4))
  }

  /// A leaf poured in milk.
  private static func drawMilkLeaf(on canvas: inout Canvas, center: Point) {
    for layer in 0..<5 {
      let y = -20 + 9 * Double(layer)
      let half = 19 - 3 * Double(layer)
      canvas.stroke(
        .smooth([
          center + Point(-half, y - 3), center + Point(-half * 0.4, y + 5),
          center + Point(0, y - 2),
          center + Point(half * 0.4, y + 5), center + Point(half, y - 3),
        ]), thickness: 4, with: .hex(0xF4E2C4), opacity: 0.9)
    }
  }

  private static func drawPhone(on canvas: inout Canvas, x: Double, y: Double) {
    canvas.dropShadow(x: x + 3, y: y + 5, width: 92, height: 178, blur: 9, opacity: 0.65)
    canvas.fill(
      .roundedRectangle(x: x, y: y, width: 92, height: 178, radius: 12), with: .hex(0x16181C))
    canvas.fill(
      .roundedRectangle(x: x + 4, y: y + 5, width: 84, height: 168, radius: 9),
      with: .linear(
        from: Point(x, y), to: Point(x + 92, y + 178),
        stops: [
          Stop(0, RGB(hex: 0x2B3A78)), Stop(0.5, RGB(hex: 0x8A4A8C)),
          Stop(1, RGB(hex: 0xF08A5A)),
        ]))
    Lettering.draw(
      "10:24", on: &canvas, at: Point(x + 46, y + 18), size: 14, isCentred: true, color: .white)
    let icons: [UInt32] = [
      0x58C468, 0x3C9CE8, 0xF2C23C, 0xE85A4A, 0xFFFFFF, 0x8A6AE0, 0x38B8B0, 0xF08CB8, 0x4A4E58,
      0xF0803C, 0x9CD04C, 0x5874E0,
    ]
    for (index, icon) in icons.enumerated() {
      let left = x + 10 + 25 * Double(index % 3)
      let top = y + 48 + 29 * Double(index / 3)
      canvas.fill(
        .roundedRectangle(x: left, y: top, width: 20, height: 20, radius: 5),
        with: .vertical(
          RGB(hex: icon).shaded(0.2), RGB(hex: icon).shaded(-0.12), from: top, to: top + 20))
      canvas.fillCircle(
        center: Point(left + 10, top + 10), radius: Double(3 + index % 4),
        with: .solid(icon == 0xFFFFFF ? RGB(hex: 0xE05050) : .white), opacity: 0.85)
    }
    canvas.fillRectangle(
      x: x + 32, y: y + 166, width: 28, height: 2.5, with: .solid(.white), opacity: 0.8)
  }

  private static func drawNotes(on canvas: inout Canvas) {
    let notes: [(Double, Double, Double, UInt32, [String])] = [
      (24, 222, -0.09, 0xF8E26A, ["call Ada", "at 4 pm", "0431 77"]),
      (122, 240, 0.1, 0x9ADCB8, ["milk", "2 lemons", "bread"]),
    ]
    for (x, y, angle, color, lines) in notes {
      let place = Canvas.Transform(turned: angle, movedTo: Point(x, y))
      let sheet = Path.rectangle(x: 0, y: 0, width: 86, height: 82)
      canvas.fill(
        sheet.transformed(.init(turned: angle, movedTo: Point(x + 3, y + 6))),
        with: .solid(.black), opacity: 0.28)
      canvas.fill(
        sheet.transformed(place),
        with: .linear(
          from: place(Point(0, 0)), to: place(Point(86, 82)),
          stops: [Stop(0, RGB(hex: color).shaded(0.15)), Stop(1, RGB(hex: color).shaded(-0.12))]))
      for (index, line) in lines.enumerated() {
        Lettering.draw(
          line, on: &canvas, at: place(Point(10, 14 + 21 * Double(index))), size: 10, weight: 1.2,
          turned: angle, color: RGB(hex: 0x3A3A44))
      }
    }
  }

  private static func drawPlant(on canvas: inout Canvas, center: Point) {
    canvas.castShadow(center: center + Point(6, 10), radiusX: 62, radiusY: 60, opacity: 0.6)
    canvas.fillCircle(center: center, radius: 44, with: .hex(0xB8623E))
    canvas.fillCircle(center: center, radius: 37, with: .hex(0x3A2618))
    for ring in 0..<3 {
      let count = 11 - 3 * ring
      for leaf in 0..<count {
        let angle = (Double(leaf) + 0.4 * Double(ring)) / Double(count) * 2 * .pi
        let reach = 62 - 19 * Double(ring)
        let place = Canvas.Transform(turned: angle, movedTo: center)
        let shape = Path.smooth(
          [
            Point(4, 0), Point(reach * 0.4, -reach * 0.2), Point(reach, 0),
            Point(reach * 0.4, reach * 0.2),
          ].map { place($0) }, closed: true)
        let tone = RGB(hex: 0x3E8A4C).shaded(0.16 * Double(ring) - 0.1 + 0.12 * cos(angle + 2.3))
        canvas.fill(
          shape,
          with: .radial(
            center: center, radius: reach,
            stops: [Stop(0, tone.shaded(-0.45)), Stop(1, tone.shaded(0.12))]))
        canvas.strokeLine(
          from: place(Point(6, 0)), to: place(Point(reach * 0.9, 0)), thickness: 1.2,
          with: .hex(0xB8DC9C), opacity: 0.7)
      }
    }
  }

  private static func drawGlasses(on canvas: inout Canvas, at center: Point) {
    let frame = Paint.hex(0x2A2024)
    for side in [-1.0, 1.0] {
      let lens = Path.ellipse(center: center + Point(side * 32, 0), radiusX: 25, radiusY: 21)
      canvas.fill(lens, with: .hex(0xDDEBF0), opacity: 0.35)
      let rim = lens.contours[0]
      canvas.stroke(Path([rim + [rim[0]]]), thickness: 4.2, with: frame)
      canvas.strokeLine(
        from: center + Point(side * 32 - 10, -8), to: center + Point(side * 32 - 2, -13),
        thickness: 3, with: .solid(.white), opacity: 0.7)
      canvas.stroke(
        .smooth([
          center + Point(side * 56, -6), center + Point(side * 64, -34),
          center + Point(side * 58, -52),
        ]), thickness: 3.6, with: frame)
    }
    canvas.stroke(
      .smooth([center + Point(-8, -4), center + Point(0, -10), center + Point(8, -4)]),
      thickness: 4, with: frame)
  }

  private static func drawPens(on canvas: inout Canvas) {
    let pens: [(Point, Point, UInt32)] = [
      (Point(532, 432), Point(658, 396), 0xF0B83A), (Point(536, 412), Point(654, 366), 0x3C78B8),
    ]
    for (start, end, color) in pens {
      canvas.strokeLine(
        from: start + Point(3, 6), to: end + Point(3, 6), thickness: 9, with: .solid(.black),
        opacity: 0.3)
      canvas.strokeLine(from: start, to: end, thickness: 9, with: .hex(color))
      canvas.strokeLine(
        from: start + Point(0, -2), to: end + Point(0, -2), thickness: 2, with: .solid(.white),
        opacity: 0.5)
      canvas.stroke(
        [(start, 9), (start.towards(end, -0.12), 1.5)], with: .hex(0xEBCFA0))
      canvas.stroke(
        [(start.towards(end, -0.085), 3.4), (start.towards(end, -0.125), 1.2)],
        with: .hex(0x2A2A2E))
      canvas.strokeLine(from: end, to: end.towards(start, 0.06), thickness: 9, with: .hex(0xE58A94))
    }
  }

  private static func drawSmallThings(on canvas: inout Canvas) {
    let ruler = Canvas.Transform(turned: -0.06, movedTo: Point(20, 424))
    canvas.fill(
      Path.rectangle(x: 0, y: 0, width: 196, height: 20).transformed(ruler), with: .hex(0xE8D890))
    for tick in 0...38 {
      let length = tick % 10 == 0 ? 11.0 : tick % 5 == 0 ? 8 : 5
      canvas.strokeLine(
        from: ruler(Point(3 + 5 * Double(tick), 0)), to: ruler(Point(3 + 5 * Double(tick), length)),
        thickness: 1, with: .hex(0x4A4024))
    }
    for (x, y, radius, color) in [
      (24.0, 36.0, 12.0, UInt32(0xC8A04A)), (52, 24, 10, 0xB8BCC2), (540, 30, 11, 0xC87E4A),
    ] {
      let center = Point(x, y)
      canvas.castShadow(center: center + Point(2, 3), radiusX: radius, radiusY: radius)
      canvas.fillBall(center: center, radius: radius, color: RGB(hex: color))
      canvas.fillCircle(
        center: center, radius: radius * 0.72, with: .solid(RGB(hex: color).shaded(-0.12)))
      Lettering.draw(
        radius > 11 ? "2" : "1", on: &canvas, at: center - Point(0, radius * 0.42),
        size: radius * 0.85, weight: 1.3, isCentred: true, color: RGB(hex: color).shaded(0.5))
    }
    for (x, y, angle) in [(530.0, 140.0, 0.6), (196, 40, -0.5), (206, 78, 1.1), (186, 196, 0.2)] {
      let place = Canvas.Transform(turned: angle, movedTo: Point(x, y))
      let wire = [
        Point(-3, 8), Point(-3, -9), Point(0, -12), Point(3, -9), Point(3, 10), Point(0, 13),
        Point(-5.5, 10), Point(-5.5, -4),
      ].map { place($0) }
      canvas.stroke(.smooth(wire), thickness: 1.7, with: .hex(0xD4DADF))
    }
  }
}
