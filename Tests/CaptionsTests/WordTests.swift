import Testing

import Captions

@Suite struct WordTests {
  static let plurals = [
    "people person", "men man", "policemen policeman", "women woman", "grandchildren grandchild",
    "knives knife", "wives wife", "lives life", "leaves leaf", "shelves shelf", "wolves wolf",
    "calves calf", "scarves scarf", "gloves glove", "sleeves sleeve", "olives olive",
    "geese goose", "mice mouse", "feet foot", "teeth tooth", "oxen ox",
    "buses bus", "minibuses minibus", "glasses glass", "dresses dress", "lenses lens",
    "houses house", "blouses blouse", "horses horse", "vases vase", "nurses nurse",
    "boxes box", "couches couch", "benches bench", "toothbrushes toothbrush", "dishes dish",
    "headaches headache", "sizes size", "oranges orange", "faces face", "plates plate",
    "ties tie", "pies pie", "cookies cookie", "puppies puppy", "ferries ferry", "ladies lady",
    "potatoes potato", "toes toe", "shoes shoe", "canoes canoe", "skis ski", "taxis taxi",
    "menus menu", "tvs tv", "zebras zebra", "boys boy", "cars car",
  ]

  @Test("plurals have their singulars", arguments: plurals)
  func plural(pair: String) {
    let words = pair.split(separator: " ").map(String.init)
    #expect(Singular.of(words[0]) == words[1])
    #expect(Singular.of(words[1]) == words[1], "a singular stays as it is")
  }

  @Test(
    "words in s that are no plurals stay",
    arguments: [
      "bus", "glass", "grass", "tennis", "scissors", "this", "his", "is", "us", "was", "series",
      "news", "gas", "'s", "s", "", ".", "christmas", "sheep", "cattle", "abdomen", "iris",
    ])
  func unchanged(word: String) { #expect(Singular.of(word) == word) }

  @Test("captions are taken apart as NLTK does it")
  func tokens() {
    let expected: [(String, [String])] = [
      ("A cat, a dog.", ["a", "cat", ",", "a", "dog", "."]),
      ("It's the man's; don't!", ["it", "'s", "the", "man", "'s", ";", "do", "n't", "!"]),
      ("At 10:30, 1,000 dogs,cats", ["at", "10:30", ",", "1,000", "dogs", ",", "cats"]),
      ("well-lit car/truck a—b c–d", ["well-lit", "car/truck", "a", "—", "b", "c", "–", "d"]),
      ("(a cat) #1 **dog**", ["(", "a", "cat", ")", "#", "1", "*", "*", "dog", "*", "*"]),
      ("the dogs' toys", ["the", "dogs", "'", "toys"]),
      ("the u.s. coast.", ["the", "u.s", ".", "coast", "."]),
      ("woman’s", ["woman", "'s"]), ("", []), (" \n\t", []), ("...", [".", ".", "."]),
      ("'hello'", ["'", "hello", "'"]), ("''''", ["'", "'", "'", "'"]),
    ]
    for (caption, tokens) in expected { #expect(CaptionTokens.of(caption) == tokens) }
  }

  @Test("a hundred thousand marks of one kind are taken apart, and letters behind them are found")
  func longRuns() {
    let count = 100_000
    let quotes = String(repeating: "'", count: count)
    #expect(CaptionTokens.of(quotes).count == count)
    #expect(CaptionTokens.of(quotes + "cat" + quotes) == tokens(count, "cat", count))
    let clitics = CaptionTokens.of("cat" + String(repeating: "'s", count: count))
    #expect(clitics.count == count + 1 && clitics.first == "cat" && clitics.last == "'s")
    let points = String(repeating: ".", count: count)
    #expect(CaptionTokens.of(points).count == count)
    #expect(CaptionTokens.of("a" + points + "b.") == ["a" + points + "b", "."])
  }

  private func tokens(_ before: Int, _ word: String, _ after: Int) -> [String] {
    Array(repeating: "'", count: before) + [word] + Array(repeating: "'", count: after)
  }

  @Test("words are counted as they are written")
  func counts() {
    #expect(CaptionTokens.count(of: "A cat, a dog - and 2 well-lit birds.") == 8)
    #expect(CaptionTokens.count(of: " . , \n") == 0)
  }

  @Test("no character of a caption is lost or made up")
  func concatenation() {
    var generator = SystemRandomNumberGenerator()
    let alphabet = Array("abs'.,:;-!?()\"123*é— \t’")
    for _ in 0..<2000 {
      let text = String((0..<20).map { _ in alphabet.randomElement(using: &generator) ?? "a" })
      let joined = CaptionTokens.of(text).joined()
      let expected = String(
        text.lowercased().filter { !$0.isWhitespace }.map { $0 == "’" ? "'" : $0 })
      #expect(joined == expected)
    }
  }
}
