import Analysis
import Testing

@Suite struct BudgetTests {
  static let readable: [(text: String, budget: Budget)] = [
    ("64", .count(64)), ("1", .count(1)), (" 64 ", .count(64)), ("007", .count(7)),
    ("50%", .percentage(50)), ("11.1%", .percentage(11.1)), ("100%", .percentage(100)),
    (" 11.1 % ", .percentage(11.1)), (".5%", .percentage(0.5)), ("0.001%", .percentage(0.001)),
    ("9223372036854775807", .count(.max)),
  ]

  @Test(arguments: readable)
  func isReadAsCountOrShare(text: String, budget: Budget) {
    #expect(Budget(text) == budget)
  }

  @Test(arguments: [
    "", " ", "%", "0", "-1", "+64", "6 4", "1 1%", "64.0", "1e2", "0x40", "64 tokens", "0%", "-5%",
    "+5%", "100.1%", "1e1%", "0x10%", "nan%", "inf%", "5%%", "%5", "5,5%", "1.2.3%", "٦٤",
    "9223372036854775808", "all",
  ])
  func nonsenseIsNotABudget(text: String) {
    #expect(Budget(text) == nil)
  }

  @Test func slicesOfAListAreRead() {
    #expect("64,11.1%".split(separator: ",").map { Budget($0) } == [.count(64), .percentage(11.1)])
  }

  @Test func aCountLargerThanAllIsNone() {
    #expect(Budget.count(576).tokens(of: 576) == 576)
    #expect(Budget.count(577).tokens(of: 576) == nil)
    #expect(Budget.count(1).tokens(of: 1) == 1)
  }

  static let shares: [(share: Double, total: Int, tokens: Int)] = [
    (11.1, 576, 64), (50, 576, 288), (100, 576, 576), (100, 1, 1), (0.001, 576, 1), (10, 4, 1),
    // Exact halves go up, although 0.7 and 1.1 are not exact themselves.
    (12.5, 4, 1), (37.5, 4, 2), (62.5, 4, 3), (0.7, 500, 4), (1.1, 50, 1), (0.57, 5000, 29),
    (0.03, 5000, 2), (2.5, 100, 3), (3.5, 100, 4),
    // Just below a half goes down.
    (0.6999, 500, 3), (12.4999, 12, 1),
  ]

  @Test(arguments: shares)
  func sharesAreRoundedHalfUpToAtLeastOne(share: Double, total: Int, tokens: Int) {
    #expect(Budget.percentage(share).tokens(of: total) == tokens)
  }

  @Test func everyShareOfTwoDecimalsIsRoundedAsWholeNumbersAre() throws {
    for total in [4, 50, 196, 500, 576, 729, 1225, 2880, 5000] {
      for hundredths in 1...10_000 {
        let budget = try #require(
          Budget("\(hundredths / 100).\(hundredths / 10 % 10)\(hundredths % 10)%"))
        let expected = max(1, (hundredths * total + 5000) / 10_000)
        if budget.tokens(of: total) != expected {
          Issue.record("\(hundredths) hundredths of a per cent of \(total)")
        }
      }
    }
  }

  @Test(arguments: readable)
  func isSpelledSoThatItReadsBack(text: String, budget: Budget) {
    #expect(Budget(budget.description) == budget)
  }

  @Test func isSpelledBriefly() {
    #expect(Budget.count(64).description == "64")
    #expect(Budget.percentage(50).description == "50%")
    #expect(Budget.percentage(11.1).description == "11.1%")
  }
}
