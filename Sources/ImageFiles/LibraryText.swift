/// The text in a fixed array of C characters, which Swift sees as a tuple.
///
/// The text may quote a hostile file, so whatever is not printable ASCII becomes `?`.
///
/// - Parameter characters: The array as imported from C; a zero byte ends the text.
/// - Returns: One line of printable ASCII.
func libraryText<Characters: BitwiseCopyable>(_ characters: Characters) -> String {
  withUnsafeBytes(of: characters) { buffer in
    String(
      decoding: buffer.prefix { $0 != 0 }.map { (32..<127).contains($0) ? $0 : 0x3F },
      as: UTF8.self)
  }
}
