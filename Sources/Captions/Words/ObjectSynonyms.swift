/// A category that a caption mentions, and the word that it does so with.
public struct ObjectMention: Sendable, Hashable {
  /// The word, in lower case and in the singular; of two words with a blank between.
  public let word: String
  /// The name of the category.
  public let category: String

  /// Creates a mention.
  public init(word: String, category: String) {
    self.word = word
    self.category = category
  }
}

/// Categories of objects with the words that captions use for them.
///
/// As a text it has a line for each category: its name and its synonyms, with commas between. Words
/// are looked up in the singular, so that a list need not hold plurals.
///
/// Which words of a caption are objects follows the CHAIR metric of [Rohrbach et al. 2018]:
///
/// 1. The caption in lower case is taken apart into words, each is brought to the singular.
/// 2. From left to right two words become one where they are a name: those of the list (`cell phone`),
///    and others that would be mistaken for an object (`home plate`, `train track`). A baby or adult
///    animal is the animal, and no person; a passenger train or jet is the vehicle; a bow tie is a
///    tie, a toilet seat a toilet.
/// 3. Where a toilet is mentioned, a seat is none.
/// 4. Every word that is in the list is a mention of its category.
///
/// The published code differs in what its library takes for singulars (it finds no `bus`, no `ties`
/// and no `canoes`), in blanks and upper case in its list, which count there, and in that only those
/// names of two words become one that it knows itself.
///
/// [Rohrbach et al. 2018]: https://arxiv.org/abs/1809.02156
public struct ObjectSynonyms: Sendable {
  /// The names of the categories, in the order of the list.
  public private(set) var categories: [String] = []

  /// Categories by the words that name them, in the singular.
  private var places: [String: Int] = [:]
  /// What two words become, by both with a blank between.
  private var doubles: [String: String] = Self.commonDoubles

  /// The most bytes of a list.
  public static let maximumBytes = 1 << 20

  /// Reads a list.
  ///
  /// - Parameter bytes: The text in UTF-8; empty lines, and lines that begin with `#`, are passed
  ///   over.
  /// - Throws: ``CaptionProblem`` for a word that names two categories, a name without letters, and
  ///   for a list without categories.
  public init(_ bytes: ArraySlice<UInt8>) throws(CaptionProblem) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CaptionProblem("the text must be UTF-8", line: 1)
    }
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      let words = line.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
      guard let name = words.first, !line.hasPrefix("#") else { continue }
      if let known = add(words) {
        throw CaptionProblem(
          "'\(known.word)' names '\(name)' here and '\(known.category)' before; "
            + "a word may name one category", line: index + 1)
      }
    }
    guard !categories.isEmpty else {
      throw CaptionProblem(
        "there is no category; each line must be a name and its synonyms, with commas between",
        line: 1)
    }
  }

  /// Adds a category of one name, for objects that the list does not know; one that it knows is left.
  ///
  /// - Parameter name: The name.
  /// - Returns: Whether it was added.
  public mutating func add(_ name: String) -> Bool {
    let name = Self.trimmed(name[...])
    guard !name.isEmpty, category(of: name) == nil else { return false }
    return add([name]) == nil
  }

  /// The category that a name or synonym, of one word or more, stands for; nil for none.
  ///
  /// - Parameter name: In upper or lower case, in singular or plural.
  /// - Returns: The name of the category.
  public func category(of name: String) -> String? {
    let name = Self.trimmed(name[...])
    return (places[name] ?? places[Self.singular(name)]).map { categories[$0] }
  }

  /// The objects that a caption mentions, in their order, each as often as it is mentioned.
  ///
  /// - Parameter caption: The caption.
  /// - Returns: The mentions.
  public func mentions(in caption: String) -> [ObjectMention] {
    let words = words(of: caption)
    let hasToilet = words.contains("toilet")
    return words.compactMap { word in
      guard !(hasToilet && word == "seat"), let place = places[word] else { return nil }
      return ObjectMention(word: word, category: categories[place])
    }
  }

  /// The words of a caption in the singular, two that are one name joined; punctuation included.
  ///
  /// - Parameter caption: The caption.
  /// - Returns: The words in their order.
  public func words(of caption: String) -> [String] {
    let words = CaptionTokens.of(caption).map(Singular.of)
    var joined: [String] = []
    var place = 0
    while place < words.count {
      if place + 1 < words.count, let name = doubles[words[place] + " " + words[place + 1]] {
        joined.append(name)
        place += 2
      } else {
        joined.append(words[place])
        place += 1
      }
    }
    return joined
  }

  /// Adds a category.
  ///
  /// - Returns: A word that names another one already, with that one; nil when all went well.
  private mutating func add(_ words: [String]) -> (word: String, category: String)? {
    let place = categories.count
    for word in words {
      for form in [word, Self.singular(word)] {
        if let known = places[form], known != place { return (word, categories[known]) }
        places[form] = place
        if form.count(where: { $0 == " " }) == 1, doubles[form] == nil { doubles[form] = word }
      }
    }
    categories.append(words[0])
    return nil
  }

  /// A name with each of its words in the singular.
  private static func singular(_ name: String) -> String {
    name.split(separator: " ").map { Singular.of(String($0)) }.joined(separator: " ")
  }

  /// A name in lower case with single blanks between its words.
  private static func trimmed(_ name: Substring) -> String {
    name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// Two words that are one name in every list, or no object at all.
  private static let commonDoubles: [String: String] = {
    var doubles: [String: String] = [
      "bow tie": "tie", "toilet seat": "toilet", "wine glas": "wine glass",
      "home plate": "home plate",
      "train track": "train track",
    ]
    let names = [
      "motor bike", "motor cycle", "air plane", "traffic light", "street light", "traffic signal",
      "stop light", "fire hydrant", "stop sign", "parking meter", "suit case",
      "baseball bat", "baseball glove", "tennis racket", "wine glass", "hot dog", "cell phone",
      "mobile phone", "teddy bear", "hair drier", "potted plant", "laptop computer",
    ]
    for name in names { doubles[name] = name }
    let animals = [
      "bird", "cat", "dog", "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe",
      "animal", "cub",
    ]
    for animal in animals {
      doubles["baby \(animal)"] = animal
      doubles["adult \(animal)"] = animal
    }
    for vehicle in ["jet", "train"] { doubles["passenger \(vehicle)"] = vehicle }
    return doubles
  }()
}
