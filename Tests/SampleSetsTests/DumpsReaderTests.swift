import Glibc
import LinearAlgebra
import LocalFiles
import SampleSets
import TensorFiles
import TestSupport
import Testing
import TokenFields

/// What a dump may look like.
@Suite struct DumpsReaderTests {
  /// One array of each kind for a grid of 2×2 tokens.
  private static let complete: [DumpArrayName: Tensor] = [
    .features: ramp(4, 3), .projected: ramp(4, 5), .attention: ramp(2, 4), .keys: ramp(2, 4, 3),
    .lastLayerAttention: ramp(4), .shallowAttention: ramp(3, 4), .firstLayerAttention: ramp(4),
    .layerAttention: ramp(3, 2, 4),
    .clipImageEmbeds: ramp(4, 2), .textEmbeds: ramp(3, 2), .relevance: ramp(4, from: -2),
    .llmAttention: ramp(4), .grid: integers(2, 2), .padding: ramp(4),
  ]

  /// A dump of everything, with one array under another name.
  private static func arrays(_ renamed: DumpArrayName? = nil, as alias: String = "") -> Arrays {
    DumpArrayName.allCases.compactMap { name in
      complete[name].map { (name: name == renamed ? alias : name.rawValue, tensor: $0) }
    }
  }

  @Test func readsEveryArrayIntoItsPlace() throws {
    let field = try dump(Self.arrays()).field
    #expect(field.grid == TokenGrid(rows: 2, columns: 2))
    #expect(field.features == Matrix(rows: 4, columns: 3, elements: rampValues(0..<12)))
    #expect(field.projected == Matrix(rows: 4, columns: 5, elements: rampValues(0..<20)))
    #expect(field.attention == Matrix(rows: 2, columns: 4, elements: rampValues(0..<8)))
    #expect(
      field.keys == [
        Matrix(rows: 4, columns: 3, elements: rampValues(0..<12)),
        Matrix(rows: 4, columns: 3, elements: rampValues(12..<24)),
      ])
    #expect(field.lastLayerAttention == rampValues(0..<4))
    #expect(field.shallowAttention == Matrix(rows: 3, columns: 4, elements: rampValues(0..<12)))
    #expect(field.firstLayerAttention == Matrix(rows: 1, columns: 4, elements: rampValues(0..<4)))
    #expect(
      field.layerAttention
        == LayerAttention(
          rampValues(0..<24).map { Float($0) }, layers: 3, heads: 2, count: 4))
    #expect(field.attentionSource == .classToken)
    #expect(field.clipImageEmbeds == Matrix(rows: 4, columns: 2, elements: rampValues(0..<8)))
    #expect(field.textEmbeds == Matrix(rows: 3, columns: 2, elements: rampValues(0..<6)))
    #expect(field.relevance == rampValues(-3..<1))
    #expect(field.llmAttention == rampValues(0..<4))
    #expect(field.paddingFraction == rampValues(0..<4))
    #expect(field.encoder == nil)
    #expect(field.averages == .llava15)
  }

  private static let aliases = DumpArrayName.allCases.flatMap { name in
    name.aliases.map { (name, $0) }
  }

  @Test func knowsTheContractsNamesAndNoOthers() {
    let table = DumpArrayName.allCases.map(\.allNames)
    #expect(
      table == [
        ["features", "image_features", "vit_features", "hidden_states", "last_hidden_state"],
        ["projected", "projected_features", "inputs_embeds"],
        [
          "attention", "cls_attention", "class_attention", "cls_attn", "attentions",
          "head_attention",
        ],
        ["keys", "key", "k"],
        ["last_layer_attention"],
        ["shallow_attention"],
        ["first_layer_attention"],
        ["layer_attention"],
        ["clip_image_embeds"],
        ["text_embeds"],
        ["relevance", "text_relevance"],
        ["llm_attention", "text_attention"],
        ["grid", "grid_hw", "grid_thw"],
        ["padding"],
      ])
    let all = table.flatMap { $0 }
    #expect(Set(all).count == all.count)
    #expect(DumpArrayName(stored: "Features") == nil)
  }

  @Test(arguments: aliases)
  func readsAnArrayUnderEveryName(name: DumpArrayName, alias: String) throws {
    let plain = try dump(Self.arrays())
    let renamed = try dump(Self.arrays(name, as: alias))
    #expect(renamed.field == plain.field)
    let listed = try #require(renamed.arrays.first { $0.array == name })
    #expect(listed.name == name.rawValue)
    #expect(listed.alias == alias)
  }

  @Test(arguments: aliases)
  func refusesOneArrayUnderTwoNames(name: DumpArrayName, alias: String) throws {
    let tensor = try #require(Self.complete[name])
    #expect(
      problem(Self.arrays() + [(alias, tensor)])
        == .sameArrayTwice(array: name, names: [name.rawValue, alias]))
  }

  @Test(arguments: DumpArrayName.allCases)
  func dropsALeadingBatchAxis(name: DumpArrayName) throws {
    let plain = Self.arrays()
    let batched: Arrays = plain.map { array in
      guard array.name == name.rawValue else { return array }
      let shape = [1] + array.tensor.shape
      let values = array.tensor.values()
      return (
        array.name,
        name == .grid
          ? Tensor(shape: shape, int64: values.map { Int64($0) })
          : Tensor(shape: shape, float64: values)
      )
    }
    #expect(try dump(batched).field == dump(plain).field)
  }

  @Test func listsArraysAsTheyAreStoredAndIgnoresUnknownOnes() throws {
    let read = try dump([
      ("pooler\u{1B}", ramp(1, 7)), ("image_features", ramp(1, 4, 3)), ("grid", integers(2, 2)),
    ])
    #expect(
      read.arrays == [
        DumpArray(array: nil, alias: "pooler\u{1B}", shape: [1, 7], type: "float32"),
        DumpArray(array: .features, alias: "image_features", shape: [1, 4, 3], type: "float32"),
        DumpArray(array: .grid, alias: "grid", shape: [2], type: "int64"),
      ])
    #expect(read.arrays.map(\.name) == ["pooler\u{1B}", "features", "grid"])
    #expect(read.notes == ["ignored what is no array of a dump: 'pooler\u{FFFD}'"])
    #expect(!read.droppedClassToken)
  }

  @Test(arguments: DumpFixture.all)
  func readsWhatAScriptAroundAModelSaves(fixture: DumpFixture) throws {
    let read = try DumpReader.read(Fixture.path(fixture.path))
    #expect(read.field.grid == TokenGrid(rows: 3, columns: 3))
    #expect(read.droppedClassToken)
    // The values are NumPy's: head 1, first three patches; the first patch's features.
    let attention = try #require(read.field.attention)
    #expect(attention.rows == 2 && attention.columns == 9)
    #expect(
      attention.row(1).prefix(3)
        == [0.023572247475385666, 0.06830961257219315, 0.5471671223640442])
    #expect(
      read.field.features.map { Array($0.row(0)) }
        == [1.87890625, 1.484375, -1.1455078125, -1.6884765625])
    #expect(read.field.projected?.rows == fixture.projectedRows)
    #expect(read.notes == fixture.notes)
  }

  @Test func recognisesDumpsByTheirEndingAndFoldersByWhatTheyHold() {
    #expect(DumpReader.recognises(Fixture.path("tensors/clip.npz")))
    #expect(DumpReader.recognises(Fixture.path("tensors/two.safetensors")))
    #expect(DumpReader.recognises(Fixture.path("tensors/folder")))
    #expect(!DumpReader.recognises(Fixture.path("tensors/version1.npy")))
    #expect(!DumpReader.recognises(Fixture.path("tensors/torch.pt")))
    #expect(!DumpReader.recognises(Fixture.repository() + "/Sources"))
    #expect(!DumpReader.recognises("/no/such.npz"))
  }

  @Test func tellsDumpsFromOtherArchives() throws {
    #expect(try DumpReader.isFieldDump(Fixture.path("tensors/clip.npz")))
    #expect(try DumpReader.isFieldDump(Fixture.path("tensors/folder")))
    let other = Fixture.path("tensors/deflated.npz")
    #expect(try !DumpReader.isFieldDump(other))
    #expect(try !DumpReader.isFieldDump(Fixture.path("tensors/nothing.npz")))
    #expect(throws: DumpError(path: other, problem: .noTokens(found: ["ramp", "small"]))) {
      try DumpReader.read(other)
    }
    let broken = Fixture.path("README.md")
    #expect(throws: DumpError.self) { try DumpReader.isFieldDump(broken) }
  }
}

/// A dump that NumPy wrote.
struct DumpFixture: Sendable, CustomTestStringConvertible {
  var path: String
  var projectedRows: Int?
  var notes: [String]
  var testDescription: String { path }

  static let removed = "removed a leading class token from 'last_hidden_state', 'attentions'"
  static let all = [
    DumpFixture(
      path: "tensors/clip.npz", projectedRows: 9,
      notes: [removed, "ignored what is no array of a dump: 'pooler_output'"]),
    DumpFixture(path: "tensors/folder", projectedRows: nil, notes: [removed]),
  ]
}
