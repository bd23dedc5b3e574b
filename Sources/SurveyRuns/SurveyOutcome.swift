internal import Surveys

/// What can be counted of a survey's rows.
public struct SurveyCounts: Sendable, Equatable {
  /// Samples.
  public internal(set) var samples = 0
  /// Samples of which every row is refused.
  public internal(set) var refusedSamples = 0
  /// Rows.
  public internal(set) var rows = 0
  /// Rows that are refused.
  public internal(set) var refusedRows = 0

  /// Counts the rows of a sample.
  mutating func add(_ rows: [SurveyRow]) {
    let refused = rows.count { $0.refusal != nil }
    samples += 1
    refusedSamples += refused == rows.count ? 1 : 0
    self.rows += rows.count
    refusedRows += refused
  }

  /// Adds what was counted of other samples.
  mutating func add(_ other: SurveyCounts) {
    samples += other.samples
    refusedSamples += other.refusedSamples
    rows += other.rows
    refusedRows += other.refusedRows
  }
}

/// How a survey ended.
public struct SurveyOutcome: Sendable, Equatable {
  /// The ways to end.
  public enum Ending: Sendable, Equatable {
    /// The files are written.
    case finished
    /// There was nothing to do: the files had been written before.
    case alreadyFinished
    /// It was stopped; the journal holds what is done.
    case stopped
  }

  /// How it ended.
  public let ending: Ending
  /// What was counted of the samples that are done, paths that are no samples among them.
  public let counts: SurveyCounts
  /// How many samples there are to do.
  public let total: Int
  /// The files that hold the results; none when it was stopped.
  public let paths: [String]
}

/// How far a survey is, after each sample.
public struct SurveyProgress: Sendable {
  /// Samples that are done.
  public let done: Int
  /// Samples that are to be done.
  public let total: Int
  /// Samples that had been done when the work was taken up.
  public let resumed: Int
  /// Samples of which every row is refused.
  public let refused: Int
  /// What was refused of the last sample, each in one line with its source.
  public let refusals: [String]
}
