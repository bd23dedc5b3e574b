import Encoders
import ImageFiles
import LinearAlgebra
import SampleSets
import Scenes
import TestSupport
import Testing
import TokenFields

/// The samples that come with the program, held to what is said of them.
@Suite struct SampleTests {
  /// The folder of samples.
  static let folder = Fixture.repository() + "/Samples"

  /// Erank and entropy of every scene, encoded from its picture, in the order of the catalog.
  static let measures: [(scene: Scene, erank: Double, entropy: Double)] = {
    let loader = SampleLoader()
    return SceneCatalog.all.compactMap { scene in
      let reference = SampleReference(
        name: scene.name, imagePath: folder + "/" + scene.name + ".png")
      guard let field = try? loader.load(reference).field, let erank = field.erank(),
        let entropy = field.entropy
      else { return nil }
      return (scene, erank, entropy)
    }
  }()

  @Test func everySampleLoads() throws {
    let set = SampleSet(paths: [Self.folder])
    #expect(set.refusals == [])
    #expect(set.references.map(\.name).sorted() == SceneCatalog.all.map(\.name).sorted())
    for reference in set.references {
      let sample = try SampleLoader().load(reference)
      #expect(sample.field.count == 576 && sample.picture != nil)
      #expect(sample.encoderName == "handcrafted")
    }
    #expect(set.references.contains { $0.dumpPath?.hasSuffix(".npz") == true })
    #expect(set.references.contains { $0.dumpPath?.hasSuffix(".safetensors") == true })
  }

  @Test(arguments: SceneCatalog.all.indices)
  func thePictureIsWhatTheProgramDraws(index: Int) throws {
    let scene = SceneCatalog.all[index]
    let stored = try ImageFile.load("\(Self.folder)/\(scene.name).png").image
    #expect(
      stored == scene.draw(),
      "Samples/\(scene.name).png is old; 'prunescope scenes --output Samples --overwrite' draws it")
  }

  @Test(arguments: ["apple.npz", "street.safetensors"])
  func theDumpHoldsWhatEncodeWrites(name: String) throws {
    let parts = name.split(separator: ".").map(String.init)
    let image = try SampleLoader().load(
      SampleReference(name: parts[0], imagePath: "\(Self.folder)/\(parts[0]).png"))
    let dump = try DumpReader.read("\(Self.folder)/\(name)")
    let format = try #require(DumpFormat(rawValue: parts[1]))
    let written = DumpWriter.bytes(
      of: image.field.field, format: format, metadata: dump.metadata)
    // Values pass through mathematical functions that may differ in the last place between
    // machines, so that fields are compared, not bytes.
    let scratch = Scratch()
    try scratch.write(written, to: name)
    let again = try DumpReader.read(scratch[name])
    #expect(again.arrays == dump.arrays && again.metadata == dump.metadata)
    for (one, other) in [
      (again.field.features, dump.field.features), (again.field.projected, dump.field.projected),
      (again.field.attention, dump.field.attention),
    ] {
      let (one, other) = (try #require(one), try #require(other))
      let largest = other.elements.map { abs($0) }.max() ?? 0
      let difference = zip(one.elements, other.elements).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= 1e-6 * largest, "Samples/\(name) is old; 'prunescope encode' writes it")
    }
    #expect(again.field.paddingFraction == dump.field.paddingFraction)
    #expect(again.field.averages == dump.field.averages)
  }

  @Test func simpleScenesHaveALowerErankAndEntropyThanComplexOnes() throws {
    let measures = Self.measures
    #expect(measures.count == SceneCatalog.all.count)
    let simple = measures.filter { $0.scene.complexity == .simple }
    let complex = measures.filter { $0.scene.complexity == .complex }
    let averages = HandcraftedCalibration.averages
    #expect(simple.count >= 3 && complex.count >= 3)
    for sample in simple {
      #expect(sample.erank < averages.erank, "\(sample.scene.name) has erank \(sample.erank)")
      #expect(sample.entropy < averages.entropy, "\(sample.scene.name): \(sample.entropy)")
    }
    for sample in complex {
      #expect(sample.erank >= averages.erank, "\(sample.scene.name) has erank \(sample.erank)")
      #expect(sample.entropy >= averages.entropy, "\(sample.scene.name): \(sample.entropy)")
    }
  }

  @Test func mixedScenesLieBetweenOrTheirTwoNumbersDisagree() throws {
    let simple = Self.measures.filter { $0.scene.complexity == .simple }
    let complex = Self.measures.filter { $0.scene.complexity == .complex }
    let averages = HandcraftedCalibration.averages
    for sample in Self.measures where sample.scene.complexity == .mixed {
      let disagrees =
        (sample.erank >= averages.erank) != (sample.entropy >= averages.entropy)
      let isBetween =
        simple.allSatisfy { $0.erank <= sample.erank }
        && complex.allSatisfy { $0.erank >= sample.erank }
      #expect(
        disagrees || isBetween,
        "\(sample.scene.name) has erank \(sample.erank) and entropy \(sample.entropy)")
    }
  }

  @Test func theCalibrationIsTheMeanOverTheScenes() {
    let means = HandcraftedCalibration.averages(
      eranks: Self.measures.map(\.erank), entropies: Self.measures.map(\.entropy))
    let stored = HandcraftedCalibration.averages
    #expect(abs(means.erank - stored.erank) <= 0.05 + 1e-9, "the mean erank is \(means.erank)")
    #expect(
      abs(means.entropy - stored.entropy) <= 0.005 + 1e-9, "the mean entropy is \(means.entropy)")
  }
}
