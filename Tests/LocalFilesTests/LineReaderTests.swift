import Foundation
import LocalFiles
import Testing

/// Reading line by line.
@Suite struct LineReaderTests {
  static func lines(of bytes: [UInt8], limit: Int = 1 << 20) throws -> [[UInt8]] {
    let path = NSTemporaryDirectory() + "lines-\(UUID().uuidString)"
    try LocalFile.write(bytes, to: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var reader = try LineReader(path, limit: limit)
    var lines: [[UInt8]] = []
    while let line = try reader.next() { lines.append(Array(line)) }
    #expect(reader.position == bytes.count && reader.size == bytes.count)
    #expect(try reader.next() == nil)
    return lines
  }

  @Test(
    "lines are what lies between line feeds, the last one with or without",
    arguments: [("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\r\n\nb\n", 3)])
  func parts(text: String, count: Int) throws {
    let lines = try Self.lines(of: Array(text.utf8))
    #expect(lines.count == count)
    let whole = text.hasSuffix("\n") || text.isEmpty ? text : text + "\n"
    #expect(lines.map { String(decoding: $0, as: UTF8.self) + "\n" }.joined() == whole)
  }

  @Test("lines longer than what is read at once are whole")
  func longLines() throws {
    let lengths = [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20, 5]
    var bytes: [UInt8] = []
    for (index, length) in lengths.enumerated() {
      bytes += Array(repeating: UInt8(ascii: "a") + UInt8(index), count: length) + [0x0A]
    }
    let lines = try Self.lines(of: bytes, limit: 4 << 20)
    #expect(lines.map(\.count) == lengths)
    #expect(lines[5].allSatisfy { $0 == UInt8(ascii: "f") })
  }

  @Test("a line beyond the limit, a folder and nothing are refused")
  func refused() {
    #expect(throws: FileError.self) {
      try Self.lines(of: Array(repeating: 0x61, count: 5 << 20), limit: 1 << 20)
    }
    #expect(throws: FileError.self) { _ = try LineReader("/").size }
    #expect(throws: FileError.notFound(path: "/nowhere")) { _ = try LineReader("/nowhere").size }
  }
}
