import Glibc
import Imaging

extension Scene {
  /// A busy street: buildings, signs, traffic and people, each asking to be looked at.
  static let street = Scene(
    name: "street", summary: "a busy street with shops, signs, traffic and people",
    complexity: .complex
  ) {
    var canvas = Canvas(width: 672, height: 448, color: .black)
    canvas.fillRectangle(
      x: 0, y: 0, width: 672, height: 320,
      with: .vertical(RGB(hex: 0x5AA4DE), RGB(hex: 0xE9F1EC), from: 0, to: 210))
    canvas.clouds(Noise(27), top: 0, bottom: 150, scale: 90, amount: 0.5, color: .white)
    var random = SceneRandom(99)
    drawFarHouses(on: &canvas, random: &random)
    drawHouses(on: &canvas, random: &random)
    drawShops(on: &canvas, random: &random)
    drawGround(on: &canvas, random: &random)
    drawFurniture(on: &canvas, random: &random)
    drawPeople(
      [
        (22, 342, 62), (72, 340, 58), (158, 346, 64), (252, 342, 60), (301, 346, 64),
        (360, 340, 58), (438, 344, 62), (470, 339, 58), (560, 345, 64), (580, 342, 60),
        (644, 343, 62),
      ], on: &canvas, random: &random)
    drawTraffic(on: &canvas)
    drawPeople(
      [(322, 392, 80), (352, 384, 76), (342, 434, 96)], on: &canvas, random: &random)
    drawDog(on: &canvas, at: Point(378, 432))
    return canvas.image
  }

  private static func drawFarHouses(on canvas: inout Canvas, random: inout SceneRandom) {
    var x = -10.0
    while x < 680 {
      let width = random.between(24, 50)
      let top = random.between(52, 112)
      let tone = RGB(hex: 0x8FA9BE).shaded(random.between(-0.08, 0.12))
      canvas.fillRectangle(x: x, y: top, width: width, height: 200, with: .solid(tone))
      for row in 0..<7 {
        for column in 0..<Int(width / 9) {
          canvas.fillRectangle(
            x: x + 4 + 9 * Double(column), y: top + 6 + 11 * Double(row), width: 4, height: 6,
            with: .solid(tone.shaded(random.chance(0.3) ? 0.5 : -0.25)))
        }
      }
      x += width
    }
  }

  private static func drawHouses(on canvas: inout Canvas, random: inout SceneRandom) {
    let fronts: [(Double, Double, UInt32, House.Gable, Int)] = [
      (108, 92, 0xC9674A, .flat, 3), (96, 128, 0xE6CF9C, .pointed, 3),
      (124, 74, 0x7E93A8, .flat, 4), (92, 118, 0xB4564A, .stepped, 2),
      (118, 86, 0xE2B98A, .flat, 3), (94, 124, 0x84A27C, .curved, 2), (70, 84, 0xC8B4A0, .flat, 2),
    ]
    var x = -12.0
    for (width, top, wall, gable, windows) in fronts {
      House(
        x: x, top: top, bottom: 262, width: width, wall: RGB(hex: wall), floors: top < 100 ? 4 : 3,
        windows: windows, gable: gable
      ).draw(on: &canvas, random: &random)
      x += width
    }
  }

  // MARK: Shops

