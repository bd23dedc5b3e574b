import Encoders
import Glibc
import LinearAlgebra
import Testing

@Suite struct RandomFeaturesTests {
  @Test func computesCirclesToABillionth() {
    for step in -3000...3000 {
      // On the grid of 2⁻²⁰, so that rounding to it changes nothing.
      let turns = Double(step * 977) * 0x1p-20
      let (cosine, sine) = RandomFourierMap.circular(turns)
      #expect(abs(cosine - cos(2 * .pi * turns)) < 1e-9)
      #expect(abs(sine - sin(2 * .pi * turns)) < 1e-9)
    }
  }

  @Test func swallowsWhatMachinesDifferBy() {
    for turns in [0.1, -7.3, 0.25, 0.5, 123.456] {
      let exact = RandomFourierMap.circular(turns)
      let near = RandomFourierMap.circular(turns.nextUp)
      #expect(exact == near)
    }
  }

  @Test func approximatesAGaussianOfDistance() {
    let map = RandomFourierMap(inputs: 3, outputs: 4096, sharpness: 0.5, seed: 5)
    var random = SplitMix64(seed: 1)
    let points = Matrix(
      rows: 12, columns: 3, elements: (0..<36).map { _ in 6 * random.nextUnit() - 3 })
    let mapped = map(points)
    #expect((mapped.rows, mapped.columns) == (12, 4096))
    for first in 0..<12 {
      for second in 0..<12 {
        let square = zip(points.row(first), points.row(second)).reduce(0) {
          $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
        }
        let product = zip(mapped.row(first), mapped.row(second)).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(product - exp(-square / 8)) < 0.08)
        if first == second { #expect(abs(product - 1) < 1e-9) }
      }
    }
  }

  @Test func drawsOtherMapsFromOtherSeeds() {
    let point = Matrix(rows: 1, columns: 2, elements: [0.3, -1])
    func mapped(_ seed: UInt64) -> Matrix {
      RandomFourierMap(inputs: 2, outputs: 8, sharpness: 1, seed: seed)(point)
    }
    #expect(mapped(1) == mapped(1))
    #expect(mapped(1) != mapped(2))
  }
}

@Suite struct FourierTransformTests {
  @Test func equalsTheDefinition() {
    let side = 8
    var random = SplitMix64(seed: 3)
    let input = (0..<64).map { _ in (random.nextUnit(), random.nextUnit()) }
    var real = input.map(\.0)
    var imaginary = input.map(\.1)
    FourierTransform.transform(&real, &imaginary, side: side)
    for v in 0..<side {
      for u in 0..<side {
        var expected = (real: 0.0, imaginary: 0.0)
        for (index, value) in input.enumerated() {
          let angle = -2 * .pi * Double(u * (index % side) + v * (index / side)) / Double(side)
          expected.real += value.0 * cos(angle) - value.1 * sin(angle)
          expected.imaginary += value.0 * sin(angle) + value.1 * cos(angle)
        }
        #expect(abs(real[v * side + u] - expected.real) < 1e-12)
        #expect(abs(imaginary[v * side + u] - expected.imaginary) < 1e-12)
      }
    }
  }
}

@Suite struct SpectralResidualTests {
  @Test func findsNothingInAFlatMap() {
    let saliency = SpectralResidual.saliency([Double](repeating: 55.5, count: 4096))
    #expect(saliency.allSatisfy { $0 < 1e-12 })
  }

  @Test func findsTheOneThingThatStandsOut() throws {
    // Stripes everywhere, and one small square of another texture.
    let map = (0..<4096).map { index -> Double in
      let (x, y) = (index % 64, index / 64)
      if (40..<46).contains(x) && (20..<26).contains(y) { return (x + y) % 2 == 0 ? 90 : 10 }
      return x % 8 < 4 ? 40 : 60
    }
    let saliency = SpectralResidual.saliency(map)
    let peak = try #require(saliency.indices.max { saliency[$0] < saliency[$1] })
    #expect((38...47).contains(peak % 64) && (18...27).contains(peak / 64))
  }

  @Test func doesNotDependOnTheMeanOfTheMap() {
    var random = SplitMix64(seed: 9)
    let map = (0..<4096).map { _ in 50 * random.nextUnit() }
    let darker = SpectralResidual.saliency(map)
    let lighter = SpectralResidual.saliency(map.map { $0 + 40 })
    #expect(zip(darker, lighter).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}
