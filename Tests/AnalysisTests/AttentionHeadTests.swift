import Analysis
import Glibc
import LinearAlgebra
import TestSupport
import Testing
import TokenFields

@Suite struct AttentionHeadTests {
  @Test func evenAttentionHasTheEntropyOfItsPatchesAndATenthOfItself() {
    let head = AttentionHead([Double](repeating: 0.03, count: 20))
    #expect(abs(head.entropy - log(20)) < 1e-14)
    #expect(abs(head.topShare - 0.1) < 1e-15 && head.largest == 0.03)
  }

  @Test func attentionOnOnePatchHasNoEntropy() {
    let head = AttentionHead([0, 0, 0.7, 0])
    #expect(head.entropy == 0 && head.topShare == 1 && head.largest == 0.7)
    let none = AttentionHead([0, 0, 0])
    #expect(none.entropy == 0 && none.topShare == 0 && none.largest == 0)
    #expect(AttentionHead([0.5]).topShare == 1)
  }

  /// Of eleven patches a tenth is two.
  @Test func aTenthIsRoundedUp() {
    let head = AttentionHead([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    #expect(abs(head.topShare - 21.0 / 66) < 1e-15)
  }

  @Test(arguments: [1e-300, 1e-3, 1e300])
  func doesNotDependOnTheScale(scale: Double) {
    let values = [0.1, 0.4, 0.2, 0.9, 0.05]
    let (one, other) = (AttentionHead(values), AttentionHead(values.map { $0 * scale }))
    #expect(abs(one.entropy - other.entropy) < 1e-14)
    #expect(abs(one.topShare - other.topShare) < 1e-14)
  }

  @Test func everyHeadIsDescribedAndTheMeanAgreesWithTheFieldsEntropy() throws {
    let field = RandomField.make(seed: 4, heads: 5)
    let heads = AttentionHead.all(of: field)
    let attention = try #require(field.attention)
    #expect(heads.count == 5)
    for (index, head) in heads.enumerated() {
      #expect(abs(head.entropy - shannonEntropy(Array(attention.row(index)))) < 1e-13)
      #expect(head.largest == attention.row(index).max())
    }
    let prepared = PreparedField(field)
    let mean = try #require(prepared.attention.map { AttentionHead($0) })
    #expect(abs(mean.entropy - (try #require(prepared.entropy))) < 1e-13)
    #expect(AttentionHead.all(of: TokenField(grid: field.grid)).isEmpty)
  }

  @Test func overlapsAreThoseOfTheTopPatches() throws {
    let field = RandomField.make(seed: 6, heads: 3)
    let prepared = PreparedField(field)
    let attention = try #require(field.attention)
    for count in [1, 7, 30] {
      let mean = Set(try #require(prepared.attentionOrder).prefix(count))
      let overlaps = AttentionHead.overlaps(ofTop: count, in: prepared)
      for (head, overlap) in overlaps.enumerated() {
        let top = Set(
          (0..<30).sorted { (attention[head, $1], $0) < (attention[head, $0], $1) }.prefix(count))
        let both = Double(mean.intersection(top).count)
        #expect(overlap == both / Double(mean.union(top).count))
      }
      #expect(overlaps.count == 3)
    }
    #expect(AttentionHead.overlaps(ofTop: 3, in: PreparedField(TokenField(grid: field.grid))) == [])
  }
}
