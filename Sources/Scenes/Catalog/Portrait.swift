import Imaging

extension Scene {
  /// A face before a soft ground; the eyes and the mouth are what one looks at.
  static let portrait = Scene(
    name: "portrait", summary: "a woman with a yellow scarf", complexity: .mixed
  ) {
    var canvas = Canvas(width: 448, height: 448, color: RGB(hex: 0x5E8C86))
    drawGround(on: &canvas)
    drawHairBehind(on: &canvas)
    drawBody(on: &canvas)
    drawFace(on: &canvas)
    drawEyes(on: &canvas)
    drawNoseAndMouth(on: &canvas)
    drawFringe(on: &canvas)
    canvas.vignette(0.3)
    return canvas.image
  }

  private static let skin = RGB(hex: 0xE0A37C)
  private static let hair = RGB(hex: 0x3A2018)

  private static func drawGround(on canvas: inout Canvas) {
    canvas.fillAll(
      with: .radial(
        center: Point(150, 130), radius: 420,
        stops: [
          Stop(0, RGB(hex: 0xA9CDBF)), Stop(0.5, RGB(hex: 0x6E9E96)),
          Stop(1, RGB(hex: 0x2F5560)),
        ]))
    var random = SceneRandom(4)
    for _ in 0..<16 {
      let center = random.point(0...448, 0...330)
      let radius = random.between(18, 46)
      canvas.fillCircle(
        center: center, radius: radius, with: .hex(0xE8F2C8), opacity: random.between(0.03, 0.11))
    }
  }

  private static func drawHairBehind(on canvas: inout Canvas) {
    let mane = Path.smooth(
      [
        Point(222, 56), Point(290, 72), Point(328, 132), Point(336, 214), Point(352, 290),
        Point(338, 360), Point(280, 380), Point(160, 380), Point(106, 356), Point(98, 286),
        Point(112, 212), Point(116, 134), Point(154, 74),
      ], closed: true)
    canvas.fill(
      mane,
      with: .linear(
        from: Point(90, 60), to: Point(360, 380),
        stops: [Stop(0, hair.shaded(0.12)), Stop(0.5, hair), Stop(1, hair.shaded(-0.45))]))
    var random = SceneRandom(9)
    canvas.clipped(to: mane) { inside in
      for _ in 0..<90 {
        let side: Double = random.chance(0.5) ? -1 : 1
        let x = 224 + side * random.between(86, 122)
        let sway = random.between(-14, 14)
        inside.stroke(
          .smooth([
            Point(224 + side * random.between(10, 70), 64), Point(x - side * 6, 170),
            Point(x + sway, 270), Point(x + sway * 0.4 + side * 8, 380),
          ]), thickness: random.between(0.8, 2),
          with: .solid(hair.shaded(random.between(-0.3, 0.35))), opacity: 0.45)
      }
    }
  }

  private static func drawBody(on canvas: inout Canvas) {
    canvas.fillRound(
      .smooth(
        [
          Point(190, 270), Point(258, 270), Point(262, 350), Point(290, 380), Point(158, 380),
          Point(186, 350),
        ], closed: true), color: skin.shaded(-0.16), from: 180, to: 270)
    canvas.castShadow(
      center: Point(224, 318), radiusX: 44, radiusY: 26, opacity: 0.4, color: RGB(hex: 0x5A2410))
    let coat = Path.smooth(
      [
        Point(170, 362), Point(112, 384), Point(52, 408), Point(20, 470), Point(224, 500),
        Point(428, 470), Point(396, 408), Point(336, 384), Point(278, 362), Point(224, 410),
      ], closed: true)
    canvas.fill(
      coat,
      with: .linear(
        from: Point(60, 380), to: Point(400, 460),
        stops: [
          Stop(0, RGB(hex: 0x3E5C8E)), Stop(0.4, RGB(hex: 0x2E4A78)),
          Stop(1, RGB(hex: 0x17263F)),
        ]))
    let scarf = Path.smooth(
      [
        Point(166, 340), Point(224, 372), Point(282, 340), Point(304, 372), Point(270, 416),
        Point(224, 428), Point(176, 416), Point(144, 372),
      ], closed: true)
    canvas.fill(
      scarf,
      with: .linear(
        from: Point(150, 340), to: Point(300, 430),
        stops: [Stop(0, RGB(hex: 0xF6CC52)), Stop(1, RGB(hex: 0xC98A1C))]))
    canvas.clipped(to: scarf) { inside in
      for fold in 0..<6 {
        let y = 352 + 13 * Double(fold)
        inside.stroke(
          .smooth([Point(140, y - 8), Point(224, y + 22), Point(310, y - 12)]), thickness: 3.5,
          with: .hex(0x9A6410), opacity: 0.35)
        inside.stroke(
          .smooth([Point(140, y - 12), Point(224, y + 18), Point(310, y - 16)]), thickness: 2,
          with: .hex(0xFFE9A0), opacity: 0.5)
      }
    }
  }

