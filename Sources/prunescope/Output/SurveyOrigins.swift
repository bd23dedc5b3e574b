import Surveys
import TerminalUI
import TokenFields

/// What made the tokens of a survey's rows, and against which averages they were selected.
struct SurveyOrigins {
  private var encoders: Set<String?> = []
  private var averages: Set<Double> = []

  /// More than these are not told apart.
  private static let limit = 64

  /// Reads a row.
  mutating func add(_ row: SurveyRow) {
    guard row.tokens != nil else { return }
    if encoders.count < Self.limit { encoders.insert(row.encoder) }
    if averages.count < Self.limit, let average = row.erankAverage { averages.insert(average) }
  }

  /// Whether averages may stand for some of the tokens.
  func fit(_ calibration: Calibration) -> Bool {
    encoders.isEmpty || encoders.contains { calibration.fits($0) }
  }

  /// The encoders, for a message.
  var encoderNames: String {
    encoders.map { "'\($0 ?? "unnamed")'" }.sorted().joined(separator: ", ")
  }

  /// What must be said where averages are given that rows were not selected with.
  func notes(for calibration: Calibration) -> [String] {
    let others = averages.filter { $0 != calibration.erank }.sorted()
    guard !others.isEmpty else { return [] }
    let shown = others.prefix(3).map { NumberText.fixed($0, 2) }.joined(separator: ", ")
    return [
      "these rows were selected with an average erank of \(shown): the calibration parts simple from "
        + "complex images, and what adapts (agilepruner, mixed) is not selected anew"
    ]
  }
}
