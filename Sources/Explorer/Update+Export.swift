internal import Analysis
internal import TerminalUI
internal import TokenPruning

extension ExplorerState {
  /// Asks what to export, or exports as was done last.
  mutating func export(_ action: Action) -> [ExplorerEffect] {
    let ofAll = action == .exportAgain ? exportSettings.ofAll : action == .exportAll
    let kinds = ofAll ? exportSettings.kindsOfAll : exportSettings.kinds ?? suitableKinds
    let form = ExportForm(ofAll: ofAll, kinds: Set(kinds))
    if action == .exportAgain {
      guard let request = exportRequest(form, folder: exportSettings.folder) else { return [] }
      message = "exporting…"
      return [.export(request)]
    }
    open(.export, exportSettings.folder)
    exportForm = form
    return previewExport()
  }

  /// The kinds of file that suit the current strategy: of one that merges its groups and tokens too.
  var suitableKinds: [ExportKind] {
    currentEvaluation?.selection.merging != nil
      ? [.mask, .overlay, .groups, .tokens] : [.mask, .overlay]
  }

  /// The strategies that a form exports, the current one first.
  func exportedRows(ofAll: Bool) -> [Int] {
    let others = comparison.filter { $0 != choices.current && rows[$0].evaluation != nil }
    return [choices.current] + (ofAll ? others : [])
  }

  /// Why a kind of file would be empty here; nil where it would not.
  func unavailable(_ kind: ExportKind) -> String? {
    kind == .heatmap && summary?.attention == nil ? "no class attention" : nil
  }

  private func exportRequest(_ form: ExportForm, folder: String) -> ExportRequest? {
    guard let sample, let keep, rows[choices.current].evaluation != nil else { return nil }
    return ExportRequest(
      sample: sample, strategies: exportedRows(ofAll: form.ofAll).map { rows[$0].strategy },
      keep: keep, folder: folder, kinds: form.orderedKinds, model: choices.model,
      textTokens: textTokens, isPerTile: choices.isPerTile)
  }

  /// Asks what the open form would write.
  mutating func previewExport() -> [ExplorerEffect] {
    guard let exportForm, let folder = prompt?.text,
      let request = exportRequest(exportForm, folder: folder)
    else { return [] }
    requests.preview += 1
    return [.previewExport(request: requests.preview, request)]
  }

  /// A key while the form is open; nil for one of the folder's line.
  mutating func fillForm(_ key: Key) -> [ExplorerEffect]? {
    guard let form = exportForm else { return nil }
    let fields = ExportKind.allCases.count + 1
    switch key {
    case .tab: exportForm?.field = (form.field + 1) % fields
    case .backTab: exportForm?.field = (form.field + fields - 1) % fields
    case .enter: return write(form)
    case .escape: return nil
    default:
      guard form.field > 0 else { return nil }
      switch key {
      case .right, .down, .character("l"), .character("j"):
        exportForm?.field = form.field % (fields - 1) + 1
      case .left, .up, .character("h"), .character("k"):
        exportForm?.field = (form.field + fields - 3) % (fields - 1) + 1
      case .character(" "): return toggle(ExportKind.allCases[form.field - 1])
      default: prompt?.note = "Tab goes back to the folder"
      }
    }
    return []
  }

  /// Takes a kind in or out.
  mutating func toggle(_ kind: ExportKind) -> [ExplorerEffect] {
    if let reason = unavailable(kind), exportForm?.kinds.contains(kind) == false {
      prompt?.note = "no \(kind.rawValue): \(reason)"
      return []
    }
    if exportForm?.kinds.remove(kind) == nil { exportForm?.kinds.insert(kind) }
    return previewExport()
  }

  private mutating func write(_ form: ExportForm) -> [ExplorerEffect] {
    let folder = prompt?.text ?? ""
    guard !folder.allSatisfy({ $0 == " " }) else { return refuse("name a folder") }
    guard !form.kinds.isEmpty else { return refuse("choose a kind of file with Tab and Space") }
    guard let request = exportRequest(form, folder: folder) else {
      return refuse("nothing to export yet")
    }
    promptHistory.add(folder, for: .export)
    exportSettings.folder = folder
    exportSettings.ofAll = form.ofAll
    if form.ofAll {
      exportSettings.kindsOfAll = form.orderedKinds
    } else if form.kinds != Set(exportSettings.kinds ?? suitableKinds) {
      exportSettings.kinds = form.orderedKinds
    }
    prompt = nil
    exportForm = nil
    message = "exporting…"
    return [.export(request)]
  }

  private mutating func refuse(_ reason: String) -> [ExplorerEffect] {
    prompt?.note = reason
    return []
  }
}
