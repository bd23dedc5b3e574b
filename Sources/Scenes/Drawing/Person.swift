import Glibc
import Imaging

/// A standing person, seen from the front, with looks of their own.
struct Person {
  private var skin: RGB
  private var hair: RGB
  private var top: RGB
  private var trousers: RGB
  private var accent: RGB
  private var hairStyle: Int
  private var pattern: Int
  private var hat: Int
  private var hasSkirt: Bool
  private var isWaving: Bool
  private var build: Double
  private var stride: Double

  /// Draws someone's looks by lot.
  init(random: inout SceneRandom) {
    skin = RGB(hex: random.pick([0xF0C8A6, 0xE2AC82, 0xC68A5E, 0x9A623C, 0x6B4228, 0xF4D6BC]))
    hair = RGB(
      hex: random.pick([0x2A1B12, 0x4A2E1A, 0x15110F, 0x8C5A2A, 0xC79A4E, 0x8F8B88, 0x6E2A18]))
    top = RGB(
      hex: random.pick([
        0xC8443C, 0x2E6FA8, 0xE7B23C, 0x3E8A58, 0x8A4E9C, 0xE9E4D8, 0x2B2F3A, 0xE07A3A, 0x56B0B8,
        0xD86A94, 0x7A8C3A, 0x4A5A8C,
      ]))
    trousers = RGB(hex: random.pick([0x2C3A56, 0x3B3B40, 0x6A5440, 0x1F2328, 0x8A8676, 0x4A6A8C]))
    accent = RGB(hex: random.pick([0xF6E7B0, 0xFFFFFF, 0x1C2430, 0xF2C14E, 0xB83040, 0x7FD0C0]))
    hairStyle = random.index(below: 4)
    pattern = random.index(below: 6)
    hat = random.index(below: 9)
    hasSkirt = random.chance(0.25)
    isWaving = random.chance(0.14)
    build = random.between(0.86, 1.16)
    stride = random.between(-1, 1)
  }

  /// Draws the person.
  ///
  /// - Parameters:
  ///   - canvas: Where to draw.
  ///   - feet: Where they stand.
  ///   - height: From feet to crown, in pixels; faces have features from 70 on.
  func draw(on canvas: inout Canvas, feet: Point, height: Double) {
    let place = Canvas.Transform(scaleX: height, movedTo: feet)
    canvas.castShadow(
      center: feet + Point(height * 0.03, 0), radiusX: height * 0.15, radiusY: height * 0.025,
      opacity: 0.45)
    drawLegs(on: &canvas, place, height)
    drawArm(on: &canvas, place, height, side: -1, isRaised: false)
    drawTorso(on: &canvas, place, height)
    drawArm(on: &canvas, place, height, side: 1, isRaised: isWaving)
    drawHead(on: &canvas, place, height)
  }

  private func drawLegs(on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double) {
    for side in [-1.0, 1.0] {
      let foot = Point(side * (0.045 + 0.03 * abs(stride)), -0.015)
      canvas.stroke(
        [
          (place(Point(side * 0.042, -0.48)), 0.085 * height * build),
          (place(Point(side * 0.05, -0.24)), 0.07 * height * build), (place(foot), 0.05 * height),
        ], with: .solid((hasSkirt ? skin : trousers).shaded(side * -0.08)))
      canvas.fillEllipse(
        center: place(foot + Point(side * 0.014, 0.005)), radiusX: 0.04 * height,
        radiusY: 0.018 * height, with: .solid(accent.shaded(-0.7)))
    }
    guard hasSkirt else { return }
    canvas.fillRound(
      .smooth(
        [
          Point(-0.075 * build, -0.52), Point(0.075 * build, -0.52), Point(0.13, -0.24),
          Point(0, -0.225), Point(-0.13, -0.24),
        ].map { place($0) }, closed: true), color: trousers,
      from: place(Point(-0.13, 0)).x, to: place(Point(0.13, 0)).x)
  }

