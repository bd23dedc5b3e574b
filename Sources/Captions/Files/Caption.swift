internal import DataTables
internal import TextData

/// A caption that a model wrote of an image.
public struct Caption: Sendable, Equatable {
  /// What names the image: its number, file or stem.
  public let image: String
  /// The caption.
  public let text: String
  /// The strategy under which it was written, as the file spells it; nil where it does not say.
  public let strategy: String?
  /// How many tokens were kept, a count or a percentage as the file spells it; nil where it does not
  /// say.
  public let keep: String?
  /// The line in the file, from 1; of a list the record's number.
  public let line: Int

  /// Creates a caption.
  public init(image: String, text: String, strategy: String? = nil, keep: String? = nil, line: Int)
  {
    self.image = image
    self.text = text
    self.strategy = strategy
    self.keep = keep
    self.line = line
  }

  /// What was kept in one spelling, such as `64` for `64.0`; nil where the file does not say.
  var budget: String? {
    guard let keep else { return nil }
    var text = keep.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let isShare = text.hasSuffix("%")
    if isShare { text.removeLast() }
    if text.hasSuffix(" ") { text.removeLast() }
    let value = DataValue(text)
    guard value != .missing || isShare else { return nil }
    return value.description + (isShare ? "%" : "")
  }

  /// The names of the field of a caption, the most telling first.
  static let fields = ["caption", "text", "answer", "output", "response"]

  /// Reads captions: lines of JSON such as `{"image_id": 391895, "caption": "A man …"}`, or one list
  /// of such objects.
  ///
  /// The image may be named by `image_id`, `image`, `image_name`, `image_file`, `file_name`, `sample`
  /// or `question_id`, the caption by `caption`, `text`, `answer`, `output` or `response`; the first
  /// of these that is there counts. `strategy` (or `label`, `method`) and `keep` (or `budget`) are
  /// optional.
  ///
  /// - Parameter bytes: The text in UTF-8.
  /// - Returns: The captions in their order.
  /// - Throws: ``CaptionProblem`` for a line that is no such object, and for a file without
  ///   captions.
  public static func all(in bytes: ArraySlice<UInt8>) throws(CaptionProblem) -> [Caption] {
    var captions: [Caption] = []
    try forEachRecord(of: bytes) { (line, members) throws(CaptionProblem) in
      guard let image = members.text(of: ImageField.names) else {
        throw CaptionProblem(
          "there is no image; it must be named by \(ImageField.list)", line: line)
      }
      var text: String?
      for field in fields where text == nil {
        if case .string(let value)? = members.value(of: field) { text = value }
      }
      guard let text else {
        throw CaptionProblem(
          "there is no caption; it must be \(fields.joined(separator: ", "))", line: line)
      }
      captions.append(
        Caption(
          image: image, text: text, strategy: members.text(of: ["strategy", "label", "method"]),
          keep: members.text(of: ["keep", "budget"]), line: line))
    }
    guard !captions.isEmpty else {
      throw CaptionProblem("there are no captions; each line must be an object with one", line: 1)
    }
    return captions
  }
}
