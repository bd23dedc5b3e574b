public import Imaging

extension HeatMap {
  /// The whole figure: the title, the map, and a legend with its numbers.
  ///
  /// A title too wide for large letters has small ones, and one too wide for those is shortened.
  /// The legend is a bar of all colours with the low, middle and high value under it, at their
  /// places; `log` follows the middle one on a logarithmic scale. When values are not finite, a
  /// second line counts them.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row of the map, 1 or more.
  ///   - height: Rows of pixels of the map over all tiles, 1 or more.
  /// - Returns: A picture larger than the map by a margin, the title and the legend, and at least
  ///   wide enough for the legend's numbers.
  public func drawn(width: Int, height: Int) -> Image {
    let scale = FigureStyle.textScale(forWidth: width)
    let margin = FigureStyle.margin
    let line = BitmapFont.lineHeight * scale
    let labels = legendLabels
    let inner = max(width, labels.map { BitmapFont.width(of: $0, scale: scale) }.reduce(0, +) + 24)
    let top = margin + (title.isEmpty ? 0 : line + 4)
    let bar = top + height + 6
    let missingCount = values.count { !$0.isFinite }
    let bottom = bar + 8 * scale + 3 + line + (missingCount > 0 ? line : 0) + margin - 4
    var figure = Image(width: inner + 2 * margin, height: bottom, filledWith: .white)

    let titleScale = BitmapFont.width(of: title, scale: scale) <= inner ? scale : 1
    BitmapFont.draw(
      BitmapFont.fitted(title, into: inner, scale: titleScale), on: &figure, x: margin,
      y: margin + (scale - titleScale) * BitmapFont.capHeight, scale: titleScale,
      color: FigureStyle.ink)
    figure.paste(
      drawnPatches(width: width, height: height), x: margin + (inner - width) / 2, y: top)
    drawBar(on: &figure, x: margin, y: bar, width: inner, height: 8 * scale)
    drawLabels(
      labels, on: &figure, x: margin, y: bar + 8 * scale + 3, width: inner, scale: scale)
    if missingCount > 0 {
      let y = bar + 8 * scale + 3 + line
      figure.fill(x: margin, y: y, width: 7 * scale, height: 7 * scale, with: Self.missing)
      BitmapFont.draw(
        "\(missingCount) not finite", on: &figure, x: margin + 10 * scale, y: y, scale: scale,
        color: FigureStyle.ink)
    }
    return figure
  }

  /// The three numbers of the legend as text, from left to right; one alone when all are equal, and
  /// the two ends of counts whose middle is none.
  package var legendLabels: [String] {
    let ruler = self.ruler
    guard ruler.low < ruler.high else { return [NumberLabel.text(ruler.high)] }
    if isCount, ruler.middle != ruler.middle.rounded() {
      return [NumberLabel.text(ruler.low), NumberLabel.text(ruler.high)]
    }
    let middle = NumberLabel.text(ruler.middle) + (ruler.isLog ? " log" : "")
    return [NumberLabel.text(ruler.low), middle, NumberLabel.text(ruler.high)]
  }

  private func drawBar(on figure: inout Image, x: Int, y: Int, width: Int, height: Int) {
    let isFlat = legendLabels.count == 1
    for column in 0..<width {
      let position = isFlat ? 0.5 : Double(column) / Double(max(width - 1, 1))
      let color = colorMap.color(at: position)
      figure.fill(x: x + column, y: y, width: 1, height: height, with: color)
    }
  }

  private func drawLabels(
    _ labels: [String], on figure: inout Image, x: Int, y: Int, width: Int, scale: Int
  ) {
    for (index, label) in labels.enumerated() {
      let room = width - BitmapFont.width(of: label, scale: scale)
      let share = labels.count == 1 ? 1 : labels.count == 2 ? 2 * index : index
      BitmapFont.draw(
        label, on: &figure, x: x + room * share / 2, y: y, scale: scale, color: FigureStyle.ink)
    }
  }
}

/// What all figures have in common.
enum FigureStyle {
  /// White pixels around a figure and between its panels.
  static let margin = 12
  /// The colour of titles and numbers.
  static let ink = RGB(grey: 24)
  /// The colour of what matters less.
  static let faintInk = RGB(grey: 96)
  /// The thin line around a picture, which may itself be white.
  static let frame = RGB(grey: 208)

  /// Letters twice as large from the width on at which a line still holds 28 of them.
  static func textScale(forWidth width: Int) -> Int { width >= 336 ? 2 : 1 }
}