  private func drawTorso(on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double) {
    let outline = Path.smooth(
      [
        Point(-0.03, -0.835), Point(0.03, -0.835), Point(0.105 * build, -0.795),
        Point(0.118 * build, -0.7), Point(0.092 * build, -0.56), Point(0.098 * build, -0.46),
        Point(-0.098 * build, -0.46), Point(-0.092 * build, -0.56), Point(-0.118 * build, -0.7),
        Point(-0.105 * build, -0.795),
      ].map { place($0) }, closed: true)
    let (left, right) = (place(Point(-0.13, 0)).x, place(Point(0.13, 0)).x)
    canvas.fillRound(outline, color: top, from: left, to: right)
    canvas.clipped(to: outline) { inside in
      drawPattern(on: &inside, place, height)
    }
    canvas.fillEllipse(
      center: place(Point(0, -0.828)), radiusX: 0.035 * height, radiusY: 0.03 * height,
      with: .solid(skin.shaded(-0.2)))
  }

  private func drawPattern(on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double) {
    let paint = Paint.solid(accent)
    switch pattern {
    case 0:
      for line in 0..<5 {
        let y = -0.76 + 0.065 * Double(line)
        canvas.strokeLine(
          from: place(Point(-0.2, y)), to: place(Point(0.2, y)), thickness: 0.022 * height,
          with: paint, opacity: 0.8)
      }
    case 1:
      // An open jacket over a shirt.
      canvas.fillPolygon(
        [Point(-0.045, -0.86), Point(0.045, -0.86), Point(0.022, -0.44), Point(-0.022, -0.44)]
          .map { place($0) }, with: paint)
      canvas.strokeLine(
        from: place(Point(0, -0.8)), to: place(Point(0, -0.45)), thickness: 0.012 * height,
        with: .solid(top.shaded(-0.5)))
    case 2:
      for dot in 0..<20 {
        let center = Point(-0.1 + 0.055 * Double(dot % 5), -0.77 + 0.085 * Double(dot / 5))
        canvas.fillCircle(
          center: place(center + Point(0.02 * Double(dot / 5 % 2), 0)), radius: 0.013 * height,
          with: paint)
      }
    case 3:
      // A strap and its bag.
      canvas.strokeLine(
        from: place(Point(-0.08, -0.82)), to: place(Point(0.1, -0.5)), thickness: 0.018 * height,
        with: .hex(0x4A2E1C))
    case 4:
      canvas.fillEllipse(
        center: place(Point(0, -0.815)), radiusX: 0.075 * height, radiusY: 0.04 * height,
        with: paint)
      canvas.strokeLine(
        from: place(Point(0.02, -0.8)), to: place(Point(0.035, -0.64)), thickness: 0.036 * height,
        with: paint)
    default:
      canvas.fillRectangle(
        x: place(Point(-0.04, 0)).x, y: place(Point(0, -0.74)).y, width: 0.08 * height,
        height: 0.06 * height, with: paint, opacity: 0.85)
    }
  }

  private func drawArm(
    on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double, side: Double,
    isRaised: Bool
  ) {
    let shoulder = Point(side * 0.1 * build, -0.775)
    let elbow = isRaised ? Point(side * 0.19, -0.83) : Point(side * 0.138 * build, -0.63)
    let hand =
      isRaised ? Point(side * 0.2, -1) : Point(side * (0.13 + 0.03 * stride * side), -0.49)
    canvas.stroke(
      [
        (place(shoulder), 0.066 * height), (place(elbow), 0.056 * height),
        (place(hand), 0.042 * height),
      ], with: .solid(top.shaded(side > 0 ? -0.28 : -0.1)))
    canvas.fillCircle(
      center: place(hand), radius: 0.027 * height, with: .solid(skin.shaded(-0.06)))
  }

  // MARK: The head

  private func drawHead(on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double) {
    let center = Point(0, -0.912)
    if hairStyle == 1 {
      canvas.fillEllipse(
        center: place(center + Point(0, 0.03)), radiusX: 0.078 * height, radiusY: 0.1 * height,
        with: .solid(hair.shaded(-0.15)))
    }
    canvas.fillEllipse(
      center: place(center), radiusX: 0.059 * height, radiusY: 0.074 * height,
      with: .radial(
        center: place(center + Point(-0.02, -0.02)), radius: 0.1 * height,
        stops: [Stop(0, skin.shaded(0.2)), Stop(0.5, skin), Stop(1, skin.shaded(-0.35))]))
    if height >= 70 { drawFeatures(on: &canvas, place, height, center: center) }
    drawHair(on: &canvas, place, height, center: center)
    drawHat(on: &canvas, place, height, center: center)
  }

