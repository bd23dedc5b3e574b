import Glibc

/// A file that grows by whole lines, each on the disk before the next one is begun.
///
/// Whatever ends the program, at most the last line is torn. One process at a time holds it, by a lock
/// that the system gives back when the process ends in whatever way.
public final class JournalFile: Sendable {
  /// Where it lies.
  public let path: String
  private let descriptor: Int32

  /// Opens a journal, or begins an empty one.
  ///
  /// - Parameter path: Where it lies; its folder must be there.
  /// - Throws: ``FileError/inUse(path:)`` while another process holds it; other ``FileError``s when it
  ///   is not a regular file or the system refuses.
  public init(_ path: String) throws(FileError) {
    self.path = path
    while true {
      let descriptor = open(
        path, O_RDWR | O_CREAT | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0o644)
      guard descriptor >= 0 else { throw LocalFile.failure(path, "write") }
      var status = stat()
      guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        close(descriptor)
        throw .wrongKind(path: path, expected: "a regular file")
      }
      // Some network file systems have no locks; whoever works there alone can do without.
      if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
        close(descriptor)
        throw .inUse(path: path)
      }
      // Whoever held it may have removed it between the two calls.
      var named = stat()
      if stat(path, &named) == 0, named.st_ino == status.st_ino, named.st_dev == status.st_dev {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  deinit {
    // By closing alone it would stay locked while a program that is being started still has a copy.
    flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Its size in bytes.
  public var size: Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// Adds a line behind what is there, and waits until it is on the disk.
  ///
  /// - Parameter line: The line, with its line feed. Lines that are added at the same time by several
  ///   threads must be kept apart by the caller.
  /// - Returns: Where the line begins.
  /// - Throws: ``FileError`` when the system refuses; the journal is then as it was before.
  public func append(_ line: [UInt8]) throws(FileError) -> Int {
    let start = size
    guard lseek(descriptor, start, SEEK_SET) == start else {
      throw LocalFile.failure(path, "write")
    }
    do throws(FileError) {
      try LocalFile.write(line, to: descriptor, path)
      if fdatasync(descriptor) != 0 { throw LocalFile.failure(path, "write") }
    } catch {
      ftruncate(descriptor, start)
      throw error
    }
    return start
  }

  /// Drops what lies behind a place.
  ///
  /// - Parameter size: The bytes that stay.
  /// - Throws: ``FileError`` when the system refuses.
  public func truncate(to size: Int) throws(FileError) {
    guard ftruncate(descriptor, size) == 0, fsync(descriptor) == 0 else {
      throw LocalFile.failure(path, "write")
    }
  }

  /// Reads a part.
  ///
  /// - Parameters:
  ///   - offset: Where it begins.
  ///   - count: How many bytes it has.
  /// - Returns: Exactly that many bytes.
  /// - Throws: ``FileError`` when there are fewer, or the system refuses.
  public func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
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
      throw .shrank(path: path, expected: offset + count, read: offset + bytes.count)
    }
    return bytes
  }

  /// Removes the journal while it is still held.
  ///
  /// - Throws: ``FileError`` when the system refuses.
  public func remove() throws(FileError) { try LocalFile.remove(path) }
}
