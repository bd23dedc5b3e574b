public import Analysis
public import ArgumentParser
public import Explorer
public import Imaging

/// What a session begins with, where it is not as usual; 'Y' in the explorer copies a line of these.
struct ChoiceOptions: ParsableArguments {
  @Option(help: "The sample to begin with, by name or path.")
  var sample: String?
  @Option(help: "The current strategy, one of the list.")
  var current: String?
  @Option(help: "The strategies that are compared, separated by commas; all by default.")
  var compare: String?
  @Option(help: "Strategies that are not computed, separated by commas.")
  var leaveOut: String?
  @Option(help: "The patch under the cursor, from 0.")
  var patch: Int?
  @Option(help: "The order of the samples.")
  var order: SampleOrder?
  @Flag(help: "That order the other way around.")
  var reverse = false
  @Option(help: "A column of a table that the samples are ordered by.")
  var sortBy: String?
  @Option(help: "The columns of the data set's axes: entropy,erank.")
  var axes: String?
  @Option(help: "The column that the data set's dots are coloured by.")
  var colorBy: String?
  @Option(help: "Which samples: street, erank>90, entropy<5, n=576, complex, simple, refused.")
  var filter: String?
  @Option(help: "What the screen shows of the strategies.")
  var view: ViewKind?
  @Option(name: .customLong("heat-layer"), help: "What the heat shows.")
  var layer: HeatLayer?
  @Option(help: "The attention head, from 1; the mean of all by default.")
  var head: Int?
  @Option(help: "How values become colours.")
  var scale: HeatScale?
  @Option(help: "The colours of the heat.")
  var colorMap: ColorMap?
  @Option(help: "The share of the heat over the image, in percent.")
  var opacity: Int?
  @Option(help: "How pruned patches are drawn.")
  var pruned: MaskStyle?
  @Option(help: "Steps by which the picture is drawn larger.")
  var zoom: Int?
  @Option(help: "One or two patches that are pinned, separated by a comma.")
  var pin: String?
  @Option(help: "What the layer of likeness shows of patches.")
  var measure: ProbeMeasure?
  @Flag(help: "Mark sinks and padding on the picture.")
  var sinks = false
  @Flag(help: "Draw the tile of the patch alone.")
  var tileAlone = false
  @Flag(inversion: .prefixedNo, help: "Draw pixels where the terminal can.")
  var pixels: Bool?
  @Flag(inversion: .prefixedNo, help: "Draw heat; by default on every screen of colours.")
  var heat: Bool?
  @Flag(inversion: .prefixedNo, help: "Draw the image.")
  var image: Bool?
  @Flag(inversion: .prefixedNo, help: "Draw pruning.")
  var mask: Bool?

  func validate() throws {
    try check(patch, in: 0...Int.max, "--patch")
    try check(head, in: 1...Int.max, "--head")
    try check(opacity, in: WantedChoices.opacities, "--opacity")
    try check(zoom, in: WantedChoices.zooms, "--zoom")
    if pin != nil, pins == nil {
      throw ValidationError(
        "--pin cannot be '\(pin ?? "")'; it is one or two patches: 17 or 17,300")
    }
    if let axes, DatasetAxes(axes) == nil {
      throw ValidationError("--axes cannot be '\(axes)'; it is two columns: entropy,erank")
    }
    if let filter, SampleFilter(filter) == nil {
      throw ValidationError(
        "'\(filter)' is no filter; write street, erank>90, entropy<5, n=576, complex or refused")
    }
  }

  private func check(_ value: Int?, in range: ClosedRange<Int>, _ option: String) throws {
    guard let value, !range.contains(value) else { return }
    let range = range.upperBound == .max ? "from \(range.lowerBound)" : "in \(range)"
    throw ValidationError("\(option) cannot be \(value); it is a whole number \(range)")
  }

  /// What was said, by name.
  var wanted: WantedChoices {
    var wanted = WantedChoices()
    wanted.sample = sample
    wanted.current = current
    wanted.compared = compare.map(Self.names)
    wanted.leftOut = leaveOut.map(Self.names)
    wanted.patch = patch
    wanted.order = order ?? sortBy.map { _ in .column }
    wanted.isReversed = reverse ? true : nil
    wanted.sortColumn = sortBy
    wanted.axes = axes.flatMap { DatasetAxes($0) }
    wanted.colorColumn = colorBy
    wanted.filter = filter
    wanted.view = view
    wanted.layer = layer
    wanted.head = head
    wanted.scale = scale
    wanted.colorMap = colorMap
    wanted.opacity = opacity
    wanted.maskStyle = pruned
    wanted.zoom = zoom
    wanted.pins = pins
    wanted.measure = measure
    wanted.marksSinks = sinks ? true : nil
    wanted.isTileAlone = tileAlone ? true : nil
    wanted.showsPixels = pixels
    wanted.showsHeat = heat
    wanted.showsImage = image
    wanted.showsMask = mask
    return wanted
  }

  /// The patches that are pinned; nil where none are said, or something that is no patch.
  private var pins: [Int]? {
    guard let parts = pin?.split(separator: ",", omittingEmptySubsequences: false) else {
      return nil
    }
    let numbers = parts.compactMap { Int($0) }.filter { $0 >= 0 }
    return numbers.count == parts.count && parts.count <= Pin.letters.count ? numbers : nil
  }

  private static func names(_ text: String) -> [String] {
    text.split(separator: ",").map(String.init)
  }
}

extension ViewKind: ExpressibleByArgument {}
extension HeatLayer: ExpressibleByArgument {}
extension HeatScale: ExpressibleByArgument {}
extension MaskStyle: ExpressibleByArgument {}
extension SampleOrder: ExpressibleByArgument {}
extension ColorMap: ExpressibleByArgument {}
extension ProbeMeasure: ExpressibleByArgument {}