  private func drawFeatures(
    on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double, center: Point
  ) {
    for side in [-1.0, 1.0] {
      canvas.fillCircle(
        center: place(center + Point(side * 0.023, 0.002)), radius: 0.0075 * height,
        with: .hex(0x1E1410))
      canvas.strokeLine(
        from: place(center + Point(side * 0.013, -0.016)),
        to: place(center + Point(side * 0.034, -0.017)), thickness: 0.006 * height,
        with: .solid(hair), opacity: 0.8)
    }
    canvas.strokeLine(
      from: place(center + Point(0.002, 0.008)), to: place(center + Point(0.007, 0.026)),
      thickness: 0.006 * height, with: .solid(skin.shaded(-0.4)), opacity: 0.7)
    canvas.stroke(
      .smooth(
        [Point(-0.02, 0.04), Point(0, 0.047), Point(0.02, 0.04)].map { place(center + $0) }),
      thickness: 0.008 * height, with: .hex(0x8C2E2C))
  }

  private func drawHair(
    on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double, center: Point
  ) {
    let paint = Paint.solid(hair)
    if hairStyle == 2 {
      canvas.fillCircle(
        center: place(center + Point(0, -0.085)), radius: 0.028 * height, with: paint)
    }
    guard hairStyle != 3 else {
      // Short at the sides, with a beard.
      canvas.fill(
        .smooth(
          [
            Point(-0.052, 0.02), Point(0, 0.034), Point(0.052, 0.02), Point(0.034, 0.07),
            Point(0, 0.084), Point(-0.034, 0.07),
          ].map { place(center + $0) }, closed: true), with: paint, opacity: 0.85)
      return canvas.fill(
        .smooth(
          [
            Point(-0.062, -0.01), Point(-0.056, -0.055), Point(0, -0.082), Point(0.056, -0.055),
            Point(0.062, -0.01), Point(0.04, -0.045), Point(-0.04, -0.045),
          ].map { place(center + $0) }, closed: true), with: paint)
    }
    canvas.fill(
      .smooth(
        [
          Point(-0.066, 0.012), Point(-0.064, -0.05), Point(0, -0.088), Point(0.064, -0.05),
          Point(0.066, 0.012), Point(0.048, -0.03), Point(-0.01, -0.052), Point(-0.048, -0.022),
        ].map { place(center + $0) }, closed: true), with: paint)
    canvas.strokeLine(
      from: place(center + Point(-0.03, -0.062)), to: place(center + Point(0.014, -0.074)),
      thickness: 0.008 * height, with: .solid(hair.shaded(0.35)), opacity: 0.6)
  }

  private func drawHat(
    on canvas: inout Canvas, _ place: Canvas.Transform, _ height: Double, center: Point
  ) {
    switch hat {
    case 0:
      // A knitted cap with a bobble.
      canvas.fill(
        .smooth(
          [
            Point(-0.066, -0.026), Point(-0.056, -0.08), Point(0, -0.108), Point(0.056, -0.08),
            Point(0.066, -0.026), Point(0, -0.036),
          ].map { place(center + $0) }, closed: true), with: .solid(accent.shaded(-0.1)))
      canvas.fillCircle(
        center: place(center + Point(0, -0.115)), radius: 0.022 * height, with: .solid(top))
    case 1:
      // A hat with a brim.
      canvas.fillEllipse(
        center: place(center + Point(0, -0.04)), radiusX: 0.105 * height, radiusY: 0.02 * height,
        with: .solid(trousers.shaded(0.1)))
      canvas.fill(
        .smooth(
          [
            Point(-0.058, -0.044), Point(-0.05, -0.105), Point(0, -0.098), Point(0.05, -0.105),
            Point(0.058, -0.044),
          ].map { place(center + $0) }, closed: true), with: .solid(trousers.shaded(0.22)))
    case 2:
      // A cap with a peak.
      canvas.fill(
        .smooth(
          [
            Point(-0.064, -0.03), Point(-0.05, -0.085), Point(0.02, -0.094), Point(0.062, -0.05),
            Point(0.064, -0.026),
          ].map { place(center + $0) }, closed: true), with: .solid(top.shaded(-0.2)))
      canvas.fillEllipse(
        center: place(center + Point(0.05, -0.026)), radiusX: 0.055 * height,
        radiusY: 0.011 * height, with: .solid(top.shaded(-0.45)))
    default: break
    }
  }
}
