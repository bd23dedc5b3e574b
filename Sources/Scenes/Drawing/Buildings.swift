import Imaging

/// A house front: wall, windows, roof line, and a shop at street level if it has one.
struct House {
  /// The left side.
  let x: Double
  /// The eaves.
  let top: Double
  /// Where it stands.
  let bottom: Double
  let width: Double
  let wall: RGB
  let floors: Int
  let windows: Int
  let gable: Gable

  /// The shape above the eaves.
  enum Gable { case flat, pointed, stepped, curved }

  func draw(on canvas: inout Canvas, random: inout SceneRandom) {
    drawGable(on: &canvas)
    canvas.fillRectangle(
      x: x, y: top, width: width, height: bottom - top,
      with: .horizontal(wall.shaded(0.1), wall.shaded(-0.18), from: x, to: x + width))
    drawWear(on: &canvas, random: &random)
    let floorHeight = (bottom - top) / Double(floors)
    for floor in 0..<floors {
      let y = top + floorHeight * Double(floor)
      canvas.fillRectangle(
        x: x, y: y, width: width, height: 2.5, with: .solid(wall.shaded(0.35)), opacity: 0.8)
      for column in 0..<windows {
        let step = width / Double(windows)
        drawWindow(
          on: &canvas, x: x + step * (Double(column) + 0.25), y: y + floorHeight * 0.24,
          width: step * 0.5, height: floorHeight * 0.55, random: &random)
      }
    }
    canvas.strokeLine(
      from: Point(x + width, top), to: Point(x + width, bottom), thickness: 1.2,
      with: .solid(.black), opacity: 0.3)
  }

  private func drawGable(on canvas: inout Canvas) {
    let paint = Paint.horizontal(wall.shaded(0.04), wall.shaded(-0.24), from: x, to: x + width)
    let middle = x + width / 2
    let rise = width * 0.42
    switch gable {
    case .flat:
      canvas.fillRectangle(
        x: x - 3, y: top - 7, width: width + 6, height: 8, with: .solid(wall.shaded(-0.4)))
      canvas.fillRectangle(
        x: x - 2, y: top - 9, width: width + 4, height: 3, with: .solid(wall.shaded(0.4)))
    case .pointed:
      canvas.fillPolygon(
        [
          Point(x - 5, top + 2), Point(middle, top - rise), Point(x + width + 5, top + 2),
        ],
        with: .horizontal(
          RGB(hex: 0xA9543A), RGB(hex: 0x6E3222), from: x, to: x + width))
      canvas.fillPolygon(
        [
          Point(x + 4, top + 2), Point(middle, top - rise + 7), Point(x + width - 4, top + 2),
        ], with: paint)
    case .stepped:
      drawSteps(on: &canvas, rise: rise, paint: paint)
    case .curved:
      canvas.fill(
        .smooth(
          [
            Point(x, top + 4), Point(x + width * 0.08, top - rise * 0.3),
            Point(x + width * 0.3, top - rise * 0.45), Point(middle, top - rise),
            Point(x + width * 0.7, top - rise * 0.45), Point(x + width * 0.92, top - rise * 0.3),
            Point(x + width, top + 4),
          ], closed: true), with: paint)
    }
    guard gable != .flat else { return }
    canvas.fillCircle(
      center: Point(middle, top - rise * 0.28), radius: width * 0.07,
      with: .solid(RGB(hex: 0x2A3440)))
  }

  private func drawSteps(on canvas: inout Canvas, rise: Double, paint: Paint) {
    for step in 0..<4 {
      let inset = width * 0.125 * Double(step)
      canvas.fillRectangle(
        x: x + inset, y: top - rise * 0.28 * Double(step), width: width - 2 * inset,
        height: rise * 0.3, with: paint)
      canvas.fillRectangle(
        x: x + inset, y: top - rise * 0.28 * Double(step), width: width - 2 * inset, height: 2,
        with: .solid(wall.shaded(0.5)))
    }
  }

  /// Faint courses of bricks and stains, so that no wall is one colour.
  private func drawWear(on canvas: inout Canvas, random: inout SceneRandom) {
    for _ in 0..<Int(width * (bottom - top) / 90) {
      let place = Point(random.between(x + 2, x + width - 9), random.between(top + 3, bottom - 4))
      canvas.fillRectangle(
        x: place.x, y: place.y, width: 7, height: 2.6,
        with: .solid(wall.shaded(random.between(-0.3, 0.3))), opacity: 0.35)
    }
  }

  private func drawWindow(
    on canvas: inout Canvas, x: Double, y: Double, width: Double, height: Double,
    random: inout SceneRandom
  ) {
    canvas.fillRectangle(
      x: x - 2, y: y - 2, width: width + 4, height: height + 4,
      with: .solid(RGB(hex: 0xF4EEE0)))
    let isLit = random.chance(0.18)
    canvas.fillRectangle(
      x: x, y: y, width: width, height: height,
      with: .linear(
        from: Point(x, y), to: Point(x + width, y + height),
        stops: isLit
          ? [Stop(0, RGB(hex: 0xFFE9A8)), Stop(1, RGB(hex: 0xD89A48))]
          : [
            Stop(0, RGB(hex: 0x9CC4DC)), Stop(0.45, RGB(hex: 0x4C7088)),
            Stop(1, RGB(hex: 0x22384A)),
          ]))
    if random.chance(0.45) {
      let curtain = RGB(hex: random.pick([0xF6F0E8, 0xD8887C, 0xE8D49C, 0xA8C4B0]))
      for side in [0.0, 0.68] {
        canvas.fillRectangle(
          x: x + side * width, y: y, width: width * 0.32, height: height,
          with: .solid(curtain), opacity: 0.75)
      }
    }
    let frame = Paint.hex(0xF4EEE0)
    canvas.strokeLine(
      from: Point(x + width / 2, y), to: Point(x + width / 2, y + height), thickness: 1.3,
      with: frame)
    canvas.strokeLine(
      from: Point(x, y + height * 0.4), to: Point(x + width, y + height * 0.4), thickness: 1.3,
      with: frame)
    guard random.chance(0.35) else { return }
    for _ in 0..<9 {
      let flower = RGB(hex: random.pick([0xE0506A, 0xF2C23E, 0x5C9A48, 0x4C8A3C, 0xE884B0]))
      canvas.fillCircle(
        center: Point(x + random.between(0, width), y + height + random.between(-2, 2)),
        radius: 2, with: .solid(flower))
    }
  }
}
