import Glibc

/// What lies at a path.
public enum FileKind: Sendable, Hashable {
  /// A regular file.
  case file
  /// A folder.
  case folder
  /// Something else: a device, a pipe, a socket.
  case other
}

/// What tells a file or folder from every other on this machine, whatever its names.
public struct FileIdentity: Sendable, Hashable {
  fileprivate let device: UInt
  fileprivate let number: UInt
}

/// What changes whenever a file's content does: its size, its time of change, and which file it is.
///
/// A file that is written in place twice within the clock's resolution, to the same size, is not told
/// from its former self; a copy or a replacement always is.
public struct FileStamp: Sendable, Hashable {
  /// Bytes in the file.
  public let size: Int
  /// When its content changed, in nanoseconds since 1970.
  public let modified: Int
  /// Which file it is.
  public let identity: FileIdentity

  /// The stamp as text: size, time and number, with colons between them.
  public var text: String { "\(size):\(modified):\(identity.number)" }
}

/// Files on this machine: the only code that opens, reads, writes or lists them.
public enum LocalFile {
  /// What lies at a path, following links; nil when nothing does or it may not be looked at.
  public static func kind(of path: String) -> FileKind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    default: return .other
    }
  }

  /// The identity of what lies at a path, following links; nil when nothing does.
  public static func identity(of path: String) -> FileIdentity? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return FileIdentity(device: UInt(status.st_dev), number: UInt(status.st_ino))
  }

  /// The stamp of what lies at a path, following links; nil when nothing does.
  public static func stamp(of path: String) -> FileStamp? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    let (seconds, overflows) = status.st_mtim.tv_sec.multipliedReportingOverflow(by: 1_000_000_000)
    return FileStamp(
      size: Int(status.st_size),
      modified: overflows ? status.st_mtim.tv_sec : seconds &+ status.st_mtim.tv_nsec,
      identity: FileIdentity(device: UInt(status.st_dev), number: UInt(status.st_ino)))
  }

  /// Reads a whole regular file.
  ///
  /// The size is checked against `limit` before memory is taken. A pipe or a device is refused
  /// without waiting for anybody at its other end.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes to accept.
  /// - Returns: All bytes of the file.
  /// - Throws: ``FileError`` when the file is missing, not regular, too large or unreadable.
  public static func read(_ path: String, limit: Int = 4 << 30) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure(path, "open") }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure(path, "look at") }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .wrongKind(path: path, expected: "a regular file")
    }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(path: path, bytes: size, limit: limit) }

    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
      while filled < size {
        let count = Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, size - filled)
        if count > 0 {
          filled += count
        } else if count == 0 {
          break
        } else if errno != EINTR {
          code = errno
          break
        }
      }
    }
    if code != 0 { throw .refused(path: path, action: "read", code: code) }
    guard bytes.count == size else {
      throw .shrank(path: path, expected: size, read: bytes.count)
    }
    return bytes
  }

  /// The names in a folder, in ascending order of their UTF-8 bytes, without `.` and `..`.
  ///
  /// - Parameter path: The folder.
  /// - Returns: The names that are UTF-8, and the others, which cannot be opened, with `�` for the
  ///   bytes that are none.
  /// - Throws: ``FileError`` when the folder is missing or may not be read.
  public static func names(
    in path: String
  ) throws(FileError) -> (names: [String], notUTF8: [String]) {
    guard let folder = opendir(path) else { throw failure(path, "list") }
    defer { closedir(folder) }
    var names: [String] = []
    var others: [String] = []
    while let entry = readdir(folder) {
      let length = withUnsafePointer(to: &entry.pointee.d_name) {
        strlen(UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix(length)) }
      guard let name = String(validating: bytes, as: UTF8.self) else {
        others.append(String(decoding: bytes, as: UTF8.self))
        continue
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return (names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, others.sorted())
  }

  /// Makes a folder and those above it that are missing; one that exists is left as it is.
  ///
  /// - Parameter path: The folder.
  /// - Throws: ``FileError`` when one cannot be made, or a file has the name.
  public static func makeFolder(_ path: String) throws(FileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += (made.isEmpty || made.hasSuffix("/") ? "" : "/") + part
      if mkdir(made, 0o755) != 0, errno != EEXIST { throw failure(made, "make the folder") }
    }
    guard kind(of: path) == .folder else {
      throw .wrongKind(path: path.isEmpty ? "''" : path, expected: "a folder")
    }
  }

  static func failure(_ path: String, _ action: String) -> FileError {
    errno == ENOENT ? .notFound(path: path) : .refused(path: path, action: action, code: errno)
  }
}
