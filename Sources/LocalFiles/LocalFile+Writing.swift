import Glibc

extension LocalFile {
  /// Writes a file so that it is there whole or not at all.
  ///
  /// The content goes into a file without a name, which gets its name once everything is on the
  /// disk: whatever ends the program before, nothing is left behind. Where the file system has no
  /// such files, a temporary name is used instead.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - path: Where it is to be.
  ///   - replacing: Whether an older file there is replaced.
  /// - Throws: ``FileError/exists(path:)`` when something is there that must not be replaced, also
  ///   when it came to be while this was written; other ``FileError``s when the system refuses.
  public static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool = true
  ) throws(FileError) {
    let temporary = path + ".\(getpid()).partial"
    let nameless = open(folder(of: path), O_WRONLY | withoutName | O_CLOEXEC, 0o644)
    if nameless >= 0 {
      let content = "/proc/self/fd/\(nameless)"
      defer { close(nameless) }
      try fill(nameless, with: bytes, path)
      if linkat(AT_FDCWD, content, AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0 { return }
      if errno == EEXIST, !replacing { throw .exists(path: path) }
      if errno == EEXIST,
        linkat(AT_FDCWD, content, AT_FDCWD, temporary, AT_SYMLINK_FOLLOW) == 0
      {
        try name(temporary, path, replacing: true)
        return
      }
    }
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw failure(path, "write") }
    do throws(FileError) {
      try fill(descriptor, with: bytes, path)
    } catch {
      close(descriptor)
      unlink(temporary)
      throw error
    }
    close(descriptor)
    try name(temporary, path, replacing: replacing)
  }

  /// Removes a file; one that is not there is no mistake.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``FileError`` when the system refuses.
  public static func remove(_ path: String) throws(FileError) {
    if unlink(path) != 0, errno != ENOENT { throw failure(path, "remove") }
  }

  /// Makes a file as young as now; one that is not there, or not ours, is left alone.
  ///
  /// - Parameter path: The file.
  public static func touch(_ path: String) {
    utimensat(AT_FDCWD, path, nil, 0)
  }

  /// The flag of a file without a name, which Swift cannot import: `O_TMPFILE` of open(2).
  static var withoutName: Int32 { 0o20_000_000 | O_DIRECTORY }

  /// Writes everything and waits until it is on the disk.
  private static func fill(
    _ descriptor: Int32, with bytes: [UInt8], _ path: String
  ) throws(FileError) {
    try write(bytes, to: descriptor, path)
    if fsync(descriptor) != 0 { throw .refused(path: path, action: "write", code: errno) }
  }

  /// Writes all bytes at the place where the last ones ended.
  static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(FileError) {
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
    if code != 0 { throw .refused(path: path, action: "write", code: code) }
  }

  /// The folder that a path lies in.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Gives a file that lies under a temporary name its own; the temporary one is gone afterwards.
  static func name(
    _ temporary: String, _ path: String, replacing: Bool
  ) throws(FileError) {
    if !replacing {
      // A second name fails where the first is taken; file systems without hard links can only be
      // asked beforehand.
      if link(temporary, path) == 0 {
        unlink(temporary)
        return
      }
      if errno == EEXIST || kind(of: path) != nil {
        unlink(temporary)
        throw .exists(path: path)
      }
    }
    guard rename(temporary, path) != 0 else { return }
    let code = errno
    unlink(temporary)
    throw .refused(path: path, action: "write", code: code)
  }
}
