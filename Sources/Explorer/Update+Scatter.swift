internal import Analysis
internal import DataTables
internal import Plots
internal import SampleSets
internal import TerminalUI

extension ExplorerState {
  /// Makes the dots anew where what they follow from has changed.
  mutating func arrangeScatter() {
    guard choices.view == .dataset else { return }
    let request = Scatter.Request(
      axes: choices.axes, color: choices.colorColumn, knowledge: shelf.knowledge,
      table: shelf.table)
    guard datasetView.scatter?.request != request else { return }
    datasetView.scatter = Scatter(request, samples.count, shelf)
  }

  /// The sample under the cursor of the data set, an index into all samples; nil where none is.
  var underCursor: Int? {
    guard let scatter = datasetView.scatter else { return nil }
    let sample = datasetView.selected ?? choices.sampleIndex
    return scatter.has(sample) ? sample : nil
  }

  /// While all samples are shown, moving goes from dot to dot, and stepping shows where it leads.
  ///
  /// - Returns: Effects; nil for an action that is not the view's.
  mutating func walkDataset(_ action: Action) -> [ExplorerEffect]? {
    switch action {
    case .move(let rows, let columns): moveDot(rows: rows, columns: columns)
    case .rowStart: select(outermost { -$0.x })
    case .rowEnd: select(outermost { $0.x })
    case .firstPatch: select(outermost { $0.y })
    case .lastPatch: select(outermost { -$0.y })
    case .toggleMask: return perform(.dataset(.brush))
    case .nextSample, .previousSample, .nextMatch, .previousMatch:
      // Steps begin where the cursor is.
      let effects = perform(action)
      datasetView.selected = choices.sampleIndex
      extendBrush()
      return effects
    default: return nil
    }
    return []
  }

  /// The samples that have a place and pass the filter, with their places on the screen in dots.
  private func dots() -> [(sample: Int, x: Double, y: Double)] {
    guard let scatter = datasetView.scatter else { return [] }
    let panel = ScatterPanel(state: self, scatter: scatter, area: DatasetLayout(self).plot)
    return shelf.arrangement.shown.compactMap { sample in
      panel.dot(of: sample).map { (sample, $0.x, $0.y) }
    }
  }

  /// The dot that lies farthest in a direction; the first of several.
  private func outermost(_ measure: ((x: Double, y: Double)) -> Double) -> Int? {
    guard let scatter = datasetView.scatter else { return nil }
    var best: (sample: Int, measure: Double)?
    for sample in shelf.arrangement.shown where scatter.has(sample) {
      let value = measure((scatter.x[sample], scatter.y[sample]))
      if value > best?.measure ?? -.infinity { best = (sample, value) }
    }
    return best?.sample
  }

  /// Goes to the nearest dot in a direction; large steps pass an eighth of the plot.
  ///
  /// Distance counts three times across the direction, so that steps keep to it.
  private mutating func moveDot(rows: Int, columns: Int) {
    let dots = dots()
    guard !dots.isEmpty else {
      message = datasetView.scatter?.obstacle ?? "no sample has a place"
      return
    }
    let plot = DatasetLayout(self).plot
    guard let here = dots.first(where: { $0.sample == underCursor }) else {
      let middle = (Double(plot.width), Double(plot.height) * 2)
      select(
        dots.min {
          hypotenuse($0.x - middle.0, $0.y - middle.1)
            < hypotenuse($1.x - middle.0, $1.y - middle.1)
        }?.sample)
      return
    }
    let isLarge = abs(rows) + abs(columns) > 1
    let least =
      isLarge ? Double(columns != 0 ? plot.width * 2 : plot.height * 4) / 8 : 0.5
    var best: (sample: Int, cost: Double)?
    for dot in dots {
      let (right, down) = (dot.x - here.x, dot.y - here.y)
      let (along, across) =
        columns != 0
        ? (columns > 0 ? right : -right, abs(down)) : (rows > 0 ? down : -down, abs(right))
      guard along >= least else { continue }
      let cost = along + 3 * across
      if cost < best?.cost ?? .infinity { best = (dot.sample, cost) }
    }
    guard let best else {
      message = "no dot lies further on"
      return
    }
    select(best.sample)
  }

  private func hypotenuse(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }

  private mutating func select(_ sample: Int?) {
    guard let sample else { return }
    datasetView.selected = sample
    extendBrush()
  }

  /// Lets the rectangle follow the cursor.
  private mutating func extendBrush() {
    guard let scatter = datasetView.scatter, let sample = underCursor, !datasetView.isDragging
    else { return }
    datasetView.brush?.to = (scatter.x[sample], scatter.y[sample])
  }

