internal import Analysis
internal import SampleSets
internal import TerminalUI
internal import TokenPruning

extension ExplorerState {
  /// Makes a session that has not begun begin with what is wanted.
  ///
  /// - Parameter wanted: What is wanted.
  /// - Returns: What there is not here, each in a few words: `sample 'cat'`, `strategy 'tome'`.
  public mutating func begin(with wanted: WantedChoices) -> [String] {
    var missing = beginSamples(wanted) + beginStrategies(wanted)
    if let budget = wanted.budget { choices.budget = budget }
    if let model = wanted.model { choices.model = model }
    if let view = wanted.view {
      choices.view = view
      if view.plot == nil, view != .dataset { choices.pictureView = view }
    }
    if let layer = wanted.layer { choices.layer = layer }
    if let head = wanted.head, head > 0 { choices.head = head - 1 }
    if let scale = wanted.scale { choices.scale = scale }
    if let colorMap = wanted.colorMap { choices.colorMap = colorMap }
    if let showsHeat = wanted.showsHeat { choices.showsHeat = showsHeat }
    if let showsImage = wanted.showsImage { choices.showsImage = showsImage }
    if let style = wanted.maskStyle { choices.maskStyle = style }
    if let showsMask = wanted.showsMask { choices.showsMask = showsMask }
    if let opacity = wanted.opacity, WantedChoices.opacities.contains(opacity) {
      choices.opacity = opacity
    }
    if let zoom = wanted.zoom, WantedChoices.zooms.contains(zoom) { choices.zoom = zoom }
    if let showsPixels = wanted.showsPixels { choices.showsPixels = showsPixels }
    if let isTileAlone = wanted.isTileAlone { choices.isTileAlone = isTileAlone }
    if let measure = wanted.measure { choices.measure = measure }
    if let marksSinks = wanted.marksSinks { choices.marksSinks = marksSinks }
    for (letter, mark) in wanted.marks.sorted(by: { $0.key < $1.key }) {
      guard let index = sampleIndex(named: mark.sample), Mark.isLetter(letter), mark.token >= 0
      else {
        missing.append("mark \(letter) on '\(mark.sample)'")
        continue
      }
      choices.marks[letter] = Mark(sample: samples[index], token: mark.token)
    }
    return missing
  }

  private mutating func beginSamples(_ wanted: WantedChoices) -> [String] {
    if let order = wanted.order { choices.order = order }
    if let isReversed = wanted.isReversed { choices.isReversed = isReversed }
    if let column = wanted.sortColumn { choices.sortColumn = column }
    if let axes = wanted.axes { choices.axes = axes }
    if let column = wanted.colorColumn { choices.colorColumn = column }
    if let filter = wanted.filter, SampleFilter(filter) != nil { choices.filter = filter }
    if let name = wanted.sample {
      guard let index = sampleIndex(named: name) else { return ["sample '\(name)'"] }
      choices.sampleIndex = index
    }
    place(patch: wanted.patch)
    // Those beyond the sample's last patch go when its tokens are there.
    let pinned = (wanted.pins ?? []).filter { $0 >= 0 }.reduce(into: [Int]()) { list, token in
      if !list.contains(token) { list.append(token) }
    }
    choices.pins = zip(pinned, Pin.letters).map { Pin(token: $0, letter: $1) }
    return []
  }

  private mutating func place(patch: Int?) {
    guard let patch, patch >= 0 else { return }
    choices.cursor = patch
    placesCursor = false
  }

  private mutating func beginStrategies(_ wanted: WantedChoices) -> [String] {
    var missing: [String] = []
    func row(_ label: String) -> Int? {
      if let index = rows.firstIndex(where: { $0.strategy.label == label }) { return index }
      if let index = rows.firstIndex(where: { $0.strategy.title == label }) { return index }
      if !missing.contains("strategy '\(label)'") { missing.append("strategy '\(label)'") }
      return nil
    }
    let previous = wanted.previous.flatMap(row)
    if let current = wanted.current.flatMap(row) { choices.current = current }
    choices.previous = previous ?? choices.current
    if let compared = wanted.compared {
      choices.compared = compared.compactMap(row).reduce(into: []) { list, index in
        if !list.contains(index) { list.append(index) }
      }
    }
    if let leftOut = wanted.leftOut {
      choices.leftOut = Set(leftOut.compactMap(row)).subtracting(choices.compared)
    }
    return missing
  }

  /// The sample of a path or name; the path is looked for first, because it means one sample alone.
  private func sampleIndex(named name: String) -> Int? {
    samples.firstIndex { $0.path == name } ?? samples.firstIndex { $0.name == name }
  }

  /// What a sample is called where it must be found again: its name, or its path where another has
  /// the same name.
  func handle(of sample: SampleReference) -> String {
    let isAlone = samples.count { $0.name == sample.name } == 1
    return isAlone ? sample.name : sample.path ?? sample.name
  }

  /// Everything that is chosen, by name.
  public var wanted: WantedChoices {
    var wanted = choices.looks
    if samples.indices.contains(choices.sampleIndex) {
      wanted.sample = handle(of: samples[choices.sampleIndex])
    }
    let label = { (row: Int) in rows[row].strategy.label }
    wanted.budget = choices.budget
    wanted.current = label(choices.current)
    wanted.previous = label(choices.previous)
    wanted.compared = choices.compared.map(label)
    wanted.leftOut = choices.leftOut.sorted().map(label)
    wanted.model = choices.model
    wanted.patch = sample == nil ? nil : choices.cursor
    wanted.isReversed = choices.isReversed
    wanted.marks = choices.marks.mapValues { (handle(of: $0.sample), $0.token) }
    wanted.head = choices.head.map { $0 + 1 }
    // A screen without colours begins without heat: nobody has asked for that.
    wanted.showsHeat = choices.showsHeat == (traits.tier != .mono) ? nil : choices.showsHeat
    wanted.showsMask = choices.showsMask
    wanted.isTileAlone = choices.isTileAlone
    wanted.pins = choices.pins.map(\.token)
    wanted.marksSinks = choices.marksSinks
    return wanted
  }
}

extension SampleReference {
  /// A path that names the sample on the command line; nil for a built-in scene.
  var path: String? { dumpPath ?? imagePath }
}
