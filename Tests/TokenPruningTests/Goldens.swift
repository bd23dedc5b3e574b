import Foundation
import LinearAlgebra
import TensorFiles
import TestSupport
import Testing
import TokenFields

/// A sample with what published implementations selected on it.
struct Golden: Decodable {
  /// One selection of one strategy at one budget.
  struct Selected: Decodable {
    let strategy: String
    /// How many to keep; absent where a strategy decides it by itself.
    let keep: Int?
    /// `any`, or `float64` where float32 selected something else.
    let arithmetic: String
    /// Ascending; absent for strategies that only merge.
    let kept: [Int]?
    let order: [Int]?
    /// In descending attention.
    let important: [Int]?
    /// For each token the output group that it went into, −1 for none.
    let groups: [Int]?
    /// How many tokens each group holds.
    let sizes: [Int]?
    /// The array of `CASE.tokens.npz` with the features that merging made.
    let tokens: String?
    let erank: Double?
    let erankUncentred: Double?
    let attentionMass: Double?

    enum CodingKeys: String, CodingKey {
      case strategy, keep, arithmetic, kept, order, important, groups, sizes, tokens, erank
      case erankUncentred = "erank_uncentred"
      case attentionMass = "attention_mass"
    }
  }

  let tokens: Int
  let width: Int
  let grid: [Int]
  let erank: Double
  let erankUncentred: Double
  let entropy: Double
  let selections: [Selected]

  enum CodingKeys: String, CodingKey {
    case tokens, width, grid, erank, entropy, selections
    case erankUncentred = "erank_uncentred"
  }
}

/// The place of a golden: its case and the folder that holds `CASE.json` and `CASE.npz`.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: String

  var testDescription: String { name }

  /// The cases of the repository, and those of the folder that `PRUNESCOPE_GOLDENS` names.
  static var all: [GoldenCase] {
    ([Fixture.path("goldens")] + [namedFolder].compactMap { $0 }).flatMap { cases(in: $0) }
  }

  /// The folder that `PRUNESCOPE_GOLDENS` names, if it is set.
  static var namedFolder: String? { ProcessInfo.processInfo.environment["PRUNESCOPE_GOLDENS"] }

  static func cases(in folder: String) -> [GoldenCase] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { $0.hasSuffix(".json") }.sorted().map {
      GoldenCase(name: String($0.dropLast(".json".count)), folder: folder)
    }
  }

  /// What must come out.
  func golden() throws -> Golden {
    let path = "\(folder)/\(name).json"
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: URL(filePath: path)))
  }

  /// The sample.
  func field() throws -> TokenField {
    let file = try TensorFile.open("\(folder)/\(name).npz")
    let sides = try file.read("grid").values().map { Int($0) }
    let names = Set(file.entries.map(\.name))
    func optional(_ name: String) throws -> Matrix? {
      names.contains(name) ? try matrix(name, of: file) : nil
    }
    var field = TokenField(
      grid: TokenGrid(
        tiles: sides.count == 3 ? sides[0] : 1, rows: sides[sides.count - 2],
        columns: sides[sides.count - 1]),
      features: try optional("features"), attention: try matrix("attention", of: file))
    field.keys = names.contains("keys") ? try heads("keys", of: file) : nil
    field.shallowAttention = try optional("shallow_attention")
    field.firstLayerAttention = try optional("first_layer_attention")
    field.clipImageEmbeds = try optional("clip_image_embeds")
    field.textEmbeds = try optional("text_embeds")
    return field
  }

  /// Whether the case has its file of output features.
  var hasOutputTokens: Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(name).tokens.npz")
  }

  /// The features that a selection hands on, of which `CASE.tokens.npz` holds some.
  func outputTokens(_ name: String) throws -> Matrix {
    try matrix(name, of: try TensorFile.open("\(folder)/\(self.name).tokens.npz"))
  }

  private func heads(_ name: String, of file: TensorFile) throws -> [Matrix] {
    let tensor = try file.read(name)
    let (rows, columns) = (tensor.shape[1], tensor.shape[2])
    let values = tensor.values()
    return (0..<tensor.shape[0]).map { head in
      Matrix(
        rows: rows, columns: columns,
        elements: Array(values[(head * rows * columns)..<((head + 1) * rows * columns)]))
    }
  }

  private func matrix(_ name: String, of file: TensorFile) throws -> Matrix {
    let tensor = try file.read(name)
    return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.values())
  }
}
