internal import Analysis
internal import Imaging

extension Action {
  /// The name of the action in the palette and in configuration files: lower-case words joined by
  /// hyphens, such as `next-kept`.
  ///
  /// Configuration files hold these names; a test records them, so that none changes unnoticed.
  public var name: String {
    switch self {
    case .move(let rows, let columns): Self.name(rows: rows, columns: columns)
    case .toggleCompared(let number): "compare-\(number)"
    case .changeBudget(let change): change < 0 ? "keep-fewer" : "keep-more"
    case .stepBudget(let direction): direction < 0 ? "keep-5-percent-fewer" : "keep-5-percent-more"
    case .mark(let letter): "mark-\(letter)"
    case .jump(let letter): "jump-to-\(letter)"
    case .chooseStrategy(let number): "strategy-\(number)"
    case .show(let view): "view-\(view.rawValue)"
    case .keep(let budget): "keep-\(budget)"
    // A point would part the name where configurations are read by others.
    case .chooseModel(let model): "model-\(String(model.name.map { $0 == "." ? "-" : $0 }))"
    case .goToSample(let number): "sample-\(number)"
    case .openSample(let index): "open-sample-\(index + 1)"
    case .typeEncoder: "encoder"
    case .useEncoder(let name): "encoder-\(name)"
    case .chooseOrder(let order): "order-\(order.rawValue)"
    case .chooseLayer(let layer): "layer-\(layer.rawValue)"
    case .chooseScale(let scale): "scale-\(scale.rawValue)"
    case .chooseColorMap(let map): "color-map-\(map.rawValue)"
    case .chooseMaskStyle(let style): "pruned-\(style.rawValue)"
    case .dataset(let action): Self.name(action)
    case .probe(let action): Self.hyphenated("\(action)")
    default: Self.hyphenated("\(self)")
    }
  }

  private static func name(_ action: DatasetAction) -> String {
    switch action {
    case .toggleView: "data-set"
    case .toggleMap: "kept-map"
    case .join(let path): "join-table-\(path)"
    case .sort(let column): "sort-by-\(column)"
    case .axes(let axes): "axes-\(axes.x)-\(axes.y)"
    case .color(let column): "color-by-\(column)"
    default: hyphenated("\(action)")
    }
  }

  /// `left`, `far-left` and so on.
  private static func name(rows: Int, columns: Int) -> String {
    let direction = rows < 0 ? "up" : rows > 0 ? "down" : columns < 0 ? "left" : "right"
    return max(abs(rows), abs(columns)) > 1 ? "far-" + direction : direction
  }

  /// The words of a Swift name, in lower case with hyphens between them.
  private static func hyphenated(_ name: String) -> String {
    name.reduce(into: "") { text, character in
      if character.isUppercase, !text.isEmpty { text += "-" }
      text += character.lowercased()
    }
  }
}
