public import Imaging

extension Plot {
  /// The plot as a picture on white, for papers and slides.
  ///
  /// The title and the sample stand above, the legend beside. Curves are smooth, with the colours of
  /// the screen, each with its sign where it is most apart from the others, so that it also reads in
  /// grey; bars and matrices as on a screen. Letters are those of all figures.
  ///
  /// - Returns: A picture of about 1300×800 pixels, of a matrix as large as it needs; equal plots give
  ///   equal pictures.
  /// - Complexity: O(pixels + points).
  public func figure() -> Image {
    switch body {
    case .chart(let chart): ChartFigure(plot: self, chart: chart).drawn()
    case .matrix(let matrix): MatrixFigure(plot: self, matrix: matrix).drawn()
    case .missing(let reason): missing(reason)
    }
  }

  private func missing(_ reason: String) -> Image {
    let widest = [Paper.width(of: title, scale: 3), Paper.width(of: reason)].max() ?? 0
    var paper = Paper(
      width: 2 * Paper.margin + widest, height: 2 * Paper.margin + heading + Paper.line)
    writeHeading(on: &paper)
    paper.write(reason, x: Paper.margin, y: Paper.margin + heading)
    return paper.finished()
  }

  /// The rows that the title and the subject take, with the gap under them.
  var heading: Int { 3 * 7 + 12 + (subject.isEmpty ? 0 : Paper.line) + 14 }

  /// Writes the title and, under it, the subject.
  func writeHeading(on paper: inout Paper) {
    let room = paper.canvas.width - 2 * Paper.margin
    let scale = Paper.width(of: title, scale: 3) <= room ? 3 : 2
    paper.write(
      Paper.fitted(title, into: room, scale: scale), x: Paper.margin, y: Paper.margin,
      scale: scale)
    paper.write(
      Paper.fitted(subject, into: room), x: Paper.margin, y: Paper.margin + 3 * 7 + 12,
      color: Paper.faint)
  }

  /// Writes the notes in the last line of a figure.
  func writeNotes(on paper: inout Paper) {
    guard !notes.isEmpty else { return }
    paper.write(
      Paper.fitted(
        notes.joined(separator: "; "), into: paper.canvas.width - 2 * Paper.margin),
      x: Paper.margin, y: paper.canvas.height - Paper.margin - Paper.capital, color: Paper.faint)
  }
}
