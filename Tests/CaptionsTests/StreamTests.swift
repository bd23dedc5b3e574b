import Captions
import TextData
import Testing

@Suite struct StreamTests {
  /// The records of a text that is given in pieces of `size` bytes.
  private func records(
    _ text: [UInt8], size: Int, fields: [String: Set<String>]
  ) throws(CaptionProblem) -> [FlatRecord] {
    var stream = RecordStream(fields: fields)
    var records: [FlatRecord] = []
    for start in stride(from: 0, to: text.count, by: size) {
      try stream.read(text[start..<min(start + size, text.count)]) { records.append($0) }
    }
    try stream.finish()
    return records
  }

  private static let fields: [String: Set<String>] = [
    "images": ["id", "file_name"], "annotations": ["image_id", "category_id"],
  ]

  private static let text = Array(
    """
    {"info": {"images": [{"id": 99}], "x": [1, [2, {"id": 3}]]}, "none": null,
     "images": [{"id": 1, "file_name": "a\\u00e9\\ud83d\\ude00\\"\\\\.png", "size": [640, 480],
       "inner": {"id": 7, "file_name": "no"}}, {"file_name": "b.png", "id": -2.5e3}],
     "annotations": [{"segmentation": [[1.5, 2, 3e-2, -0], []], "image_id": 1, "category_id": 18,
       "bbox": [0, 1], "iscrowd": 0, "rle": {"counts": [1, 2], "size": [3, 4]}}, 17, [{"image_id": 5}]],
     "licenses": [{"id": 4}], "yes": true, "no": false}
    """.utf8)

  @Test("records are the same however the text is cut into pieces")
  func pieces() throws {
    let whole = try records(Self.text, size: Self.text.count, fields: Self.fields)
    #expect(whole.map(\.list) == ["images", "images", "annotations"])
    #expect(whole[0].fields == ["id": "1", "file_name": "aé😀\"\\.png"])
    #expect(whole[1].fields == ["id": "-2.5e3", "file_name": "b.png"])
    #expect(whole[2].fields == ["image_id": "1", "category_id": "18"])
    for size in 1...40 {
      #expect(try records(Self.text, size: size, fields: Self.fields) == whole)
    }
  }

  @Test("a text that is one list has records too")
  func list() throws {
    let text = Array(#"[{"id": "a", "x": [{"id": 1}]}, {"id": 2}, 3, []]"#.utf8)
    let found = try records(text, size: 3, fields: ["": ["id"]])
    #expect(found.map(\.fields) == [["id": "a"], ["id": "2"]])
  }

  @Test("a text that is cut off anywhere is refused")
  func truncation() {
    for end in Self.text.indices {
      #expect(throws: CaptionProblem.self, "cut off after \(end) bytes") {
        try records(Array(Self.text[..<end]), size: 7, fields: Self.fields)
      }
    }
  }

  @Test("lists and asked-for fields that are there twice are refused")
  func twice() {
    for (text, reason) in [
      (#"{"images": [], "x": 1, "images": []}"#, "'images' is there twice"),
      (#"{"images": [{"id": 1, "id": 2}]}"#, "has 'id' twice"),
    ] {
      let error = #expect(throws: CaptionProblem.self) {
        try records(Array(text.utf8), size: 5, fields: Self.fields)
      }
      #expect(error?.reason.contains(reason) == true)
    }
  }

  @Test("depth and lengths have limits, and what nobody asks for has only that of depth")
  func limits() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    #expect(try records(nested(64), size: 9, fields: Self.fields).isEmpty)
    #expect(throws: CaptionProblem.self) {
      try records(nested(65), size: 9, fields: Self.fields)
    }
    #expect(throws: CaptionProblem.self) {
      try records(Array(repeating: UInt8(ascii: "["), count: 1_000_000), size: 4096, fields: [:])
    }
    let long = String(repeating: "x", count: 1 << 20)
    let unasked =
      #"{"images": [{"id": 1, "\#(long)": "\#(long)", "n": \#(String(repeating: "1", count: 5000))}]}"#
    #expect(try records(Array(unasked.utf8), size: 4096, fields: Self.fields).count == 1)
    for asked in [
      #"{"images": [{"file_name": "\#(long)"}]}"#,
      #"{"images": [{"id": \#(String(repeating: "1", count: 65))}]}"#,
    ] {
      #expect(throws: CaptionProblem.self) {
        try records(Array(asked.utf8), size: 4096, fields: Self.fields)
      }
    }
  }

  @Test("what is JSON is what the strict parser takes")
  func grammar() {
    var generator = SystemRandomNumberGenerator()
    let alphabet =
      Array(#"{}[],:"\0123456789+-.eEtrufalsn dD8 bé"#.utf8) + [0x0A, 0x01, 0xFF, 0x7F]
    var (valid, invalid) = (0, 0)
    for _ in 0..<20_000 {
      var text = Array(Self.randomJSON(depth: 4, &generator).utf8)
      for _ in 0..<Int.random(in: 0...2, using: &generator) where !text.isEmpty {
        let place = Int.random(in: text.indices, using: &generator)
        switch Int.random(in: 0...2, using: &generator) {
        case 0: text[place] = alphabet.randomElement(using: &generator) ?? 0
        case 1: text.insert(alphabet.randomElement(using: &generator) ?? 0, at: place)
        default: text.remove(at: place)
        }
      }
      var strict = true
      do throws(JSONProblem) { _ = try StrictJSON.parse(text[...]) } catch {
        // Whether a name is there twice is the caller's matter.
        if error.reason.contains("twice") { continue }
        strict = false
      }
      #expect(Self.isJSON(text) == strict, "\(String(decoding: text, as: UTF8.self))")
      if strict { valid += 1 } else { invalid += 1 }
    }
    #expect(valid > 1000 && invalid > 1000)
  }

  private static func isJSON(_ text: [UInt8]) -> Bool {
    var scanner = JSONScanner()
    do throws(CaptionProblem) {
      for start in stride(from: 0, to: text.count, by: 3) {
        try scanner.read(text[start..<min(start + 3, text.count)]) { (_, scanner) in
          scanner.keepsValues = true
        }
      }
      try scanner.finish { _, _ in }
      return true
    } catch { return false }
  }

  private static func randomJSON(
    depth: Int, _ generator: inout SystemRandomNumberGenerator
  ) -> String {
    let blank = [" ", "", "", "\n"].randomElement(using: &generator) ?? ""
    let texts = [#""a""#, #""é\n""#, #""\u00e9""#, #""\ud83d\ude00""#, #""\\\"""#, #""""#]
    let plain = ["0", "-1", "1.5e-3", "12E+4", "true", "false", "null"] + texts
    switch depth == 0 ? 2 : Int.random(in: 0...2, using: &generator) {
    case 0:
      let count = Int.random(in: 0...3, using: &generator)
      let values = (0..<count).map { _ in randomJSON(depth: depth - 1, &generator) }
      return "[" + blank + values.joined(separator: ",") + "]"
    case 1:
      let count = Int.random(in: 0...3, using: &generator)
      let members = (0..<count).map {
        "\"n\($0)\"\(blank):" + randomJSON(depth: depth - 1, &generator)
      }
      return "{" + members.joined(separator: "," + blank) + blank + "}"
    default: return (plain.randomElement(using: &generator) ?? "0") + blank
    }
  }
}
