import Encoders
import Glibc
import Imaging
import Testing

@Suite struct SaliencyHeadTests {
  private func evidence(_ image: Image) -> PatchEvidence {
    PatchEvidence(PreparedImage(image, mode: .stretch).tiles[0])
  }

  /// A grey view with one patch of another colour, at row 12 and column 7.
  private func oddOneOut(_ colour: RGB) -> Image {
    var image = Image(width: 336, height: 336, filledWith: RGB(grey: 119))
    for y in 168..<182 {
      for x in 98..<112 { image[x, y] = colour }
    }
    return image
  }

  private let odd = 12 * 24 + 7

  @Test(arguments: SaliencyHead.allCases)
  func findsNothingInAFlatImage(head: SaliencyHead) {
    let measure = head.measure(
      evidence(Image(width: 10, height: 10, filledWith: RGB(200, 100, 50))))
    #expect(measure.count == 576)
    #expect(measure.allSatisfy { abs($0) < 1e-4 })
  }

  @Test func measuresLightnessAgainstSurroundings() {
    let white = evidence(oddOneOut(RGB(grey: 255)))
    let difference = Double(Lab(RGB(grey: 255)).lightness - Lab(RGB(grey: 119)).lightness)
    let measure = SaliencyHead.intensity.measure(white)
    #expect(abs(measure[odd] - difference) < 1e-3)
    // A neighbour has the odd one among its 24 and its 95 others (cut at the left edge).
    #expect(abs(measure[odd + 1] - difference * (1 / 24.0 + 1 / 120.0) / 2) < 1e-3)
    #expect(measure[0] < 1e-4)
    #expect(SaliencyHead.colour.measure(white)[odd] < 0.05)
  }

  @Test func measuresColourAgainstSurroundings() {
    let red = Lab(RGB(200, 60, 60))
    let measure = SaliencyHead.colour.measure(evidence(oddOneOut(RGB(200, 60, 60))))
    let chroma = Double((red.a * red.a + red.b * red.b).squareRoot())
    #expect(abs(measure[odd] - chroma) < 0.05)
    #expect(measure[0] < 1e-3)
  }

  @Test func measuresRarityInNats() {
    let measure = SaliencyHead.rarity.measure(evidence(oddOneOut(RGB(grey: 255))))
    #expect(abs(measure[odd] - log(576)) < 1e-12)
    #expect(abs(measure[0] - log(576 / 575.0)) < 1e-12)
  }

  @Test func measuresContrastInsidePatches() {
    let measure = SaliencyHead.contrast.measure(evidence(TestScenes.checkerboard(size: 7)))
    let half = Double(Lab(RGB(grey: 220)).lightness - Lab(RGB(grey: 40)).lightness) / 2
    #expect(measure.allSatisfy { abs($0 - half) < 1e-3 })
  }

  @Test func prefersTheCentreAmongEquals() {
    let measure = SaliencyHead.centre.measure(evidence(TestScenes.checkerboard(size: 7)))
    #expect(measure[12 * 24 + 12] > 1.3 * measure[12 * 24 + 4])
    #expect(measure[12 * 24 + 4] > measure[0])
    #expect(abs(measure[0] - measure[575]) < 1e-9)
  }

  @Test func measuresOrientationsThatDifferFromThoseAround() throws {
    // Vertical stripes everywhere, horizontal ones in a square of 3×3 patches.
    var image = Image(width: 336, height: 336, filledWith: RGB(grey: 60))
    for y in 0..<336 {
      for x in 0..<336 {
        let inside = (140..<182).contains(x) && (140..<182).contains(y)
        if (inside ? y : x) % 8 < 4 { image[x, y] = RGB(grey: 190) }
      }
    }
    let measure = SaliencyHead.orientation.measure(evidence(image))
    #expect(measure[11 * 24 + 11] > 3 * measure[3 * 24 + 18])
  }

  @Test func countsEdges() {
    let edges = SaliencyHead.edges.measure(evidence(TestScenes.ball()))
    let flat = edges[5 * 24 + 13]
    let rim = edges.max() ?? 0
    #expect(flat < 0.01 && rim > 0.15 && rim <= 1)
  }
}
