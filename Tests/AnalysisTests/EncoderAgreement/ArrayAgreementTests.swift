import Analysis
import LinearAlgebra
import Testing
import TokenFields

@Suite struct ArrayAgreementTests {
  let encoder = ToyEncoder()

  static func array(
    _ shape: [Int], _ values: [Float], attention: Bool = false
  ) -> EncodedArray {
    EncodedArray(name: "features", shape: shape, values: values, isAttention: attention)
  }

  @Test func findsTheLargestDifferenceAndWhereItIs() throws {
    let ours = Self.array([2, 3], [1, 2, 3, 4, 5, 6])
    let theirs = Self.array([2, 3], [1, 2, 3.5, 4, 7, -8])
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    #expect(agreement.largestDifference == 14 && agreement.place == [1, 2])
    #expect(agreement.ours == 6 && agreement.theirs == -8)
    #expect(agreement.largestExpected == 8 && agreement.relativeDifference == 14.0 / 8)
    #expect(agreement.tolerance == 2e-5 * 8 && !agreement.isWithinTolerance)
    #expect(agreement.top == nil && agreement.notes.isEmpty)
  }

  @Test func cosinesAreThoseOfRows() throws {
    let ours = Self.array([4, 2], [1, 0, 0, 2, 0, 0, 0, 0])
    let theirs = Self.array([4, 2], [5, 0, 3, 0, 0, 0, 1, 1])
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    // Equal directions, a right angle, two rows of zeros, one row of zeros.
    #expect(agreement.meanCosine == 0.5 && agreement.worstCosine == 0)
    let opposite = try #require(
      ArrayAgreement(ours: Self.array([1, 2], [3, 4]), theirs: Self.array([1, 2], [-3, -4])))
    #expect(opposite.worstCosine == -1 && opposite.meanCosine == -1)
  }

  @Test func topsAreThoseOfTheMeanOverHeads() throws {
    let ours = encoder.attention
    let equal = try #require(ArrayAgreement(ours: ours, theirs: ours))
    #expect(equal.top == .init(count: 64, shared: 64) && equal.isWithinTolerance)
    // The most attended patch of the mean becomes the least attended one.
    let sums = (0..<ToyEncoder.tokens).map { token in
      (0..<ToyEncoder.heads).reduce(0.0) {
        $0 + Double(ours.values[$1 * ToyEncoder.tokens + token])
      }
    }
    let first = LargestFirst(sums).prefix(1)[0]
    let theirs = ours.map { $0 % ToyEncoder.tokens == first ? 0 : $1 }
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    #expect(agreement.top == .init(count: 64, shared: 63) && !agreement.isWithinTolerance)
  }

  @Test func fewPatchesAreAllOnTop() throws {
    let ours = Self.array([3], [0.2, 0.3, 0.5], attention: true)
    let theirs = Self.array([3], [0.5, 0.3, 0.2], attention: true)
    #expect(
      try #require(ArrayAgreement(ours: ours, theirs: theirs)).top == .init(count: 3, shared: 3))
  }

  @Test func numbersThatAreNotFiniteNeverAgree() throws {
    let ours = Self.array([2, 2], [1, 2, 3, 4], attention: true)
    for bad in [Float.nan, .infinity, -.infinity] {
      let theirs = Self.array([2, 2], [1, bad, 3, 4], attention: true)
      let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
      #expect(agreement.nonFinite == 1 && !agreement.isWithinTolerance && agreement.top == nil)
      #expect(agreement.largestDifference == 0 && agreement.worstCosine == 0)
      let other = try #require(ArrayAgreement(ours: theirs, theirs: ours))
      #expect(other.nonFinite == 1 && !other.isWithinTolerance)
    }
  }

  @Test func arraysOfNothingAndOfZerosAgreeWithThemselves() throws {
    for shape in [[0, 4], [4, 0], [0], [3, 2], []] {
      let zeros = Self.array(shape, [Float](repeating: 0, count: shape.reduce(1, *)))
      let agreement = try #require(ArrayAgreement(ours: zeros, theirs: zeros))
      #expect(agreement.isWithinTolerance && agreement.relativeDifference == 0)
      #expect(agreement.place == nil && agreement.worstCosine == 1)
      let attention = EncodedArray(
        name: "attention", shape: shape, values: zeros.values, isAttention: true)
      #expect(ArrayAgreement(ours: attention, theirs: attention)?.isWithinTolerance == true)
    }
    let one = try #require(
      ArrayAgreement(ours: Self.array([1, 1], [0.1]), theirs: Self.array([1, 1], [0])))
    #expect(!one.isWithinTolerance && one.relativeDifference == .infinity)
  }

  // MARK: - Shapes

  @Test func aBatchAxisAndAClassTokenAreDropped() throws {
    for array in encoder.arrays {
      let longer = array.prependingToken(0.25)
      let batched = longer.with(shape: [1] + longer.shape, longer.values)
      let agreement = try #require(ArrayAgreement(ours: array, theirs: batched))
      #expect(agreement.largestDifference == 0 && agreement.shape == array.shape)
      #expect(agreement.notes == ["without the dump's first token"])
      let reverse = try #require(ArrayAgreement(ours: batched, theirs: array))
      #expect(reverse.largestDifference == 0 && reverse.shape == array.shape)
      #expect(reverse.notes == ["without our first token, as the dump has one less"])
    }
  }

  @Test func theClassTokensRowIsTakenOfFullAttention() throws {
    let ours = encoder.attention
    let (heads, count) = (ToyEncoder.heads, ToyEncoder.tokens + 1)
    var values = [Float](repeating: 0.5, count: heads * count * count)
    for head in 0..<heads {
      for token in 1..<count {
        values[head * count * count + token] = ours.values[head * (count - 1) + token - 1]
      }
    }
    let theirs = ours.with(shape: [heads, count, count], values)
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    #expect(agreement.largestDifference == 0 && agreement.shape == ours.shape)
    #expect(
      agreement.notes == [
        "with the class token's row of the dump's attention", "without the dump's first token",
      ])
  }

  @Test func attentionAmongPatchesIsAveragedOverItsRows() throws {
    let theirs = Self.array([2, 2, 2], [0.1, 0.9, 0.3, 0.7, 0.5, 0.5, 0, 1], attention: true)
    let ours = Self.array([2, 2], [0.2, 0.8, 0.25, 0.75], attention: true)
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    #expect(agreement.largestDifference < 1e-7)
    #expect(agreement.notes == ["with the mean of the rows of the dump's attention"])
  }

  /// As many heads as patches: the shape alone must not make square attention of it.
  @Test func asManyHeadsAsPatchesAreStillHeads() throws {
    let ours = Self.array([3, 3], [0.1, 0.2, 0.7, 0.3, 0.3, 0.4, 0, 0, 1], attention: true)
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: ours))
    #expect(agreement.largestDifference == 0 && agreement.notes.isEmpty)
  }

  @Test func fullAttentionOfAllTokensIsComparedWithThatOfPatches() throws {
    let theirs = Self.array([1, 3, 3], (0..<9).map { Float($0) / 9 }, attention: true)
    let ours = Self.array([1, 2, 2], [4, 5, 7, 8].map { $0 / 9 }, attention: true)
    let agreement = try #require(ArrayAgreement(ours: ours, theirs: theirs))
    #expect(agreement.largestDifference == 0 && agreement.shape == [1, 2, 2])
    #expect(agreement.notes == ["without the dump's first token"])
  }

  @Test func headsAreAveragedAndSetApart() throws {
    let attention = encoder.attention
    let mean = attention.with(
      shape: [ToyEncoder.tokens],
      (0..<ToyEncoder.tokens).map { token in
        (0..<ToyEncoder.heads).reduce(0) {
          $0 + attention.values[$1 * ToyEncoder.tokens + token]
        } / Float(ToyEncoder.heads)
      })
    let averaged = try #require(ArrayAgreement(ours: attention, theirs: mean))
    #expect(averaged.isWithinTolerance && averaged.notes == ["with the mean of our heads"])
    #expect(
      try #require(ArrayAgreement(ours: mean, theirs: attention)).notes
        == ["with the mean of the dump's heads"])

    let keys = encoder.keys
    let joined = keys.with(
      shape: [ToyEncoder.tokens, 24],
      (0..<ToyEncoder.tokens).flatMap { token in
        (0..<ToyEncoder.heads).flatMap { head in
          keys.values[((head * ToyEncoder.tokens + token) * 6)...].prefix(6)
        }
      })
    let apart = try #require(ArrayAgreement(ours: keys, theirs: joined))
    #expect(apart.largestDifference == 0 && apart.shape == keys.shape)
  }

  @Test func shapesThatDoNotFitAreNotCompared() {
    let ours = encoder.features
    for shape in [[98, 24], [100, 23], [100, 25], [2400], [100, 6, 4]] {
      let theirs = ours.with(shape: shape, [Float](repeating: 1, count: shape.reduce(1, *)))
      #expect(ArrayAgreement(ours: ours, theirs: theirs) == nil, "\(shape)")
    }
    // One head more is no class token.
    let heads = encoder.attention.with(
      shape: [ToyEncoder.heads + 1, ToyEncoder.tokens],
      [Float](repeating: 0.01, count: (ToyEncoder.heads + 1) * ToyEncoder.tokens))
    #expect(ArrayAgreement(ours: encoder.attention, theirs: heads) == nil)
  }

  // MARK: - Precision

  @Test func numbersTellWhatTheyWereWidenedFrom() {
    let values = encoder.features.values
    let half = values.map { Float(Float16($0)) }
    let brain = values.map { Float(bitPattern: $0.bitPattern & 0xFFFF_0000) }
    #expect(NumberPrecision(widened: values) == nil)
    #expect(NumberPrecision(widened: half) == .float16)
    #expect(NumberPrecision(widened: brain) == .bfloat16)
    #expect(NumberPrecision(widened: Array(brain.prefix(63))) == nil)
    // One bit more than half precision has, in a single number.
    var finer = half
    finer[70] = Float(bitPattern: finer[70].bitPattern | 0x1000)
    #expect(NumberPrecision(widened: finer) == nil)
    #expect(NumberPrecision(widened: [Float](repeating: 0, count: 500)) == nil)
    let array = Self.array([ToyEncoder.tokens, ToyEncoder.width], half)
    #expect(array.precision == .float16 && encoder.features.precision == .float32)
  }

  @Test func tolerancesAreWiderInSixteenBits() {
    func tolerance(_ precision: NumberPrecision, _ attention: Bool, _ largest: Double) -> Double {
      precision.tolerance(isAttention: attention, largest: largest)
    }
    #expect(tolerance(.float32, false, 10) == 2e-5 * 10)
    #expect(tolerance(.float16, false, 10) == 2e-5 * 100 * 10)
    #expect(tolerance(.bfloat16, false, 10) == 2e-5 * 800 * 10)
    #expect(tolerance(.float32, true, 0.01) == 5e-5)
    #expect(tolerance(.float16, true, 0.9) == 5e-5 * 100)
    // Over many patches attention is flat: the largest value bounds the tolerance.
    #expect(tolerance(.float16, true, 0.01) == 0.01 / 50)
    #expect(tolerance(.bfloat16, true, 0.01) == 0.01 / 10)
  }

  @Test func aDumpInHalfPrecisionAgrees() throws {
    for array in encoder.arrays {
      let theirs = array.map(precision: .float16) { Float(Float16($1)) }
      let agreement = try #require(ArrayAgreement(ours: array, theirs: theirs))
      #expect(agreement.isWithinTolerance && agreement.largestDifference > 0)
      #expect(agreement.precision == .float16)
    }
  }
}
