import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct MergingTests {
  private let merging = Merging(
    groups: [
      Merging.Group(representative: 3, members: [5, 0, 3], weights: [0.5, 0.25, 2]),
      Merging.Group(representative: nil, meanOf: [6, 1, 4, 2]),
    ], in: .features)

  @Test func membersAscendAndTakeTheirWeightsAlong() {
    #expect(merging.groups[0].members == [0, 3, 5])
    #expect(merging.groups[0].weights == [0.25, 2, 0.5])
    #expect(merging.groups[0].representative == 3)
    #expect(merging.groups[1].members == [1, 2, 4, 6])
    #expect(merging.groups[1].weights == [0.25, 0.25, 0.25, 0.25])
    #expect(merging.groups[1].representative == nil)
    #expect(Merging.Group(representative: nil, meanOf: [8]).weights == [1])
  }

  @Test func weightsMustBeAsManyAsMembers() async {
    await #expect(processExitsWith: .failure) {
      _ = Merging.Group(representative: nil, members: [1, 2], weights: [1])
    }
  }

  @Test func everyTokenIsAssignedToItsGroupOrToNone() {
    #expect(merging.assignment(count: 8) == [0, 1, 1, 0, 1, 0, 1, -1])
    #expect(Merging(groups: [], in: .features).assignment(count: 3) == [-1, -1, -1])
  }

  @Test func tokensInSeveralGroupsHaveSharesButNoAssignment() {
    let shared = Merging(
      groups: [
        Merging.Group(representative: 0, members: [0, 2], weights: [1, 0.125]),
        Merging.Group(representative: 1, members: [1], weights: [1]),
        Merging.Group(representative: nil, members: [2, 3], weights: [0.5, 0.75]),
      ], in: .projected)
    #expect(shared.assignment(count: 4) == nil)
    #expect(shared.shares(of: 2).map(\.group) == [0, 2])
    #expect(shared.shares(of: 2).map(\.weight) == [0.125, 0.5])
    #expect(shared.shares(of: 1).map(\.group) == [1])
    #expect(shared.shares(of: 4).isEmpty)
  }

  @Test func featuresAreWeightedSumsInTheNamedSpace() {
    let features = Matrix((0..<7).map { [Double($0), Double($0 * $0)] })
    let projected = Matrix((0..<7).map { [10 - Double($0)] })
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 7))
    (field.features, field.projected) = (features, projected)
    // 2 · 3 + 0.5 · 5 and 2 · 9 + 0.5 · 25; the mean of 1, 2, 4, 6 and of their squares.
    let sums = Matrix([[8.5, 30.5], [3.25, 14.25]])
    #expect(merging.features(of: PreparedField(field)) == sums)
    let inProjected = Merging(groups: merging.groups, in: .projected)
    // 0.25 · 10 + 2 · 7 + 0.5 · 5; the mean of 9, 8, 6, 4.
    #expect(inProjected.features(of: PreparedField(field)) == Matrix([[19], [6.75]]))
    // The other space stands in; a field without either has nothing to mix.
    field.projected = nil
    #expect(inProjected.features(of: PreparedField(field)) == sums)
    field.features = nil
    #expect(merging.features(of: PreparedField(field)) == nil)
  }
}
