import Imaging

/// The two soft inhabitants of the bookshelf.
enum Toys {
  /// A tabby cat that sits on its tail's side of `foot`.
  static func drawCat(on canvas: inout Canvas, at foot: Point) {
    let fur = RGB(hex: 0xE0923E)
    canvas.stroke(
      [
        (foot + Point(30, -10), 11), (foot + Point(54, -10), 10), (foot + Point(60, -34), 9),
        (foot + Point(50, -46), 7),
      ], with: .solid(fur.shaded(-0.12)))
    let body = Path.smooth(
      [
        foot + Point(-6, -56), foot + Point(20, -48), foot + Point(38, -20), foot + Point(34, 0),
        foot + Point(-26, 0), foot + Point(-30, -22),
      ], closed: true)
    canvas.fillRound(body, color: fur, from: foot.x - 34, to: foot.x + 38)
    canvas.clipped(to: body) { inside in
      for stripe in 0..<5 {
        inside.stroke(
          .smooth([
            foot + Point(40, -44 + 11 * Double(stripe)),
            foot + Point(22, -38 + 11 * Double(stripe)),
            foot + Point(12, -42 + 11 * Double(stripe)),
          ]), thickness: 3.6, with: .hex(0xA85A1E), opacity: 0.8)
      }
      inside.fillEllipse(
        center: foot + Point(-10, -18), radiusX: 14, radiusY: 24, with: .hex(0xF8E8D0))
    }
    for paw in [-18.0, -2] {
      canvas.fillEllipse(
        center: foot + Point(paw, -4), radiusX: 9, radiusY: 5, with: .hex(0xF8E8D0))
    }
    drawCatHead(on: &canvas, at: foot + Point(-8, -66), fur: fur)
  }

  private static func drawCatHead(on canvas: inout Canvas, at head: Point, fur: RGB) {
    for side in [-1.0, 1] {
      canvas.fillPolygon(
        [
          head + Point(side * 6, -14), head + Point(side * 19, -26), head + Point(side * 20, -4),
        ], with: .solid(fur.shaded(-0.1)))
      canvas.fillPolygon(
        [
          head + Point(side * 10, -14), head + Point(side * 17, -21), head + Point(side * 17, -8),
        ], with: .hex(0xE8A0A0))
    }
    canvas.fillEllipse(center: head, radiusX: 22, radiusY: 19, with: .solid(fur))
    canvas.fillEllipse(
      center: head + Point(0, 8), radiusX: 11, radiusY: 8, with: .hex(0xF8E8D0))
    for side in [-1.0, 1] {
      canvas.fillEllipse(
        center: head + Point(side * 9, -2), radiusX: 4.6, radiusY: 5, with: .hex(0xB8D65A))
      canvas.fillEllipse(
        center: head + Point(side * 9, -2), radiusX: 1.5, radiusY: 4.4, with: .hex(0x14140E))
      for whisker in [2.0, 6] {
        canvas.strokeLine(
          from: head + Point(side * 8, 6 + whisker * 0.4),
          to: head + Point(side * 28, 2 + whisker * 1.6), thickness: 0.9, with: .solid(.white),
          opacity: 0.8)
      }
    }
    canvas.fillPolygon(
      [head + Point(-3, 4), head + Point(3, 4), head + Point(0, 8)], with: .hex(0xD0686C))
  }

  /// A teddy bear with a bow tie, sitting at `foot`.
  static func drawBear(on canvas: inout Canvas, at foot: Point) {
    let fur = RGB(hex: 0x9A6A3E)
    let parts: [(Double, Double, Double, Double)] = [
      (-22, -30, 9, 15), (22, -30, 9, 15), (0, -28, 25, 27), (-19, -6, 13, 9), (19, -6, 13, 9),
      (-16, -82, 9, 9), (16, -82, 9, 9), (0, -67, 23, 20),
    ]
    for (x, y, radiusX, radiusY) in parts {
      let center = foot + Point(x, y)
      canvas.fillEllipse(
        center: center, radiusX: radiusX, radiusY: radiusY,
        with: .radial(
          center: center + Point(-0.3, -0.4) * radiusX, radius: max(radiusX, radiusY) * 1.5,
          stops: [Stop(0, fur.shaded(0.3)), Stop(0.5, fur), Stop(1, fur.shaded(-0.5))]))
    }
    canvas.fillEllipse(
      center: foot + Point(0, -61), radiusX: 10, radiusY: 8, with: .hex(0xE2C498))
    canvas.fillEllipse(
      center: foot + Point(0, -27), radiusX: 14, radiusY: 16, with: .hex(0xC89A66))
    for side in [-1.0, 1] {
      canvas.fillCircle(center: foot + Point(side * 8, -71), radius: 2.6, with: .hex(0x15100C))
      canvas.fillPolygon(
        [
          foot + Point(0, -47), foot + Point(side * 12, -53), foot + Point(side * 12, -41),
        ], with: .hex(0xC03A44))
    }
    canvas.fillEllipse(
      center: foot + Point(0, -64), radiusX: 3.6, radiusY: 2.6, with: .hex(0x15100C))
    canvas.fillCircle(center: foot + Point(0, -47), radius: 3.2, with: .hex(0x8A2430))
  }
}
