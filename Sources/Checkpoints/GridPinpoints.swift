import Encoders
import TensorFiles
import TextData

/// The sizes that a model may cut into tiles, as its settings list them.
enum GridPinpoints {
  /// The most sizes to believe in; LLaVA-OneVision has 36.
  private static let limit = 1024
  /// The largest side of a size.
  private static let sideLimit = 1 << 14

  /// Reads the sizes of a model that cuts tiles.
  ///
  /// LLaVA's own settings have pairs of width and height, or the text `(1x1),...,(6x6)`: all grids of
  /// views between the two. Those of transformers have pairs of height and width.
  ///
  /// - Parameters:
  ///   - model: `config.json`.
  ///   - processor: `preprocessor_config.json`, where the former has none.
  ///   - side: The side of a view, for grids.
  /// - Returns: The sizes in the order of the file; none for models that do not cut tiles.
  /// - Throws: ``CheckpointError`` when the setting is neither.
  static func read(
    model: ModelSettings, processor: Settings?, side: Int
  ) throws(CheckpointError) -> [ImageProcessing.GridPinpoint] {
    let name = "image_grid_pinpoints"
    guard let file = model.file?.has(name) ?? false ? model.file : processor,
      let value = file.value(name)
    else { return [] }
    let isCut =
      model.facts.cutsTiles || (model.facts.aspectRatio == nil && model.isHubLanguageModel)
    guard isCut || model.file == nil else { return [] }
    let expected = "a list of at most \(limit) pairs of 1...\(sideLimit)"
    if case .string(let text) = value {
      guard let points = grids(text, side: side), points.count <= limit else {
        throw file.problem(name, "text like (1x1),...,(6x6)")
      }
      return points
    }
    guard case .array(let pairs) = value, pairs.count <= limit else {
      throw file.problem(name, expected)
    }
    let heightFirst = model.isHubLanguageModel || file.path != model.file?.path
    var points: [ImageProcessing.GridPinpoint] = []
    for pair in pairs {
      guard case .array(let numbers) = pair, numbers.count == 2,
        let first = numbers[0].integer, let second = numbers[1].integer,
        (1...sideLimit).contains(first), (1...sideLimit).contains(second)
      else { throw file.problem(name, expected) }
      points.append(
        heightFirst ? .init(width: second, height: first) : .init(width: first, height: second))
    }
    return points
  }

  /// All grids from the first to the last that a text names; nil when it names none.
  private static func grids(_ text: String, side: Int) -> [ImageProcessing.GridPinpoint]? {
    let named = text.split(separator: ",").compactMap { part -> (Int, Int)? in
      let numbers = part.trimming { "() ".contains($0) }.split(separator: "x").map { Int($0) }
      guard numbers.count == 2, let first = numbers[0], let second = numbers[1] else { return nil }
      return (first, second)
    }
    guard let first = named.first, let last = named.last, first.0 > 0, first.1 > 0,
      first.0 <= last.0, first.1 <= last.1, max(last.0, last.1) <= sideLimit / side
    else { return nil }
    return (first.0...last.0).flatMap { columns in
      (first.1...last.1).map { .init(width: columns * side, height: $0 * side) }
    }
  }
}

extension Substring {
  /// The text without characters of a kind at both ends.
  fileprivate func trimming(_ isDropped: (Character) -> Bool) -> Substring {
    var rest = drop(while: isDropped)
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
