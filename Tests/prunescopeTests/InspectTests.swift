import TestSupport
import Testing

/// A line of `inspect --json`, with every field that the contract names.
struct InspectLine: Decodable {
  struct Array: Decodable, Equatable {
    let name: String
    let alias: String?
    let shape: [Int]
    let type: String
  }
  struct Averages: Decodable {
    let erank: Double
    let entropy: Double
    let source: String
  }
  struct Tile: Decodable {
    let erank: Double
    let entropy: Double
    let verdict: String
  }
  let sample: String
  let source: String
  let tokens: Int
  let grid: SelectLine.Grid
  let arrays: [Array]
  let encoder: String?
  let preprocess: String?
  let erank: Double?
  let entropy: Double?
  let headEntropy: [Double]?
  let verdict: String?
  let averages: Averages
  let tiles: [Tile]?
  let droppedClassToken: Bool
  let notes: [String]
}

@Suite struct InspectTests {
  @Test func jsonHasTheFieldsOfTheContractInItsOrder() throws {
    let run = try Program("inspect Samples/street.safetensors --json")
    #expect(run.code == 0 && run.messages.isEmpty && run.lines.count == 1)
    #expect(
      keys(of: run.output) == [
        "sample", "source", "tokens", "grid", "arrays", "encoder", "preprocess", "erank",
        "erankUncentred", "erankArray", "entropy", "headEntropy", "verdict", "averages",
        "droppedClassToken",
        "notes",
      ])
    let line = try decoded(InspectLine.self, from: run.output)
    #expect(line.sample == "street" && line.tokens == 576 && line.encoder == "handcrafted")
    #expect(line.preprocess == "llava-pad" && line.verdict == "complex")
    #expect(line.averages.source == "handcrafted on Prunescope's samples")
    let heads = try #require(line.headEntropy)
    #expect(heads.count == 8 && heads.allSatisfy { $0 > 0 && $0 < 6.36 })
    let text = try Program("inspect Samples/street.safetensors").output
    #expect(text.contains("\n  heads    8, entropy "))
    #expect(
      Set(line.arrays.map(\.name))
        == ["features", "projected", "attention", "keys", "grid", "padding"])
    for array in line.arrays { #expect(array.alias == nil) }
    #expect(run.output.contains(#"{"name":"grid","alias":null,"shape":[2],"type":"int64"}"#))
  }

  @Test func tellsOfAliasesAndOfTheClassTokenThatWasRemoved() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4, classToken: true), to: "a.npz")
    let line = try decoded(
      InspectLine.self, from: Program("inspect a.npz --json", in: scratch.path).output)
    #expect(line.tokens == 16 && line.droppedClassToken && line.encoder == nil)
    #expect(
      line.arrays == [
        .init(name: "features", alias: "image_features", shape: [17, 8], type: "float32"),
        .init(name: "attention", alias: "cls_attention", shape: [2, 17], type: "float32"),
      ])
    #expect(
      line.notes == ["removed a leading class token from 'image_features', 'cls_attention'"])
    #expect(line.averages.erank == 90 && line.averages.entropy == 4.8)
    #expect(line.averages.source == "LLaVA-1.5 7B")
    let text = try Program("inspect a.npz", in: scratch.path)
    #expect(
      text.lines.prefix(4) == [
        "a  (a.npz)", "  tokens   4×4 = 16, dump",
        "  array    features (stored as image_features)  17×8  float32",
        "  array    attention (stored as cls_attention)  2×17  float32",
      ])
  }

  @Test func listsEveryTile() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 3, rows: 4, columns: 4), to: "a.npz")
    let line = try decoded(
      InspectLine.self, from: Program("inspect a.npz --json", in: scratch.path).output)
    #expect(line.tiles?.count == 3 && line.grid.tiles == 3)
    #expect(line.tiles?.map(\.verdict) == ["simple", "simple", "simple"])
    let text = try Program("inspect a.npz", in: scratch.path)
    #expect(text.output.contains("; simple by tile 0 against 90"))
    #expect(text.output.contains("\n  tile 2   erank "))
  }

  @Test func readsAFolderOfArrays() throws {
    let scratch = Scratch()
    try scratch.copy("Tests/Fixtures/tensors/folder", to: "a")
    try scratch.copy("Samples/chart.png", to: "a.png")
    for path in ["a", "a.png", "."] {
      let line = try decoded(
        InspectLine.self,
        from: Program("inspect \(path) --json", in: scratch.path).output)
      #expect(line.sample == "a" && line.source.hasSuffix("a"), "\(path)")
      #expect(line.arrays.map(\.alias) == ["attentions", "last_hidden_state"])
      #expect(line.preprocess == "llava-pad", "the picture beside it is shown")
    }
  }
}
