import TextData
import Testing

@Suite struct StrictJSONTests {
  private static func parse(_ text: String) throws(JSONProblem) -> StrictJSON {
    try StrictJSON.parse(Array(text.utf8)[...])
  }

  private static let values: [(text: String, value: StrictJSON)] = [
    (" {} ", .object([])),
    ("[ 1 , -2.5e+3 ]", .array([.number("1"), .number("-2.5e+3")])),
    (
      "{\"b\":true,\"a\":null}",
      .object([.init(name: "b", value: .bool(true)), .init(name: "a", value: .null)])
    ),
    (#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00é""#, .string("\"\\/\u{8}\u{C}\n\r\té😀é")),
    ("\n\t\r 0", .number("0")),
    ("[false,[],\"\"]", .array([.bool(false), .array([]), .string("")])),
  ]

  @Test(arguments: values)
  func readsEveryKindOfValue(text: String, value: StrictJSON) throws {
    #expect(try Self.parse(text) == value)
  }

  private static let refusals: [(text: String, reason: String)] = [
    ("", "it ends where a value must be"),
    ("x", "a value must be here"),
    ("1 2", "something follows the value"),
    ("[1", "a comma or a closing bracket must be here"),
    ("[1,]", "a value must be here"),
    ("{\"a\" 1}", "a colon must be here"),
    ("{\"a\":1", "a comma or a closing brace must be here"),
    ("{a:1}", "a name in quotes must be here"),
    ("{\"a\":1,}", "a name in quotes must be here"),
    ("{\"a\":1,\"\\u0061\":2}", "the name 'a' is there twice"),
    ("nul", "no such word"),
    ("01", "a number must be here, without leading zeros"),
    ("-", "a number must be here, without leading zeros"),
    ("1.", "digits must follow the point"),
    ("1e", "digits must follow the exponent"),
    ("\"a", "it ends inside of text"),
    ("\"\\", "it ends inside of text"),
    ("\"\n\"", "control characters must be escaped"),
    ("\"\\x\"", "no such escape"),
    ("\"\\u12\"", "four hexadecimal digits must be here"),
    ("\"\\u+123\"", "four hexadecimal digits must be here"),
    ("\"\\uD800\"", "half of a surrogate pair"),
    ("\"\\uD800\\u0041\"", "half of a surrogate pair"),
    ("\"\\uDC00\"", "half of a surrogate pair"),
    (String(repeating: "[", count: 100_000), "it nests deeper than 16 levels"),
    (String(repeating: "{\"a\":", count: 100_000), "it nests deeper than 16 levels"),
  ]

  @Test(arguments: refusals)
  func refusesWhatIsNotJSON(text: String, reason: String) {
    let error = #expect(throws: JSONProblem.self) { try Self.parse(text) }
    #expect(error?.reason == reason)
    #expect((0...text.utf8.count).contains(error?.offset ?? -1))
  }

  @Test func refusesTextThatIsNotUTF8() {
    #expect(throws: JSONProblem(reason: "text must be UTF-8", offset: 2)) {
      try StrictJSON.parse([0x22, 0xFF, 0x22])
    }
  }

  @Test(arguments: ["", "a\"b\\c", "\u{0}\u{1F}\u{7F}", "é😀"])
  func readsBackWhatItQuoted(text: String) throws {
    #expect(try Self.parse(StrictJSON.quoted(text)) == .string(text))
  }
}
