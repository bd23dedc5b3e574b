public import Analysis
public import Imaging

/// Everything that the user has chosen to look at, as one value: what undo takes back.
///
/// What follows from the choices (tokens, selections, colours) is not in it, nor is what is open for
/// a moment, such as help or a prompt.
public struct Choices: Sendable, Equatable {
  // MARK: What

  /// The sample on screen, an index into the state's samples.
  public var sampleIndex = 0
  /// How many tokens to keep, as it was asked for; kept when the sample changes.
  public var budget: Budget
  /// The strategy whose selection is drawn, an index into the state's rows.
  public var current = 0
  /// The strategy that was current before.
  public var previous = 0
  /// The strategies that are compared, in the order in which they were chosen; empty means all.
  public var compared: [Int] = []
  /// The strategies that are not computed unless they are looked at.
  public var leftOut: Set<Int> = []
  /// The language model that costs are told for.
  public var model: LanguageModel
  /// The token under the cursor.
  public var cursor = 0
  /// The order in which samples are stepped through.
  public var order = SampleOrder.given
  /// Whether that order is the other way around.
  public var isReversed = false
  /// The column of a table that the order by a column reads; empty before one was chosen.
  public var sortColumn = ""
  /// Which samples are stepped through, as it was typed; empty for all.
  public var filter = ""
  /// Patches that letters lead back to.
  public var marks: [Character: Mark] = [:]

  // MARK: How

  /// What the screen shows of the strategies.
  public var view = ViewKind.single
  /// The view of pictures that was shown last.
  public var pictureView = ViewKind.single
  /// What the heat shows.
  public var layer = HeatLayer.attention
  /// The head whose attention is shown; nil for the mean.
  public var head: Int?
  /// The layer of the encoder whose attention is shown, from 0; nil for the one that strategies read.
  public var attentionLayer: Int?
  /// How values become colours.
  public var scale = HeatScale.log
  /// The colour map of the heat.
  public var colorMap = ColorMap.viridis
  /// Whether heat is drawn.
  public var showsHeat = true
  /// Whether the picture is drawn under the heat.
  public var showsImage = true
  /// The share of the heat in the mixture with the picture, in percent.
  public var opacity = 35
  /// How pruned patches are drawn.
  public var maskStyle = MaskStyle.dim
  /// Whether pruning is drawn at all.
  public var showsMask = true
  /// Whether pixels are drawn where the terminal can, in place of cells.
  public var showsPixels = false
  /// How much larger than fitting the picture is drawn, in steps.
  public var zoom = 0

  // MARK: The data set

  /// The columns to the right and upwards in the view of the data set.
  public var axes = DatasetAxes()
  /// The column that its dots are coloured by; empty for none.
  public var colorColumn = ""

  // MARK: Probing

  /// The patches that are pinned, the older one first; at most two.
  public var pins: [Pin] = []
  /// What the layer of likeness shows of all patches with respect to one.
  public var measure = ProbeMeasure.projected
  /// Whether sinks and padding are marked on the picture.
  public var marksSinks = false
  /// Whether the cursor's tile is shown alone.
  public var isTileAlone = false
  /// Whether strategies are applied to every tile by itself, each with its share of the budget.
  public var isPerTile = false

  /// The choices that a session begins with.
  ///
  /// - Parameters:
  ///   - budget: How many tokens to keep.
  ///   - model: The language model that costs are told for.
  public init(budget: Budget, model: LanguageModel) {
    self.budget = budget
    self.model = model
  }
}
