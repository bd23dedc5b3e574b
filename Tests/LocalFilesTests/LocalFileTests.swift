import Glibc
import LocalFiles
import Testing

@Suite struct LocalFileTests {
  /// A new folder of its own for a test.
  private static func scratch() -> String {
    let path = "/tmp/prunescope-files-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
    return path
  }

  @Test func readsBackWhatItWroteAndLeavesNoTemporaryFile() throws {
    let folder = Self.scratch()
    try LocalFile.write([1, 2, 3], to: folder + "/b")
    try LocalFile.write([4], to: folder + "/b")
    #expect(try LocalFile.read(folder + "/b") == [4])
    #expect(try LocalFile.names(in: folder).names == ["b"])
  }

  @Test func refusesAFileLargerThanTheLimitBeforeReadingIt() throws {
    let path = Self.scratch() + "/big"
    try LocalFile.write([UInt8](repeating: 0, count: 100), to: path)
    #expect(throws: FileError.tooLarge(path: path, bytes: 100, limit: 99)) {
      try LocalFile.read(path, limit: 99)
    }
  }

  @Test func refusesWhatIsNotARegularFile() {
    #expect(throws: FileError.wrongKind(path: "/dev/zero", expected: "a regular file")) {
      try LocalFile.read("/dev/zero")
    }
    #expect(throws: FileError.notFound(path: "/no/such")) { try LocalFile.read("/no/such") }
    #expect(throws: FileError.notFound(path: "/no/such/file")) {
      try LocalFile.write([], to: "/no/such/file")
    }
  }

  @Test func makesNestedFoldersAndTakesExistingOnes() throws {
    let folder = Self.scratch()
    try LocalFile.makeFolder(folder + "/a/b/c")
    try LocalFile.makeFolder(folder + "/a/b/c")
    #expect(LocalFile.kind(of: folder + "/a/b/c") == .folder)
    try LocalFile.write([], to: folder + "/file")
    #expect(throws: FileError.self) { try LocalFile.makeFolder(folder + "/file/x") }
  }

  @Test func writesOverNothingThatMustNotBeReplaced() throws {
    let folder = Self.scratch()
    try LocalFile.write([1], to: folder + "/a", replacing: false)
    #expect(throws: FileError.exists(path: folder + "/a")) {
      try LocalFile.write([2], to: folder + "/a", replacing: false)
    }
    #expect(try LocalFile.read(folder + "/a") == [1])
    #expect(try LocalFile.names(in: folder).names == ["a"])
    try LocalFile.remove(folder + "/a")
    try LocalFile.remove(folder + "/a")
    #expect(try LocalFile.names(in: folder).names == [])
  }

  @Test func refusesAPipeWithoutWaitingForItsOtherEnd() {
    let path = Self.scratch() + "/pipe"
    mkfifo(path, 0o644)
    #expect(throws: FileError.wrongKind(path: path, expected: "a regular file")) {
      try LocalFile.read(path)
    }
    #expect(throws: FileError.wrongKind(path: path, expected: "a regular file")) {
      try OpenedFile(path)
    }
  }

  @Test func knowsAFolderUnderAnotherName() throws {
    let folder = Self.scratch()
    symlink(folder, folder + "/again")
    #expect(LocalFile.identity(of: folder) == LocalFile.identity(of: folder + "/again"))
    #expect(LocalFile.identity(of: folder) != LocalFile.identity(of: "/"))
    #expect(LocalFile.identity(of: folder + "/none") == nil)
  }

  @Test func replacesNoFolderByAFile() throws {
    let folder = Self.scratch()
    try LocalFile.makeFolder(folder + "/a")
    #expect(throws: FileError.refused(path: folder + "/a", action: "write", code: EISDIR)) {
      try LocalFile.write([1], to: folder + "/a")
    }
    #expect(try LocalFile.names(in: folder).names == ["a"])
  }

  @Test func listsNamesInByteOrderAndThoseThatAreNotUTF8Apart() throws {
    let folder = Self.scratch()
    for name in ["b", "a", "Z"] { try LocalFile.write([], to: folder + "/" + name) }
    let odd: [CChar] = (folder + "/").utf8CString.dropLast() + [-1, 0]
    close(open(odd, O_CREAT | O_WRONLY, 0o644))
    let listing = try LocalFile.names(in: folder)
    #expect(listing.names == ["Z", "a", "b"])
    #expect(listing.notUTF8 == ["\u{FFFD}"])
  }
}