  private static func drawShops(on canvas: inout Canvas, random: inout SceneRandom) {
    let shops: [(Double, Double, String, UInt32)] = [
      (-8, 100, "BAKERY", 0xB8442E), (98, 92, "BOOKS", 0x2E5C48), (194, 120, "CAFE ROMA", 0x7A3A5C),
      (318, 88, "TEA", 0x2C5C8C), (410, 114, "FLOWERS", 0xC87A2A), (528, 90, "TOYS", 0x8C3A34),
      (622, 62, "RADIO", 0x3C4A6C),
    ]
    for (x, width, name, color) in shops {
      let paint = RGB(hex: color)
      canvas.fillRectangle(
        x: x, y: 240, width: width, height: 76, with: .solid(paint.shaded(-0.35)))
      canvas.fillRectangle(
        x: x + 6, y: 262, width: width * 0.64, height: 44,
        with: .linear(
          from: Point(x, 262), to: Point(x + width * 0.64, 306),
          stops: [
            Stop(0, RGB(hex: 0xFFF0C4)), Stop(0.5, RGB(hex: 0xC8A468)),
            Stop(1, RGB(hex: 0x6A5438)),
          ]))
      drawGoods(on: &canvas, x: x + 8, width: width * 0.64 - 4, random: &random)
      canvas.fillRectangle(
        x: x + width * 0.75, y: 262, width: width * 0.18, height: 54, with: .hex(0x3A2A20))
      canvas.fillRectangle(
        x: x + width * 0.77, y: 266, width: width * 0.14, height: 26, with: .hex(0x9CC0D0))
      canvas.fillRectangle(
        x: x, y: 226, width: width, height: 17,
        with: .vertical(paint.shaded(0.1), paint.shaded(-0.2), from: 226, to: 243))
      Lettering.draw(
        name, on: &canvas, at: Point(x + width / 2, 229.5), size: 9.5, weight: 1.4, isCentred: true,
        color: RGB(hex: 0xFFF2D0))
      drawAwning(on: &canvas, x: x, width: width, color: paint)
    }
  }

  private static func drawGoods(
    on canvas: inout Canvas, x: Double, width: Double, random: inout SceneRandom
  ) {
    for row in 0..<2 {
      let floor = 281 + 22 * Double(row)
      canvas.fillRectangle(x: x, y: floor, width: width, height: 2, with: .hex(0x5A3C24))
      var place = x + 2
      while place < x + width - 7 {
        let size = random.between(4, 8)
        let color = RGB(
          hex: random.pick([0xE0563C, 0xF2C24A, 0x4C9A6C, 0x3C78B8, 0xF4E8D8, 0x9A5AA0, 0xC88A4C]))
        if random.chance(0.5) {
          canvas.fillCircle(
            center: Point(place + size / 2, floor - size / 2), radius: size / 2,
            with: .solid(color))
        } else {
          canvas.fillRectangle(
            x: place, y: floor - size * 1.5, width: size, height: size * 1.5, with: .solid(color))
        }
        place += size + 1.5
      }
    }
  }

  private static func drawAwning(
    on canvas: inout Canvas, x: Double, width: Double, color: RGB
  ) {
    let stripes = Int(width / 9)
    for stripe in 0..<stripes {
      let left = x + width * Double(stripe) / Double(stripes)
      let right = x + width * Double(stripe + 1) / Double(stripes)
      let tone = stripe % 2 == 0 ? color.shaded(0.2) : RGB(hex: 0xFBF5E6)
      canvas.fillPolygon(
        [Point(left, 243), Point(right, 243), Point(right, 258), Point(left, 258)],
        with: .vertical(tone, tone.shaded(-0.25), from: 243, to: 258))
      canvas.fillEllipse(
        center: Point((left + right) / 2, 258), radiusX: (right - left) / 2, radiusY: 4,
        with: .solid(tone.shaded(-0.2)))
    }
  }

  // MARK: Ground and furniture

