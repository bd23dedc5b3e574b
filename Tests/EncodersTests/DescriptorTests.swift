import Encoders
import Glibc
import Imaging
import LinearAlgebra
import Testing

@Suite struct PatchMomentsTests {
  @Test func ofAFlatChannelAreItsValueWithoutSpread() {
    let moments = PatchMoments([Float](repeating: 37.25, count: 336 * 336))
    #expect(moments.patch.allSatisfy { $0 == Moments(mean: 37.25, spread: 0, skew: 0) })
    #expect(moments.surroundings.allSatisfy { abs($0.mean - 37.25) < 1e-12 && $0.spread == 0 })
  }

  @Test func ofTwoValuesFollowFromTheirShare() {
    // A quarter of every patch is 80 and the rest 0: mean 20, variance 1200, third moment
    // ¼·60³ − ¾·20³.
    let channel: [Float] = (0..<(336 * 336)).map { pixel in
      let (x, y) = (pixel % 336 % 14, pixel / 336 % 14)
      return x < 7 && y < 7 ? 80 : 0
    }
    for moments in PatchMoments(channel).patch + PatchMoments(channel).surroundings {
      #expect(abs(moments.mean - 20) < 1e-9)
      #expect(abs(moments.spread - 1200.squareRoot()) < 1e-9)
      #expect(abs(moments.skew - cbrt(60 * 60 * 60 / 4.0 - 3 * 20 * 20 * 20 / 4.0)) < 1e-9)
    }
  }

  @Test func ofSurroundingsAreThoseOfAllTheirPixels() {
    let channel: [Float] = (0..<(336 * 336)).map { Float($0 % 336 / 14) }
    let moments = PatchMoments(channel)
    #expect(moments.patch[5 * 24 + 7].mean == 7)
    #expect(moments.patch[5 * 24 + 7].spread == 0)
    // Columns 6, 7 and 8 inside, 0 and 1 at the edge.
    #expect(abs(moments.surroundings[5 * 24 + 7].mean - 7) < 1e-12)
    #expect(abs(moments.surroundings[5 * 24 + 7].spread - (2.0 / 3).squareRoot()) < 1e-9)
    #expect(abs(moments.surroundings[5 * 24].mean - 0.5) < 1e-12)
  }
}

@Suite struct OrientationHistogramsTests {
  private let everywhere = PixelBox(columns: 0..<28, rows: 0..<28)

  private func histograms(_ value: (Int, Int) -> Float) -> OrientationHistograms {
    let values = (0..<784).map { value($0 % 28, $0 / 28) }
    return OrientationHistograms(
      LightnessPlane(side: 28, values: values), cell: 14, inside: everywhere)
  }

  @Test func ofAFlatPlaneAreEmpty() {
    let flat = histograms { _, _ in 50 }
    #expect(flat.histograms.allSatisfy { $0 == 0 } && flat.edges.allSatisfy { $0 == 0 })
  }

  @Test(arguments: [(3, 0, 0), (0, 3, 4), (2, 2, 2), (2, -2, 6), (-3, 0, 0), (-2, -2, 2)])
  func ofARampFillOneBin(across: Float, down: Float, bin: Int) {
    let ramp = histograms { x, y in across * Float(x) + down * Float(y) }
    let magnitude = (across * across + down * down).squareRoot()
    // The outermost pixels of the plane have no gradient: 13·13 of 196 remain in a cell.
    let share: Float = 169 / 196
    for other in 0..<8 {
      let expected = other == bin ? magnitude * share : 0
      #expect(abs(ramp.histograms[other] - expected) < 1e-4, "bin \(other)")
    }
    let square = magnitude * magnitude
    #expect(abs(ramp.edges[0] - share * square / (square + 36)) < 1e-4)
  }

  @Test func ofAStepLieOnItsTwoColumns() {
    let step = histograms { x, _ in x < 7 ? 20 : 80 }
    // Columns 6 and 7 have gradient 30, in 13 of 14 rows.
    #expect(abs(step.histograms[0] - 30 * 26 / 196) < 1e-4)
    #expect(abs(step.histograms[16] - 30 * 26 / 196) < 1e-4)  // the cell below
    #expect(step.histograms.count { $0 != 0 } == 2)
  }

