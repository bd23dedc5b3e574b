import Imaging

extension Scene {
  /// A woven basket: detail everywhere, and everywhere the same.
  static let texture = Scene(
    name: "texture", summary: "the weave of a willow basket", complexity: .mixed
  ) {
    var canvas = Canvas(width: 448, height: 448, color: RGB(hex: 0x2A1A0E))
    var random = SceneRandom(31)
    let pitch = 28.0
    for row in -1..<26 {
      for column in -1..<17 {
        // Every second row passes in front of the other uprights.
        let isOver = (row + column) % 2 == 0
        let center = Point(pitch * (Double(column) + 0.5), 18 * (Double(row) + 0.5))
        if isOver { drawUpright(on: &canvas, center: center, random: &random) }
      }
      for column in -1..<17 where (row + column) % 2 != 0 {
        let center = Point(pitch * (Double(column) + 0.5), 18 * (Double(row) + 0.5))
        drawRod(on: &canvas, center: center, row: row, random: &random)
      }
    }
    canvas.fillAll(
      with: .linear(
        from: Point(0, 0), to: Point(448, 448),
        stops: [
          Stop(0, RGB(hex: 0xFFF0C8), opacity: 0.2), Stop(0.5, .black, opacity: 0),
          Stop(1, .black, opacity: 0.4),
        ]))
    return canvas.image
  }

  private static func drawUpright(
    on canvas: inout Canvas, center: Point, random: inout SceneRandom
  ) {
    let color = RGB(hex: 0x8A5A2E).shaded(random.between(-0.15, 0.15))
    let path = Path.roundedRectangle(
      x: center.x - 7, y: center.y - 13, width: 14, height: 26, radius: 6)
    canvas.fillRound(path, color: color, from: center.x - 7, to: center.x + 7)
  }

  /// A rod that bulges over an upright, with fibres along it.
  private static func drawRod(
    on canvas: inout Canvas, center: Point, row: Int, random: inout SceneRandom
  ) {
    let hues: [UInt32] = [0xD2A063, 0xC48F52, 0xDDB278, 0xB98348]
    var color = RGB(hex: random.pick(hues)).shaded(random.between(-0.1, 0.1))
    if row % 9 == 4 { color = RGB(hex: 0x7C3A22).shaded(random.between(-0.1, 0.12)) }
    let half = 25.0
    canvas.fillEllipse(
      center: center + Point(0, 4), radiusX: half, radiusY: 10, with: .solid(.black), opacity: 0.4)
    let outline = Path.smooth(
      [
        center + Point(-half, 2), center + Point(-12, -8), center + Point(12, -8),
        center + Point(half, 2), center + Point(12, 9), center + Point(-12, 9),
      ], closed: true)
    canvas.fill(
      outline,
      with: .linear(
        from: center + Point(0, -9), to: center + Point(0, 10),
        stops: [
          Stop(0, color.shaded(-0.25)), Stop(0.3, color.shaded(0.4)), Stop(0.6, color),
          Stop(1, color.shaded(-0.55)),
        ]))
    for _ in 0..<5 {
      let y = random.between(-5, 6)
      let x = random.between(-14, 4)
      canvas.stroke(
        .smooth([
          center + Point(x, y), center + Point(x + 7, y - 0.8), center + Point(x + 14, y),
        ]), thickness: 0.8, with: .solid(color.shaded(random.between(-0.5, 0.5))), opacity: 0.5)
    }
  }
}