  private static func drawGround(on canvas: inout Canvas, random: inout SceneRandom) {
    canvas.fillRectangle(
      x: 0, y: 314, width: 672, height: 34,
      with: .vertical(RGB(hex: 0xC8C0B0), RGB(hex: 0xA49C8C), from: 314, to: 348))
    for slab in 0..<24 {
      let x = 30 * Double(slab)
      canvas.strokeLine(
        from: Point(x, 314), to: Point(x + (x - 336) * 0.06, 347), thickness: 1,
        with: .hex(0x8C8476),
        opacity: 0.6)
    }
    canvas.fillRectangle(x: 0, y: 330, width: 672, height: 1, with: .hex(0x8C8476), opacity: 0.6)
    canvas.fillRectangle(x: 0, y: 347, width: 672, height: 6, with: .hex(0x7C766A))
    canvas.fillRectangle(
      x: 0, y: 353, width: 672, height: 95,
      with: .vertical(RGB(hex: 0x55585E), RGB(hex: 0x3A3C42), from: 353, to: 448))
    for _ in 0..<500 {
      canvas.fillCircle(
        center: random.point(0...672, 355...448), radius: 0.9,
        with: .solid(RGB(grey: random.chance(0.5) ? 120 : 40)), opacity: 0.35)
    }
    for dash in 0..<9 {
      let x = 84 * Double(dash) - 20
      canvas.fillPolygon(
        [Point(x, 401), Point(x + 44, 401), Point(x + 43, 405), Point(x - 2, 405)],
        with: .hex(0xF2EEDC), opacity: 0.85)
    }
    for bar in 0..<6 {
      let y = 357 + 15.5 * Double(bar)
      canvas.fillPolygon(
        [
          Point(296 - Double(bar) * 3, y), Point(376 + Double(bar) * 3, y),
          Point(377 + Double(bar) * 3, y + 9), Point(294 - Double(bar) * 3, y + 9),
        ], with: .hex(0xF4F2EA), opacity: 0.92)
    }
  }

  private static func drawFurniture(on canvas: inout Canvas, random: inout SceneRandom) {
    for (x, tone) in [(97.0, UInt32(0x4E9044)), (405, 0x5E9C3C), (613, 0x3F8548)] {
      canvas.stroke(
        [(Point(x, 346), 10), (Point(x + 1, 300), 8), (Point(x, 262), 6)], with: .hex(0x5C4230))
      canvas.foliage(
        center: Point(x, 232), radiusX: 31, radiusY: 42, color: RGB(hex: tone), dabs: 360,
        random: &random)
    }
    for x in [182.0, 532] {
      canvas.strokeLine(
        from: Point(x, 346), to: Point(x, 218), thickness: 3.4, with: .hex(0x22282E))
      canvas.stroke(
        .smooth([Point(x, 220), Point(x + 5, 206), Point(x + 20, 204)]), thickness: 2.8,
        with: .hex(0x22282E))
      canvas.fillEllipse(
        center: Point(x + 22, 208), radiusX: 9, radiusY: 5, with: .hex(0xFFF4C8))
    }
    drawTrafficLight(on: &canvas, x: 331)
    drawSign(on: &canvas, at: Point(281, 264))
    drawKiosk(on: &canvas, x: 210)
    for bench in [120.0, 484] {
      for slat in 0..<3 {
        canvas.fillRectangle(
          x: bench, y: 322 + 5 * Double(slat), width: 40, height: 3.2, with: .hex(0x8A5A30))
      }
      for leg in [4.0, 33] {
        canvas.fillRectangle(
          x: bench + leg, y: 334, width: 3, height: 10, with: .hex(0x2A2E32))
      }
    }
  }

  private static func drawTrafficLight(on canvas: inout Canvas, x: Double) {
    canvas.strokeLine(from: Point(x, 350), to: Point(x, 232), thickness: 4, with: .hex(0x2C3036))
    canvas.fill(
      .roundedRectangle(x: x - 9, y: 204, width: 18, height: 46, radius: 4), with: .hex(0x1C1E22))
    for (index, color) in [UInt32(0xF0443A), 0x5A4A20, 0x1E4A2C].enumerated() {
      let center = Point(x, 212 + 14.5 * Double(index))
      canvas.fillCircle(center: center, radius: 5.4, with: .hex(color))
      if index == 0 {
        canvas.fillCircle(
          center: center, radius: 16,
          with: .glow(RGB(hex: 0xFF5040), center: center, radius: 16, opacity: 0.6))
      }
    }
  }

