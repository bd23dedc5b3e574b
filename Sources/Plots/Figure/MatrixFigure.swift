internal import Imaging
internal import TerminalUI

/// A matrix as a picture: names beside the rows, their signs over the columns, numbers on the colours
/// of a map that reads in grey too.
struct MatrixFigure {
  let plot: Plot
  let matrix: PlotMatrix

  /// The size of a number's cell.
  private static let cell = (width: 50, height: 36)

  func drawn() -> Image {
    let names = matrix.items.map { Paper.width(of: Paper.fitted($0.title, into: 420)) }.max() ?? 0
    let left = Paper.margin + 2 * Paper.advance + names + 16
    let top = Paper.margin + plot.heading + Paper.line + 4
    let side = (
      width: Self.cell.width * matrix.items.count, height: Self.cell.height * matrix.items.count
    )
    let heading = max(Paper.width(of: plot.title), Paper.width(of: plot.subject))
    let notes = plot.notes.isEmpty ? 0 : Paper.line + 12
    var paper = Paper(
      width: max(left + side.width, Paper.margin + heading) + Paper.margin,
      height: top + side.height + notes + Paper.margin)
    plot.writeHeading(on: &paper)
    for (place, item) in matrix.items.enumerated() {
      let isCurrent = place == matrix.current
      let row = top + place * Self.cell.height + (Self.cell.height - Paper.capital) / 2
      let color = isCurrent ? PlotPalette.colors[0] : Paper.ink
      paper.write(String(item.sign), x: Paper.margin, y: row, color: color)
      paper.write(
        Paper.fitted(item.title, into: 420), x: Paper.margin + 2 * Paper.advance, y: row,
        color: color)
      paper.write(
        String(item.sign), x: left + place * Self.cell.width + Self.cell.width / 2 - 5,
        y: top - Paper.line, color: color)
    }
    for (row, values) in matrix.values.enumerated() {
      for (column, value) in values.enumerated() {
        draw(
          value, on: &paper, x: left + column * Self.cell.width, y: top + row * Self.cell.height)
      }
    }
    plot.writeNotes(on: &paper)
    return paper.finished()
  }

  private func draw(_ value: Double, on paper: inout Paper, x: Int, y: Int) {
    let color = ColorMap.cividis.color(at: value)
    paper.canvas.fillRectangle(
      x: Double(x), y: Double(y), width: Double(Self.cell.width - 1),
      height: Double(Self.cell.height - 1), with: .solid(color))
    let text = value == 1 ? "1" : NumberText.fixed(value, 2, leadingZero: false)
    paper.write(
      text, x: x + (Self.cell.width - Paper.width(of: text)) / 2,
      y: y + (Self.cell.height - Paper.capital) / 2, color: color.contrasting)
  }
}
