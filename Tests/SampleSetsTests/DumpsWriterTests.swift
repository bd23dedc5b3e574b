import Glibc
import LinearAlgebra
import LocalFiles
import SampleSets
import TensorFiles
import Testing
import TokenFields

@Suite struct DumpsWriterTests {
  /// Values that float32 holds exactly.
  private static func matrix(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix(
      rows: rows, columns: columns, elements: (0..<rows * columns).map { Double($0 + 1) / 64 })
  }

  /// A field that has everything.
  private static func complete() -> TokenField {
    var field = TokenField(
      grid: TokenGrid(tiles: 2, rows: 2, columns: 3), features: matrix(12, 5),
      projected: matrix(12, 7), attention: matrix(3, 12), keys: [matrix(12, 2), matrix(12, 2)],
      paddingFraction: (0..<12).map { Double($0) / 16 }, encoder: "handcrafted",
      averages: FieldAverages(erank: 61.123456789012345, entropy: 5.1, source: "a calibration"))
    field.lastLayerAttention = matrix(1, 12).elements
    field.shallowAttention = matrix(2, 12)
    field.firstLayerAttention = matrix(1, 12)
    field.layerAttention = LayerAttention(
      matrix(8, 12).elements.map { Float($0) }, layers: 4, heads: 2, count: 12)
    field.attentionSource = .received
    field.clipImageEmbeds = matrix(12, 4)
    field.textEmbeds = matrix(2, 4)
    field.relevance = matrix(1, 12).elements.map { $0 - 0.0625 }
    field.llmAttention = matrix(1, 12).elements
    return field
  }

  @Test(arguments: DumpFormat.allCases)
  func readsBackWhatItWrote(format: DumpFormat) throws {
    let field = Self.complete()
    let bytes = DumpWriter.bytes(of: field, format: format, metadata: ["image": "cat.png"])
    let read = try dump(bytes)
    #expect(read.field == field)
    #expect(read.notes.isEmpty)
    #expect(!read.droppedClassToken)
    #expect(read.metadata["image"] == "cat.png")
    #expect(Set(read.arrays.compactMap(\.array)) == Set(DumpArrayName.allCases))
    for array in read.arrays {
      #expect(array.name == array.alias)
      #expect(array.type == (array.array == .grid ? "int64" : "float32"))
    }
    #expect(DumpWriter.bytes(of: field, format: format, metadata: ["image": "cat.png"]) == bytes)
  }

  @Test(arguments: DumpFormat.allCases)
  func carriesNoLabelWhereThereIsNone(format: DumpFormat) throws {
    let field = TokenField(grid: TokenGrid(rows: 1, columns: 2), attention: Self.matrix(1, 2))
    let read = try dump(DumpWriter.bytes(of: field, format: format))
    #expect(read.field == field)
    #expect(read.metadata.isEmpty)
    #expect(read.arrays.map(\.name).sorted() == ["attention", "grid"])
  }

  @Test func anArchiveForAProgramHasTheShapesThatItsReaderIsTold() throws {
    // As many heads as tokens: a dump has a column more, so that it is no attention among patches.
    let field = TokenField(grid: TokenGrid(rows: 2, columns: 2), attention: Self.matrix(4, 4))
    let budget = [(name: "keep", tensor: Tensor(shape: [], int64: [3]))]
    let bytes = try #require(DumpWriter.archive(of: field, adding: budget))
    let archive = try TensorFile.open(bytes, as: "archive")
    #expect(
      archive.entries.map { "\($0.name) \($0.shape)" } == [
        "attention [4, 4]", "grid [2]", "keep []",
      ])
    #expect(try archive.read("attention").values() == Self.matrix(4, 4).elements)
    let dump = try TensorFile.open(DumpWriter.bytes(of: field, format: .npz), as: "dump")
    #expect(dump.entries.first?.shape == [4, 5])
  }

  @Test func theFieldsOwnLabelWinsOverMetadata() throws {
    let bytes = DumpWriter.bytes(
      of: Self.complete(), format: .npz, metadata: ["encoder": "another"])
    #expect(try dump(bytes).field.encoder == "handcrafted")
  }

  @Test func attentionOfAsManyHeadsAsTokensIsReadBackAsWritten() throws {
    let field = TokenField(grid: TokenGrid(rows: 2, columns: 2), attention: Self.matrix(4, 4))
    let read = try dump(DumpWriter.bytes(of: field, format: .npz))
    #expect(read.field.attention == field.attention)
    #expect(read.arrays.first { $0.array == .attention }?.shape == [4, 5])
  }

  @Test func valuesBeyondSinglePrecisionAreKept() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 2))
    field.features = Matrix(rows: 2, columns: 1, elements: [1e300, 1])
    field.attention = Matrix(rows: 1, columns: 2, elements: [1e-60, 1e-50])
    field.relevance = [0, 0]
    let read = try dump(DumpWriter.bytes(of: field, format: .safetensors))
    #expect(read.field == field)
    let types = Dictionary(uniqueKeysWithValues: read.arrays.map { ($0.name, $0.type) })
    #expect(
      types == [
        "features": "float64", "attention": "float64", "relevance": "float32", "grid": "int64",
      ])
  }

  @Test func trapsOnAFieldOfNothing() async {
    await #expect(processExitsWith: .failure) {
      _ = DumpWriter.bytes(of: TokenField(grid: TokenGrid(rows: 1, columns: 1)), format: .npz)
    }
  }

  @Test func writesFilesThatAreRecognised() throws {
    let folder = "/tmp/prunescope-dumps-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try LocalFile.makeFolder(folder)
    for format in DumpFormat.allCases {
      let path = "\(folder)/a.\(format.fileExtension)"
      try DumpWriter.write(Self.complete(), to: path, format: format)
      #expect(DumpReader.recognises(path))
      #expect(try DumpReader.isFieldDump(path))
      #expect(try DumpReader.read(path).field == Self.complete())
    }
    #expect(throws: FileError.self) {
      try DumpWriter.write(Self.complete(), to: "/no/such/a.npz", format: .npz)
    }
  }
}
