import Glibc
import LocalFiles

/// The folders of the user's own files, as the XDG Base Directory Specification 0.8 names them.
enum UserFolders {
  /// Where the configuration lies unless it is named; nil without a home.
  static var configuration: String? { file("config.toml", "XDG_CONFIG_HOME", else: ".config") }

  /// Where tokens are kept that models computed; nil without a home.
  static var tokens: String? { file("tokens", "XDG_CACHE_HOME", else: ".cache") }

  /// Where the last session lies; nil without a home.
  static var session: String? { file("session.json", "XDG_STATE_HOME", else: ".local/state") }

  private static func file(_ name: String, _ variable: String, else folder: String) -> String? {
    // A path that is not absolute is to be ignored.
    if let base = value(of: variable), base.hasPrefix("/") {
      return base.slashed + "prunescope/" + name
    }
    // Programs that run for nobody are given a home that is not there.
    guard let home = value(of: "HOME"), home.hasPrefix("/"), LocalFile.kind(of: home) == .folder
    else { return nil }
    return home.slashed + folder + "/prunescope/" + name
  }

  private static func value(of variable: String) -> String? {
    getenv(variable).flatMap { String(validatingCString: $0) }
  }

  /// The folder that the program was started in; nil when it cannot be told.
  static var working: String? {
    guard let path = getcwd(nil, 0) else { return nil }
    defer { free(path) }
    return String(validatingCString: path)
  }
}
