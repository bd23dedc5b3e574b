import Glibc
import LocalFiles
import TensorFiles
import TestSupport
import Testing

@Suite struct MappingTests {
  private static let tensors = [
    (name: "wide", tensor: Tensor(shape: [2, 3], float32: [0, 1, 2, 3, 4, 5])),
    (name: "bytes", tensor: Tensor(uint8: [7, 8, 9])),
    (name: "none", tensor: Tensor(shape: [0, 4], float32: [])),
  ]

  @Test func findsTensorsInAFileWithoutCopyingThem() throws {
    let path = "/tmp/prunescope-mapping-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try LocalFile.write(Safetensors.bytes(of: Self.tensors), to: path)
    let file = try TensorFile.open(path)
    var owners: [ObjectIdentifier] = []
    for (name, tensor) in Self.tensors {
      let mapped = try file.map(name)
      #expect(mapped.shape == tensor.shape)
      #expect(mapped.elementType == tensor.elementType)
      #expect(content(of: mapped) == Array(tensor.bytes))
      owners.append(ObjectIdentifier(mapped.owner))
      mapped.announce()
    }
    #expect(Set(owners).count == 1)
    // The mapping outlives the file's name and value.
    let kept = try TensorFile.open(path).map("wide")
    try LocalFile.remove(path)
    #expect(content(of: kept) == Array(Self.tensors[0].tensor.bytes))
  }

  @Test func findsTensorsOfAFileInMemory() throws {
    let file = try TensorFile.open(Safetensors.bytes(of: Self.tensors), as: "a")
    for (name, tensor) in Self.tensors {
      #expect(try content(of: file.map(name)) == Array(tensor.bytes))
    }
    #expect(throws: TensorFileError(path: "a", member: "x", problem: .noSuchTensor)) {
      try file.map("x")
    }
  }

  @Test(arguments: ["types.npz", "version1.npy", "bigendian.npy", "folder"])
  func refusesFormatsThatAreNotReadInPlace(name: String) throws {
    let file = try TensorFile.open(Fixture.path("tensors/\(name)"))
    let error = #expect(throws: TensorFileError.self) { try file.map(file.entries[0].name) }
    #expect(
      error?.problem == .notInPlace(reason: "only tensors of safetensors and PyTorch files are"))
  }

  @Test func refusesElementsThatAreNotRead() throws {
    let header = #"{"a":{"dtype":"BOOL","shape":[1],"data_offsets":[0,1]}}"#
    let file = try TensorFile.open(safetensors(header, data: [1]), as: "x")
    let error = #expect(throws: TensorFileError.self) { try file.map("a") }
    #expect(error?.problem == .unsupportedElements(type: "BOOL"))
  }
}
