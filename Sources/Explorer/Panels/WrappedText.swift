internal import TerminalUI

/// Returns as many characters as take at most `width` columns, but one at least.
private func prefix(of word: Substring, _ width: Int) -> Substring {
  var end = word.startIndex
  var taken = 0
  for index in word.indices {
    taken += DisplayWidth.columns(of: DisplayWidth.printable(word[index]))
    if taken > width, index > word.startIndex { break }
    end = word.index(after: index)
  }
  return word[..<end]
}

/// Returns a text broken at blanks into lines of at most `width` columns; longer words are cut.
func wrapped(_ text: String, to width: Int) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    var word = word
    while DisplayWidth.columns(of: word) > width {
      if !line.isEmpty { lines.append(line) }
      line = ""
      let fitting = prefix(of: word, width)
      lines.append(String(fitting))
      word = word.dropFirst(fitting.count)
    }
    let joined = line.isEmpty ? String(word) : line + " " + word
    if DisplayWidth.columns(of: joined) > width {
      lines.append(line)
      line = String(word)
    } else {
      line = joined
    }
  }
  return line.isEmpty ? lines : lines + [line]
}
