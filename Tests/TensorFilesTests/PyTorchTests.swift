import TensorFiles
import TestSupport
import Testing

@Suite struct PyTorchTests {
  private static func open(_ name: String) throws -> TensorFile {
    try TensorFile.open(Fixture.path("checkpoints/pytorch/\(name).pt"))
  }

  private static func ramp(_ count: Int) -> [Double] { (0..<count).map { Double($0) / 2 } }

  @Test func readsEveryTypeThatPyTorchWrites() throws {
    let file = try Self.open("types")
    #expect(file.format == .pytorch)
    #expect(file.otherMembers == 0)
    let types = file.entries.map(\.typeName)
    #expect(
      types == [
        "float32", "float16", "bfloat16", "float64", "int8", "uint8", "int16", "int32", "int64",
        "bool", "complex64",
      ])
    for entry in file.entries {
      #expect(entry.shape == [2, 3])
      guard let type = entry.elementType else { continue }
      let expected = Self.ramp(6).map { type.isInteger ? $0.rounded(.down) : $0 }
      #expect(try file.read(entry.name).values() == expected, "\(entry.name)")
      let mapped = try file.map(entry.name)
      #expect(content(of: mapped) == Array(try file.read(entry.name).bytes))
      #expect(mapped.shape == [2, 3])
      #expect(mapped.elementType == type)
    }
    for name in ["bool", "complex64"] {
      let error = #expect(throws: TensorFileError.self) { try file.map(name) }
      #expect(error?.problem == .unsupportedElements(type: name))
    }
  }

  @Test(arguments: 2...5)
  func namesTensorsByTheWayToThemInEveryProtocol(number: Int) throws {
    let file = try Self.open("protocol\(number)")
    #expect(
      file.entries.map(\.name) == [
        "state_dict.weight", "state_dict.scale", "optimizer.state.0.step",
        "optimizer.state.0.moments.0", "optimizer.state.0.moments.1",
      ])
    #expect(file.entries.map(\.shape) == [[2, 3], [2], [], [2], [3]])
    #expect(file.otherMembers == (number == 2 ? 7 : 8))
    #expect(try file.read("state_dict.weight").values() == Self.ramp(6))
    #expect(try file.read("state_dict.scale").values() == Self.ramp(2))
    #expect(try file.read("optimizer.state.0.step").values() == [0])
    #expect(try file.read("optimizer.state.0.moments.1").values() == Self.ramp(3))
  }

  @Test func readsAStateDictionaryWithAttributes() throws {
    #expect(try Self.open("module").entries.map(\.name) == ["weight", "bias"])
    #expect(try Self.open("bare").read("tensor").values() == Self.ramp(2))
  }

  @Test func readsFilesWrittenWithoutChecksums() throws {
    #expect(try Self.open("unchecked").read("a").values() == Self.ramp(2))
  }

  @Test func readsPartsOfAStorageAndRefusesWhatDoesNotLieRowAfterRow() throws {
    let file = try Self.open("views")
    let whole = Self.ramp(24)
    for (name, range) in [("rows", 6..<18), ("row", 12..<18), ("one", 7..<8), ("none", 0..<0)] {
      #expect(try file.read(name).values() == Array(whole[range]), "\(name)")
      #expect(try content(of: file.map(name)) == Array(file.read(name).bytes), "\(name)")
    }
    for (name, shape, strides) in [
      ("turned", [6, 4], [1, 6]), ("every", [4, 3], [6, 2]), ("spread", [5], [0]),
    ] {
      let expected = TensorFileError.Problem.strided(shape: shape, strides: strides)
      #expect(file.entries.first { $0.name == name }?.shape == shape)
      #expect(throws: TensorFileError(path: file.path, member: name, problem: expected)) {
        try file.map(name)
      }
      #expect(throws: TensorFileError.self) { try file.read(name) }
    }
  }

  private static let refusals: [(name: String, member: String?, problem: TensorFileError.Problem)] =
    [
      ("old", nil, .oldPyTorch),
      ("script", nil, .torchScript),
      ("quantised", "quantised/data.pkl", .refusedGlobal(name: "torch._utils._rebuild_qtensor")),
      ("sparse", "sparse/data.pkl", .refusedGlobal(name: "torch._utils._rebuild_sparse_tensor")),
      ("object", "object/data.pkl", .refusedGlobal(name: "torch.nn.modules.linear.Linear")),
    ]

  @Test(arguments: refusals)
  func refusesEverythingButPlainTensorsByName(
    name: String, member: String?, problem: TensorFileError.Problem
  ) {
    let path = Fixture.path("checkpoints/pytorch/\(name).pt")
    #expect(throws: TensorFileError(path: path, member: member, problem: problem)) {
      try TensorFile.open(path)
    }
  }

  @Test func recognisesByContentAndNotByName() throws {
    #expect(try TensorFile.open(Fixture.path("tensors/types.npz")).format == .npz)
    #expect(try TensorFile.open(Fixture.path("tensors/nothing.npz")).format == .npz)
    #expect(try TensorFile.open(Fixture.path("tensors/torch.pt")).format == .pytorch)
    // An array that happens to be called so does not make a PyTorch file.
    let archive = NPZ.bytes(of: [("data.pkl", Tensor(uint8: [1])), ("b", Tensor(uint8: [2]))])
    #expect(try TensorFile.open(archive, as: "a").format == .npz)
    let both = ZipBuilder(.init("a/data.pkl", [0x80, 2, 0x4E, 0x2E]), .init("b.npy")).bytes()
    #expect(try TensorFile.open(both, as: "a").format == .npz)
  }
}
