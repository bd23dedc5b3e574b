import Analysis
import Testing
import TokenFields
import TokenPruning
import TextData

@Suite struct SelectionJSONTests {
  private let merging = Merging(
    groups: [
      Merging.Group(representative: 2, members: [2, 5, 0], weights: [1, 0.25, 0.5]),
      Merging.Group(representative: nil, meanOf: [1, 3]),
    ], in: .features)

  @Test func absorbedNamesMembersWithTheirWeights() {
    #expect(
      merging.absorbed.text
        == #"[{"representative":2,"members":[0,2,5],"weights":[0.5,1,0.25]},"#
        + #"{"representative":null,"members":[1,3],"weights":[0.5,0.5]}]"#)
    #expect(merging.sizes == [3, 2])
    #expect(Merging(groups: [], in: .features).absorbed.text == "[]")
  }

  @Test func whereTokensGoIntoOneGroupTheStrongestIsTheAssignment() {
    let assignment = [0, 1, 0, 1, -1, 0, -1]
    #expect(merging.assignment(count: 7) == assignment)
    #expect(merging.strongestAssignment(count: 7) == assignment)
  }

  @Test func ofSeveralGroupsTheLargestWeightCountsAndThenTheFirst() {
    let shared = Merging(
      groups: [
        Merging.Group(representative: nil, members: [0, 1, 2], weights: [0.2, 0.5, 0]),
        Merging.Group(representative: nil, members: [0, 1], weights: [0.3, 0.5]),
      ], in: .features)
    #expect(shared.assignment(count: 4) == nil)
    #expect(shared.strongestAssignment(count: 4) == [1, 0, 0, -1])
  }

  @Test func instabilitiesNameTokenAndRival() {
    #expect(
      Instability(rank: 3, token: 7, rival: 9, margin: 0).json.text
        == #"{"rank":3,"token":7,"rival":9,"margin":0}"#)
    #expect(
      Instability(rank: 1, token: 0, rival: nil, margin: 0x1p-21).json.text
        == #"{"rank":1,"token":0,"rival":null,"margin":4.76837158203125e-07}"#)
  }
}
