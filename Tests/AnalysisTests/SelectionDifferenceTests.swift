import Analysis
import Testing

@Suite struct SelectionDifferenceTests {
  @Test func everyTokenHasOneOfFourFates() {
    let difference = SelectionDifference([0, 2, 3], [2, 4], count: 6)
    #expect(difference.fates == [.first, .neither, .both, .first, .second, .neither])
    #expect(SelectionDifference.Fate.allCases.map { difference.count(of: $0) } == [2, 1, 1, 2])
    #expect(difference.jaccard == jaccard([0, 2, 3], [2, 4]))
    #expect(difference.fates.map(\.rawValue) == ["A", "neither", "both", "A", "B", "neither"])
  }

  @Test func twoSelectionsOfNothingAreAlike() {
    #expect(SelectionDifference([], [], count: 3).jaccard == 1)
    #expect(SelectionDifference([1], [], count: 3).jaccard == 0)
    #expect(SelectionDifference([1, 0], [0, 1], count: 2).jaccard == 1)
  }
}
