import Analysis
import LinearAlgebra
import Testing
import TokenPruning

@Suite struct ComparisonTests {
  static let overlaps: [(one: [Int], other: [Int], similarity: Double)] = [
    ([], [], 1), ([1], [], 0), ([1, 2], [1, 2], 1), ([1, 2], [3, 4], 0),
    ([1, 2, 3], [2, 3, 4], 0.5),
    ([0, 9], [9], 0.5), ([0, 1, 2, 3], [1], 0.25),
  ]

  @Test(arguments: overlaps)
  func jaccardIsTheCommonShareOfTheUnion(one: [Int], other: [Int], similarity: Double) {
    #expect(jaccard(one, other) == similarity)
    #expect(jaccard(other, one) == similarity)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func jaccardMatchesSets(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    func subset() -> [Int] { (0..<40).filter { _ in generator.next(below: 3) == 0 } }
    let (one, other) = (subset(), subset())
    let common = Set(one).intersection(other).count
    let union = Set(one).union(other).count
    #expect(jaccard(one, other) == Double(common) / Double(union))
  }

  @Test func agreementCountsTheSelectionsThatKeepEachToken() {
    let selections = [[0, 1, 2], [1, 2], [2, 4]].map { Selection(kept: $0) }
    #expect(agreement(of: selections, count: 5) == [1, 2, 3, 0, 1])
    #expect(agreement(of: [], count: 3) == [0, 0, 0])
  }
}
