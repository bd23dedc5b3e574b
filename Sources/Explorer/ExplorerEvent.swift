public import Analysis
public import DataTables
public import Encoders
public import SampleSets
public import TerminalUI
public import TokenPruning

/// Something that happened: a key, the mouse, the terminal, or an answer to an effect.
public enum ExplorerEvent: Sendable, Equatable {
  /// The session begins.
  case start
  /// A key was pressed.
  case key(Key)
  /// The mouse did something.
  case mouse(MouseEvent)
  /// The screen has a new size.
  case resize(ScreenSize)
  /// The screen can do something else than was known.
  case traits(ScreenTraits)
  /// The user asked for an action, by whatever means.
  case action(Action)
  /// Text was pasted: it goes into an open prompt and never becomes keys.
  case paste(String)

  /// The picture of a sample is decoded.
  case pictureLoaded(request: Int, SamplePicture)
  /// The encoder is so far with a sample's tokens.
  case encoding(request: Int, EncodingProgress)
  /// A sample's tokens are there.
  case sampleLoaded(request: Int, LoadedSample, SampleSummary)
  /// A sample cannot be read.
  case sampleRefused(request: Int, reason: String)
  /// The erank of all tokens is computed; nil when there are no features.
  case verdictReached(request: Int, Verdict?)
  /// A strategy's selection is computed, or refused with a reason.
  case evaluated(request: Int, [StrategyAnswer])
  /// How all tokens are to one is computed; nil where the sample lacks what that needs.
  case similarities(request: Int, TokenProbe, [Double]?)
  /// What the next tile holds is computed.
  case tileSummarised(request: Int, TileSummary)
  /// Two tokens are compared.
  case pinsCompared(request: Int, TokenPair)
  /// The decisions of a row's strategy that rounding could turn; none when its selection is stable.
  case instabilities(request: Int, row: Int, [Instability])
  /// Why strategies keep a token or not.
  case explained(request: Int, Explanations)
  /// What a plot reads, as far as it is computed.
  case plotRead(request: Int, PlotFacts)
  /// The cursor has rested for 50 ms.
  case rested
  /// Work has not been answered for 200 ms.
  case slow(kind: WorkKind, request: Int)
  /// Files were written, or why they were not.
  case exported(String)
  /// What an export would write is looked up.
  case exportPreviewed(request: Int, ExportPreview)
  /// A table is being read, or is read, or cannot be.
  case tableRead(request: Int, TableProgress)
  /// How often patches are kept, as far as it was counted.
  case keptCounted(request: Int, KeptCounts)
  /// Samples beside the one on screen were looked into.
  case surveyed(request: Int, [SurveyedSample])
}

/// One strategy's answer to a request for evaluations.
public struct StrategyAnswer: Sendable, Equatable {
  /// The strategy, an index into the state's rows.
  public let row: Int
  /// The evaluation, or the reason why there is none.
  public let outcome: Outcome
  /// The plan, for traces.
  public let plan: PlanReference?

  /// An evaluation or a reason.
  public enum Outcome: Sendable, Equatable {
    /// Computed.
    case evaluation(Evaluation)
    /// The sample cannot serve the strategy.
    case unavailable(String)
  }

  /// Creates an answer.
  public init(row: Int, outcome: Outcome, plan: PlanReference? = nil) {
    self.row = row
    self.outcome = outcome
    self.plan = plan
  }
}

/// Kinds of work whose newest request alone counts.
public enum WorkKind: String, Sendable, Hashable {
  /// Reading a sample.
  case sample
  /// Evaluating strategies.
  case evaluation
  /// Computing cosines to a token.
  case similarity
}

/// How far a table is.
public enum TableProgress: Sendable, Equatable {
  /// So many bytes were read, of so many.
  case reading(done: Int, total: Int)
  /// It was read.
  case joined(SampleTable)
  /// Why it cannot be read, in one line.
  case refused(String)
}