  private static func drawFace(on canvas: inout Canvas) {
    for side in [-1.0, 1.0] {
      let ear = Point(224 + side * 81, 206)
      canvas.fillEllipse(
        center: ear, radiusX: 12, radiusY: 23, turned: side * 0.12,
        with: .solid(skin.shaded(-0.16)))
      canvas.fillBall(center: ear + Point(side * 1, 30), radius: 5.5, color: RGB(hex: 0xE8C04A))
    }
    let face = Path.smooth(
      [
        Point(224, 92), Point(276, 104), Point(304, 150), Point(304, 208), Point(290, 262),
        Point(258, 304), Point(224, 318), Point(190, 304), Point(158, 262), Point(144, 208),
        Point(144, 150), Point(172, 104),
      ], closed: true)
    canvas.fill(
      face,
      with: .radial(
        center: Point(200, 180), radius: 170,
        stops: [
          Stop(0, skin.shaded(0.28)), Stop(0.5, skin), Stop(0.85, skin.shaded(-0.14)),
          Stop(1, skin.shaded(-0.3)),
        ]))
    canvas.clipped(to: face) { inside in
      for (x, opacity) in [(176.0, 0.34), (272.0, 0.34)] {
        inside.fillCircle(
          center: Point(x, 242), radius: 34,
          with: .glow(RGB(hex: 0xD8503C), center: Point(x, 242), radius: 34, opacity: opacity))
      }
      inside.fillCircle(
        center: Point(216, 128), radius: 60,
        with: .glow(.white, center: Point(212, 140), radius: 56, opacity: 0.28))
    }
  }

  private static func drawEyes(on canvas: inout Canvas) {
    for side in [-1.0, 1.0] {
      let center = Point(224 + side * 37, 196)
      let lids = Path.smooth(
        [
          center + Point(-22, 2), center + Point(-9, -10), center + Point(9, -10),
          center + Point(22, 1), center + Point(9, 10), center + Point(-9, 10),
        ], closed: true)
      canvas.castShadow(
        center: center + Point(0, -6), radiusX: 32, radiusY: 18, opacity: 0.28,
        color: RGB(hex: 0x8A3A20))
      canvas.fill(lids, with: .vertical(RGB(hex: 0xD9D2CC), .white, from: 186, to: 200))
      canvas.clipped(to: lids) { eye in
        eye.fillCircle(
          center: center + Point(0, -1), radius: 10.5,
          with: .radial(
            center: center + Point(0, 2), radius: 11,
            stops: [
              Stop(0, RGB(hex: 0x8FBF7A)), Stop(0.6, RGB(hex: 0x3F7A5A)),
              Stop(1, RGB(hex: 0x143428)),
            ]))
        eye.fillCircle(center: center + Point(0, -1), radius: 4.6, with: .hex(0x0A0C10))
        eye.fillCircle(center: center + Point(-3.5, -5), radius: 2.6, with: .solid(.white))
      }
      canvas.stroke(
        [
          (center + Point(-22 * side, 3), 1.2), (center + Point(-9 * side, -9.5), 2.6),
          (center + Point(9 * side, -10), 3.4), (center + Point(24 * side, -1), 2.4),
          (center + Point(30 * side, -6), 0.8),
        ], with: .hex(0x1C0F0C))
      canvas.stroke(
        [
          (center + Point(-24 * side, -24), 5), (center + Point(-4 * side, -31), 6.5),
          (center + Point(18 * side, -28), 4), (center + Point(30 * side, -20), 1.2),
        ], with: .solid(hair), opacity: 0.9)
    }
  }

