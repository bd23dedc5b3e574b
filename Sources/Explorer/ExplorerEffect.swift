public import Analysis
public import SampleSets
public import TokenPruning

/// Something that must happen outside, as data; the runner carries it out and answers with events.
public enum ExplorerEffect: Sendable, Equatable {
  /// Read a sample: first its picture, then its tokens, then its erank.
  case load(request: Int, SampleReference)
  /// Stop reading a sample.
  case stopReading
  /// Compute tokens from images with another encoder from now on.
  case useEncoder(String)
  /// Read samples that will probably be asked for next.
  case prefetch([SampleReference])
  /// Evaluate strategies at a budget; a newer request makes this one void.
  case evaluate(request: Int, LoadedSample, strategies: [RequestedStrategy], keep: Int)
  /// Answer how all tokens are to one, once the cursor has rested for 50 ms.
  case similarities(request: Int, LoadedSample, TokenProbe)
  /// Answer what each tile holds, one after the other.
  case summariseTiles(request: Int, LoadedSample)
  /// Answer how alike two tokens are.
  case comparePins(request: Int, LoadedSample, PairQuestion)
  /// Look for decisions of a strategy that rounding could turn, once the budget has rested for 50 ms;
  /// a newer request makes this one void.
  case instabilities(request: Int, LoadedSample, RequestedStrategy, keep: Int)
  /// Find out why strategies keep a token or not, then the smallest budgets that keep it; a newer
  /// request makes this one void.
  case explain(request: Int, LoadedSample, ExplainedToken, strategies: [RequestedStrategy])
  /// Compute what a kind of plot reads; a newer request makes this one void.
  case readPlot(
    request: Int, LoadedSample, String, strategies: [RequestedStrategy], keep: Int,
    presets: [Int], known: PlotFacts)
  /// Answer with `rested` in 50 ms; a newer one makes this one void.
  case rest
  /// Answer with `slow` in 200 ms.
  case remind(kind: WorkKind, request: Int)
  /// Write files.
  case export(ExportRequest)
  /// Answer what an export would write; a newer request makes this one void.
  case previewExport(request: Int, ExportRequest)
  /// Look into samples beside the screen, one after the other, while nothing else is to be done; a
  /// newer request makes this one void, and one without samples ends it.
  case survey(request: Int, [SampleReference])
  /// Read a table for samples; several are read one after the other.
  case readTable(request: Int, path: String, [SampleReference])
  /// Count how often patches are kept; a newer request makes this one void, and one without a question
  /// ends it.
  case countKept(request: Int, KeptQuestion?)
  /// Draw the whole screen anew.
  case redraw
  /// Stop the program as Ctrl-Z does, until it is continued.
  case suspend
  /// Turn the mouse on or off.
  case setMouse(Bool)
  /// Give text to the clipboard of the user's terminal.
  case copy(String)
  /// End the program.
  case quit(code: Int32)
}

/// A strategy to evaluate and the row that its answer belongs to.
public struct RequestedStrategy: Sendable, Equatable {
  /// The row.
  public let row: Int
  /// The strategy.
  public let strategy: ConfiguredStrategy
  /// Whether it is applied to every tile by itself.
  public let isPerTile: Bool

  /// Creates a request.
  public init(row: Int, strategy: ConfiguredStrategy, isPerTile: Bool = false) {
    self.row = row
    self.strategy = strategy
    self.isPerTile = isPerTile
  }
}

/// What to write from the screen.
public struct ExportRequest: Sendable, Equatable {
  /// The sample.
  public let sample: LoadedSample
  /// The strategies, the current one first.
  public let strategies: [ConfiguredStrategy]
  /// How many tokens are kept.
  public let keep: Int
  /// The folder to write to; it is made if it is missing.
  public let folder: String
  /// The kinds of file.
  public let kinds: [ExportKind]
  /// The language model that the record tells costs for.
  public let model: LanguageModel
  /// Text tokens of its prompt.
  public let textTokens: Int
  /// Whether strategies are applied to every tile by itself.
  public let isPerTile: Bool

  /// Creates a request.
  public init(
    sample: LoadedSample, strategies: [ConfiguredStrategy], keep: Int, folder: String,
    kinds: [ExportKind], model: LanguageModel, textTokens: Int, isPerTile: Bool = false
  ) {
    self.sample = sample
    self.strategies = strategies
    self.keep = keep
    self.folder = folder
    self.kinds = kinds
    self.model = model
    self.textTokens = textTokens
    self.isPerTile = isPerTile
  }
}
