import Glibc

/// Reads a file a line at a time, so that one larger than memory can be read.
public struct LineReader: ~Copyable {
  /// Bytes of the file when it was opened.
  public let size: Int
  /// Bytes that have been handed out.
  public private(set) var position = 0

  private let path: String
  private let descriptor: Int32
  private let limit: Int
  private var buffer: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  private static let chunk = 1 << 20

  /// Opens a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes of a line.
  /// - Throws: ``FileError`` when the file is missing, not regular or may not be read.
  public init(_ path: String, limit: Int = 64 << 20) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw LocalFile.failure(path, "open") }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .wrongKind(path: path, expected: "a regular file")
    }
    self.path = path
    self.descriptor = descriptor
    self.limit = limit
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// The next line without its line feed; nil at the end.
  ///
  /// - Throws: ``FileError`` when the system refuses, or a line is longer than the limit.
  /// - Complexity: O(bytes of the line).
  public mutating func next() throws(FileError) -> ArraySlice<UInt8>? {
    var searched = start
    while true {
      if let end = buffer[searched...].firstIndex(of: 0x0A) {
        let line = buffer[start..<end]
        position += end - start + 1
        start = end + 1
        return line
      }
      searched = buffer.count
      if isAtEnd {
        guard start < buffer.count else { return nil }
        let line = buffer[start...]
        position += line.count
        start = buffer.count
        return line
      }
      guard buffer.count - start <= limit else {
        throw .tooLarge(path: path, bytes: buffer.count - start, limit: limit)
      }
      searched -= start
      try fill()
    }
  }

  /// Reads on; what was handed out is let go.
  private mutating func fill() throws(FileError) {
    buffer.removeSubrange(..<start)
    start = 0
    var code: Int32 = 0
    let descriptor = descriptor
    let more = [UInt8](unsafeUninitializedCapacity: Self.chunk) { space, filled in
      while true {
        let count = Glibc.read(descriptor, space.baseAddress, Self.chunk)
        if count >= 0 {
          filled = count
          return
        }
        if errno != EINTR {
          code = errno
          return
        }
      }
    }
    if code != 0 { throw .refused(path: path, action: "read", code: code) }
    if more.isEmpty { isAtEnd = true }
    buffer.append(contentsOf: more)
  }
}