  private static func drawNoseAndMouth(on canvas: inout Canvas) {
    canvas.fillEllipse(
      center: Point(233, 226), radiusX: 10, radiusY: 34, turned: -0.1,
      with: .glow(RGB(hex: 0x9A4A28), center: Point(236, 232), radius: 28, opacity: 0.5))
    canvas.fillEllipse(
      center: Point(220, 226), radiusX: 6, radiusY: 26,
      with: .glow(.white, center: Point(220, 230), radius: 24, opacity: 0.5))
    for side in [-1.0, 1.0] {
      canvas.stroke(
        .smooth([
          Point(224 + side * 5, 249), Point(224 + side * 11, 251), Point(224 + side * 15, 244),
        ]), thickness: 2.2, with: .hex(0x8A4024), opacity: 0.75)
    }
    let upper = Path.smooth(
      [
        Point(192, 275), Point(212, 267), Point(224, 270), Point(236, 267), Point(256, 274),
        Point(224, 279),
      ], closed: true)
    let lower = Path.smooth(
      [
        Point(194, 276), Point(224, 279), Point(254, 275), Point(240, 290), Point(224, 293),
        Point(208, 290),
      ], closed: true)
    canvas.fill(lower, with: .vertical(RGB(hex: 0xC9484E), RGB(hex: 0xA83038), from: 276, to: 292))
    canvas.fill(upper, with: .hex(0x9E2C36))
    canvas.stroke(
      .smooth([Point(188, 273), Point(212, 277.5), Point(236, 277.5), Point(260, 272)]),
      thickness: 1.8, with: .hex(0x541018))
    canvas.fillEllipse(
      center: Point(218, 284), radiusX: 12, radiusY: 3, with: .solid(.white), opacity: 0.4)
  }

  private static func drawFringe(on canvas: inout Canvas) {
    let fringe = Path.smooth(
      [
        Point(206, 62), Point(270, 70), Point(316, 120), Point(318, 196), Point(304, 170),
        Point(280, 128), Point(238, 104), Point(196, 128), Point(154, 160), Point(138, 214),
        Point(122, 180), Point(130, 116), Point(160, 76),
      ], closed: true)
    canvas.fill(
      fringe,
      with: .linear(
        from: Point(140, 60), to: Point(310, 200),
        stops: [
          Stop(0, hair.shaded(0.05)), Stop(0.35, hair.shaded(0.3)), Stop(0.55, hair),
          Stop(1, hair.shaded(-0.4)),
        ]))
    var random = SceneRandom(19)
    canvas.clipped(to: fringe) { inside in
      for strand in 0..<70 {
        let start = Point(232 + random.between(-12, 12), 66 + random.between(-4, 14))
        let side: Double = strand % 2 == 0 ? -1 : 1
        let reach = random.between(0.4, 1)
        inside.stroke(
          .smooth([
            start, Point(232 + side * 52 * reach, 84 + 16 * reach),
            Point(232 + side * 92 * reach, 140 + 40 * reach),
            Point(232 + side * 102 * reach, 220),
          ]), thickness: random.between(0.8, 1.8),
          with: .solid(hair.shaded(random.between(-0.35, 0.4))), opacity: 0.5)
      }
    }
  }
}
