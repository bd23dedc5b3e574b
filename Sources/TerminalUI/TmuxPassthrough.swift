/// What tmux passes on to the terminal around it, where its option `allow-passthrough` is set.
package enum TmuxPassthrough {
  /// A sequence for the terminal around tmux: in a device control string, each Escape doubled.
  ///
  /// - Parameter sequence: What that terminal is to read.
  /// - Returns: What to send to tmux.
  package static func wrapped(_ sequence: String) -> String {
    "\u{1B}Ptmux;"
      + sequence.split(separator: "\u{1B}", omittingEmptySubsequences: false)
      .joined(separator: "\u{1B}\u{1B}") + "\u{1B}\\"
  }
}
