import OwnStrategies
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// Why tokens are kept or not where somebody else decides.
@Suite struct OwnTracesTests {
  private func plan(_ label: String) throws -> any SelectionPlan {
    try configured(label).strategy.plan(for: namedField())
  }

  @Test func aListSaysWhatItNames() throws {
    let folder = try Folder()
    let plan = try plan("indices:path=\(try folder.write("29 3 17", to: "a.txt"))")
    let traces = try plan.traces(of: [3, 4], keeping: 9)
    #expect(traces.map(\.outcome) == [.kept(step: nil), .passedOver])
    #expect(traces.map(\.reason) == [TokenReason(stage: .listed), TokenReason()])
    // Whatever the budget, it keeps what it names and nothing else.
    #expect(try plan.smallestBudgets(of: [29, 4, 3]) == [1, nil, 1])
  }

  @Test func anOrderedListSaysThePlace() throws {
    let folder = try Folder()
    let plan = try plan("indices:path=\(try folder.write("29 3 17", to: "a.txt")):ordered=true")
    let traces = try plan.traces(of: [3, 17, 4], keeping: 2)
    #expect(traces.map(\.outcome) == [.kept(step: 2), .passedOver, .passedOver])
    func place(_ place: Int, _ isPassed: Bool) -> [TokenReason.Comparison] {
      [
        TokenReason.Comparison(
          .place, Double(place), rank: TokenReason.Rank(place, of: 3, quota: 2),
          isPassed: isPassed)
      ]
    }
    #expect(traces.map(\.reason.comparisons) == [place(2, true), place(3, false), []])
    #expect(try plan.smallestBudgets(of: [17, 29, 4]) == [3, 1, nil])
  }

  @Test func ofSeveralBudgetsTheSmallestThatNamesATokenCounts() throws {
    let folder = try Folder()
    let path = try folder.write(#"{"8": [1, 2], "4": [2, 5], "99": [7]}"#, to: "a.json")
    let plan = try plan("indices:path=\(path)")
    // The field has 30 tokens: no budget is 99.
    #expect(try plan.smallestBudgets(of: [1, 2, 5, 7, 9]) == [8, 4, 4, nil, nil])
    #expect(try plan.trace(of: 5, keeping: 4).outcome == .kept(step: nil))
    #expect(try plan.trace(of: 5, keeping: 8).outcome == .passedOver)
    #expect(throws: PruningError.self) { try plan.trace(of: 5, keeping: 6) }
  }

  @Test func aProgramIsRunOnceForATraceAndNotForEveryBudget() throws {
    let folder = try Folder()
    let path = try folder.program("echo run >> \(folder["runs"]); echo 9 3 5")
    let plan = try plan("program:run=\(path):ordered=true")
    let traces = try plan.traces(of: [3, 4], keeping: 3)
    #expect(traces.map(\.outcome) == [.kept(step: 2), .passedOver])
    #expect(traces[0].reason.stage == .listed)
    #expect(
      throws: PruningError.refused(
        strategy: "program",
        reason: "to find smallest budgets would take 30 runs; ask for the budgets of interest")
    ) { try plan.smallestBudgets(of: [3]) }
    #expect(folder.lines(of: "runs") == ["run"])
  }
}
