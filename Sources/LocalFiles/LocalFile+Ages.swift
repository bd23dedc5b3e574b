import Glibc

/// What a folder of kept results needs to know of a file.
public struct FileAge: Sendable, Hashable {
  /// The file's size in bytes.
  public let size: Int
  /// When it was last written or touched, in nanoseconds since 1970.
  public let modified: Int
}

extension LocalFile {
  /// The size and age of a regular file; nil where there is none.
  public static func age(of path: String) -> FileAge? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileAge(
      size: Int(status.st_size),
      modified: Int(status.st_mtim.tv_sec) * 1_000_000_000 + Int(status.st_mtim.tv_nsec))
  }

  /// Makes a file as young as now; one that is not there, or not ours, is left alone.
  public static func touch(_ path: String) {
    utimensat(AT_FDCWD, path, nil, 0)
  }
}
