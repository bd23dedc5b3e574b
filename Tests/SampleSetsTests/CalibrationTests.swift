import Glibc
import Imaging
import LocalFiles
import SampleSets
import Testing
import TextData
import TokenFields

/// Averages that take the place of an encoder's own.
@Suite struct CalibrationTests {
  private static let path = "/tmp/prunescope-calibration-\(getpid())"

  /// What becomes of a text that is read as a calibration.
  private static func read(_ text: String) throws -> Calibration {
    let path = "\(path)-\(UInt64.random(in: 0 ... .max)).json"
    try LocalFile.write(Array(text.utf8), to: path)
    defer { unlink(path) }
    return try Calibration(path: path)
  }

  @Test(
    "what is written is read back, to the last bit",
    arguments: [
      Calibration(encoder: "vit \"x\"", samples: 212, erank: 0.1 + 0.2, entropy: 4.8),
      Calibration(encoder: nil, samples: 1, erank: 1e-3, entropy: nil),
    ])
  func roundTrip(made: Calibration?) throws {
    let calibration = try #require(made)
    #expect(try Self.read(calibration.json.text) == calibration)
  }

  @Test(
    "a file that is no calibration is refused with what is wrong",
    arguments: [
      ("", "no JSON: it ends where a value must be, at byte 0"),
      ("[]", "not a JSON object"),
      ("{}", "'prunescope' must be 'calibration'"),
      (#"{"prunescope":"calibration","version":2}"#, "'version' must be 1"),
      (#"{"prunescope":"calibration","version":1,"samples":3}"#, "'erank' is missing"),
      (#"{"prunescope":"calibration","version":1,"samples":3,"erank":0}"#, "'erank' must be"),
      (#"{"prunescope":"calibration","version":1,"samples":3,"erank":1e999}"#, "'erank' must be"),
      (#"{"prunescope":"calibration","version":1,"samples":2.5,"erank":9}"#, "'samples' must be"),
      (#"{"prunescope":"calibration","version":1,"erank":9}"#, "'samples' must be"),
      (
        #"{"prunescope":"calibration","version":1,"samples":1,"erank":9,"entropy":-1}"#,
        "'entropy' must be"
      ),
      (
        #"{"prunescope":"calibration","version":1,"samples":1,"erank":9,"encoder":"a\u001b[2J"}"#,
        "'encoder' has control characters"
      ),
    ])
  func refusals(text: String, reason: String) {
    let error = #expect(throws: CalibrationError.self) { try Self.read(text) }
    let message = error?.description ?? ""
    #expect(message.contains(reason))
    #expect(message.contains("study scale") && !message.contains("\n"))
  }

  private static func loaded(_ calibration: Calibration?) throws(SampleError) -> LoadedSample {
    let image = Image(width: 28, height: 28, samples: [UInt8](repeating: 90, count: 28 * 28 * 3))
    let reference = SampleReference(name: "grey", imagePath: "grey.png")
    return try SampleLoader(LoadOptions(calibration: calibration))
      .encode([(reference, SampleImage(image: image, notes: []))])[0]
  }

  @Test("averages that are none make no calibration")
  func degenerate() {
    #expect(Calibration(encoder: nil, samples: 0, erank: 1, entropy: 1) == nil)
    for value in [0, -1, .nan, .infinity] {
      #expect(Calibration(encoder: nil, samples: 1, erank: value, entropy: 1) == nil)
      #expect(Calibration(encoder: nil, samples: 1, erank: 1, entropy: value) == nil)
    }
  }

  @Test("a calibration of the encoder takes the place of its averages, with its origin")
  func applied() throws {
    let own = try Self.loaded(nil).field.field.averages
    let field = try Self.loaded(
      Calibration(encoder: "handcrafted", samples: 7, erank: 55, entropy: nil)
    ).field.field
    #expect(field.averages.erank == 55)
    #expect(field.averages.entropy == own.entropy)
    #expect(field.averages.source == "mean of 7 images, handcrafted")
    #expect(own.source != field.averages.source)
  }

  @Test("a calibration of another encoder is refused, and one of none is taken")
  func otherEncoder() throws {
    #expect(
      throws: SampleError.otherCalibration(
        source: "grey.png", encoder: "handcrafted", measured: "other")
    ) {
      try Self.loaded(Calibration(encoder: "other", samples: 7, erank: 55, entropy: 4))
    }
    let averages = try Self.loaded(
      Calibration(encoder: nil, samples: 7, erank: 55, entropy: 4)
    ).field.field.averages
    #expect(averages == FieldAverages(erank: 55, entropy: 4, source: "mean of 7 images"))
  }
}