  @Test func ofAFineCheckerboardAreEmptyForItsDifferencesSkipAPixel() {
    let board = histograms { x, y in (x + y) % 2 == 0 ? 0 : 100 }
    #expect(board.histograms.allSatisfy { $0 == 0 })
  }

  @Test func leaveOutWhatLiesOutside() {
    let values = (0..<784).map { Float($0 % 28) }
    let half = OrientationHistograms(
      LightnessPlane(side: 28, values: values), cell: 14,
      inside: PixelBox(columns: 14..<28, rows: 0..<28))
    #expect(half.edges[0] == 0 && half.edges[2] == 0)
    #expect(half.edges[1] > 0 && half.edges[3] > 0)
  }

  @Test func bendsTheArcTangentByLessThanAHundredthOfABin() {
    for step in 0..<720 {
      let angle = (Double(step) + 0.5) * .pi / 360
      let position = OrientationHistograms.position(
        across: Float(cos(angle)), down: Float(sin(angle)))
      var expected = angle * 8 / .pi
      if expected >= 8 { expected -= 8 }
      #expect(abs(Double(position) - expected) < 0.01)
    }
  }

  @Test func halvesAPlaneByMeans() {
    let plane = LightnessPlane(side: 2, values: [1, 2, 3, 6]).halved
    #expect(plane.side == 1 && plane.values == [3])
  }
}

@Suite struct PatchFrequenciesTests {
  private func coefficients(_ value: (Int, Int) -> Double) -> [Float] {
    let values = (0..<(336 * 336)).map { Float(value($0 % 336 % 14, $0 / 336 % 14)) }
    return PatchFrequencies.coefficients(LightnessPlane(side: 336, values: values))
  }

  @Test func ofFlatPatchesVanish() {
    let flat = coefficients { _, _ in 63 }
    #expect(flat.count == 576 * 15)
    #expect(flat.allSatisfy { abs($0) < 1e-4 })
  }

  @Test(arguments: [(1, 0), (0, 2), (3, 3), (2, 1)])
  func ofACosineStandAlone(across: Int, down: Int) {
    let wave = coefficients { x, y in
      10 * cos(.pi * (Double(x) + 0.5) * Double(across) / 14)
        * cos(.pi * (Double(y) + 0.5) * Double(down) / 14)
    }
    // An orthonormal coefficient of a product of cosines is amplitude · side / 2, with √2 more for
    // each axis without a wave; it is then divided by the side.
    let flatAxes = (across == 0 ? 1 : 0) + (down == 0 ? 1 : 0)
    let expected = 10 / 2 * pow(2, Double(flatAxes) / 2)
    for (index, coefficient) in wave.prefix(15).enumerated() {
      let isIt = index + 1 == 4 * down + across
      #expect(abs(Double(coefficient) - (isIt ? expected : 0)) < 1e-4)
    }
    #expect(wave.suffix(15).elementsEqual(wave.prefix(15)))
  }
}

@Suite struct PatchDescriptorsTests {
  @Test func differOnlyWherePatchesDo() {
    let flat = PatchDescriptors.rows(
      PatchEvidence(
        PreparedImage(Image(width: 9, height: 9, filledWith: RGB(9, 99, 200)), mode: .stretch)
          .tiles[0]))
    #expect((flat.rows, flat.columns) == (576, PatchDescriptors.width))
    for token in 0..<576 {
      #expect(zip(flat.row(token), flat.row(0)).allSatisfy { abs($0 - $1) < 1e-9 })
    }
    // Squares of 14 pixels are the patches themselves: two kinds away from the edges.
    let board = PatchDescriptors.rows(
      PatchEvidence(PreparedImage(TestScenes.checkerboard(size: 14), mode: .stretch).tiles[0]))
    func distance(_ first: Int, _ second: Int) -> Double {
      zip(board.row(first), board.row(second)).reduce(0) { $0 + pow($1.0 - $1.1, 2) }
        .squareRoot()
    }
    let middle = 12 * 24 + 12
    #expect(distance(middle, middle + 2) < 1e-6)
    #expect(distance(middle, middle + 25) < 1e-6)
    #expect(distance(middle, middle + 1) > 10)
  }
}
