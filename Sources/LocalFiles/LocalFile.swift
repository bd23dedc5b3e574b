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

  /// Reads a whole regular file.
  ///
  /// The size is checked against `limit` before memory is taken.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The most bytes to accept.
  /// - Returns: All bytes of the file.
  /// - Throws: ``FileError`` when the file is missing, not regular, too large or unreadable.
  public static func read(_ path: String, limit: Int = 4 << 30) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
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

  /// Writes a file so that it is there whole or not at all: under a temporary name, then renamed.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: Where it is to be; an older file there is replaced.
  /// - Throws: ``FileError/refused(path:action:code:)``; nothing is left behind then.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = path + ".\(getpid()).partial"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, "write") }
    var code: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(
          descriptor, buffer.baseAddress.map { $0 + written }, buffer.count - written)
        if count >= 0 {
          written += count
        } else if errno != EINTR {
          code = errno
          return
        }
      }
    }
    if code == 0, fsync(descriptor) != 0 { code = errno }
    if close(descriptor) != 0, code == 0 { code = errno }
    if code == 0, rename(temporary, path) != 0 { code = errno }
    if code != 0 {
      unlink(temporary)
      throw .refused(path: path, action: "write", code: code)
    }
  }

  /// The names in a folder, in ascending order of their UTF-8 bytes, without `.` and `..`.
  ///
  /// - Parameter path: The folder.
  /// - Returns: The names that are UTF-8, and how many others were left out.
  /// - Throws: ``FileError`` when the folder is missing or may not be read.
  public static func names(
    in path: String
  ) throws(FileError) -> (names: [String], notUTF8: Int) {
    guard let folder = opendir(path) else { throw failure(path, "list") }
    defer { closedir(folder) }
    var names: [String] = []
    var skipped = 0
    while let entry = readdir(folder) {
      let length = withUnsafePointer(to: &entry.pointee.d_name) {
        strlen(UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      let name: String? = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(validating: $0.prefix(length), as: UTF8.self)
      }
      guard let name else {
        skipped += 1
        continue
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return (names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, skipped)
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
      throw .wrongKind(path: path, expected: "a folder")
    }
  }

  private static func failure(_ path: String, _ action: String) -> FileError {
    errno == ENOENT ? .notFound(path: path) : .refused(path: path, action: action, code: errno)
  }
}
