import TerminalUI
import Testing

@Suite struct NumberTextTests {
  static let fixed: [(value: Double, decimals: Int, text: String)] = [
    (0, 0, "0"), (0, 2, "0.00"), (1, 0, "1"), (1.5, 0, "2"), (2.5, 0, "3"), (-2.5, 0, "-3"),
    (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (118.36, 1, "118.4"), (99.95, 1, "100.0"),
    (-0.001, 2, "0.00"), (0.05, 1, "0.1"), (1e-12, 9, "0.000000000"), (123_456_789, 0, "123456789"),
    (.nan, 2, "–"), (.infinity, 2, "–"), (-.infinity, 0, "–"), (1e300, 2, "1e+300"),
    (-0.0, 1, "0.0"),
  ]

  @Test(arguments: fixed)
  func writesExactlyTheDecimals(value: Double, decimals: Int, text: String) {
    #expect(NumberText.fixed(value, decimals) == text)
  }

  @Test func leavesTheZeroBeforeThePointOutOnRequest() {
    #expect(NumberText.fixed(0.5, 2, leadingZero: false) == ".50")
    #expect(NumberText.fixed(-0.5, 2, leadingZero: false) == "-.50")
    #expect(NumberText.fixed(0, 1, leadingZero: false) == ".0")
    #expect(NumberText.fixed(1.5, 1, leadingZero: false) == "1.5")
    #expect(NumberText.fixed(0, 0, leadingZero: false) == "0")
  }

  static let short: [(value: Double, text: String)] = [
    (0, "0"), (0.0082, ".00820"), (0.71, ".710"), (1, "1.00"), (9.994, "9.99"), (9.996, "10.0"),
    (99.96, "100"), (118.36, "118"), (999.6, "1000"), (0.99996, "1.00"), (576, "576"),
    (12_345, "12345"), (999_999, "999999"), (999_999.7, "1.0e6"), (1_234_567, "1.2e6"),
    (2.5e100, "2.5e100"), (1e-4, ".000100"), (9.996e-5, "1.0e-4"), (9.96e-5, "1.0e-4"),
    (9.94e-5, "9.9e-5"), (1.8e-6, "1.8e-6"), (-1.8e-6, "-1.8e-6"), (-0.5, "-.500"),
    (.leastNonzeroMagnitude, "4.9e-324"), (1.7976931348623157e308, "1.8e308"), (.nan, "–"),
    (.infinity, "–"),
  ]

  @Test(arguments: short)
  func writesThreeSignificantDigits(value: Double, text: String) {
    #expect(NumberText.short(value) == text)
  }

  @Test func shortNumbersAreShortAndCloseToTheirValue() throws {
    for step in 0..<20_000 as Range<UInt64> {
      // Numbers of every sign and exponent.
      let value = Double(bitPattern: step &* 0x9E37_79B9_7F4A_7C15)
      let text = NumberText.short(value)
      #expect(text.count <= 9, "\(value) gives \(text)")
      guard value.isFinite, (1e-300..<1.7e308).contains(abs(value)) else { continue }
      let read = try #require(Double(text), "\(value) gives \(text)")
      #expect(abs(read - value) <= 0.0501 * abs(value), "\(value) gives \(text)")
    }
  }

  @Test func shortNumbersKeepTheirOrder() {
    var previous = -Double.infinity
    for step in -700...700 {
      let magnitude = Double(step).magnitude
      let value = (step < 0 ? -1.0 : 1.0) * magnitude * magnitude * magnitude / 1e4
      let read = Double(NumberText.short(value)) ?? .nan
      #expect(read >= previous, "\(value)")
      previous = read
    }
  }

  @Test func fillsUpToAWidthInColumns() {
    #expect(NumberText.right("12", 5) == "   12")
    #expect(NumberText.right("123456", 5) == "123456")
    #expect(NumberText.right("漢", 4) == "  漢")
    #expect(NumberText.left("ab", 4) == "ab  ")
    #expect(NumberText.left("abcdef", 4) == "abc…")
    #expect(NumberText.left("漢漢漢", 4) == "漢… ")
    #expect(NumberText.left("ab", 0) == "")
  }
}
