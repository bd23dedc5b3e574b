import Imaging

extension Scene {
  /// Gabled houses, boats and their reflections: two halves that resemble each other.
  static let harbour = Scene(
    name: "harbour", summary: "sailing boats before a row of gabled houses", complexity: .complex
  ) {
    var canvas = Canvas(width: 672, height: 448, color: .black)
    canvas.fillRectangle(
      x: 0, y: 0, width: 672, height: 262,
      with: .vertical(RGB(hex: 0x4F9AD6), RGB(hex: 0xCDE6F2), from: 0, to: 230))
    canvas.clouds(Noise(9), top: 0, bottom: 210, scale: 110, amount: 0.52, color: .white)
    var random = SceneRandom(61)
    drawHouses(on: &canvas, random: &random)
    drawQuay(on: &canvas, random: &random)
    drawWater(on: &canvas)
    for (x, y, size, hull) in [
      (92.0, 300.0, 0.8, UInt32(0x1F4E79)), (250, 312, 0.92, 0xF2EFE6), (566, 306, 0.86, 0x8C2F2B),
    ] {
      drawSailingBoat(on: &canvas, at: Point(x, y), size: size, hull: RGB(hex: hull))
    }
    drawFishingBoat(on: &canvas, at: Point(420, 356))
    drawRowingBoat(on: &canvas, at: Point(150, 402), color: RGB(hex: 0xD8A03A))
    drawRowingBoat(on: &canvas, at: Point(596, 414), color: RGB(hex: 0x3F8A78))
    drawGulls(on: &canvas, random: &random)
    return canvas.image
  }

  private static func drawHouses(on canvas: inout Canvas, random: inout SceneRandom) {
    let walls: [UInt32] = [
      0xD9903D, 0x3F6F9C, 0xB5453A, 0xE8C468, 0x6B8E5A, 0xE3DCCB, 0xC96A4A, 0x86A8B8, 0xDDA8A0,
      0xA9843E,
    ]
    let gables: [House.Gable] = [.stepped, .pointed, .curved, .pointed, .flat]
    var x = -8.0
    var index = 0
    while x < 672 {
      let width = random.between(58, 82)
      House(
        x: x, top: random.between(92, 138), bottom: 250, width: width,
        wall: RGB(hex: walls[index % walls.count]), floors: 3 + index % 2,
        windows: width > 70 ? 3 : 2, gable: gables[index % gables.count]
      ).draw(on: &canvas, random: &random)
      x += width
      index += 1
    }
  }

  private static func drawQuay(on canvas: inout Canvas, random: inout SceneRandom) {
    let awnings: [UInt32] = [0xC8443C, 0x2F6F5C, 0xE0B040, 0x3A5C94]
    for index in 0..<9 {
      let x = 8 + 76 * Double(index)
      let color = RGB(hex: awnings[index % awnings.count])
      for stripe in 0..<6 {
        let tone = stripe % 2 == 0 ? color : RGB(hex: 0xF6F0E2)
        canvas.fillPolygon(
          [
            Point(x + 4 + 7 * Double(stripe), 222), Point(x + 11 + 7 * Double(stripe), 222),
            Point(x + 10 + 8 * Double(stripe), 234), Point(x + 2 + 8 * Double(stripe), 234),
          ], with: .solid(tone))
      }
    }
    canvas.fillRectangle(
      x: 0, y: 249, width: 672, height: 15,
      with: .vertical(RGB(hex: 0xB4A68E), RGB(hex: 0x6E604C), from: 249, to: 264))
    for stone in 0..<56 {
      canvas.fillRectangle(
        x: 12 * Double(stone) + (stone % 2 == 0 ? 0 : 3), y: 256, width: 10.5, height: 7,
        with: .solid(RGB(hex: 0x8C7E68).shaded(random.between(-0.3, 0.25))))
    }
    for _ in 0..<22 {
      Person(random: &random).draw(
        on: &canvas, feet: Point(random.between(6, 666), 252), height: random.between(23, 28))
    }
  }

