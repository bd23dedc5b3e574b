import Captions
import Testing

@Suite struct ImageNameTests {
  private static let file = "COCO_val2014_000000391895.jpg"
  private static let instances = """
    {"images": [{"id": 391895, "file_name": "\(file)"}, {"id": 12, "file_name": "a/one.jpg"},
      {"id": 13, "file_name": "b/one.jpg"}],
     "annotations": [{"image_id": 391895, "category_id": 1}],
     "categories": [{"id": 1, "name": "person"}]}
    """

  private func add(_ instances: String, to truth: inout ImageObjects) throws {
    var reader = AnnotationReader()
    try reader.read(Array(instances.utf8)[...])
    try reader.finish(into: &truth)
  }

  private func lines(_ text: String, to truth: inout ImageObjects) throws {
    try truth.read(jsonLines: Array(text.utf8)[...])
  }

  private func categories(_ truth: ImageObjects, _ name: String) -> Set<String>? {
    truth.objects(ofImageNamed: name)?.categories
  }

  @Test(
    "references add to the image, whichever of its names they have",
    arguments: ["391895", "\"000000391895\"", "\"\(file)\"", "\"COCO_val2014_000000391895\""])
  func references(image: String) throws {
    var truth = ImageObjects(synonyms: .coco)
    try add(Self.instances, to: &truth)
    var reader = ReferenceReader()
    let text = "{\"annotations\": [{\"image_id\": \(image), \"caption\": \"A horse.\"}]}"
    try reader.read(Array(text.utf8)[...], into: &truth)
    try reader.finish()
    #expect(truth.count == 3)
    for name in ["391895", Self.file, "COCO_val2014_000000391895"] {
      #expect(categories(truth, name) == ["person", "horse"], "\(name)")
    }
  }

  @Test(
    "several files speak of one image under its number, file, path and stem, in any order",
    arguments: [
      "391895", "\"\(file)\"", "\"val2014/\(file)\"", "\"COCO_val2014_000000391895\"",
      "\"000000391895.jpg\"",
    ], [false, true])
  func union(image: String, isFirst: Bool) throws {
    var truth = ImageObjects(synonyms: .coco)
    if !isFirst { try add(Self.instances, to: &truth) }
    try lines("{\"image\": \(image), \"objects\": [\"dog\"]}", to: &truth)
    if isFirst { try add(Self.instances, to: &truth) }
    #expect(truth.count == 3)
    for name in ["391895", Self.file, "val2014/\(Self.file)", "COCO_val2014_000000391895"] {
      #expect(categories(truth, name) == ["person", "dog"], "\(name)")
    }
  }

  @Test("an image that is known by its file only is found by the number in it and by its stem")
  func numberOfFile() throws {
    var truth = ImageObjects(synonyms: .coco)
    try lines(#"{"image": "COCO_val2014_000000000003.jpg", "objects": ["dog"]}"#, to: &truth)
    for name in ["3", "000000000003", "3.0", "COCO_val2014_000000000003", "000000000003.jpg"] {
      #expect(categories(truth, name) == ["dog"], "\(name)")
    }
    for name in ["4", "photo_003.jpg", "0"] { #expect(categories(truth, name) == nil, "\(name)") }

    // Two files end with this number: it is that of neither.
    try lines(#"{"image": "photo_003.jpg", "objects": ["cat"]}"#, to: &truth)
    #expect(categories(truth, "3") == nil)
    #expect(categories(truth, "photo_003") == ["cat"])
    #expect(categories(truth, "COCO_val2014_000000000003") == ["dog"])
  }

  @Test("images stay apart whose numbers, folders or endings differ")
  func apart() throws {
    var truth = ImageObjects(synonyms: .coco)
    try add(Self.instances, to: &truth)
    try lines(
      """
      {"image": "a/one.jpg", "objects": ["dog"]}
      {"image": "b/one.jpg", "objects": ["cat"]}
      {"image": "c/one.jpg", "objects": ["boat"]}
      {"image": "street.png", "objects": ["car"]}
      {"image": "street.jpg", "objects": ["bus"]}
      {"image": "photo_012.jpg", "objects": ["book"]}
      {"image": 14, "objects": ["bed"]}
      """, to: &truth)
    #expect(truth.count == 8)
    #expect(categories(truth, "12") == ["dog"] && categories(truth, "13") == ["cat"])
    #expect(categories(truth, "c/one.jpg") == ["boat"] && categories(truth, "one.jpg") == nil)
    #expect(categories(truth, "street.png") == ["car"])
    #expect(categories(truth, "street.jpg") == ["bus"] && categories(truth, "street") == nil)
    #expect(categories(truth, "photo_012") == ["book"] && categories(truth, "14") == ["bed"])

    // Two numbers are two images, also where a file is named like the other's number, or twice.
    var numbers = ImageNames()
    #expect(numbers.known("12", file: "13.jpg") == 0)
    #expect(numbers.known("13", file: "12.jpg") == 1)
    #expect(numbers.known("14", file: "x.jpg") == 2 && numbers.known("15", file: "x.jpg") == 3)
    #expect(numbers.known("12") == 0 && numbers.known("13") == 1 && numbers.known("15") == 3)
  }
}
