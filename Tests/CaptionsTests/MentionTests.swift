import Captions
import Testing

@Suite struct MentionTests {
  /// Captions with the words that mention objects, worked out by hand; commas between.
  static let worked: [(caption: String, words: String)] = [
    ("A man riding a horse on a beach.", "man, horse"),
    ("Two men and three women are standing near buses.", "man, woman, bus"),
    ("The bus waits; a car passes.", "bus, car"),
    (
      "Several people sit at a dining table with wine glasses, knives, and forks.",
      "person, dining table, wine glass, knife, fork"
    ),
    ("A glass of wine and a wine glass.", "wine glass"),
    ("A baby elephant walks beside an adult elephant.", "elephant, elephant"),
    ("A baby walks beside an elephant.", "baby, elephant"),
    ("Baby birds and adult zebras.", "bird, zebra"),
    ("A passenger train is on the train tracks.", "train"),
    ("A passenger leaves the train.", "passenger, train"),
    ("A passenger jet flies over a stop sign.", "jet, stop sign"),
    ("The toilet seat is up.", "toilet"),
    ("The seat of the toilet is white.", "toilet"),
    ("A chair with a red seat.", "chair, seat"),
    ("A man in a bow tie talks on his cell phone.", "man, tie, cell phone"),
    ("Ties and neckties are for sale.", "tie, necktie"),
    ("A hot dog with mustard, and a dog.", "hot dog, dog"),
    ("Hot dogs, dogs!", "hot dog, dog"),
    (
      "Geese and mice and children are under the traffic lights.",
      "goose, mouse, child, traffic light"
    ),
    ("She wears skis and holds one ski.", "ski, ski"),
    ("A pair of scissors lies on the desk.", "scissors, desk"),
    ("A teddy bear sits between two bears.", "teddy bear, bear"),
    ("A player at home plate swings a baseball bat.", "player, baseball bat"),
    ("Two tennis rackets and several sports balls.", "tennis racket, sports ball"),
    ("Motor bikes, motor cycles and a motorbike.", "motor bike, motor cycle, motorbike"),
    ("An air plane and several airplanes.", "air plane, airplane"),
    (
      "A laptop computer on a table with keyboards and remotes.",
      "laptop computer, table, keyboard, remote"
    ),
    ("A fire hydrant beside parking meters.", "fire hydrant, parking meter"),
    ("Suit cases and luggage are stacked on benches.", "suit case, luggage, bench"),
    ("The man's dogs aren't near the woman's cat.", "man, dog, woman, cat"),
    ("\"Look,\" said the lady: two cups (and bowls) were empty!", "lady, cup, bowl"),
    ("Sandwiches, pizzas, doughnuts and oranges", "sandwich, pizza, doughnut, orange"),
    ("Cows, cattle, sheep, oxen and calves graze.", "cow, cattle, sheep, ox, calf"),
    ("Ponies and puppies in canoes and ferries", "pony, puppy, canoe, ferry"),
    ("**People** on couches—and a TV.", "person, couch, tv"),
    ("The grass is wet and nobody is there.", ""),
    ("A well-lit stop-sign", ""),
    ("", ""),
  ]

  @Test("objects are found as worked out by hand", arguments: worked)
  func mentioned(caption: String, words: String) {
    let mentions = ObjectSynonyms.coco.mentions(in: caption)
    #expect(mentions.map(\.word).joined(separator: ", ") == words)
    for mention in mentions {
      #expect(ObjectSynonyms.coco.category(of: mention.word) == mention.category)
    }
  }

  @Test("mentions do not depend on upper case and surrounding blanks", arguments: worked)
  func upperCase(caption: String, words: String) {
    let shouted = "\t" + caption.uppercased().split(separator: " ").joined(separator: "  ") + " \n"
    #expect(
      ObjectSynonyms.coco.mentions(in: shouted) == ObjectSynonyms.coco.mentions(in: caption))
  }

  @Test("the mentions of two sentences are those of each")
  func concatenation() {
    let synonyms = ObjectSynonyms.coco
    for (first, second) in zip(Self.worked, Self.worked.dropFirst()) {
      // A seat is none where a toilet is in the other sentence.
      if [first, second].contains(where: { $0.words.contains("toilet") }) { continue }
      #expect(
        synonyms.mentions(in: first.caption + " . " + second.caption)
          == synonyms.mentions(in: first.caption) + synonyms.mentions(in: second.caption))
    }
  }

  @Test("every name and synonym of the built-in list is found in singular and plural")
  func list() {
    let synonyms = ObjectSynonyms.coco
    #expect(synonyms.categories.count == 80)
    #expect(synonyms.categories.first == "person" && synonyms.categories.last == "toothbrush")
    for line in ObjectSynonyms.cocoText.split(separator: "\n") where !line.hasPrefix("#") {
      for word in line.split(separator: ",") {
        let name = word.drop { $0 == " " }
        #expect(synonyms.mentions(in: "Look: \(name).").count == 1, "\(name)")
        #expect(synonyms.category(of: "\(name)") == String(line.prefix { $0 != "," }), "\(name)")
      }
    }
  }

  @Test("a list of one's own replaces the built-in one, whatever its blanks and line ends")
  func ownList() throws {
    let text = "# ours\r\nstreet lamp,  Lamp post , lantern\r\n\nOx,oxen\n"
    let synonyms = try ObjectSynonyms(Array(text.utf8)[...])
    #expect(synonyms.categories == ["street lamp", "ox"])
    #expect(
      synonyms.mentions(in: "Street lamps, lamp posts, a lantern, oxen and people.").map(\.category)
        == ["street lamp", "street lamp", "street lamp", "ox"])
  }

  @Test(
    "a list that says two things or nothing is refused with its line",
    arguments: [
      ("cat, kitten\ndog, puppy, kittens\n", "line 2: 'kittens' names 'dog' here and 'cat' before"),
      ("", "line 1: there is no category"), ("# nothing\n , ,\n", "line 1: there is no category"),
      ("cat\ncat\n", "line 2: 'cat' names 'cat' here and 'cat' before"),
    ])
  func refusedLists(text: String, start: String) {
    let error = #expect(throws: CaptionProblem.self) {
      try ObjectSynonyms(Array(text.utf8)[...])
    }
    #expect(error?.description.hasPrefix(start) == true, "\(error?.description ?? "")")
  }
}
