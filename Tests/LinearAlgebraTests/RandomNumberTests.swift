import LinearAlgebra
import Testing

@Suite struct RandomNumberTests {
  /// The first outputs of the reference implementation in C, by Sebastiano Vigna.
  static let known: [(seed: UInt64, outputs: [UInt64])] = [
    (0, [0xE220_A839_7B1D_CDAF, 0x6E78_9E6A_A1B9_65F4, 0x06C4_5D18_8009_454F]),
    (
      1_234_567,
      [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ]
    ),
  ]

  @Test(arguments: known)
  func givesTheKnownSequence(seed: UInt64, outputs: [UInt64]) {
    var generator = SplitMix64(seed: seed)
    #expect(outputs.map { _ in generator.next() } == outputs)
  }

  @Test func unitsAreTheUpperBitsAndBelowOne() {
    var generator = SplitMix64(seed: 0)
    var bits = SplitMix64(seed: 0)
    for _ in 0..<1000 {
      let unit = generator.nextUnit()
      #expect(unit >= 0 && unit < 1)
      #expect(unit == Double(bits.next() >> 11) / 9_007_199_254_740_992)
    }
  }

  @Test(arguments: [1, 2, 3, 10, 1000, Int.max])
  func drawsStayBelowTheirBound(bound: Int) {
    var generator = SplitMix64(seed: 5)
    for _ in 0..<500 { #expect((0..<bound).contains(generator.next(below: bound))) }
  }

  @Test func everyDrawIsAboutAsLikely() {
    var generator = SplitMix64(seed: 6)
    var counts = [Int](repeating: 0, count: 6)
    for _ in 0..<6000 { counts[generator.next(below: 6)] += 1 }
    // Five standard deviations around 1000; the seed is fixed, so this cannot flicker.
    #expect(counts.allSatisfy { (856...1144).contains($0) }, "\(counts)")
  }

  @Test func drawsThatWouldFavourSomeValuesAreRejected() {
    // 2⁶⁴ is two and a half times this bound. Without rejection values would stand for two and for
    // three words by turns: of two neighbours one would come in 60 % of the draws.
    let bound = 7_378_697_629_483_820_646
    var generator = SplitMix64(seed: 7)
    let low = (0..<8000).map { _ in generator.next(below: bound) }.filter { $0 < bound / 2 }
    let even = Double(low.count { $0 % 2 == 0 }) / Double(low.count)
    #expect(abs(even - 0.5) < 0.04, "\(even)")
  }
}