  private static func drawSign(on canvas: inout Canvas, at center: Point) {
    canvas.strokeLine(
      from: center, to: center + Point(0, 86), thickness: 3, with: .hex(0x8A9098))
    canvas.fillPolygon(
      [center + Point(0, -20), center + Point(21, 16), center + Point(-21, 16)],
      with: .hex(0xD03030))
    canvas.fillPolygon(
      [center + Point(0, -11), center + Point(13, 11), center + Point(-13, 11)],
      with: .hex(0xFDFBF4))
    canvas.strokeLine(
      from: center + Point(0, -4), to: center + Point(0, 4), thickness: 3, with: .hex(0x181818))
    canvas.fillCircle(center: center + Point(0, 8.4), radius: 1.7, with: .hex(0x181818))
    canvas.fill(
      .roundedRectangle(x: center.x - 20, y: center.y + 22, width: 40, height: 15, radius: 2),
      with: .hex(0x2C68B0))
    Lettering.draw(
      "MAIN ST", on: &canvas, at: center + Point(0, 26), size: 6.4, weight: 1.3, isCentred: true,
      color: .white)
  }

  private static func drawKiosk(on canvas: inout Canvas, x: Double) {
    canvas.fillRound(
      .rectangle(x: x, y: 272, width: 30, height: 74), color: RGB(hex: 0x3E7A5C), from: x,
      to: x + 30)
    let posters: [(Double, UInt32, String)] = [(278, 0xF2D24A, "JAZZ"), (308, 0xE88A7A, "EXPO")]
    for (y, color, text) in posters {
      canvas.fillRectangle(x: x + 2, y: y, width: 26, height: 27, with: .hex(color))
      Lettering.draw(
        text, on: &canvas, at: Point(x + 15, y + 4), size: 5.6, weight: 1.3, isCentred: true,
        color: RGB(hex: 0x2A2430))
      canvas.fillCircle(center: Point(x + 15, y + 18), radius: 6, with: .hex(0x2A4A6C))
    }
    canvas.fillEllipse(
      center: Point(x + 15, 272), radiusX: 19, radiusY: 7, with: .hex(0x28523E))
    canvas.fillBall(center: Point(x + 15, 264), radius: 4, color: RGB(hex: 0xE0C060))
  }

  // MARK: Traffic and people

  private static func drawTraffic(on canvas: inout Canvas) {
    drawBus(on: &canvas, x: 394, ground: 394)
    Car(color: RGB(hex: 0xD8A92C), facing: -1).draw(on: &canvas, at: Point(196, 392), length: 104)
    Car(color: RGB(hex: 0xC23A34), facing: 1).draw(on: &canvas, at: Point(106, 438), length: 132)
    Car(color: RGB(hex: 0x3C82B4), facing: 1).draw(on: &canvas, at: Point(494, 441), length: 128)
    drawBicycle(on: &canvas, at: Point(626, 420))
  }

  private static func drawBus(on canvas: inout Canvas, x: Double, ground: Double) {
    canvas.castShadow(center: Point(x + 92, ground), radiusX: 102, radiusY: 6, opacity: 0.7)
    canvas.fill(
      .roundedRectangle(x: x, y: ground - 84, width: 184, height: 76, radius: 9),
      with: .vertical(RGB(hex: 0x5CB46A), RGB(hex: 0x1F6A3A), from: ground - 84, to: ground - 8))
    canvas.fillRectangle(
      x: x, y: ground - 36, width: 184, height: 7, with: .hex(0xF6F0D8))
    for pane in 0..<6 {
      let left = x + 9 + 29 * Double(pane)
      canvas.fill(
        .roundedRectangle(x: left, y: ground - 74, width: 25, height: 32, radius: 3),
        with: .vertical(RGB(hex: 0xCFE8F2), RGB(hex: 0x4A6C7E), from: ground - 74, to: ground - 42))
      guard pane > 0 else { continue }
      let tone = RGB(hex: [0xE0AE8A, 0x8A5A3C, 0xF0C8A6, 0xC28A60, 0x6B4228][pane - 1])
      canvas.fillCircle(center: Point(left + 12, ground - 54), radius: 5, with: .solid(tone))
      canvas.fillEllipse(
        center: Point(left + 12, ground - 44), radiusX: 8, radiusY: 5,
        with: .hex([0xB83A3A, 0x3A5C9C, 0xE0B040, 0x5A3C70, 0x2E6A5C][pane - 1]))
    }
    Lettering.draw(
      "42 CITY LOOP", on: &canvas, at: Point(x + 92, ground - 25), size: 9, weight: 1.4,
      isCentred: true, color: RGB(hex: 0xFDF8E4))
    for wheel in [38.0, 146] {
      canvas.fillCircle(center: Point(x + wheel, ground - 9), radius: 13, with: .hex(0x17181C))
      canvas.fillCircle(center: Point(x + wheel, ground - 9), radius: 6.5, with: .hex(0xAAB0B8))
    }
    canvas.fillCircle(center: Point(x + 4, ground - 22), radius: 4, with: .hex(0xFFF4C4))
  }

