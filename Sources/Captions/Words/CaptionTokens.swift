/// A caption taken apart into words and punctuation, in lower case.
///
/// Much as NLTK's `word_tokenize` does, on which the published metric stands: punctuation is split
/// off, a full stop only at the end of a word (`a cat.` but `u.s`), commas and colons not before
/// digits, and `'s`, `n't` and the like from what they are attached to. Hyphens join: `well-lit` is
/// one word. Underscores and slashes join too.
package enum CaptionTokens {
  /// The tokens of a caption.
  ///
  /// - Parameter caption: Any text.
  /// - Returns: Words and punctuation in their order.
  /// - Complexity: O(length).
  package static func of(_ caption: String) -> [String] {
    caption.lowercased().split(whereSeparator: \.isWhitespace).flatMap { chunk in
      parts(of: Array(chunk.map { $0 == "’" ? "'" : $0 }))
    }
  }

  /// The words as they are written: what lies between blanks and has a letter or a digit.
  package static func count(of caption: String) -> Int {
    caption.split(whereSeparator: \.isWhitespace)
      .count { $0.contains { $0.isLetter || $0.isNumber } }
  }

  private static let alone: Set<Character> = [
    ";", "!", "?", "\"", "“", "”", "‘", "«", "»", "(", ")", "[", "]", "{", "}", "<", ">", "@", "#",
    "$", "%", "&", "*", "…", "—", "–", "`",
  ]

  /// Splits what lies between two blanks.
  private static func parts(of chunk: [Character]) -> [String] {
    var parts: [String] = []
    var word: [Character] = []
    let last = chunk.lastIndex { $0.isLetter || $0.isNumber } ?? -1
    func end() {
      if !word.isEmpty { parts += split(word) }
      word = []
    }
    for (place, character) in chunk.enumerated() {
      let rest = chunk[(place + 1)...]
      let isMark =
        alone.contains(character)
        || (character == "," || character == ":") && rest.first?.isNumber != true
        || character == "." && place > last
        || character == "-" && (rest.first == "-" || word.isEmpty && chunk.count > 1)
      if isMark {
        end()
        parts.append(String(character))
      } else {
        word.append(character)
      }
    }
    end()
    return parts
  }

  private static let clitics = ["n't", "'s", "'m", "'d", "'ll", "'re", "'ve"].map(Array.init)

  /// Splits apostrophes and what follows them from a word.
  private static func split(_ text: [Character]) -> [String] {
    var word = text[...]
    var before: [String] = []
    var after: [String] = []
    while word.count > 1 {
      if let clitic = clitics.first(where: { clitic in
        word.count > clitic.count && word.suffix(clitic.count) == clitic[...]
      }) {
        word.removeLast(clitic.count)
        after.append(String(clitic))
      } else if word.last == "'" {
        word.removeLast()
        after.append("'")
      } else if word.first == "'", !clitics.contains(where: { word == $0[...] }) {
        word.removeFirst()
        before.append("'")
      } else {
        break
      }
    }
    return before + [String(word)] + after.reversed()
  }
}
