/// The singular of English nouns, as far as names of things in pictures need it.
///
/// Rules by the ending, and lists where English keeps none. A word that is not a plural is returned
/// as it is, also where it ends in s: `bus`, `glass`, `tennis`. (The published metric takes the
/// singulars of pattern.en, whose rules turn `bus` into `bu` and `ties` into `ty`, so that these are
/// not found; here they are.)
package enum Singular {
  /// The singular of a word.
  ///
  /// - Parameter word: In lower case.
  /// - Returns: Its singular; the word itself where it is none, or no plural.
  package static func of(_ word: String) -> String {
    if let known = irregular[word] { return known }
    if let ending = compounds.first(where: { word.hasSuffix($0.plural) }),
      !sameEnding.contains(word)
    {
      return word.dropLast(ending.plural.count) + ending.singular
    }
    guard word.hasSuffix("s"), word.utf8.count > 2, !unchanged.contains(word) else { return word }
    if word.hasSuffix("ss") { return word }
    if word.hasSuffix("us") || word.hasSuffix("is") {
      return openEndings.contains(word) ? String(word.dropLast()) : word
    }
    return word.hasSuffix("es") ? ofES(word) : String(word.dropLast())
  }

  /// The singular of a word that ends in `es`.
  private static func ofES(_ word: String) -> String {
    let (less1, less2) = (String(word.dropLast()), String(word.dropLast(2)))
    if word.hasSuffix("ies") {
      return word.utf8.count <= 4 || endInIE.contains(less1) ? less1 : word.dropLast(3) + "y"
    }
    if word.hasSuffix("ves") { return ofVES(word) }
    if word.hasSuffix("oes") {
      return endInOE.contains(less1) || word.hasSuffix("shoes") ? less1 : less2
    }
    if word.hasSuffix("ches") { return endInCHE.contains(less1) ? less1 : less2 }
    for hiss in ["sses", "shes", "xes", "zzes"] where word.hasSuffix(hiss) { return less2 }
    if word.hasSuffix("uses") {
      let isOpen = word.hasSuffix("ouses") || word.hasSuffix("auses") || endInUSE.contains(less1)
      return isOpen ? less1 : less2
    }
    return less1
  }

  /// The singular of a word that ends in `ves`: of `f`, `fe` or `ve`.
  private static func ofVES(_ word: String) -> String {
    let stem = String(word.dropLast(3))
    if stem == "li" || stem.hasSuffix("kni") || stem.hasSuffix("wi") { return stem + "fe" }
    let isOfF = stem == "el" || endInF.contains { stem.hasSuffix($0) }
    return isOfF ? stem + "f" : String(word.dropLast())
  }

  private static let irregular: [String: String] = [
    "people": "person", "persons": "person", "geese": "goose", "mice": "mouse", "feet": "foot",
    "teeth": "tooth", "oxen": "ox", "lice": "louse", "cacti": "cactus", "busses": "bus",
    "gases": "gas", "lenses": "lens", "irises": "iris", "canvases": "canvas", "atlases": "atlas",
    "axes": "axe", "quizzes": "quiz", "oases": "oasis", "buffaloes": "buffalo",
  ]

  /// Plurals at the end of longer words, such as policemen.
  private static let compounds: [(plural: String, singular: String)] = [
    ("children", "child"), ("men", "man"),
  ]

  private static let sameEnding: Set<String> = [
    "abdomen", "acumen", "amen", "omen", "ramen", "regimen", "semen", "specimen", "stamen", "yemen",
  ]

  /// Words in s that are no plurals, or have no singular.
  private static let unchanged: Set<String> = [
    "always", "as", "atlas", "besides", "bias", "binoculars", "canvas", "christmas", "does", "gas",
    "goes", "has", "headquarters", "its", "jeans", "lens", "mas", "news", "overalls", "pants",
    "perhaps", "pliers", "sometimes", "pajamas", "pancreas", "scissors", "series", "shorts",
    "species", "suspenders", "texas", "tights", "tongs", "towards", "trousers", "tweezers", "was",
    "whereas", "yes",
  ]

  /// Plurals in `us` and `is`, where most words are none.
  private static let openEndings: Set<String> = [
    "alibis", "bayous", "bikinis", "bureaus", "caribous", "chilis", "corgis", "emus", "gnus",
    "gurus", "haikus", "jacuzzis", "kiwis", "kudus", "luaus", "martinis", "menus", "minis",
    "okapis", "paninis", "pepperonis", "plateaus", "rabbis", "safaris", "salamis", "semis", "skis",
    "snowskis", "suzukis", "taxis", "tsunamis", "waterskis", "yetis", "zebus", "zucchinis",
  ]

  private static let endInIE: Set<String> = [
    "auntie", "beanie", "birdie", "bogie", "bookie", "bowtie", "brownie", "budgie", "cabbie",
    "calorie", "collie", "cookie", "doggie", "foodie", "genie", "goalie", "hippie", "hoodie",
    "junkie", "lassie", "magpie", "menagerie", "movie", "necktie", "newbie", "oldie", "pinkie",
    "pixie", "prairie", "rookie", "selfie", "smoothie", "sortie", "veggie", "walkie", "zombie",
  ]

  private static let endInOE: Set<String> = [
    "canoe", "floe", "foe", "hoe", "oboe", "roe", "tiptoe", "toe", "woe",
  ]

  private static let endInCHE: Set<String> = [
    "ache", "avalanche", "backache", "cache", "headache", "moustache", "mustache", "niche",
    "quiche", "toothache",
  ]

  private static let endInUSE: Set<String> = ["excuse", "fuse", "muse", "recluse", "ruse", "use"]

  private static let endInF = [
    "cal", "dwar", "hal", "hoo", "lea", "loa", "scar", "sel", "shea", "shel", "thie", "whar", "wol",
  ]
}
