public import Analysis
public import Encoders
public import SampleSets
public import TerminalUI
public import TokenFields
public import TokenPruning

/// Everything the screen depends on, as one value.
///
/// `update` is its only writer and `render` a function of it: equal states give equal screens.
@dynamicMemberLookup
public struct ExplorerState: Sendable, Equatable {
  // MARK: The session

  /// The samples, in the order in which they were named.
  public var samples: [SampleReference]
  /// The strategies and what is known of them at the current budget.
  public var rows: [StrategyRow]
  /// What exports write, and where.
  public var exportSettings: ExportSettings
  /// How many text tokens the language model's prompt has beside the image.
  public var textTokens: Int
  /// The colours of what is no picture.
  public var colors = ScreenColors()
  /// What each key asks for.
  public var keys = KeyTable.standard
  /// The command line that began the session, as far as the screen does not show it.
  public var invocation = Invocation()

  // MARK: What is looked at

  /// What the user has chosen; its members are members of the state, too.
  public var choices: Choices
  /// What undo and redo go back and forth between.
  public var history = History()
  /// Where the last jump to a mark began.
  public var beforeJump: Mark?
  /// What is known of all samples, and the order in which they are stepped through.
  public var shelf: SampleShelf

  /// The view of the data set, as far as it is no choice.
  public var datasetView = DatasetState()

  // MARK: The screen

  /// Columns and rows of the terminal.
  public var size: ScreenSize
  /// What the terminal can do.
  public var traits: ScreenTraits
  /// Whether the mouse is listened to.
  public var usesMouse = true
  /// Whether the slider was caught and follows the mouse.
  public var isDraggingSlider = false
  /// The line that is being typed, if one is.
  public var prompt: Prompt?
  /// Lines that were typed before.
  public var promptHistory = PromptHistory()
  /// The first line of the help that is shown; nil when help is closed.
  public var helpScroll: Int?
  /// The patch that the mouse is over, until a key is pressed or it leaves the picture.
  public var hovered: Hover?
  /// The table that is open over the screen, if one is.
  public var openTable: ProbeTable?
  /// What the lines of the help that are shown must have; empty for all.
  public var helpFilter = ""
  /// What the next export writes, while it is being asked; nil when it is not.
  public var exportForm: ExportForm?
  /// The list of samples; nil when it is closed.
  public var sampleList: SampleListState?
  /// Whether a letter is waited for, and what it will do.
  public var awaitedMark: MarkUse?
  /// A line that is too long for the lowest one, shown until the next key.
  public var notice: Notice?
  /// What the last action has to say, shown in the hint line.
  public var message: String?
  /// Whether keys walk the list of strategies instead of the picture.
  public var isListFocused = false
  /// The first of two keys, such as the `g` of `gg`.
  public var pendingKey: Key?

  // MARK: The sample

  /// The picture of the sample, once it is decoded.
  public var picture: SamplePicture?
  /// How far the encoder is with the sample's tokens, while it computes them.
  public var encoding: EncodingProgress?
  /// The sample's tokens, once they are there.
  public var sample: LoadedSample?
  /// What is known of the tokens without a strategy.
  public var summary: SampleSummary?
  /// Why the sample could not be read.
  public var refusal: String?
  /// The effective rank of all tokens, once it is computed.
  public var verdict: Verdict?
  /// Whether the cursor goes to the middle when the tokens are there; reading a sample anew keeps it.
  public var placesCursor = true
  /// How every token is to one: the answer to `probed`.
  public var similarities: [Double]?
  /// The question that `similarities` answer.
  public var probed: TokenProbe?
  /// What each tile holds, from the first, as far as the table of tiles asked for it and it is known.
  public var tileSummaries: [TileSummary] = []
  /// How alike the two pinned patches are, once it is known.
  public var pair: TokenPair?
  /// The token whose group is marked: the one under the cursor, once the cursor has rested.
  public var markedToken = 0

  /// Why strategies keep a token or not, as far as it was asked.
  public var explanations: Explanations?
  /// What plots read, as far as it is computed.
  public var plots = PlotFacts()

  // MARK: Work under way

  /// The number of the newest request of each kind; answers to older ones are dropped.
  public var requests = RequestNumbers()
  /// The question about a token that is being answered, if one is.
  public var openProbe: TokenProbe?
  /// Whether it was asked what each tile holds.
  public var asksForTiles = false
  /// The pair of patches that is being compared, if one is.
  public var openPair: PairQuestion?
  /// The selection whose stability is being looked into, if one is.
  public var openStability: StabilityQuestion?
  /// The token that was asked about, if one was.
  public var openExplanation: ExplainedToken?
  /// What was asked for the plot on screen, if it was.
  public var openPlot: PlotQuestion?
  /// What is being waited for since more than 200 ms.
  public var slowWork: WorkKind?

