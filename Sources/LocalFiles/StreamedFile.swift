import Glibc

/// A file that is written piece by piece and is there whole or not at all.
///
/// As with ``LocalFile/write(_:to:replacing:)`` the content goes into a file without a name where the
/// file system has such files, and under a temporary name otherwise. Memory is that of a buffer,
/// however long the file.
public final class StreamedFile {
  /// Where the file is to be.
  public let path: String
  /// Bytes written so far.
  public private(set) var count = 0

  private var descriptor: Int32
  private let temporary: String
  private let isNameless: Bool
  private var buffer: [UInt8] = []

  private static let capacity = 1 << 18

  /// Begins a file.
  ///
  /// - Parameter path: Where it is to be; its folder must be there.
  /// - Throws: ``FileError`` when nothing can be written there.
  public init(_ path: String) throws(FileError) {
    self.path = path
    temporary = path + ".\(getpid()).partial"
    let nameless = open(
      LocalFile.folder(of: path), O_WRONLY | LocalFile.withoutName | O_CLOEXEC, 0o644)
    // It gets its name through /proc, which not every container has.
    if nameless >= 0, access("/proc/self/fd/\(nameless)", F_OK) == 0 {
      descriptor = nameless
      isNameless = true
    } else {
      if nameless >= 0 { close(nameless) }
      descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      isNameless = false
      guard descriptor >= 0 else { throw LocalFile.failure(path, "write") }
    }
    buffer.reserveCapacity(Self.capacity)
  }

  deinit { discard() }

  /// Adds bytes.
  ///
  /// - Parameter bytes: The bytes.
  /// - Throws: ``FileError`` when the system refuses, as on a full disk.
  public func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    buffer.append(contentsOf: bytes)
    count += bytes.count
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Gives the file its name, once everything is on the disk; an older one of that name is replaced.
  ///
  /// - Throws: ``FileError`` when the system refuses; nothing is left behind then.
  public func finish() throws(FileError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw LocalFile.failure(path, "write") }
    if isNameless {
      // A name that is taken cannot be given; the second one replaces it at once.
      unlink(temporary)
      let content = "/proc/self/fd/\(descriptor)"
      guard linkat(AT_FDCWD, content, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0 else {
        throw LocalFile.failure(path, "write")
      }
    }
    close(descriptor)
    descriptor = -1
    try LocalFile.name(temporary, path, replacing: true)
    LocalFile.syncFolder(of: path)
  }

  private func flush() throws(FileError) {
    guard !buffer.isEmpty else { return }
    try LocalFile.write(buffer, to: descriptor, path)
    buffer.removeAll(keepingCapacity: true)
  }

  private func discard() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    if !isNameless { unlink(temporary) }
  }
}

extension LocalFile {
  /// Waits until the names in the folder of a path are on the disk; where that cannot be done nothing
  /// happens.
  ///
  /// - Parameter path: A file in the folder.
  public static func syncFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
