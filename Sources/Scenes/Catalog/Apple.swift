import Imaging

extension Scene {
  /// One apple on a plain ground: the textbook case of few tokens that matter.
  static let apple = Scene(
    name: "apple", summary: "a red apple on a plain ground", complexity: .simple
  ) {
    var canvas = Canvas(width: 448, height: 448, color: RGB(hex: 0xDCE3E6))
    canvas.fillAll(
      with: .linear(
        from: Point(0, 0), to: Point(0, 448),
        stops: [
          Stop(0, RGB(hex: 0xE9EEF0)), Stop(0.66, RGB(hex: 0xD3DCE0)),
          Stop(0.7, RGB(hex: 0xC4CCCE)), Stop(1, RGB(hex: 0xE2E2DC)),
        ]))
    canvas.castShadow(center: Point(252, 358), radiusX: 120, radiusY: 20, opacity: 0.6)
    drawApple(on: &canvas)
    return canvas.image
  }

  private static func drawApple(on canvas: inout Canvas) {
    let outline = Path.smooth(
      [
        Point(226, 168), Point(256, 150), Point(302, 152), Point(338, 186), Point(344, 240),
        Point(326, 300), Point(292, 346), Point(256, 362), Point(226, 354), Point(196, 362),
        Point(158, 344), Point(126, 300), Point(108, 240), Point(114, 188), Point(148, 154),
        Point(194, 150),
      ], closed: true)
    canvas.clipped(to: outline) { inside in
      inside.fillAll(
        with: .radial(
          center: Point(186, 210), radius: 200,
          stops: [
            Stop(0, RGB(hex: 0xF0604A)), Stop(0.35, RGB(hex: 0xD8282E)),
            Stop(0.7, RGB(hex: 0xAD1226)), Stop(1, RGB(hex: 0x5C0716)),
          ]))
      drawSkin(on: &inside)
      inside.fillEllipse(
        center: Point(228, 150), radiusX: 62, radiusY: 30,
        with: .glow(RGB(hex: 0x4A0A10), center: Point(228, 158), radius: 62, opacity: 0.95))
      inside.fillCircle(
        center: Point(330, 320), radius: 90,
        with: .glow(RGB(hex: 0xE8A090), center: Point(345, 330), radius: 80, opacity: 0.35))
      inside.fillEllipse(
        center: Point(164, 214), radiusX: 24, radiusY: 40, turned: 0.35,
        with: .glow(.white, center: Point(164, 212), radius: 42, opacity: 0.95))
    }
    drawStalk(on: &canvas)
  }

  /// Fine streaks from stalk to base and pale specks.
  private static func drawSkin(on canvas: inout Canvas) {
    var random = SceneRandom(21)
    for _ in 0..<120 {
      let side = random.between(-1, 1)
      let from = random.between(0.02, 0.5)
      let to = from + random.between(0.12, 0.4)
      func place(_ t: Double) -> Point {
        Point(228 + side * 118 * (4 * t * (1 - t) * 0.55 + 0.45 * t), 160 + 196 * t)
      }
      let tone = random.chance(0.6) ? RGB(hex: 0xF2B04E) : RGB(hex: 0x8E0E20)
      canvas.stroke(
        .smooth([place(from), place((from + to) / 2), place(to)]),
        thickness: random.between(1, 2.4), with: .solid(tone), opacity: random.between(0.05, 0.2))
    }
    for _ in 0..<90 {
      canvas.fillCircle(
        center: random.point(112...340, 160...356), radius: random.between(0.6, 1.3),
        with: .hex(0xFBE0B0), opacity: 0.4)
    }
  }

  private static func drawStalk(on canvas: inout Canvas) {
    canvas.stroke(
      [
        (Point(228, 172), 5), (Point(231, 146), 5.5), (Point(240, 122), 6.5),
        (Point(252, 106), 8.5),
      ], with: .hex(0x5B3A1E))
    canvas.stroke(
      [(Point(227, 168), 1.5), (Point(230, 144), 1.6), (Point(239, 120), 2)],
      with: .hex(0xA47A4A), opacity: 0.8)
    let leaf = Path.smooth(
      [
        Point(236, 132), Point(258, 98), Point(300, 84), Point(344, 92), Point(322, 124),
        Point(282, 142), Point(252, 140),
      ], closed: true)
    canvas.fill(
      leaf,
      with: .linear(
        from: Point(270, 84), to: Point(296, 146),
        stops: [Stop(0, RGB(hex: 0x8CC152)), Stop(1, RGB(hex: 0x3E7A2C))]))
    canvas.stroke(
      .smooth([Point(238, 132), Point(282, 114), Point(334, 96)]), thickness: 1.8,
      with: .hex(0xCDE3A0), opacity: 0.8)
    for vein in 0..<5 {
      let base = Point(252 + 15 * Double(vein), 126 - 5.5 * Double(vein))
      for step in [Point(12, -14), Point(16, 10)] {
        canvas.strokeLine(
          from: base, to: base + step, thickness: 0.9, with: .hex(0xCDE3A0), opacity: 0.5)
      }
    }
  }
}