  /// Encoders that may be chosen, as a user would name them.
  public var encoders: [String] = []

  /// What the user has chosen.
  public subscript<Value>(dynamicMember member: WritableKeyPath<Choices, Value>) -> Value {
    get { choices[keyPath: member] }
    set { choices[keyPath: member] = newValue }
  }

  /// Creates the state of a session before its first event.
  ///
  /// - Parameters:
  ///   - samples: The samples, in the order in which they are stepped through; may be empty.
  ///   - strategies: The strategies of the list, one or more.
  ///   - budget: How many tokens to keep.
  ///   - size: Columns and rows of the terminal.
  ///   - traits: What the terminal can do.
  ///   - exportFolder: The folder that exports go to.
  ///   - model: The language model that costs are told for.
  ///   - textTokens: How many text tokens its prompt has beside the image, 0 or more.
  ///   - isPerTile: Whether strategies are applied to every tile by itself.
  public init(
    samples: [SampleReference], strategies: [ConfiguredStrategy], budget: Budget,
    size: ScreenSize, traits: ScreenTraits, exportFolder: String,
    model: LanguageModel = LanguageModel.all[0], textTokens: Int = PrefillCost.usualText,
    isPerTile: Bool = false
  ) {
    precondition(!strategies.isEmpty, "a session of 0 strategies; it needs one or more")
    self.samples = samples
    self.rows = strategies.map { StrategyRow(strategy: $0) }
    choices = Choices(budget: budget, model: model)
    self.size = size
    self.traits = traits
    exportSettings = ExportSettings(folder: exportFolder)
    self.textTokens = textTokens
    shelf = SampleShelf(samples)
    choices.showsHeat = traits.tier != .mono
    choices.isPerTile = isPerTile
  }

  /// Takes over a screen whose size and abilities have become known.
  ///
  /// - Parameters:
  ///   - size: Columns and rows.
  ///   - traits: What the terminal can do.
  ///   - usesMouse: Whether the mouse is listened to.
  ///   - showsHeat: Whether heat is drawn, where anybody said; else it is on every screen of colours.
  public mutating func begin(
    size: ScreenSize, traits: ScreenTraits, usesMouse: Bool, showsHeat: Bool? = nil
  ) {
    self.size = size
    self.traits = traits
    self.usesMouse = usesMouse
    choices.showsHeat = showsHeat ?? (traits.tier != .mono)
  }

  /// The token that ``similarities`` belong to.
  public var similarityToken: Int? { probed?.token }

  /// What stands for a number that is not there: `…` while it may come, `–` after a refusal.
  var missingNumber: String { refusal == nil ? "…" : "–" }

  /// The number of tokens, n; 0 before the sample is there.
  public var tokenCount: Int { sample?.field.count ?? 0 }

  /// The grid of the sample, once it is known.
  public var grid: TokenGrid? { sample?.field.field.grid }

  /// The budget in tokens, at most n; nil before the sample is there.
  public var keep: Int? {
    guard tokenCount > 0 else { return nil }
    return choices.budget.tokens(of: tokenCount) ?? tokenCount
  }

  /// The evaluation of the current strategy, if there is one.
  public var currentEvaluation: Evaluation? {
    rows.indices.contains(choices.current) ? rows[choices.current].evaluation : nil
  }
}

/// The size of a screen in cells.
public struct ScreenSize: Sendable, Hashable {
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Creates a size.
  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }
}

/// The newest request of each kind.
public struct RequestNumbers: Sendable, Hashable {
  /// Requests for a sample.
  public var sample = 0
  /// Requests for evaluations.
  public var evaluation = 0
  /// Requests for similarities.
  public var similarity = 0
  /// Requests for instabilities.
  public var stability = 0
  /// Requests for reasons.
  public var explanation = 0
  /// Requests for what a plot reads.
  public var plot = 0
  /// Requests for what each tile holds.
  public var tiles = 0
  /// Requests for comparisons of pinned patches.
  public var pair = 0
  /// Requests for facts about all samples.
  public var survey = 0
  /// Requests for tables.
  public var table = 0
  /// Requests for how often patches are kept.
  public var kept = 0
  /// Requests for the names that an export would give.
  public var preview = 0
}

/// The selection of which it is asked whether rounding could turn it.
public struct StabilityQuestion: Sendable, Hashable {
  /// The strategy, an index into the state's rows.
  public let row: Int
  /// The budget.
  public let keep: Int

  /// Creates a question.
  public init(row: Int, keep: Int) {
    self.row = row
    self.keep = keep
  }
}
