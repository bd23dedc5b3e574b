import Imaging

extension Scene {
  /// A chart as in a report: flat colours, thin lines, small numbers that matter.
  static let chart = Scene(
    name: "chart", summary: "a chart with bars, a curve, axes and a legend", complexity: .simple
  ) {
    var canvas = Canvas(width: 560, height: 420, color: .white)
    Lettering.draw(
      "Visitors by month", on: &canvas, at: Point(60, 22), size: 15, weight: 1.5, color: dark)
    Lettering.draw(
      "thousands, by place", on: &canvas, at: Point(60, 46), size: 8, color: soft)
    drawAxes(on: &canvas)
    drawBars(on: &canvas)
    drawCurve(on: &canvas)
    drawLegend(on: &canvas)
    return canvas.image
  }

  private static let dark = RGB(hex: 0x22303C)
  private static let soft = RGB(hex: 0x6A7883)
  private static let townColor = RGB(hex: 0x2F7FB5)
  private static let harbourColor = RGB(hex: 0xF2A33A)
  private static let trend = RGB(hex: 0xC03A4B)
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep"]
  private static let visitors: [(town: Double, harbour: Double)] = [
    (12, 6), (15, 7), (22, 12), (31, 19), (38, 30), (47, 41), (58, 55), (54, 60), (36, 33),
  ]
  private static let islands: [Double] = [15, 17, 23, 31, 40, 50, 62.5, 63, 40.5]

  /// The height on the canvas of a number of visitors.
  private static func level(_ value: Double) -> Double { 350 - value * 4.2 }

  private static func drawAxes(on canvas: inout Canvas) {
    for value in stride(from: 0.0, through: 60, by: 10) {
      let y = level(value)
      canvas.strokeLine(
        from: Point(60, y), to: Point(530, y), thickness: 1,
        with: .solid(value == 0 ? dark : RGB(hex: 0xDDE3E8)))
      let text = String(Int(value))
      Lettering.draw(
        text, on: &canvas, at: Point(50 - Lettering.width(of: text, size: 9), y - 4.5), size: 9,
        color: soft)
    }
    for (index, month) in months.enumerated() {
      Lettering.draw(
        month, on: &canvas, at: Point(86 + 52 * Double(index), 360), size: 9, isCentred: true,
        color: dark)
    }
  }

  private static func drawBars(on canvas: inout Canvas) {
    for (index, month) in visitors.enumerated() {
      let x = 66 + 52 * Double(index)
      for (shift, value, color) in [
        (0.0, month.town, townColor), (21, month.harbour, harbourColor),
      ] {
        let top = level(value)
        canvas.fill(
          .roundedRectangle(x: x + shift, y: top, width: 19, height: 352 - top, radius: 3),
          with: .vertical(color.shaded(0.15), color, from: top, to: 350))
      }
    }
    canvas.fillRectangle(x: 58, y: 349.5, width: 474, height: 3, with: .solid(.white))
    canvas.strokeLine(
      from: Point(60, 350), to: Point(530, 350), thickness: 1.4, with: .solid(dark))
  }

  private static func drawCurve(on canvas: inout Canvas) {
    let points = islands.enumerated().map { index, value in
      Point(86 + 52 * Double(index), level(value))
    }
    canvas.stroke(.smooth(points), thickness: 5, with: .solid(.white), opacity: 0.8)
    canvas.stroke(.smooth(points), thickness: 2.6, with: .solid(trend))
    for point in points {
      canvas.fillCircle(center: point, radius: 5, with: .solid(.white))
      canvas.fillCircle(center: point, radius: 3.4, with: .solid(trend))
    }
    let peak = points[6]
    canvas.fill(
      .roundedRectangle(x: peak.x - 86, y: peak.y - 25, width: 62, height: 22, radius: 4),
      with: .solid(dark))
    canvas.fillPolygon(
      [
        Point(peak.x - 26, peak.y - 18), Point(peak.x - 12, peak.y - 6),
        Point(peak.x - 26, peak.y - 10),
      ], with: .solid(dark))
    Lettering.draw(
      "62.5 k", on: &canvas, at: Point(peak.x - 55, peak.y - 18), size: 9, isCentred: true,
      color: .white)
  }

  private static func drawLegend(on canvas: inout Canvas) {
    let entries = [("old town", townColor), ("harbour", harbourColor), ("islands", trend)]
    for (index, (text, color)) in entries.enumerated() {
      let x = 150 + 112 * Double(index)
      canvas.fill(
        .roundedRectangle(x: x, y: 391, width: 12, height: 12, radius: 2), with: .solid(color))
      Lettering.draw(text, on: &canvas, at: Point(x + 19, 392.5), size: 9, color: dark)
    }
  }
}
