/// How well what was typed fits a text whose letters it has in the same order, not always one after
/// the other: `nk` fits `next kept patch`.
struct FuzzyMatch {
  /// The higher, the better: letters at the beginnings of words and in runs count more, gaps and long
  /// texts less.
  let score: Int
  /// Places of the letters, as offsets of characters.
  let places: [Int]

  private static let letter = 16
  private static let wordStart = 8
  private static let run = 10

  /// Fits a pattern to a text; nil where the text lacks a letter.
  ///
  /// - Parameters:
  ///   - pattern: Lower-case characters, one or more.
  ///   - text: The text; case does not count.
  /// - Complexity: O(pattern · text).
  init?(_ pattern: [Character], in text: String) {
    let characters = Array(text.lowercased())
    guard !pattern.isEmpty, Self.isSubsequence(pattern, of: characters) else { return nil }
    // For each letter of the pattern and each place: the best score with that letter there, and the
    // place of the letter before.
    var previous = [Int?](repeating: nil, count: characters.count)
    var origins: [[Int]] = []
    for (step, wanted) in pattern.enumerated() {
      var scores = [Int?](repeating: nil, count: characters.count)
      var origin = [Int](repeating: -1, count: characters.count)
      var best: (score: Int, place: Int)?
      for place in characters.indices {
        defer {
          best = best.map { ($0.score - 1, $0.place) }
          if let score = previous[place], score >= best?.score ?? .min { best = (score, place) }
        }
        guard characters[place] == wanted else { continue }
        let own = Self.letter + (Self.beginsWord(place, characters) ? Self.wordStart : 0)
        if step == 0 {
          scores[place] = own - min(place, 4)
        } else if let best {
          let inRun = place > 0 ? previous[place - 1].map { $0 + Self.run } : nil
          let isRun = (inRun ?? .min) >= best.score
          scores[place] = own + (isRun ? inRun ?? 0 : best.score)
          origin[place] = isRun ? place - 1 : best.place
        }
      }
      origins.append(origin)
      previous = scores
    }
    guard let end = previous.indices.max(by: { (previous[$0] ?? .min) < (previous[$1] ?? .min) }),
      let total = previous[end]
    else { return nil }
    var places = [end]
    for step in origins.indices.dropFirst().reversed() {
      places.append(origins[step][places[places.count - 1]])
    }
    score = total - characters.count / 8
    self.places = places.reversed()
  }

  private static func beginsWord(_ place: Int, _ text: [Character]) -> Bool {
    place == 0 || !(text[place - 1].isLetter || text[place - 1].isNumber)
  }

  /// Whether a text has all letters of a pattern in their order.
  static func isSubsequence<Element: Equatable>(
    _ pattern: some Sequence<Element>, of text: some Sequence<Element>
  ) -> Bool {
    var rest = text.makeIterator()
    return pattern.allSatisfy { wanted in
      while let next = rest.next() { if next == wanted { return true } }
      return false
    }
  }
}
