internal import Plots

/// Charts of studies.
enum StudyPlot {
  /// The character of a series by its place.
  static func sign(_ place: Int) -> Character {
    let signs = Array("123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return signs.indices.contains(place) ? signs[place] : "*"
  }

  /// A chart, or that there is nothing to show where no series has a point.
  static func chart(
    _ name: String, _ title: String, _ subject: String, x: PlotAxis, y: PlotAxis,
    seriesColumn: String, series: [PlotSeries], detailTitle: String = "", marks: [PlotMark] = [],
    notes: [String] = []
  ) -> Plot {
    guard series.contains(where: { !$0.points.isEmpty }) else {
      return Plot(
        name: name, title: title, subject: subject, body: .missing("no row has such a number"),
        notes: notes)
    }
    return Plot(
      name: name, title: title, subject: subject,
      body: .chart(
        Chart(
          x: x, y: y, seriesColumn: seriesColumn, series: series, detailTitle: detailTitle,
          marks: marks)), notes: notes)
  }
}
