import LocalFiles

/// Files under names that nobody has taken.
enum NewFile {
  /// Writes a file, under a name with a number where the plain one is taken.
  ///
  /// - Parameters:
  ///   - bytes: The content.
  ///   - stem: The path without its ending.
  ///   - ending: The ending, without the dot.
  ///   - replaces: Whether a file of the plain name is replaced instead.
  /// - Returns: The path of the file.
  /// - Throws: `FileError` when it cannot be written; nothing is left behind then.
  static func write(
    _ bytes: [UInt8], stem: String, ending: String, replaces: Bool
  ) throws(FileError) -> String {
    var path = "\(stem).\(ending)"
    var number = 1
    while true {
      if replaces || LocalFile.kind(of: path) == nil {
        do throws(FileError) {
          try LocalFile.write(bytes, to: path, replacing: replaces)
          return path
        } catch {
          // Somebody else may have taken the name in the meantime.
          guard case .exists = error else { throw error }
        }
      }
      number += 1
      path = "\(stem)-\(number).\(ending)"
    }
  }
}
