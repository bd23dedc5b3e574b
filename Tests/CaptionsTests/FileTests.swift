import Captions
import Testing

@Suite struct FileTests {
  private func captions(_ text: String) throws(CaptionProblem) -> [Caption] {
    try Caption.all(in: Array(text.utf8)[...])
  }

  @Test("captions are read under the names that programs write")
  func captionFields() throws {
    let text = """
      \u{FEFF}{"question_id": 7, "image": "COCO_val2014_000000000042.jpg", "text": "A cat.", "prompt": "?"}

      {"image_id": 391895, "caption": "A \\"dog\\".", "label": "divprune", "budget": 64}\r
      {"sample": "street", "answer": "", "strategy": null, "keep": "11.1%", "metadata": {"x": [1]}}
      """
    let captions = try captions(text)
    #expect(captions.map(\.image) == ["COCO_val2014_000000000042.jpg", "391895", "street"])
    #expect(captions.map(\.text) == ["A cat.", "A \"dog\".", ""])
    #expect(captions.map(\.strategy) == [nil, "divprune", nil])
    #expect(captions.map(\.keep) == [nil, "64", "11.1%"])
    #expect(captions.map(\.line) == [1, 3, 4])
    let list = try self.captions(
      #"[{"image_id": 1, "caption": "x"}, {"image_id": 2, "caption": "y"}]"#)
    #expect(list.map(\.image) == ["1", "2"] && list.map(\.line) == [1, 2])
  }

  @Test(
    "what is no caption is refused with its line",
    arguments: [
      ("{\"image_id\": 1, \"caption\": \"x\"}\n17", "line 2: an object must be on each line"),
      (#"{"caption": "x"}"#, "line 1: there is no image"),
      (#"{"image_id": "", "caption": "x"}"#, "line 1: there is no image"),
      (#"{"image_id": 1, "caption": 5}"#, "line 1: there is no caption"),
      (#"{"image_id": 1, "image_id": 2}"#, "line 1: the name 'image_id' is there twice"),
      ("{", "line 1: "), ("", "line 1: there are no captions"), ("[]", "line 1: there are no"),
      ("[3]", "record 1 of the list is no object"),
    ])
  func refusedCaptions(text: String, start: String) {
    let error = #expect(throws: CaptionProblem.self) { try captions(text) }
    #expect(error?.description.hasPrefix(start) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("\n") == false)
  }

  private static let instances = """
    {"annotations": [
      {"image_id": 391895, "category_id": 1, "segmentation": [[1, 2.5]]},
      {"image_id": 391895, "category_id": 18}, {"image_id": 391895, "category_id": 18},
      {"image_id": 522418, "category_id": 999}],
     "images": [{"id": 391895, "file_name": "COCO_val2014_000000391895.jpg"},
      {"id": 522418, "file_name": "dir/000000522418.jpg"}, {"id": 12, "file_name": "a/one.jpg"},
      {"id": 13, "file_name": "b/one.jpg"}, {"id": 14, "file_name": "v1.5.png"}],
     "categories": [{"id": 1, "name": "person"}, {"id": 18, "name": "dog"},
      {"id": 999, "name": "weather vane"}]}
    """

  private func truth(_ text: String, references: String? = nil) throws -> ImageObjects {
    var truth = ImageObjects(synonyms: .coco)
    var reader = AnnotationReader()
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: 11) {
      try reader.read(bytes[start..<min(start + 11, bytes.count)])
    }
    try reader.finish(into: &truth)
    if let references {
      var reader = ReferenceReader()
      try reader.read(Array(references.utf8)[...], into: &truth)
      try reader.finish()
    }
    return truth
  }

  @Test("annotations are objects of images, known by number, file and stem")
  func annotations() throws {
    let truth = try truth(Self.instances)
    #expect(truth.count == 5)
    for name in [
      "391895", "0391895", "391895.0", " 391895", "COCO_val2014_000000391895.jpg",
      "COCO_val2014_000000391895", "/data/val2014/COCO_val2014_000000391895.jpg",
      "COCO_train2014_000000391895.png",
    ] {
      let found = truth.objects(ofImageNamed: name)
      #expect(found?.categories == ["person", "dog"], "\(name)")
      #expect(found.map { truth.names.sampleName(of: $0.place) } == "COCO_val2014_000000391895")
    }
    #expect(truth.objects(ofImageNamed: "000000522418")?.categories == ["weather vane"])
    #expect(truth.addedCategories == ["weather vane"])
    #expect(truth.synonyms.mentions(in: "Weather vanes!").map(\.category) == ["weather vane"])
    #expect(truth.objects(ofImageNamed: "a/one.jpg")?.categories == [])
    #expect(truth.objects(ofImageNamed: "v1.5")?.categories == [])
    for name in [
      "one", "one.jpg", "c/one.jpg", "two", "", "5", "95", "photo_012", "photo-000014.jpg",
    ] {
      #expect(truth.objects(ofImageNamed: name) == nil, "\(name)")
    }
  }

  @Test("reference captions add what people mention, to annotated images only")
  func references() throws {
    let references = """
      {"info": {}, "annotations": [{"image_id": 391895, "id": 1, "caption": "A man and two horses."},
       {"id": 2, "caption": "A cat.", "image_id": 12}, {"image_id": 77, "caption": "A boat."}]}
      """
    let truth = try truth(Self.instances, references: references)
    #expect(truth.objects(ofImageNamed: "391895")?.categories == ["person", "dog", "horse"])
    #expect(truth.objects(ofImageNamed: "12")?.categories == ["cat"])
    #expect(truth.objects(ofImageNamed: "77") == nil)
  }

  @Test(
    "annotations that say nothing or not all are refused",
    arguments: [
      ("{}", "there are no lists"), ("[]", "there are no lists"),
      (#"{"annotations": [{"image_id": 1}], "categories": []}"#, "has no 'category_id'"),
      (
        #"{"annotations": [{"image_id": 1, "category_id": 2}], "categories": []}"#,
        "image 1 has category 2, which has no name"
      ),
      (#"{"annotations": [], "categories": [{"id": 1, "name": null}]}"#, "has no 'name'"),
      (#"{"annotations": []"#, "the JSON ends after 18 bytes"),
      (#"{"annotations": [}]"#, "at byte 17"),
    ])
  func refusedAnnotations(text: String, reason: String) {
    let error = #expect(throws: CaptionProblem.self) { try truth(text) }
    #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
  }

  @Test("lines with lists of names are objects too, by category or synonym")
  func lines() throws {
    var truth = ImageObjects(synonyms: .coco)
    let text = """
      {"image": "street.png", "objects": ["person", "women", "Cars", "Weather Vane"]}
      {"image": "street.png", "objects": ["dog"]}
      """
    try truth.read(jsonLines: Array(text.utf8)[...])
    #expect(
      truth.objects(ofImageNamed: "street.png")?.categories
        == ["person", "car", "dog", "weather vane"])
    for text in [
      #"{"image": 1}"#, #"{"image": 1, "objects": [3]}"#, #"{"image": 1, "objects": [" "]}"#,
    ] {
      #expect(throws: CaptionProblem.self) {
        try truth.read(jsonLines: Array(text.utf8)[...])
      }
    }
  }

  @Test(
    "categories that are not in the list come in one order, with the spelling of the first image")
  func order() throws {
    let images = (10..<40).map { "{\"image_id\": \($0), \"category_id\": \($0)}" }
    let names = (10..<40).map {
      "{\"id\": \($0), \"name\": \"\($0 % 2 == 0 ? "Vane" : "vane") no\($0 / 2)\"}"
    }
    let truth = try truth(
      """
      {"annotations": [\(images.joined(separator: ","))], "categories": [\(names.joined(separator: ","))]}
      """)
    #expect(truth.addedCategories == (5..<20).map { "Vane no\($0)" })
    let nameless = images.joined(separator: ",")
    for _ in 0..<5 {
      let error = #expect(throws: CaptionProblem.self) {
        try self.truth("{\"annotations\": [\(nameless)], \"categories\": []}")
      }
      #expect(error?.description.hasPrefix("image 10 has category 10") == true)
    }
  }
}
