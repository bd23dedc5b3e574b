import Foundation
import LinearAlgebra
import Testing
import TextData

@Suite struct JSONValueTests {
  private func parsed(_ value: JSONValue) throws -> Any {
    try JSONSerialization.jsonObject(with: Data(value.text.utf8), options: .fragmentsAllowed)
  }

  static let texts: [(value: JSONValue, text: String)] = [
    (.null, "null"), (.bool(true), "true"), (.bool(false), "false"), (.integer(-7), "-7"),
    (.integer(.max), "9223372036854775807"), (.integer(.min), "-9223372036854775808"),
    (.number(1), "1"), (.number(-2.5), "-2.5"), (.number(0.1), "0.1"),
    (.number(1e15), "1000000000000000.0"),
    (.number(999_999_999_999_999), "999999999999999"), (.number(1e-7), "1e-07"),
    (.number(.infinity), "null"), (.number(-.infinity), "null"), (.number(.nan), "null"),
    (.number(4.549731327349409), "4.549731327349409"),
    (.string(""), "\"\""), (.string("a\"b\\c/d"), "\"a\\\"b\\\\c/d\""),
    (.string("\n\r\t\u{8}\u{1B}[2J"), "\"\\n\\r\\t\\u0008\\u001b[2J\""),
    (.string("\u{7F}\u{80}\u{9B}\u{9F}\u{A0}"), "\"\\u007f\\u0080\\u009b\\u009f\u{A0}\""),
    (.string("24×24 ü 🙂"), "\"24×24 ü 🙂\""),
    (.array([]), "[]"), (.object([]), "{}"), (.integers([3, 1, 2]), "[3,1,2]"),
    (.array([.null, .array([.integer(1)]), .string("x")]), "[null,[1],\"x\"]"),
    (.object(["b": .integer(1), "a": .array([.bool(true)])]), "{\"b\":1,\"a\":[true]}"),
    (.object(["kept": .integer(1), "order": nil, "note": .null]), "{\"kept\":1,\"note\":null}"),
    (.object(["a\"\n": .number(0.5)]), "{\"a\\\"\\n\":0.5}"),
  ]

  @Test(arguments: texts)
  func isWrittenLikeThis(value: JSONValue, text: String) {
    #expect(value.text == text)
  }

  @Test func optionalNumbersAreAbsentWhenTheyAreNil() {
    #expect(JSONValue.optional(nil) == nil)
    #expect(JSONValue.optional(2.5) == .number(2.5))
  }

  @Test func everyNumberReadsBackToTheSameDouble() throws {
    var generator = SplitMix64(seed: 9)
    var values: [Double] = [0, -0.0, 1 / 3, .pi, .ulpOfOne, .leastNonzeroMagnitude]
    values += [.greatestFiniteMagnitude, 1e15 - 1, 1e15, 1e15 + 2, 1e16, 123_456_789.125]
    while values.count < 4000 {
      let value = Double(bitPattern: generator.next())
      if value.isFinite { values.append(value) }
    }
    for value in values {
      let text = JSONValue.number(value).text
      #expect(Double(text) == value, "\(text)")
    }
    let list = JSONValue.array(values.map(JSONValue.number))
    #expect(try JSONDecoder().decode([Double].self, from: Data(list.text.utf8)) == values)
  }

  @Test func everyCharacterReadsBackAndNoneIsAControl() throws {
    var text = ""
    for scalar in (0...0x2FF).compactMap(Unicode.Scalar.init) { text.unicodeScalars.append(scalar) }
    text += "\u{2028}\u{2029}\u{FEFF}\u{FFFD}\u{10FFFF}e\u{301}"
    let written = JSONValue.string(text).text
    #expect(try parsed(.string(text)) as? String == text)
    #expect(written.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
  }

  @Test func deepValuesKeepTheirOrder() {
    let keys = (0..<50).map { "k\(($0 * 37) % 50)" }
    let value = JSONValue.object(keys.map { JSONValue.Member(key: $0, value: .string($0)) })
    let positions = keys.map { value.text.range(of: "\"\($0)\":")?.lowerBound }
    #expect(!positions.contains(nil))
    #expect(positions.compactMap { $0 } == positions.compactMap { $0 }.sorted())
  }
}
