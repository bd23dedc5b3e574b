import Imaging

/// A small car seen from the side.
struct Car {
  let color: RGB
  /// +1 when it drives to the right, −1 to the left.
  let facing: Double

  /// Draws the car, standing with the middle of its length at `place`.
  func draw(on canvas: inout Canvas, at place: Point, length: Double) {
    let frame = Canvas.Transform(
      scaleX: facing * length, scaleY: length, movedTo: place)
    canvas.castShadow(
      center: place + Point(0, length * 0.01), radiusX: length * 0.54, radiusY: length * 0.05,
      opacity: 0.75)
    let body: [Point] = [
      Point(-0.49, -0.08), Point(-0.49, -0.2), Point(-0.44, -0.25), Point(-0.35, -0.27),
      Point(-0.26, -0.38), Point(-0.1, -0.41), Point(0.08, -0.4), Point(0.2, -0.29),
      Point(0.4, -0.25), Point(0.49, -0.18), Point(0.5, -0.08), Point(0, -0.055),
    ]
    canvas.fill(
      .smooth(body.map { frame($0) }, closed: true),
      with: .linear(
        from: frame(Point(0, -0.41)), to: frame(Point(0, -0.05)),
        stops: [
          Stop(0, color.shaded(0.45)), Stop(0.4, color), Stop(0.55, color.shaded(0.16)),
          Stop(1, color.shaded(-0.5)),
        ]))
    let panes: [[Point]] = [
      [Point(-0.3, -0.27), Point(-0.23, -0.36), Point(-0.09, -0.38), Point(-0.09, -0.265)],
      [Point(-0.06, -0.265), Point(-0.06, -0.38), Point(0.06, -0.375), Point(0.15, -0.28)],
    ]
    for pane in panes {
      canvas.fillPolygon(
        pane.map { frame($0) },
        with: .vertical(
          RGB(hex: 0xCFE6F0), RGB(hex: 0x35505F), from: frame(Point(0, -0.38)).y,
          to: frame(Point(0, -0.26)).y))
    }
    canvas.strokeLine(
      from: frame(Point(-0.075, -0.26)), to: frame(Point(-0.075, -0.08)), thickness: 1,
      with: .solid(color.shaded(-0.55)))
    canvas.strokeLine(
      from: frame(Point(-0.04, -0.22)), to: frame(Point(0.01, -0.22)), thickness: 1.8,
      with: .solid(color.shaded(-0.5)))
    canvas.fillEllipse(
      center: frame(Point(0.46, -0.19)), radiusX: length * 0.03, radiusY: length * 0.022,
      with: .hex(0xFFF4C4))
    canvas.fillEllipse(
      center: frame(Point(-0.475, -0.19)), radiusX: length * 0.018, radiusY: length * 0.026,
      with: .hex(0xD02A2A))
    for wheel in [-0.29, 0.29] {
      drawWheel(on: &canvas, hub: frame(Point(wheel, -0.075)), length: length)
    }
  }

  private func drawWheel(on canvas: inout Canvas, hub: Point, length: Double) {
    canvas.fillCircle(center: hub, radius: length * 0.09, with: .hex(0x17181C))
    canvas.fillCircle(center: hub, radius: length * 0.052, with: .hex(0xB9BEC6))
    for spoke in 0..<5 {
      let turn = Canvas.Transform(turned: Double(spoke) * 2 * .pi / 5, movedTo: hub)
      canvas.strokeLine(
        from: hub, to: turn(Point(length * 0.05, 0)), thickness: 1.3, with: .hex(0x5A6068))
    }
  }
}
