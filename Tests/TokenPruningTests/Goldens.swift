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
    /// Ascending; absent for strategies that only merge.
    let kept: [Int]?
    let order: [Int]?
    /// In descending attention.
    let important: [Int]?
    let erank: Double?
    let erankUncentred: Double?
    let attentionMass: Double?

    enum CodingKeys: String, CodingKey {
      case strategy, keep, kept, order, important, erank
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
    return TokenField(
      grid: TokenGrid(
        tiles: sides.count == 3 ? sides[0] : 1, rows: sides[sides.count - 2],
        columns: sides[sides.count - 1]),
      features: try matrix("features", of: file), attention: try matrix("attention", of: file))
  }

  private func matrix(_ name: String, of file: TensorFile) throws -> Matrix {
    let tensor = try file.read(name)
    return Matrix(rows: tensor.shape[0], columns: tensor.shape[1], elements: tensor.values())
  }
}
