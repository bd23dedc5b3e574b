internal import Analysis
internal import Imaging

extension KeyTable {
  /// The actions that choose one of several at once: the palette offers them, and a configuration may
  /// give them keys.
  static let choices: [Binding] =
    ViewKind.allCases.filter { view in !bindings.contains { $0.action == .show(view) } }
    .map { Binding(choosing: .show($0), .views, "view: \($0.rawValue)") }
    + HeatLayer.allCases.map {
      Binding(choosing: .chooseLayer($0), .picture, "layer of heat: \($0.rawValue)")
    }
    + HeatScale.allCases.map {
      Binding(choosing: .chooseScale($0), .picture, "scale of heat: \($0.rawValue)")
    }
    + ColorMap.allCases.map {
      Binding(choosing: .chooseColorMap($0), .picture, "colour map: \($0.rawValue)")
    }
    + MaskStyle.allCases.map {
      Binding(choosing: .chooseMaskStyle($0), .picture, "pruned patches: \($0.rawValue)")
    }
    + SampleOrder.allCases.filter { $0 != .column }.map {
      Binding(choosing: .chooseOrder($0), .samples, "order of samples: \($0.text)")
    }
    + LanguageModel.all.map {
      Binding(choosing: .chooseModel($0), .budget, "language model: \($0.name)")
    }
}

extension KeyTable.Binding {
  fileprivate init(choosing action: Action, _ section: KeyTable.Section, _ help: String) {
    self.init(section: section, keys: [], action: action, help: help)
  }
}
