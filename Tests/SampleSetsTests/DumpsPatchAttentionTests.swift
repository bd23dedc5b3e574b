import LinearAlgebra
import SampleSets
import TensorFiles
import Testing
import TokenFields

/// Attention among patches, which is kept only when it is asked for.
@Suite struct DumpsPatchAttentionTests {
  private static let features: Arrays = [("features", ramp(4, 2))]
  private static let asked = DumpOptions(receivedAttention: true, patchAttention: true)

  @Test func nobodyWhoDoesNotAskGetsIt() throws {
    let read = try dump(Self.features + [("attention", ramp(2, 5, 5))])
    #expect(read.field.patchAttention == nil && read.field.attention != nil)
  }

  @Test func rowsAndColumnsOfTheClassTokenAreLeftOut() throws {
    let read = try dump(Self.features + [("attention", ramp(2, 5, 5))], options: Self.asked)
    let attention = try #require(read.field.patchAttention)
    let values = ramp(2, 5, 5).values()
    #expect(attention.heads == 2 && attention.count == 4 && attention.averaged == 1)
    for head in 0..<2 {
      for token in 0..<4 {
        let start = head * 25 + (token + 1) * 5 + 1
        #expect(
          attention.row(of: token, head: head)
            == values[start..<start + 4].map { Double(Float($0)) })
      }
    }
  }

  @Test func attentionAmongPatchesAloneHasNothingToLeaveOut() throws {
    let read = try dump(Self.features + [("attention", ramp(4, 4))], options: Self.asked)
    let attention = try #require(read.field.patchAttention)
    #expect(attention.heads == 1)
    #expect(attention.row(of: 2) == ramp(4, 4).values()[8..<12].map { Double(Float($0)) })
  }

  @Test func classAttentionAloneHasNone() throws {
    for tensor in [ramp(4), ramp(2, 4), ramp(2, 5)] {
      let read = try dump(Self.features + [("attention", tensor)], options: Self.asked)
      #expect(read.field.patchAttention == nil)
    }
  }

  @Test func ofTooManyHeadsTheMeanIsKeptAndOfTooManyPatchesNothing() throws {
    let tensor = ramp(2, 5, 5)
    let values = tensor.values()
    let mean = try #require(
      PatchAttention(tensor, count: 4, heads: 2, skipping: 1, limit: 31))
    #expect(mean.heads == 1 && mean.averaged == 2)
    for token in 0..<4 {
      for column in 0..<4 {
        let place = (token + 1) * 5 + column + 1
        let expected = (values[place] + values[25 + place]) / 2
        #expect(abs(mean.row(of: token, head: 1)[column] - expected) < 1e-6)
      }
    }
    #expect(PatchAttention(tensor, count: 4, heads: 2, skipping: 1, limit: 15) == nil)
    #expect(PatchAttention(tensor, count: 4, heads: 2, skipping: 1, limit: 32)?.heads == 2)
  }
}
