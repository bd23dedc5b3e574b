public import Analysis
public import Imaging

/// What a session is to begin with, by name: as command lines, configurations and sessions tell it.
///
/// What is nil was not said.
public struct WantedChoices: Sendable, Equatable {
  /// The sample: its name, or its path where several have the name.
  public var sample: String?
  /// How many tokens to keep.
  public var budget: Budget?
  /// The current strategy, as the command line spells it.
  public var current: String?
  /// The strategy that was current before.
  public var previous: String?
  /// The strategies that are compared.
  public var compared: [String]?
  /// The strategies that are left out of all computation.
  public var leftOut: [String]?
  /// The language model that costs are told for.
  public var model: LanguageModel?
  /// The patch under the cursor.
  public var patch: Int?
  /// The order of the samples.
  public var order: SampleOrder?
  /// Whether that order is the other way around.
  public var isReversed: Bool?
  /// The column of a table that the samples are ordered by.
  public var sortColumn: String?
  /// Which samples are stepped through.
  public var filter: String?
  /// The marks, each with the sample's name or path.
  public var marks: [Character: (sample: String, token: Int)] {
    get { storedMarks.mapValues { ($0.sample, $0.token) } }
    set { storedMarks = newValue.mapValues { NamedMark(sample: $0.sample, token: $0.token) } }
  }
  private var storedMarks: [Character: NamedMark] = [:]

  /// The columns to the right and upwards in the view of the data set.
  public var axes: DatasetAxes?
  /// The column that its dots are coloured by.
  public var colorColumn: String?
  /// What the screen shows of the strategies.
  public var view: ViewKind?
  /// What the heat shows.
  public var layer: HeatLayer?
  /// The head whose attention is shown, from 1.
  public var head: Int?
  /// How values become colours.
  public var scale: HeatScale?
  /// The colour map.
  public var colorMap: ColorMap?
  /// Whether heat is drawn.
  public var showsHeat: Bool?
  /// Whether the picture is drawn.
  public var showsImage: Bool?
  /// The share of the heat in the mixture, in percent.
  public var opacity: Int?
  /// How pruned patches are drawn.
  public var maskStyle: MaskStyle?
  /// Whether pruning is drawn.
  public var showsMask: Bool?
  /// How much larger than fitting the picture is drawn.
  public var zoom: Int?
  /// Whether pixels are drawn where the terminal can.
  public var showsPixels: Bool?
  /// Whether the tile of the patch is shown alone.
  public var isTileAlone: Bool?

  /// The patches that are pinned, the older one first.
  public var pins: [Int]?
  /// What the layer of likeness shows.
  public var measure: ProbeMeasure?
  /// Whether sinks and padding are marked on the picture.
  public var marksSinks: Bool?

  /// Nothing is wanted.
  public init() {}

  private struct NamedMark: Sendable, Equatable {
    let sample: String
    let token: Int
  }

  /// The shares of heat that can be chosen, in percent.
  public static let opacities = 5...100
  /// The steps by which the picture can be drawn larger.
  public static let zooms = 0...ExplorerState.largestZoom
}

extension Choices {
  /// How the screen looks, by name: without what belongs to samples and strategies, and without heat,
  /// of which the terminal has a say.
  public var looks: WantedChoices {
    var wanted = WantedChoices()
    wanted.order = order
    wanted.sortColumn = sortColumn
    wanted.axes = axes
    wanted.colorColumn = colorColumn
    wanted.filter = filter
    wanted.view = view
    wanted.layer = layer
    wanted.scale = scale
    wanted.colorMap = colorMap
    wanted.showsImage = showsImage
    wanted.opacity = opacity
    wanted.maskStyle = maskStyle
    wanted.zoom = zoom
    wanted.showsPixels = showsPixels
    wanted.measure = measure
    return wanted
  }
}

extension WantedChoices {
  /// What these choices say, and where they are silent what others say.
  public func over(_ others: WantedChoices) -> WantedChoices {
    var all = others
    all.sample = sample ?? others.sample
    all.budget = budget ?? others.budget
    all.current = current ?? others.current
    all.previous = previous ?? others.previous
    all.compared = compared ?? others.compared
    all.leftOut = leftOut ?? others.leftOut
    all.model = model ?? others.model
    // A patch, a head, a tile and pins belong to the sample that they are said of.
    all.patch = patch ?? (sample == nil ? others.patch : nil)
    all.head = head ?? (sample == nil ? others.head : nil)
    all.isTileAlone = isTileAlone ?? (sample == nil ? others.isTileAlone : nil)
    all.pins = pins ?? (sample == nil ? others.pins : nil)
    all.order = order ?? others.order
    all.isReversed = isReversed ?? others.isReversed
    all.sortColumn = sortColumn ?? others.sortColumn
    all.axes = axes ?? others.axes
    all.colorColumn = colorColumn ?? others.colorColumn
    all.filter = filter ?? others.filter
    if !storedMarks.isEmpty { all.storedMarks = storedMarks }
    all.view = view ?? others.view
    all.layer = layer ?? others.layer
    all.scale = scale ?? others.scale
    all.colorMap = colorMap ?? others.colorMap
    all.showsHeat = showsHeat ?? others.showsHeat
    all.showsImage = showsImage ?? others.showsImage
    all.opacity = opacity ?? others.opacity
    all.maskStyle = maskStyle ?? others.maskStyle
    all.showsMask = showsMask ?? others.showsMask
    all.zoom = zoom ?? others.zoom
    all.showsPixels = showsPixels ?? others.showsPixels
    all.measure = measure ?? others.measure
    all.marksSinks = marksSinks ?? others.marksSinks
    return all
  }
}
