/// A line of a text file.
public struct FileLine: Sendable, Equatable {
  /// Which one it is, from 1.
  public let number: Int
  /// Where it begins, in bytes.
  public let offset: Int
  /// Its bytes, without the line feed.
  public let bytes: [UInt8]
  /// Whether a line feed ends it; only the last line of a file may lack it.
  public let isEnded: Bool
}

/// Reads a file line by line, through a buffer that is no longer than the longest line.
///
/// The size is that of the moment of opening: what is added later is not read.
public struct FileLines {
  private let file: OpenedFile
  private let limit: Int
  private var buffer: [UInt8] = []
  /// Where the next line begins in the buffer.
  private var start = 0
  /// Where the buffer ends in the file.
  private var position = 0
  private var number = 0

  private static let piece = 1 << 18

  /// Bytes of the file when it was opened.
  public var size: Int { file.size }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes of a line.
  /// - Throws: ``FileError`` when the file is missing, not regular or may not be read.
  public init(_ path: String, limit: Int = 64 << 20) throws(FileError) {
    file = try OpenedFile(path)
    self.limit = limit
  }

  /// Reads the next line.
  ///
  /// - Returns: The line; nil behind the last one. A file that ends with a line feed has no empty line
  ///   behind it.
  /// - Throws: ``FileError/longLine(path:line:limit:)``; other ``FileError``s when the file became
  ///   shorter or the system refuses.
  public mutating func next() throws(FileError) -> FileLine? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        return try line(upTo: end, isEnded: true)
      }
      guard buffer.count - start <= limit else {
        throw .longLine(path: file.path, line: number + 1, limit: limit)
      }
      guard position < file.size else {
        return buffer.count > start ? try line(upTo: buffer.count, isEnded: false) : nil
      }
      buffer.removeSubrange(..<start)
      start = 0
      searched = buffer.count
      let count = min(Self.piece, file.size - position)
      buffer += try file.read(at: position, count: count)
      position += count
    }
  }

  private mutating func line(upTo end: Int, isEnded: Bool) throws(FileError) -> FileLine {
    number += 1
    guard end - start <= limit else {
      throw .longLine(path: file.path, line: number, limit: limit)
    }
    let offset = position - buffer.count + start
    defer { start = end + (isEnded ? 1 : 0) }
    return FileLine(
      number: number, offset: offset, bytes: Array(buffer[start..<end]), isEnded: isEnded)
  }
}
