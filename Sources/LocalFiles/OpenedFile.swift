import Glibc

/// A regular file held open, so that parts of it can be read without the rest.
///
/// The size is that of the moment of opening; a file that shrinks later makes reads fail, never
/// return less than was asked for.
public final class OpenedFile: Sendable {
  /// The path it was opened with.
  public let path: String
  /// Its size in bytes when it was opened.
  public let size: Int
  private let descriptor: Int32

  /// Opens a regular file for reading.
  ///
  /// A pipe or a device is refused without waiting for anybody at its other end.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FileError`` when the file is missing, not regular or may not be read.
  public init(_ path: String) throws(FileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let code = errno
      if code == ENOENT { throw .notFound(path: path) }
      throw .refused(path: path, action: "open", code: code)
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .wrongKind(path: path, expected: "a regular file")
    }
    self.path = path
    self.size = Int(status.st_size)
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Lends the descriptor to code of this module; it stays open meanwhile.
  func withDescriptor<Result>(
    _ body: (Int32) throws(FileError) -> Result
  ) throws(FileError) -> Result {
    try withExtendedLifetime(self) { () throws(FileError) in try body(descriptor) }
  }

  /// Reads a part of the file.
  ///
  /// - Parameters:
  ///   - offset: Where the part begins.
  ///   - count: How many bytes it has; the part must lie inside ``size``, anything else traps.
  /// - Returns: Exactly `count` bytes.
  /// - Throws: ``FileError`` when the file became shorter or the system refuses.
  public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    precondition(
      offset >= 0 && count >= 0 && offset <= size && count <= size - offset,
      "\(count) bytes at \(offset) do not lie in a file of \(size)")
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + filled }, count - filled, offset + filled)
        if got > 0 {
          filled += got
        } else if got == 0 {
          break
        } else if errno != EINTR {
          code = errno
          break
        }
      }
    }
    if code != 0 { throw .refused(path: path, action: "read", code: code) }
    guard bytes.count == count else {
      throw .shrank(path: path, expected: size, read: offset + bytes.count)
    }
    return bytes
  }
}
