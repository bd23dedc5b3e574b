import Testing
import TextData

@Suite struct CSVTests {
  @Test(
    "fields read back as they were written, scalar by scalar",
    arguments: [
      "x\"\u{301}", "\"\u{301}", "\u{301}\"", "a,b", "\"\"", "a\nb", "a\r\nb\r\n", ",\u{301}",
      "é\u{200D}\"",
      "", "plain", "\u{1F469}\u{200D}\"\u{FE0F},",
    ])
  func fields(text: String) throws {
    let line = CSV.line(["a", text, text])
    let rows = try CSV.rows(of: Array(line.utf8)[...])
    #expect(rows.count == 1)
    #expect(
      rows.first?.fields.map { Array($0.unicodeScalars) } == [
        ["a"], Array(text.unicodeScalars), Array(text.unicodeScalars),
      ])
  }

  @Test("a quote is doubled, also before a mark that combines with it")
  func combined() {
    #expect(Array(CSV.line(["x\"\u{301}"]).utf8) == Array("\"x\"\"\u{301}\"".utf8))
  }
}
