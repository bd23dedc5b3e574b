import OwnStrategies
import Testing

@Suite struct IndexListTests {
  private typealias Problem = OwnStrategyError.Problem

  @Test(arguments: [
    ("3 17 29", [3, 17, 29]), ("3,17,29", [3, 17, 29]), ("[3, 17, 29]\n", [3, 17, 29]),
    ("[ 3 17\n  29]", [3, 17, 29]), ("\u{FEFF}3\r\n17\r\n", [3, 17]), ("\t+3 ,\u{B}-1 ", [3, -1]),
    ("", []), (" \n", []), ("[]", []), ("9223372036854775807", [Int.max]),
  ])
  func readsNumbersHoweverTheyAreSeparated(text: String, numbers: [Int]) throws {
    #expect(try IndexList.numbers(in: Array(text.utf8)) == numbers)
  }

  @Test(arguments: [
    ("3 x", "number 2 is 'x'; an index is a whole number"),
    ("[np.int64(3), np.int64(5)]", "number 1 is 'np.int64(3)'; an index is a whole number"),
    ("[0 1 ... 9]", "number 3 is '...'; an index is a whole number"),
    ("1.0", "number 1 is '1.0'; an index is a whole number"),
    (
      "9223372036854775808", "number 1 is '9223372036854775808'; an index is a whole number"
    ),
    ("[1, 2", "begins with '[' but does not end with ']'; it was cut off"),
    ("[", "begins with '[' but does not end with ']'; it was cut off"),
    ("[[1], [2]]", "number 1 is '[1]'; an index is a whole number"),
    ("1\u{1B}[31m", "number 1 is '1\u{FFFD}[31m'; an index is a whole number"),
  ])
  func namesTheFirstThatIsNoNumber(text: String, message: String) {
    let error = #expect(throws: Problem.self) { try IndexList.numbers(in: Array(text.utf8)) }
    #expect(error?.description == message)
  }

  @Test func shortensWhatIsTooLongToShow() {
    let text = [UInt8](repeating: UInt8(ascii: "7"), count: 1 << 20)
    let error = #expect(throws: Problem.self) { try IndexList.numbers(in: text) }
    #expect(
      error?.description
        == "number 1 is '\(String(repeating: "7", count: 40))…'; an index is a whole number")
  }

  @Test(arguments: [
    ([Int](), Problem.empty), ([3, 30], .outOfRange(position: 2, index: 30, count: 30)),
    ([-1], .outOfRange(position: 1, index: -1, count: 30)),
    ([Int.min, 0], .outOfRange(position: 1, index: .min, count: 30)),
    ([4, 5, 4], .duplicate(position: 3, first: 1, index: 4)),
  ])
  private func holdsNumbersAgainstTheTokens(numbers: [Int], problem: Problem) throws {
    #expect(throws: problem) { try IndexList.check(numbers, of: 30) }
    try IndexList.check(Array((0..<30).reversed()), of: 30)
  }

  @Test func saysWhatIsWrongAndWhatWouldBeRight() {
    #expect(Problem.empty.description == "no index; at least one token must be kept")
    #expect(
      Problem.outOfRange(position: 3, index: 600, count: 576).description
        == "number 3 is 600; tokens are 0...575")
    #expect(
      Problem.duplicate(position: 7, first: 2, index: 17).description
        == "numbers 2 and 7 are both 17; each index may be there once")
    #expect(
      Problem.tooMany(count: 70, budget: 64).description
        == "70 indices; at most 64 were asked for")
  }
}
