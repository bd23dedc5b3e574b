import Glibc
import LocalFiles
import Testing

@Suite struct GrowingFileTests {
  /// A new folder of its own for a test.
  private static func scratch() -> String {
    let path = "/tmp/prunescope-files-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
    return path
  }

  // MARK: Streamed files

  @Test("a streamed file is there when it is finished, whole, and not before")
  func streams() throws {
    let folder = Self.scratch()
    var expected: [UInt8] = []
    let file = try StreamedFile(folder + "/f")
    for index in 0..<1000 {
      let piece = [UInt8](repeating: UInt8(index % 251), count: index)
      try file.write(piece)
      expected += piece
    }
    #expect(LocalFile.kind(of: folder + "/f") == nil)
    #expect(file.count == expected.count)
    try file.finish()
    #expect(try LocalFile.read(folder + "/f") == expected)
    #expect(try LocalFile.names(in: folder).names == ["f"])
  }

  @Test(
    "a streamed file replaces an older one, and one that is given up leaves it and nothing else")
  func replaces() throws {
    let folder = Self.scratch()
    try LocalFile.write([1], to: folder + "/f")
    do {
      let file = try StreamedFile(folder + "/f")
      try file.write([2])
    }
    #expect(try LocalFile.read(folder + "/f") == [1])
    #expect(try LocalFile.names(in: folder).names == ["f"])
    let file = try StreamedFile(folder + "/f")
    try file.write([3])
    try file.finish()
    #expect(try LocalFile.read(folder + "/f") == [3])
    #expect(throws: FileError.self) { try StreamedFile(folder + "/no/f") }
  }

  // MARK: Journals

  @Test("a journal grows by lines that can be read by their places")
  func journal() throws {
    let path = Self.scratch() + "/j"
    let journal = try JournalFile(path)
    #expect(journal.size == 0)
    #expect(try journal.append([1, 2, 3]) == 0)
    #expect(try journal.append([4, 5]) == 3)
    #expect(journal.size == 5)
    #expect(try journal.read(at: 3, count: 2) == [4, 5])
    #expect(try LocalFile.read(path) == [1, 2, 3, 4, 5])
    try journal.truncate(to: 3)
    #expect(try journal.append([6]) == 3)
    #expect(try LocalFile.read(path) == [1, 2, 3, 6])
    #expect(throws: FileError.shrank(path: path, expected: 5, read: 4)) {
      try journal.read(at: 3, count: 2)
    }
    try journal.remove()
    #expect(LocalFile.kind(of: path) == nil)
  }

  @Test("a journal is held by one at a time, and can be taken over afterwards")
  func lock() throws {
    let path = Self.scratch() + "/j"
    do {
      let first = try JournalFile(path)
      #expect(throws: FileError.inUse(path: path)) { try JournalFile(path) }
      _ = try first.append([1])
    }
    #expect(try JournalFile(path).size == 1)
  }

  @Test("a journal is a regular file")
  func wrongKinds() {
    let folder = Self.scratch()
    #expect(throws: FileError.self) { try JournalFile(folder) }
    #expect(throws: FileError.self) { try JournalFile("/dev/full") }
    symlink("/dev/full", folder + "/link")
    #expect(throws: FileError.self) { try JournalFile(folder + "/link") }
    #expect(throws: FileError.self) { try JournalFile(folder + "/no/j") }
  }

  // MARK: Lines

  /// All lines of a file with this content.
  private static func lines(_ content: [UInt8], limit: Int = 1 << 20) throws -> [FileLine] {
    let path = scratch() + "/lines"
    try LocalFile.write(content, to: path)
    var reader = try FileLines(path, limit: limit)
    var lines: [FileLine] = []
    while let line = try reader.next() { lines.append(line) }
    return lines
  }

  @Test("lines are told with their numbers, places and ends")
  func lines() throws {
    #expect(try Self.lines([]).isEmpty)
    let lines = try Self.lines(Array("ab\n\nc".utf8))
    #expect(lines.map(\.number) == [1, 2, 3])
    #expect(lines.map(\.offset) == [0, 3, 4])
    #expect(lines.map(\.bytes) == [Array("ab".utf8), [], Array("c".utf8)])
    #expect(lines.map(\.isEnded) == [true, true, false])
    #expect(try Self.lines(Array("ab\n".utf8)).map(\.isEnded) == [true])
  }

  @Test("lines around the length of the buffer are whole", arguments: [-1, 0, 1, 300_000])
  func longLines(_ difference: Int) throws {
    let long = [UInt8](repeating: 0x61, count: (1 << 18) + difference)
    let content = Array("x\n".utf8) + long + [0x0A] + long + Array("\ny\n".utf8)
    let lines = try Self.lines(content)
    #expect(lines.map(\.bytes.count) == [1, long.count, long.count, 1])
    #expect(lines.map(\.offset) == [0, 2, 3 + long.count, 4 + 2 * long.count])
  }

  @Test("a line that is longer than the limit is refused by its number")
  func limit() throws {
    #expect(try Self.lines(Array("ab\nabc\n".utf8), limit: 3).count == 2)
    #expect {
      try Self.lines(Array("ab\nabcd\n".utf8), limit: 3)
    } throws: { error in
      "\(error)".hasSuffix("line 2 is longer than the 3 bytes that are read of one")
    }
  }
}
