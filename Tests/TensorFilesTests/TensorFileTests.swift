import Glibc
import LocalFiles
import TensorFiles
import TestSupport
import Testing

@Suite struct TensorFileTests {
  private static func scratch() -> String {
    let path = "/tmp/prunescope-tensors-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
    return path
  }

  private static let foreign: [(bytes: [UInt8], problem: TensorFileError.Problem)] = [
    ([], .unrecognised(firstBytes: [])),
    ([1, 2], .unrecognised(firstBytes: [1, 2])),
    (Array("not a tensor file".utf8), .unrecognised(firstBytes: Array("not a te".utf8))),
    ([0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A], .foreign(kind: "an HDF5 file")),
    (
      [0x80, 2, 0x7D, 0x71],
      .foreign(kind: "a Python pickle")
    ),
  ]

  @Test(arguments: foreign)
  func refusesOtherKindsOfFileByTheirFirstBytes(
    bytes: [UInt8], expected: TensorFileError.Problem
  ) {
    #expect(problem(with: bytes) == expected)
  }

  @Test func recognisesAFormatWhateverTheFileIsCalled() throws {
    let path = Self.scratch() + "/picture.png"
    try LocalFile.write(NPZ.bytes(of: [("a", Tensor(uint8: [1]))]), to: path)
    #expect(try TensorFile.open(path).format == .npz)
  }

  @Test func readsAFolderOfArraysByTheirNames() throws {
    let file = try TensorFile.open(Fixture.path("tensors/folder"))
    #expect(file.format == .folder)
    #expect(file.entries.map(\.name) == ["attentions", "last_hidden_state"])
    #expect(file.entries.map(\.shape) == [[1, 2, 10, 10], [1, 10, 4]])
    #expect(file.otherMembers == 1)
    #expect(try file.read("last_hidden_state").count == 40)
  }

  @Test func passesOverHiddenFilesAndFoldersInAFolder() throws {
    let folder = Self.scratch()
    try LocalFile.write([1, 2, 3], to: folder + "/._features.npy")
    try LocalFile.write([1, 2, 3], to: folder + "/.npy")
    try LocalFile.makeFolder(folder + "/keys.npy")
    #expect(mkfifo(folder + "/pipe.npy", 0o600) == 0)
    try LocalFile.write(smallArray, to: folder + "/features.npy")
    let file = try TensorFile.open(folder + "/")
    #expect(file.entries.map(\.name) == ["features"])
    #expect(try file.read("features").values() == [0, 0.5, 1, 1.5])
  }

  @Test func namesTheFileOfAFolderThatIsAtFault() throws {
    let folder = Self.scratch()
    try LocalFile.write(npy("<f4", "(2,)"), to: folder + "/bad.npy")
    #expect(
      throws: TensorFileError(
        path: folder, member: "bad.npy", problem: .wrongDataSize(needed: 8, available: 0))
    ) { try TensorFile.open(folder) }
  }

  @Test func noticesAnArrayThatWasReplacedMeanwhile() throws {
    let folder = Self.scratch()
    try LocalFile.write(smallArray, to: folder + "/a.npy")
    let file = try TensorFile.open(folder)
    try LocalFile.write(
      NPY.bytes(of: Tensor(shape: [2], float64: [1, 2])), to: folder + "/a.npy")
    #expect(throws: TensorFileError.self) { try file.read("a") }
  }

  @Test func noticesAFileThatShrankMeanwhile() throws {
    let path = Self.scratch() + "/a.npz"
    try LocalFile.write(NPZ.bytes(of: [("a", Tensor(shape: [1], float64: [1]))]), to: path)
    let file = try TensorFile.open(path)
    #expect(truncate(path, 100) == 0)
    let error = #expect(throws: TensorFileError.self) { try file.read("a") }
    guard case .unreadable(.shrank)? = error?.problem else {
      Issue.record("another problem: \(String(describing: error))")
      return
    }
  }

  @Test func refusesWhatIsNoFileWithoutWaiting() {
    let pipe = Self.scratch() + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    for path in [pipe, "/dev/zero"] {
      #expect(
        throws: TensorFileError(
          path: path,
          problem: .unreadable(.wrongKind(path: path, expected: "a regular file")))
      ) { try TensorFile.open(path) }
    }
    #expect(
      throws: TensorFileError(
        path: "/no/such", problem: .unreadable(.notFound(path: "/no/such")))
    ) { try TensorFile.open("/no/such") }
  }

  @Test func saysWhenATensorIsNotThere() throws {
    let file = try TensorFile.open(smallArray, as: "a.npy")
    #expect(throws: TensorFileError(path: "a.npy", member: "b", problem: .noSuchTensor)) {
      try file.read("b")
    }
  }

  @Test func refusesATensorThatIsTooLargeToRead() throws {
    // 2 GiB and a number: listed from the header, refused before memory is taken. The file has a
    // hole instead of data.
    let path = Self.scratch() + "/large.npy"
    let header = npy("<f4", "(536870913,)")
    try LocalFile.write(header, to: path)
    #expect(truncate(path, header.count + 4 * 536_870_913) == 0)
    defer { unlink(path) }
    let file = try TensorFile.open(path)
    #expect(file.entries[0].shape == [536_870_913])
    #expect(
      throws: TensorFileError(
        path: path, member: "large",
        problem: .tooLarge(part: "the tensor", bytes: 4 * 536_870_913, limit: 2 << 30))
    ) { try file.read("large") }
  }
}