  private static func drawWater(on canvas: inout Canvas) {
    let above = canvas.image
    let noise = Noise(33)
    canvas.fillRectangle(
      x: 0, y: 264, width: 672, height: 184,
      with: .function { place in
        let depth = place.y - 264
        let ripple = noise.fractal(place.x / 30, place.y / (2 + depth * 0.03), octaves: 2) - 0.5
        let shift = ripple * (8 + depth * 0.24)
        let row = min(max(Int(262 - depth * 1.25 + shift), 0), 262)
        let column = min(max(Int(place.x + shift * 0.7), 0), 671)
        let water = RGB(hex: 0x1F5673).shaded(max(0, ripple) * 0.5)
        return (above[column, row].mixed(with: water, share: 0.42 + depth * 0.0022), 1)
      })
  }

  private static func drawHull(
    on canvas: inout Canvas, at place: Point, length: Double, height: Double, color: RGB
  ) {
    canvas.castShadow(
      center: place + Point(0, height * 0.9), radiusX: length * 0.55, radiusY: height * 0.35,
      opacity: 0.6, color: RGB(hex: 0x0C2434))
    let hull = Path.smooth(
      [
        place + Point(-length * 0.5, -height * 0.4), place + Point(0, -height * 0.12),
        place + Point(length * 0.54, -height * 0.62), place + Point(length * 0.38, height * 0.6),
        place + Point(0, height * 0.85), place + Point(-length * 0.42, height * 0.6),
      ], closed: true)
    canvas.fill(
      hull,
      with: .vertical(
        color.shaded(0.18), color.shaded(-0.5), from: place.y - height * 0.5,
        to: place.y + height * 0.8))
    canvas.clipped(to: hull) { inside in
      inside.stroke(
        .smooth([
          place + Point(-length * 0.5, -height * 0.05), place + Point(0, height * 0.14),
          place + Point(length * 0.55, -height * 0.22),
        ]), thickness: height * 0.12, with: .hex(0xF6E9C8), opacity: 0.9)
      inside.fillRectangle(
        x: place.x - length, y: place.y + height * 0.55, width: 2 * length, height: height,
        with: .hex(0x7A2420), opacity: 0.8)
    }
  }

  private static func drawSailingBoat(
    on canvas: inout Canvas, at place: Point, size: Double, hull: RGB
  ) {
    let mast = place + Point(-6, -190) * size
    let bow = place + Point(66, -18) * size
    let stern = place + Point(-60, -14) * size
    for end in [bow, stern, place + Point(-20, -10) * size, place + Point(14, -10) * size] {
      canvas.strokeLine(from: mast, to: end, thickness: 0.8, with: .hex(0x3A3430), opacity: 0.8)
    }
    canvas.strokeLine(
      from: mast, to: place + Point(-6, 0) * size, thickness: 3.4 * size, with: .hex(0x9A6C3C))
    let jib = Path.smooth([
      mast + Point(2, 16) * size, mast + Point(34, 90) * size, bow + Point(-4, -4) * size,
      place + Point(8, -26) * size, mast + Point(10, 90) * size,
    ])
    canvas.fill(
      jib, with: .horizontal(RGB(hex: 0xFFFDF6), RGB(hex: 0xD2CCBE), from: mast.x, to: bow.x))
    // The main sail is furled along its boom.
    canvas.strokeLine(
      from: place + Point(-6, -36) * size, to: place + Point(-62, -30) * size,
      thickness: 9 * size, with: .hex(0xEDE4D0))
    canvas.strokeLine(
      from: place + Point(-6, -32) * size, to: place + Point(-64, -26) * size,
      thickness: 2.4 * size, with: .hex(0x8A5E34))
    canvas.fillPolygon(
      [mast, mast + Point(-18, 4) * size, mast + Point(0, 9) * size], with: .hex(0xD03A3A))
    drawHull(on: &canvas, at: place, length: 128 * size, height: 26 * size, color: hull)
    canvas.fill(
      .roundedRectangle(
        x: place.x - 30 * size, y: place.y - 20 * size, width: 52 * size, height: 16 * size,
        radius: 5 * size), with: .hex(0xE9E2D2))
    for port in 0..<3 {
      canvas.fillCircle(
        center: place + Point(-18 + 14 * Double(port), -12) * size, radius: 3.4 * size,
        with: .hex(0x2C4658))
    }
  }

