extension CellGrid {
  /// One row as a terminal can draw it: every wide character has its right half, and every place
  /// without a character of its own is a blank.
  ///
  /// Panels may draw over half of a wide character; what is left of it is blanked here, so that
  /// nothing behind it moves.
  ///
  /// - Parameters:
  ///   - row: A row of the grid; one outside traps.
  ///   - unicode: Whether characters beyond ASCII may stay.
  /// - Returns: ``width`` cells; only the right half of a wide character has no character.
  package func drawnRow(_ row: Int, unicode: Bool) -> [Cell] {
    precondition((0..<height).contains(row), "row \(row) of \(height)")
    var drawn = Array(cells[(row * width)..<((row + 1) * width)])
    var column = 0
    while column < width {
      guard var character = drawn[column].character else {
        drawn[column].character = " "
        column += 1
        continue
      }
      if !character.isASCII || character < " " || character == "\u{7F}" {
        character = DisplayWidth.printable(character)
        if !unicode { character = ASCIISubstitute.character(for: character) }
      }
      let wide = DisplayWidth.columns(of: character) == 2
      if wide, column + 1 < width, drawn[column + 1].character == nil {
        drawn[column].character = character
        column += 2
        continue
      }
      drawn[column].character = wide ? " " : character
      column += 1
    }
    return drawn
  }
}
