import Imaging

extension Scene {
  /// Faces and clothes from edge to edge: no patch can be spared.
  static let crowd = Scene(
    name: "crowd", summary: "many people on a square, no two dressed alike", complexity: .complex
  ) {
    var canvas = Canvas(width: 672, height: 448, color: RGB(hex: 0xD9C7A6))
    canvas.fillRectangle(
      x: 0, y: 0, width: 672, height: 120,
      with: .vertical(RGB(hex: 0x6FB2DC), RGB(hex: 0xF2DDBB), from: 0, to: 110))
    canvas.fillRectangle(
      x: 0, y: 88, width: 672, height: 360,
      with: .vertical(RGB(hex: 0xC9B690), RGB(hex: 0x8E7A5C), from: 88, to: 448))
    var random = SceneRandom(52)
    drawBunting(on: &canvas, random: &random)
    let rows = 8
    for row in 0..<rows {
      let near = Double(row) / Double(rows - 1)
      let height = 74 + 172 * near * (0.55 + 0.45 * near)
      let spacing = height * 0.31
      let shift = random.between(0, spacing)
      var x = -spacing + shift
      while x < 672 + spacing {
        let feet = Point(
          x + random.between(-0.1, 0.1) * spacing,
          132 + 396 * near * (0.5 + 0.5 * near) + random.between(-5, 5))
        let person = Person(random: &random)
        let tall = height * random.between(0.9, 1.08)
        drawBelongings(on: &canvas, feet: feet, height: tall, random: &random)
        person.draw(on: &canvas, feet: feet, height: tall)
        x += spacing * random.between(0.86, 1.14)
      }
      // Air between the rows makes the far ones paler.
      canvas.fillAll(with: .hex(0xF4E6C8), opacity: 0.07 * (1 - near))
    }
    return canvas.image
  }

  private static func drawBunting(on canvas: inout Canvas, random: inout SceneRandom) {
    for line in 0..<3 {
      let y = 8 + 17 * Double(line)
      let rope = (0...24).map { step -> Point in
        let x = 28 * Double(step)
        let swing = Double((step + 3 * line) % 8) / 8 - 0.5
        return Point(x, y + 12 - 40 * swing * swing)
      }
      canvas.stroke(.smooth(rope), thickness: 1.2, with: .hex(0x5A4A3A))
      for step in 0..<24 {
        let (from, to) = (rope[step], rope[step + 1])
        let color = RGB(hex: random.pick([0xD8443A, 0xF0B83A, 0x3A86B8, 0x58A05A, 0xFFFFFF]))
        canvas.fillPolygon(
          [from.towards(to, 0.15), from.towards(to, 0.85), from.towards(to, 0.5) + Point(0, 16)],
          with: .solid(color))
      }
    }
  }

  /// Now and then a balloon, a flag or an umbrella above someone.
  private static func drawBelongings(
    on canvas: inout Canvas, feet: Point, height: Double, random: inout SceneRandom
  ) {
    let hand = feet + Point(0.16, -0.5) * height
    let color = RGB(
      hex: random.pick([0xE04848, 0xF2B632, 0x3C8CC8, 0x58B070, 0xE884B0, 0x8C5CB8]))
    switch random.index(below: 15) {
    case 0:
      let center = feet + Point(0.26, -1.28) * height
      canvas.stroke(
        .smooth([hand, hand.towards(center, 0.5) + Point(height * 0.03, 0), center]),
        thickness: 1, with: .hex(0x4A4038))
      canvas.fillEllipse(
        center: center, radiusX: 0.1 * height, radiusY: 0.125 * height,
        with: .radial(
          center: center + Point(-0.035, -0.05) * height, radius: 0.19 * height,
          stops: [Stop(0, color.shaded(0.6)), Stop(0.4, color), Stop(1, color.shaded(-0.4))]))
    case 1:
      let top = feet + Point(0.2, -1.3) * height
      canvas.strokeLine(from: hand, to: top, thickness: 0.016 * height, with: .hex(0x6A4A2C))
      canvas.fill(
        .smooth(
          [
            top, top + Point(0.1, 0.02) * height, top + Point(0.26, -0.01) * height,
            top + Point(0.25, 0.14) * height, top + Point(0.1, 0.17) * height,
            top + Point(0, 0.15) * height,
          ], closed: true),
        with: .horizontal(color.shaded(0.15), color.shaded(-0.25), from: top.x, to: top.x + 30))
    case 2:
      drawUmbrella(on: &canvas, hand: hand, height: height, color: color)
    default: break
    }
  }

  private static func drawUmbrella(
    on canvas: inout Canvas, hand: Point, height: Double, color: RGB
  ) {
    let top = hand + Point(-0.02, -0.72) * height
    canvas.strokeLine(from: hand, to: top, thickness: 0.014 * height, with: .hex(0x3A3030))
    for panel in 0..<6 {
      let (from, to) = (Double(panel) / 6, Double(panel + 1) / 6)
      func rim(_ t: Double) -> Point { top + Point((t - 0.5) * 0.56, 0.19 - 0.04 * t) * height }
      let tone = panel % 2 == 0 ? color : color.mixed(with: .white, share: 0.75)
      let middle = rim((from + to) / 2) + Point(0, -0.025 * height)
      canvas.fill(
        .smooth(
          [
            top, top.towards(rim(from), 0.6) + Point((from - 0.5) * 0.16, -0.06) * height,
            rim(from), middle, rim(to),
            top.towards(rim(to), 0.6) + Point((to - 0.5) * 0.16, -0.06) * height,
          ], closed: true), with: .solid(tone.shaded(-0.3 * from)))
    }
  }
}
