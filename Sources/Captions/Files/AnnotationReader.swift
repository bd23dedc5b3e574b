/// Reads COCO's annotations of objects (`instances_*.json`), piece by piece.
///
/// Of the lists `images` (`id`, `file_name`), `annotations` (`image_id`, `category_id`) and
/// `categories` (`id`, `name`), in any order; outlines and all else are passed over.
public struct AnnotationReader: Sendable {
  private var stream = RecordStream(fields: [
    "images": ["id", "file_name"], "annotations": ["image_id", "category_id"],
    "categories": ["id", "name"],
  ])
  private var files: [(identifier: String, file: String?)] = []
  /// The identifiers of categories, by that of the image.
  private var annotations: [String: Set<String>] = [:]
  private var categories: [String: String] = [:]

  /// Begins a text.
  public init() {}

  /// Reads a piece.
  ///
  /// - Parameter piece: The bytes that follow those of the piece before.
  /// - Throws: ``CaptionProblem`` for what is not JSON, and for records without their fields.
  public mutating func read(_ piece: ArraySlice<UInt8>) throws(CaptionProblem) {
    var (files, annotations, categories) = (files, annotations, categories)
    (self.files, self.annotations, self.categories) = ([], [:], [:])
    defer { (self.files, self.annotations, self.categories) = (files, annotations, categories) }
    try stream.read(piece) { (record) throws(CaptionProblem) in
      switch record.list {
      case "images": files.append((try record.required("id"), record.fields["file_name"]))
      case "annotations":
        let category = try record.required("category_id")
        annotations[try record.required("image_id"), default: []].insert(category)
      default: categories[try record.required("id")] = try record.required("name")
      }
    }
  }

  /// Adds what was read to a truth.
  ///
  /// - Parameter objects: What it is added to.
  /// - Throws: ``CaptionProblem`` for a text that is cut off or without annotations, and for a
  ///   category without a name.
  public mutating func finish(into objects: inout ImageObjects) throws(CaptionProblem) {
    try stream.finish()
    guard stream.lists.isSuperset(of: ["annotations", "categories"]) else {
      throw CaptionProblem(
        "there are no lists 'annotations' and 'categories', as COCO's instances_*.json have them; "
          + "lines such as {\"image_id\": 391895, \"objects\": [\"person\"]} are read too")
    }
    for (identifier, file) in files { objects.annotate(identifier, file: file) }
    // Sorted, so that every run names categories and problems in one order.
    for (image, numbers) in annotations.sorted(by: { $0.key < $1.key }) {
      var names: [String] = []
      for number in numbers.sorted() {
        guard let name = categories[number] else {
          throw CaptionProblem("image \(image) has category \(number), which has no name")
        }
        names.append(name)
      }
      objects.add(names, toImage: image)
    }
  }
}

/// Reads COCO's reference captions (`captions_*.json`), piece by piece, and adds the objects that they
/// mention to the images that are annotated.
public struct ReferenceReader: Sendable {
  private var stream = RecordStream(fields: ["annotations": ["image_id", "caption"]])
  /// How many captions were read.
  public private(set) var count = 0

  /// Begins a text.
  public init() {}

  /// Reads a piece.
  ///
  /// - Parameters:
  ///   - piece: The bytes that follow those of the piece before.
  ///   - objects: What is added to.
  /// - Throws: ``CaptionProblem`` for what is not JSON, and for records without their fields.
  public mutating func read(
    _ piece: ArraySlice<UInt8>, into objects: inout ImageObjects
  ) throws(CaptionProblem) {
    var count = count
    defer { self.count = count }
    try stream.read(piece) { (record) throws(CaptionProblem) in
      count += 1
      let image = try record.required("image_id")
      let caption = try record.required("caption")
      guard let place = objects.objects(ofImageNamed: image)?.place else { return }
      objects.add(objects.synonyms.mentions(in: caption), toAnnotatedImageAt: place)
    }
  }

  /// Tells that there are no more pieces.
  ///
  /// - Throws: ``CaptionProblem`` for a text that is cut off or without captions.
  public mutating func finish() throws(CaptionProblem) {
    try stream.finish()
    guard stream.lists.contains("annotations") else {
      throw CaptionProblem(
        "there is no list 'annotations' of captions, as COCO's captions_*.json have it")
    }
  }
}

extension FlatRecord {
  /// The value of a field that must be there.
  fileprivate func required(_ field: String) throws(CaptionProblem) -> String {
    guard let value = fields[field] else {
      throw CaptionProblem("a record of '\(list)' has no '\(field)' that is a number or a text")
    }
    return value
  }
}
