import ImageFiles
import Imaging
import TestSupport
import Testing

@Suite struct GradedDisturbanceTests {
  @Test("every condition is read from its own text")
  func texts() throws {
    #expect(GradedDisturbance.all.count == 25)
    #expect(GradedDisturbance.disturbances.map(\.name).last == "jpeg")
    for condition in GradedDisturbance.all {
      #expect(try GradedDisturbance("\(condition)") == condition)
    }
    #expect(Set(GradedDisturbance.all).count == 25)
  }

  @Test(
    "a text that names no condition is refused in one line",
    arguments: [
      "", ":", "blur", "blur:", "blur:0", "blur:6", "blur:+3", "blur:3:1", "blur: 3", "fog:3",
      "Blur:1",
    ])
  func refusals(text: String) {
    let error = #expect(throws: GradedDisturbanceError.self) { try GradedDisturbance(text) }
    let message = error?.description ?? ""
    #expect(message.hasPrefix("image condition '\(text)': "))
    #expect(message.contains("'blur:3'") && !message.contains("\n"))
  }

  @Test("a condition is its disturbance at its severity")
  func applied() throws {
    let picture = Image(
      width: 20, height: 14, samples: SyntheticSamples.samples(seed: 2, count: 840))
    #expect(
      try GradedDisturbance("noise:4").applied(to: picture)
        == GaussianNoise().disturbed(picture, severity: 4))
    #expect(
      try GradedDisturbance("jpeg:2").applied(to: picture)
        == ImageFile.decode(ImageFile.encodeJPEG(picture, quality: 18)).image)
  }

  @Test("a JPEG's loss is what Pillow's is")
  func pillow() throws {
    let expected = try Fixture.bytes("imaging/disturbances-20x14.bin").suffix(5 * 840)
    let picture = Image(
      width: 20, height: 14, samples: SyntheticSamples.samples(seed: 2, count: 840))
    let results = (1...5).flatMap { JPEGLoss().disturbed(picture, severity: $0).samples }
    #expect(results == Array(expected))
  }

  @Test("sizes stay, and a lower quality loses more and is smaller")
  func quality() throws {
    let picture = Image(
      width: 61, height: 33, samples: SyntheticSamples.samples(seed: 4, count: 3 * 61 * 33))
    var (before, size) = (-1, Int.max)
    for quality in [100, 75, 25, 18, 15, 10, 7] {
      let bytes = ImageFile.encodeJPEG(picture, quality: quality)
      #expect(bytes == ImageFile.encodeJPEG(picture, quality: quality))
      let decoded = try ImageFile.decode(bytes)
      #expect(decoded.format == .jpeg && decoded.notes.isEmpty)
      #expect(decoded.image.width == 61 && decoded.image.height == 33)
      let change = zip(decoded.image.samples, picture.samples)
        .reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
      #expect(change > before)
      #expect(bytes.count < size)
      (before, size) = (change, bytes.count)
    }
    let empty = Image(width: 0, height: 4, samples: [])
    #expect(JPEGLoss().disturbed(empty, severity: 5) == empty)
    let point = JPEGLoss().disturbed(
      Image(width: 1, height: 1, filledWith: RGB(9, 8, 7)), severity: 1)
    #expect(point.width == 1 && point.height == 1)
  }
}
