import Imaging

extension Scene {
  /// One line of ink on ruled paper: nearly every patch is empty.
  static let handwriting = Scene(
    name: "handwriting", summary: "one line of handwriting on ruled paper", complexity: .simple
  ) {
    var canvas = Canvas(width: 448, height: 336, color: RGB(hex: 0xF7F1E3))
    canvas.fillAll(
      with: .radial(
        center: Point(190, 130), radius: 380,
        stops: [Stop(0, RGB(hex: 0xFCF8EE)), Stop(1, RGB(hex: 0xEDE3CC))]))
    for line in 0..<7 {
      let y = 50 + 44 * Double(line)
      canvas.strokeLine(
        from: Point(0, y), to: Point(448, y), thickness: 1, with: .hex(0x8FA9C8), opacity: 0.45)
    }
    canvas.strokeLine(
      from: Point(52, 0), to: Point(52, 336), thickness: 1.2, with: .hex(0xC8546A), opacity: 0.5)

    var random = SceneRandom(7)
    let ink = RGB(hex: 0x1D2A5C)
    let end = CursiveHand.write(
      "a quiet line of ink", on: &canvas, at: Point(70, 182), size: 20.5, color: ink,
      random: &random)
    let flourish = [
      Point(end - 92, 206), Point(end - 40, 197), Point(end + 4, 198), Point(end - 20, 208),
      Point(end - 60, 210),
    ]
    CursiveHand.trace(flourish, on: &canvas, size: 16, color: ink)
    canvas.vignette(0.08)
    return canvas.image
  }
}
