internal import TerminalUI
internal import Imaging
internal import Analysis
internal import SampleSets
internal import TokenPruning

/// Command lines that give what is on screen again.
struct CommandText {
  let state: ExplorerState

  /// The line that selects the patches of the strategies on screen.
  var select: String {
    line(["select"] + sample + strategies + costs + state.currentOptions)
  }

  /// The line that exports them.
  var export: String {
    let settings = state.exportSettings
    let kinds = settings.ofAll ? settings.kindsOfAll : settings.kinds ?? state.suitableKinds
    return line(
      ["export"] + sample + strategies + costs + state.currentOptions
        + ["--kind", kinds.map(\.rawValue).joined(separator: ",")]
        + ["--output", settings.folder])
  }

  /// The line that opens the explorer on this screen.
  var screen: String {
    line(
      ["explore"] + paths + tables + list + ["--keep", "\(state.budget)"] + costs
        + state.currentOptions
        + looks)
  }

  private func line(_ words: [String]) -> String {
    (["prunescope"] + words.map(\.shellQuoted)).joined(separator: " ")
  }

  private var sample: [String] { (state.sample?.reference.path?.asOperand).map { [$0] } ?? [] }

  private var paths: [String] { state.invocation.paths.map(\.asOperand) }

  private var tables: [String] {
    state.invocation.tables.flatMap { ["--table", $0.asOperand] }
  }

  /// The strategies whose pictures are on screen, and their budget.
  private var strategies: [String] {
    let rows =
      state.view == .diff ? [state.current] + (state.partner.map { [$0] } ?? []) : state.panelRows
    let served = rows.filter { row in
      if case .unavailable = state.rows[row].status { false } else { true }
    }
    let labels = (served.isEmpty ? rows : served).map { state.rows[$0].strategy.label }
    // A count that is larger than the sample is refused; here all tokens are kept.
    let budget =
      state.budget.tokens(of: state.tokenCount) == nil ? .count(state.tokenCount) : state.budget
    return ["--strategy", labels.joined(separator: ","), "--keep", "\(budget)"]
  }

  private var costs: [String] {
    var words: [String] = []
    if state.model != .usual || state.invocation.defaults.model ?? .usual != .usual {
      words += ["--model", state.model.name]
    }
    if state.textTokens != PrefillCost.usualText {
      words += ["--text-tokens", "\(state.textTokens)"]
    }
    return words
  }

  /// The list of strategies, unless it is the catalog.
  private var list: [String] {
    let labels = state.rows.map(\.strategy.label)
    if labels == StrategyCatalog.all.map({ ConfiguredStrategy($0).label }) { return [] }
    return ["--strategy", labels.joined(separator: ",")]
  }

  /// How the screen looks, as far as sessions do not begin so: without a configuration, and with the
  /// one that this session has.
  private var looks: [String] {
    let now = state.wanted
    let usual = Choices(budget: state.budget, model: state.model).looks
    let defaults = state.invocation.defaults.over(usual)
    var words: [String] = []
    func add<Value: Equatable>(
      _ option: String, _ path: KeyPath<WantedChoices, Value?>, _ write: (Value) -> String
    ) {
      let value = now[keyPath: path]
      guard let value, value != usual[keyPath: path] || value != defaults[keyPath: path] else {
        return
      }
      words += [option, write(value)]
    }
    if state.sampleIndex != 0 { add("--sample", \.sample) { $0 } }
    if state.current != 0 { add("--current", \.current) { $0 } }
    if !state.compared.isEmpty { add("--compare", \.compared) { $0.joined(separator: ",") } }
    if !state.leftOut.isEmpty { add("--leave-out", \.leftOut) { $0.joined(separator: ",") } }
    add("--patch", \.patch) { "\($0)" }
    add("--order", \.order) { $0.rawValue }
    if state.isReversed { words.append("--reverse") }
    add("--sort-by", \.sortColumn) { $0 }
    add("--axes", \.axes) { $0.description }
    add("--color-by", \.colorColumn) { $0 }
    add("--filter", \.filter) { $0 }
    add("--view", \.view) { $0.rawValue }
    add("--heat-layer", \.layer) { $0.rawValue }
    add("--head", \.head) { "\($0)" }
    add("--scale", \.scale) { $0.rawValue }
    add("--color-map", \.colorMap) { $0.rawValue }
    add("--opacity", \.opacity) { "\($0)" }
    add("--pruned", \.maskStyle) { $0.rawValue }
    add("--zoom", \.zoom) { "\($0)" }
    if !state.pins.isEmpty {
      add("--pin", \.pins) { $0.map(String.init).joined(separator: ",") }
    }
    add("--measure", \.measure) { $0.rawValue }
    if state.marksSinks { words.append("--sinks") }
    if state.isTileAlone { words.append("--tile-alone") }
    if state.showsPixels != false || defaults.showsPixels ?? false {
      words.append(state.showsPixels ? "--pixels" : "--no-pixels")
    }
    if state.showsHeat != (state.traits.tier != .mono) {
      words.append(state.showsHeat ? "--heat" : "--no-heat")
    }
    if state.showsImage != true || defaults.showsImage != true {
      words.append(state.showsImage ? "--image" : "--no-image")
    }
    if !state.showsMask { words.append("--no-mask") }
    return words
  }
}

extension String {
  /// The text as one word of a POSIX shell: as it is where nothing in it means anything to a shell.
  ///
  /// Control characters become escapes between `$'` and `'`, so that the line can be shown and pasted.
  var shellQuoted: String {
    let plain = "-_./:=,+@%"
    let isPlain =
      !isEmpty
      && allSatisfy {
        $0.isASCII && ($0.isLetter || $0.isNumber) || plain.contains($0)
      }
    if isPlain { return self }
    guard unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
    else {
      return "'"
        + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
    var quoted = "$'"
    for scalar in unicodeScalars {
      switch scalar {
      case "'", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value):
        for byte in String(scalar).utf8 {
          quoted += "\\\(byte >> 6)\(byte >> 3 & 7)\(byte & 7)"
        }
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "'"
  }

  /// The path so that it is not taken for an option.
  fileprivate var asOperand: String { hasPrefix("-") ? "./" + self : self }
}

extension ExplorerState {
  /// Copies a command line, and shows it for terminals without a clipboard.
  mutating func copy(_ action: Action) -> [ExplorerEffect] {
    let commands = CommandText(state: self)
    let text =
      switch action {
      case .copySelect: commands.select
      case .copyExport: commands.export
      default: commands.screen
      }
    if text.count + 2 > size.width {
      notice = Notice(title: "Copied", text: text)
      message = "copied \(text.count) characters"
    } else {
      message = text
    }
    return [.copy(text)]
  }
}
