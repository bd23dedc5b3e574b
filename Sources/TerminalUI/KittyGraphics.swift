/// Sequences of kitty's graphics protocol, for pictures that cells show through placeholders.
///
/// A picture is sent once and then belongs to the terminal; wherever a placeholder cell stands, the
/// terminal draws its part of the picture. So pictures are text for whatever lies between: they can
/// be covered, moved and redrawn as cells are.
///
/// Source: "Terminal graphics protocol" of kitty, "Unicode placeholders".
package struct KittyGraphics: Sendable {
  /// Whether tmux lies between.
  package let isWrapped: Bool

  /// The most base64 of one sequence.
  package static let chunk = 4096

  /// Creates an encoder.
  ///
  /// - Parameter isWrapped: Whether tmux lies between, which passes on only what is wrapped.
  package init(isWrapped: Bool) { self.isWrapped = isWrapped }

  /// Sends a picture and prepares it for placeholders; nothing is answered.
  ///
  /// - Parameters:
  ///   - compressed: Its samples, three for a pixel, as a zlib stream.
  ///   - id: Its number, not 0; a picture that had it before is gone.
  ///   - width: Pixels from left to right.
  ///   - height: Pixels from top to bottom.
  ///   - columns: Cells from left to right.
  ///   - rows: Cells from top to bottom.
  /// - Returns: What to send.
  package func upload(
    compressed: [UInt8], id: UInt32, width: Int, height: Int, columns: Int, rows: Int
  ) -> String {
    let text = Base64.coded(compressed)
    var sequences = ""
    var start = 0
    repeat {
      let end = min(start + Self.chunk, text.count)
      // Only the first chunk says what it is.
      let keys = start == 0 ? "a=t,f=24,o=z,t=d,i=\(id),s=\(width),v=\(height)," : ""
      let more = end < text.count ? 1 : 0
      let data = String(decoding: text[start..<end], as: UTF8.self)
      sequences += sequence("\(keys)q=2,m=\(more);\(data)")
      start = end
    } while start < text.count
    return sequences + sequence("a=p,U=1,i=\(id),c=\(columns),r=\(rows),q=2")
  }

  /// Frees a picture and its memory.
  package func deletion(of id: UInt32) -> String { sequence("a=d,d=I,i=\(id),q=2") }

  private func sequence(_ content: String) -> String {
    let sequence = "\u{1B}_G\(content)\u{1B}\\"
    return isWrapped ? TmuxPassthrough.wrapped(sequence) : sequence
  }

  // MARK: Placeholders

  /// The numbers of pictures that a program uses: each is told by one of a few colours of the
  /// palette and by one of 255 marks.
  ///
  /// Colours of the palette survive every terminal and every multiplexer between; which ones depends
  /// on the process, so that two of them in one terminal rarely meet.
  package struct Numbers: Sendable, Hashable {
    /// The first colour.
    package let firstColor: Int
    /// Colours.
    package static let colors = 8
    /// Numbers.
    package static let count = 255 * colors

    /// Chooses the numbers of a process.
    package init(process: Int32) {
      firstColor = 16 + Int(process.magnitude % UInt32(256 - 16 - Self.colors + 1))
    }

    /// The number of the picture at an index in `0..<count`.
    package func id(_ index: Int) -> UInt32 {
      UInt32(index % 255 + 1) << 24 | UInt32(color(index))
    }

    /// The colour of the palette that placeholders of a picture have as ink.
    package func color(_ index: Int) -> Int { firstColor + index / 255 }
  }

  /// The scalars of a cell that shows a part of a picture: the placeholder, and marks for the row and
  /// the column of the part and for the highest byte of the picture's number.
  ///
  /// - Parameters:
  ///   - row: The row of cells of the picture, below 297.
  ///   - column: The column of cells of the picture, likewise.
  ///   - id: The picture's number.
  /// - Returns: One character of width 1.
  package static func placeholder(row: Int, column: Int, id: UInt32) -> [UInt32] {
    let marks = KittyDiacritics.marks
    return [0x10_EEEE, marks[row], marks[column], marks[Int(id >> 24)]]
  }
}
