import LocalFiles

/// Finds a terminal's compiled entry where ncurses would.
package enum TerminfoSearch {
  /// The entry of a name, from the first folder that has it.
  ///
  /// - Parameters:
  ///   - name: The terminal's name.
  ///   - environment: `TERMINFO`, `HOME` and `TERMINFO_DIRS` name folders of the user's.
  /// - Returns: nil when no folder has a valid one; a database in a single file is not searched.
  package static func entry(named name: String, environment: [String: String]) -> TerminfoEntry? {
    find(name, environment: environment)?.entry
  }

  /// The same, with the file that it was read from.
  static func find(
    _ name: String, environment: [String: String]
  ) -> (entry: TerminfoEntry, path: String)? {
    // A name becomes part of a path.
    guard let first = name.utf8.first, name.first != ".", !name.utf8.contains(0x2F) else {
      return nil
    }
    let hexadecimal = String(first, radix: 16)
    for folder in folders(environment) {
      for part in [String(Character(Unicode.Scalar(first))), hexadecimal] {
        let path = folder + "/" + part + "/" + name
        if let bytes = try? LocalFile.read(path, limit: TerminfoEntry.longest),
          let entry = TerminfoEntry(compiled: bytes)
        {
          return (entry, path)
        }
      }
    }
    return nil
  }

  private static func folders(_ environment: [String: String]) -> [String] {
    var folders: [String] = []
    if let own = environment["TERMINFO"], own.hasPrefix("/") { folders.append(own) }
    if let home = environment["HOME"], home.hasPrefix("/") { folders.append(home + "/.terminfo") }
    // An empty name in the list stands for the system's own, which follow anyway.
    folders += (environment["TERMINFO_DIRS"] ?? "").split(separator: ":").map(String.init)
    return folders + [
      "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo",
      "/usr/local/share/terminfo",
    ]
  }
}