  private static func drawBicycle(on canvas: inout Canvas, at place: Point) {
    canvas.castShadow(center: place + Point(0, 17), radiusX: 40, radiusY: 4, opacity: 0.6)
    for side in [-22.0, 22] {
      let rim = Path.ellipse(center: place + Point(side, 0), radiusX: 16, radiusY: 16).contours[0]
      canvas.stroke(Path([rim + [rim[0]]]), thickness: 2.4, with: .hex(0x16181A))
      for spoke in 0..<8 {
        let turn = Canvas.Transform(
          turned: Double(spoke) * .pi / 4, movedTo: place + Point(side, 0))
        canvas.strokeLine(
          from: place + Point(side, 0), to: turn(Point(15, 0)), thickness: 0.7, with: .hex(0xB8BCC2)
        )
      }
    }
    let frame: [(Point, Point)] = [
      (Point(-22, 0), Point(-2, 1)), (Point(-2, 1), Point(14, -22)),
      (Point(14, -22), Point(-8, -20)),
      (Point(-8, -20), Point(-2, 1)), (Point(-22, 0), Point(-8, -20)),
      (Point(22, 0), Point(13, -28)),
    ]
    for (from, to) in frame {
      canvas.strokeLine(from: place + from, to: place + to, thickness: 2.8, with: .hex(0xE0702C))
    }
    canvas.strokeLine(
      from: place + Point(-14, -26), to: place + Point(-3, -26), thickness: 4, with: .hex(0x2A2018))
    canvas.stroke(
      .smooth([place + Point(13, -28), place + Point(17, -32), place + Point(10, -34)]),
      thickness: 2.4, with: .hex(0x22262A))
    canvas.fillRectangle(
      x: place.x + 14, y: place.y - 30, width: 15, height: 11, with: .hex(0xB98A50))
  }

  private static func drawPeople(
    _ places: [(x: Double, y: Double, height: Double)], on canvas: inout Canvas,
    random: inout SceneRandom
  ) {
    for (x, y, height) in places {
      Person(random: &random).draw(
        on: &canvas, feet: Point(x, y), height: height * random.between(0.94, 1.06))
    }
  }

  private static func drawDog(on canvas: inout Canvas, at place: Point) {
    let fur = Paint.hex(0x6A4426)
    canvas.stroke(
      .smooth([place + Point(8, -16), place + Point(-8, -32), place + Point(-22, -46)]),
      thickness: 1, with: .hex(0xB83030))
    canvas.castShadow(center: place, radiusX: 20, radiusY: 3, opacity: 0.6)
    for leg in [-11.0, -6, 7, 12] {
      canvas.strokeLine(
        from: place + Point(leg, -9), to: place + Point(leg, -1), thickness: 3, with: fur)
    }
    canvas.fillEllipse(center: place + Point(0, -12), radiusX: 15, radiusY: 6.5, with: fur)
    canvas.strokeLine(
      from: place + Point(-14, -14), to: place + Point(-21, -22), thickness: 2.6, with: fur)
    canvas.fillEllipse(center: place + Point(16, -18), radiusX: 7.5, radiusY: 5.8, with: fur)
    canvas.fillEllipse(center: place + Point(22, -16), radiusX: 4, radiusY: 3, with: .hex(0xC8A078))
    canvas.fillEllipse(
      center: place + Point(13, -18), radiusX: 2.6, radiusY: 5, with: .hex(0x3E2614))
    canvas.fillCircle(center: place + Point(18, -20), radius: 1.1, with: .hex(0x101010))
  }
}
