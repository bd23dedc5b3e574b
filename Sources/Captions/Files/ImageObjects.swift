internal import TextData

/// Which objects are in which images: the truth that captions are held to.
///
/// It is gathered from any number of files, read piece by piece, and takes memory for the images and
/// their distinct categories only.
public struct ImageObjects: Sendable {
  /// The images.
  public private(set) var names = ImageNames()
  /// The categories, with what captions call them; those that only the annotations know are added.
  public private(set) var synonyms: ObjectSynonyms
  /// Categories of the annotations that the list of synonyms does not have.
  public private(set) var addedCategories: [String] = []

  /// By the place of the image, the names of its categories.
  private var objects: [Int: Set<String>] = [:]

  /// Creates a truth without images.
  public init(synonyms: ObjectSynonyms) { self.synonyms = synonyms }

  /// How many images have objects, or are said to have none.
  public var count: Int { objects.count }

  /// The objects of an image; nil when no annotation speaks of it.
  ///
  /// - Parameter name: Its number, file or stem.
  /// - Returns: The names of its categories, with the image's place in ``names``.
  public func objects(ofImageNamed name: String) -> (place: Int, categories: Set<String>)? {
    guard let place = names.image(named: name), let categories = objects[place] else { return nil }
    return (place, categories)
  }

  /// Adds objects of an image, by their categories' names or synonyms of these.
  mutating func add(_ categories: some Sequence<String>, toImage image: String) {
    let place = names.known(image)
    var known = objects[place] ?? []
    for category in categories {
      if let name = name(of: category) { known.insert(name) }
    }
    objects[place] = known
  }

  /// Adds what reference captions mention to an image that is annotated already.
  mutating func add(_ mentions: [ObjectMention], toAnnotatedImageAt place: Int) {
    objects[place]?.formUnion(mentions.map(\.category))
  }

  /// Says that an image was looked at, whether or not something is in it, and which file it is.
  mutating func annotate(_ identifier: String, file: String?) {
    let place = names.known(identifier, file: file)
    if objects[place] == nil { objects[place] = [] }
  }

  /// The name in the list of what annotations call a category, which is added if it is not there.
  private mutating func name(of category: String) -> String? {
    if let known = synonyms.category(of: category) { return known }
    guard synonyms.add(category) else { return nil }
    addedCategories.append(category)
    return synonyms.category(of: category)
  }
}

extension ImageObjects {
  /// Reads lines of JSON, each an image with the names of its objects:
  /// `{"image_id": 391895, "objects": ["person", "bicycle"]}`.
  ///
  /// - Parameter bytes: The text in UTF-8; empty lines are passed over.
  /// - Throws: ``CaptionProblem`` for a line that is no such object.
  public mutating func read(jsonLines bytes: ArraySlice<UInt8>) throws(CaptionProblem) {
    try forEachRecord(of: bytes) { (line, members) throws(CaptionProblem) in
      guard let image = members.text(of: ImageField.names) else {
        throw CaptionProblem(
          "there is no image; it must be named by \(ImageField.list)", line: line)
      }
      guard case .array(let values)? = members.value(of: "objects") else {
        throw CaptionProblem("there is no list 'objects' of names", line: line)
      }
      var objects: [String] = []
      for value in values {
        guard case .string(let name) = value, name.contains(where: { !$0.isWhitespace }) else {
          throw CaptionProblem("the list 'objects' must hold names", line: line)
        }
        objects.append(name)
      }
      add(objects, toImage: image)
    }
  }
}

/// The names that files give to the field of an image, the most telling first.
enum ImageField {
  static let names = [
    "image_id", "image", "image_name", "image_file", "file_name", "sample", "question_id",
  ]
  static let list = names.joined(separator: ", ")
}