  private static func drawFishingBoat(on canvas: inout Canvas, at place: Point) {
    for (from, to) in [
      (Point(-20, -8), Point(-20, -104)), (Point(-20, -98), Point(62, -20)),
      (Point(-20, -98), Point(-70, -14)), (Point(-20, -60), Point(30, -84)),
    ] {
      canvas.strokeLine(from: place + from, to: place + to, thickness: 2, with: .hex(0x4A3C30))
    }
    canvas.fill(
      .roundedRectangle(x: place.x - 6, y: place.y - 58, width: 44, height: 50, radius: 4),
      with: .horizontal(
        RGB(hex: 0xFAF6EA), RGB(hex: 0xC8BFAE), from: place.x - 6, to: place.x + 38))
    canvas.fillRectangle(
      x: place.x - 11, y: place.y - 63, width: 54, height: 7, with: .hex(0xC8443C))
    for pane in 0..<3 {
      canvas.fillRectangle(
        x: place.x - 2 + 13 * Double(pane), y: place.y - 50, width: 10, height: 14,
        with: .hex(0x35566C))
    }
    drawHull(on: &canvas, at: place, length: 168, height: 38, color: RGB(hex: 0x2E7D8C))
    for tyre in 0..<4 {
      let center = place + Point(-50 + 32 * Double(tyre), 4)
      canvas.fillCircle(center: center, radius: 6.5, with: .hex(0x1C1C20))
      canvas.fillCircle(center: center, radius: 3, with: .hex(0x4A6C74))
    }
    Lettering.draw(
      "MARIE 42", on: &canvas, at: place + Point(14, -7), size: 8, weight: 1.4, color: .white)
    for crate in 0..<3 {
      canvas.fillRectangle(
        x: place.x - 62 + 15 * Double(crate), y: place.y - 22, width: 13, height: 11,
        with: .hex(crate == 1 ? 0xE0A03C : 0x4C8CB8))
    }
  }

  private static func drawRowingBoat(on canvas: inout Canvas, at place: Point, color: RGB) {
    drawHull(on: &canvas, at: place, length: 86, height: 17, color: color)
    canvas.fillEllipse(
      center: place + Point(2, -6), radiusX: 34, radiusY: 4.5, with: .solid(color.shaded(-0.6)))
    for seat in [-14.0, 12] {
      canvas.fillRectangle(
        x: place.x + seat, y: place.y - 9, width: 6, height: 7, with: .hex(0xC8A06A))
    }
    canvas.strokeLine(
      from: place + Point(-4, -8), to: place + Point(44, 13), thickness: 2, with: .hex(0xD8BC8C))
    canvas.strokeLine(
      from: place + Point(38, 10), to: place + Point(46, 14), thickness: 4.5, with: .hex(0xD8BC8C))
  }

  private static func drawGulls(on canvas: inout Canvas, random: inout SceneRandom) {
    for _ in 0..<11 {
      let center = random.point(30...640, 16...96)
      let span = random.between(7, 13)
      let lift = random.between(0.3, 0.6)
      canvas.stroke(
        .smooth([
          center + Point(-1, -lift * 0.7) * span, center + Point(-0.5, -lift) * span, center,
          center + Point(0.5, -lift) * span, center + Point(1, -lift * 0.7) * span,
        ]), thickness: span * 0.2, with: .solid(.white))
      canvas.fillEllipse(
        center: center, radiusX: span * 0.3, radiusY: span * 0.13, with: .hex(0xE8ECEF))
    }
  }
}
