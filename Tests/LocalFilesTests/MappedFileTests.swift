import Glibc
import LocalFiles
import Testing

@Suite struct MappedFileTests {
  private static func scratch() -> String {
    let path = "/tmp/prunescope-mapped-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
    return path
  }

  private static func content(of file: MappedFile) -> [UInt8] {
    withExtendedLifetime(file) { Array(file.bytes) }
  }

  @Test func showsTheBytesOfAFile() throws {
    let path = Self.scratch() + "/a"
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    try LocalFile.write(bytes, to: path)
    let file = try MappedFile(path)
    #expect(Self.content(of: file) == bytes)
    #expect(file.path == path)
    file.announce(5000..<20_000)
    file.announce(0..<0)
    file.announce(20_000..<30_000)
    #expect(Self.content(of: file) == bytes)
  }

  @Test func mapsAFileWithoutContentToNoBytes() throws {
    let path = Self.scratch() + "/empty"
    try LocalFile.write([], to: path)
    let file = try MappedFile(path)
    #expect(Self.content(of: file).isEmpty)
    file.announce(0..<10)
  }

  @Test func keepsTheOldFileWhenAnotherTakesItsPlace() throws {
    let path = Self.scratch() + "/a"
    try LocalFile.write([1, 2, 3], to: path)
    let file = try MappedFile(path)
    try LocalFile.write([4], to: path)
    #expect(Self.content(of: file) == [1, 2, 3])
    try LocalFile.remove(path)
    #expect(Self.content(of: file) == [1, 2, 3])
  }

  @Test func refusesAFileThatBecameShorterSinceItWasOpened() throws {
    let path = Self.scratch() + "/a"
    try LocalFile.write([1, 2, 3], to: path)
    let opened = try OpenedFile(path)
    #expect(truncate(path, 1) == 0)
    #expect(throws: FileError.shrank(path: path, expected: 3, read: 1)) {
      try MappedFile(opened)
    }
  }

  @Test func refusesWhatIsNotARegularFile() {
    #expect(throws: FileError.notFound(path: "/no/such")) { try MappedFile("/no/such") }
    #expect(throws: FileError.wrongKind(path: "/dev/zero", expected: "a regular file")) {
      try MappedFile("/dev/zero")
    }
    #expect(throws: FileError.wrongKind(path: "/tmp", expected: "a regular file")) {
      try MappedFile("/tmp")
    }
  }

  @Test func stampsChangeWithSizeTimeAndFile() throws {
    let folder = Self.scratch()
    try LocalFile.write([1], to: folder + "/a")
    let first = try #require(LocalFile.stamp(of: folder + "/a"))
    #expect(first.size == 1)
    #expect(LocalFile.stamp(of: folder + "/a")?.text == first.text)
    var times = [timespec(tv_sec: 5, tv_nsec: 7), timespec(tv_sec: 5, tv_nsec: 7)]
    #expect(utimensat(AT_FDCWD, folder + "/a", &times, 0) == 0)
    let second = try #require(LocalFile.stamp(of: folder + "/a"))
    #expect(second.modified == 5_000_000_007)
    #expect(second != first && second.text != first.text)
    symlink(folder + "/a", folder + "/link")
    #expect(LocalFile.stamp(of: folder + "/link") == second)
    #expect(LocalFile.stamp(of: folder + "/none") == nil)
  }
}