  /// Opens the sample under the cursor in the view of pictures.
  mutating func openUnderCursor() -> [ExplorerEffect] {
    let sample = underCursor ?? choices.sampleIndex
    choices.view = choices.pictureView
    datasetView.brush = nil
    guard sample != choices.sampleIndex else { return evaluateMissing() }
    return perform(.openSample(index: sample))
  }

  /// Leaves what is open, the innermost first: the rectangle, work under way, the view.
  mutating func closeInDataset() -> [ExplorerEffect] {
    if datasetView.brush != nil {
      datasetView.brush = nil
      return []
    }
    if isCounting { return stopCounting() }
    if shelf.survey != nil { return endSurvey() }
    choices.view = choices.pictureView
    return evaluateMissing()
  }

  // MARK: The rectangle

  /// Begins a rectangle at the cursor; one that is there becomes the filter.
  mutating func brush() -> [ExplorerEffect] {
    guard let scatter = datasetView.scatter else { return [] }
    guard let brush = datasetView.brush else {
      guard let sample = underCursor else { return [] }
      let place = (scatter.x[sample], scatter.y[sample])
      datasetView.brush = .init(from: place, to: place)
      message = "a rectangle from here; move, then again"
      return []
    }
    datasetView.brush = nil
    return filterSamples(filter(inside: brush))
  }

  /// The filter that a rectangle stands for: it takes the place of earlier bounds of both columns.
  private func filter(inside brush: DatasetState.Brush) -> String {
    let axes = choices.axes
    let others = SampleFilter.words(choices.filter).filter { word in
      guard let parts = SampleFilter.parts(of: word) else { return true }
      return ![axes.x, axes.y].contains(parts.column) || ![">=", "<="].contains(parts.relation)
    }
    func bounds(_ name: String, _ range: ClosedRange<Double>) -> [String] {
      // What is known of samples without a table is never negative.
      let least = SampleShelf.factColumns.contains(name) ? 0 : -Double.infinity
      let column = name.contains(where: { " !<>=".contains($0) }) ? "\"\(name)\"" : name
      return [
        "\(column)>=\(Self.bound(max(range.lowerBound, least), .down))",
        "\(column)<=\(Self.bound(max(range.upperBound, least), .up))",
      ]
    }
    return (others + bounds(axes.y, brush.y) + bounds(axes.x, brush.x)).joined(separator: " ")
  }

  /// A number in four or so digits that leaves out nothing inside.
  static func bound(_ value: Double, _ direction: FloatingPointRoundingRule) -> String {
    guard value != 0, value.isFinite else { return "0" }
    var decimals = 3
    var size = abs(value)
    while size < 1, decimals < 12 {
      size *= 10
      decimals += 1
    }
    while size >= 10, decimals > 0 {
      size /= 10
      decimals -= 1
    }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard abs(value) < 1e9 else { return "\(value)" }
    var units = (value * scale).rounded(direction)
    var text = NumberText.fixed(units / scale, decimals)
    // What is between two numbers of the machine may round to the wrong side.
    while let read = Double(text), direction == .down ? read > value : read < value {
      units += direction == .down ? -1 : 1
      text = NumberText.fixed(units / scale, decimals)
    }
    return text
  }

  // MARK: The mouse

  /// A click goes to the nearest dot, a drag draws a rectangle that becomes the filter.
  mutating func receiveInDataset(_ mouse: MouseEvent) -> [ExplorerEffect] {
    let layout = DatasetLayout(self)
    guard let scatter = datasetView.scatter, layout.plot.width > 0 else { return [] }
    let panel = ScatterPanel(state: self, scatter: scatter, area: layout.plot)
    let place = panel.place(column: mouse.column, row: mouse.row)
    switch mouse.action {
    case .press:
      guard layout.plot.contains(column: mouse.column, row: mouse.row), let place else { return [] }
      datasetView.brush = nil
      datasetView.isDragging = true
      let dot = panel.dot(x: place.x, y: place.y)
      let nearest = dots().min {
        hypotenuse($0.x - dot.x, $0.y - dot.y) < hypotenuse($1.x - dot.x, $1.y - dot.y)
      }
      if let nearest, hypotenuse(nearest.x - dot.x, nearest.y - dot.y) < 12 {
        datasetView.selected = nearest.sample
      }
      datasetView.dragStart = .init(from: place, to: place)
    case .drag:
      guard datasetView.isDragging, let place, var start = datasetView.dragStart else { return [] }
      start.to = place
      datasetView.brush = start
    case .release:
      guard datasetView.isDragging else { return [] }
      datasetView.isDragging = false
      datasetView.dragStart = nil
      return datasetView.brush == nil ? [] : brush()
    case .wheelUp: return walkDataset(.previousSample) ?? []
    case .wheelDown: return walkDataset(.nextSample) ?? []
    case .hover: break
    }
    return []
  }
}
