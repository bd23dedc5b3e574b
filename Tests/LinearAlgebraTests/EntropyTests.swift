import Glibc
import LinearAlgebra
import Testing

@Suite struct EntropyTests {
  static let closedForms: [(weights: [Double], entropy: Double)] = [
    ([], 0),
    ([0, 0], 0),
    ([7], 0),
    ([0, 3, 0], 0),
    ([1, 1], log(2)),
    ([2, 2, 2, 2, 0], log(4)),
    ([3, 1], log(4) - 0.75 * log(3)),
    ([4, 2, 1, 1], 1.75 * log(2)),
    ([1e-300, 1e-300], log(2)),
    ([1e300, 1e300, 1e300], log(3)),
  ]

  @Test(arguments: closedForms)
  func matchesTheClosedForm(weights: [Double], entropy: Double) {
    #expect(abs(shannonEntropy(weights) - entropy) < 1e-14)
  }

  @Test func isNeverNegative() {
    for count in 1...200 {
      let peaked = [1.0] + [Double](repeating: 1e-17, count: count)
      #expect(shannonEntropy(peaked) >= 0)
      #expect(shannonEntropy([Double](repeating: 0.1, count: count)).sign == .plus)
    }
  }

  @Test func ofUniformWeightsIsTheLogarithmOfTheirNumber() {
    for count in [1, 2, 10, 576, 2880] {
      let entropy = shannonEntropy([Double](repeating: 1 / 577, count: count))
      #expect(abs(entropy - log(Double(count))) < 1e-12)
    }
  }
}
