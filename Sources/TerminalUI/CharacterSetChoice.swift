/// Which characters a screen can be given, and what must be done for it.
public enum CharacterSetChoice: Sendable, Hashable {
  /// The locale is a UTF-8 one: use it as it is.
  case unicode
  /// The locale is missing or says nothing: use `C.UTF-8` in its place.
  case unicodeByFallback
  /// The user's terminal is not a UTF-8 one: ASCII only.
  case ascii

  /// Chooses from what the user, the environment and the C library say.
  ///
  /// A locale that is not installed is common, since ssh forwards its name; the terminal at the
  /// other end is still the one it names. Only an explicit `C`, `POSIX` or other encoding counts as
  /// a wish for less.
  ///
  /// - Parameters:
  ///   - ascii: What the user asked for: true for ASCII, false for Unicode, nil for nothing.
  ///   - environment: The environment's variables.
  ///   - codeset: The encoding of the locale the environment names, nil when it is not installed.
  /// - Returns: What to draw with.
  public static func choose(
    ascii: Bool?, environment: [String: String], codeset: String?
  ) -> CharacterSetChoice {
    let isUnicode = codeset.map(namesUTF8) ?? false
    if let ascii {
      if ascii { return .ascii }
      return isUnicode ? .unicode : .unicodeByFallback
    }
    if isUnicode { return .unicode }
    let wish =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    if wish.isEmpty || namesUTF8(wish) { return .unicodeByFallback }
    if wish == "C" || wish == "POSIX" { return .ascii }
    // A name without an encoding that is not installed says nothing about the terminal.
    return codeset == nil && !wish.contains(".") ? .unicodeByFallback : .ascii
  }

  private static func namesUTF8(_ name: String) -> Bool {
    let folded = name.lowercased().filter { $0 != "-" }
    return folded == "utf8" || folded.hasSuffix(".utf8") || folded.contains(".utf8@")
  }
}
