import Checkpoints
import Encoders
import Glibc
import Imaging
import LinearAlgebra
import LocalFiles
import SampleSets
import TestSupport
import Testing
import TokenFields

/// Tokens that models computed are kept, and found again only for the same input.
@Suite struct EncodingCacheTests {
  /// A folder that is removed with the value.
  private struct Folder: ~Copyable {
    let path: String

    init() { path = "/tmp/prunescope-cache-\(getpid())-\(UInt64.random(in: 0 ... .max))" }

    deinit {
      for name in (try? LocalFile.names(in: path).names) ?? [] { unlink("\(path)/\(name)") }
      rmdir(path)
    }

    var names: [String] { (try? LocalFile.names(in: path).names) ?? [] }
  }

  private static let checkpoint = Fixture.path("encoders/clip-quick-gelu")

  private static func picture(_ shade: UInt8) -> Image {
    var samples: [UInt8] = []
    for pixel in 0..<(40 * 30) { samples += [shade, UInt8(pixel % 251), UInt8(pixel % 7 * 30)] }
    return Image(width: 40, height: 30, samples: samples)
  }

  private static func loader(
    _ cache: EncodingCache?, preprocess: PreprocessMode? = nil, layer: Int? = nil,
    heads: Int? = nil
  ) -> SampleLoader {
    SampleLoader(
      LoadOptions(
        preprocess: preprocess,
        encoder: EncoderChoice(checkpoint, layer: layer, heads: heads)), cache: cache)
  }

  private static func field(
    _ loader: SampleLoader, _ image: Image, counting layers: inout Int
  ) throws -> TokenField {
    var done = 0
    let sample = try loader.encode([
      (SampleReference(name: "photo", imagePath: "photo.png"), SampleImage(image: image, notes: []))
    ]) { done = $0.done }
    layers += done
    return sample[0].field.field
  }

  @Test func keptTokensAreThoseThatWereComputed() throws {
    let folder = Folder()
    let cache = EncodingCache(folder: folder.path)
    var layers = 0
    let image = Self.picture(9)
    let first = try Self.field(Self.loader(cache), image, counting: &layers)
    #expect(layers == 3)
    #expect(folder.names.count == 1)
    let again = try Self.field(Self.loader(cache), image, counting: &layers)
    #expect(layers == 3, "nothing is computed a second time")
    #expect(again == first)
    #expect(first.layerAttention?.layers == 3)
    let fresh = try Self.field(Self.loader(nil), image, counting: &layers)
    #expect(layers == 6)
    #expect(fresh == first)
  }

  @Test func nothingElseIsTakenForTheSameInput() throws {
    let folder = Folder()
    let cache = EncodingCache(folder: folder.path)
    var layers = 0
    var fields: [TokenField] = []
    for (shade, mode, layer) in [
      (9, nil, nil), (10, nil, nil), (9, PreprocessMode.stretch, nil), (9, .llavaPad, nil),
      (9, nil, -1), (9, nil, 1),
    ] as [(UInt8, PreprocessMode?, Int?)] {
      fields.append(
        try Self.field(
          Self.loader(cache, preprocess: mode, layer: layer), Self.picture(shade),
          counting: &layers))
    }
    #expect(layers == 3 * fields.count)
    #expect(folder.names.count == fields.count)
    for (index, field) in fields.enumerated() {
      #expect(fields.dropFirst(index + 1).allSatisfy { $0.features != field.features })
    }
  }

  @Test func whatIsDamagedIsComputedAnew() throws {
    let folder = Folder()
    let cache = EncodingCache(folder: folder.path)
    var layers = 0
    let first = try Self.field(Self.loader(cache), Self.picture(1), counting: &layers)
    let path = "\(folder.path)/\(try #require(folder.names.first))"
    for damage in [[], [1, 2, 3], Array(try LocalFile.read(path).dropLast(10))] as [[UInt8]] {
      try LocalFile.write(damage, to: path)
      let again = try Self.field(Self.loader(cache), Self.picture(1), counting: &layers)
      #expect(again == first)
      #expect(try LocalFile.read(path).count > 100, "and kept again")
    }
    #expect(layers == 12)
    // A dump of another encoder is whole, and has another grid.
    let tiles = TokenField(
      grid: TokenGrid(tiles: 3, rows: 2, columns: 2), features: Matrix(rows: 12, columns: 2))
    let fine = TokenField(
      grid: TokenGrid(rows: 40, columns: 1), features: Matrix(rows: 40, columns: 2))
    for other in [tiles, fine] {
      try DumpWriter.write(other, to: path, format: .safetensors)
      #expect(
        try Self.field(Self.loader(cache), Self.picture(1), counting: &layers) == first)
    }
    #expect(layers == 18)
  }

  @Test func theFolderStaysWithinItsLimit() throws {
    let folder = Folder()
    var layers = 0
    _ = try Self.field(
      Self.loader(EncodingCache(folder: folder.path)), Self.picture(0), counting: &layers)
    let size = try #require(LocalFile.stamp(of: "\(folder.path)/\(folder.names[0])")?.size)
    let cache = EncodingCache(folder: folder.path, limit: 3 * size + 100)
    for shade in 1..<8 {
      _ = try Self.field(Self.loader(cache), Self.picture(UInt8(shade)), counting: &layers)
      // The first one is used again and again, so the others go.
      _ = try Self.field(Self.loader(cache), Self.picture(0), counting: &layers)
      #expect(folder.names.count <= 3)
    }
    #expect(layers == 3 * 8, "the one in use was never computed anew")
    let tooSmall = EncodingCache(folder: folder.path + "-none", limit: 10)
    _ = try Self.field(Self.loader(tooSmall), Self.picture(200), counting: &layers)
    #expect(LocalFile.kind(of: folder.path + "-none") == nil)
  }

  @Test func severalMayKeepTheSameAtOnce() async throws {
    let folder = Folder()
    let cache = EncodingCache(folder: folder.path, limit: 200_000)
    let images = (0..<4).map { Self.picture(UInt8($0)) }
    var layers = 0
    let expected = try images.map { try Self.field(Self.loader(nil), $0, counting: &layers) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<6 {
        group.addTask {
          for round in 0..<8 {
            let index = (worker + round) % images.count
            var layers = 0
            let field = try Self.field(Self.loader(cache), images[index], counting: &layers)
            #expect(field == expected[index])
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(
      folder.names.allSatisfy { $0.hasSuffix(".safetensors") }, "nothing half-written is left")
  }

  @Test func aFolderThatCannotBeMadeIsNoReasonToFail() throws {
    var layers = 0
    let cache = EncodingCache(folder: "/proc/nowhere")
    let field = try Self.field(Self.loader(cache), Self.picture(3), counting: &layers)
    #expect(field.count == 36)
  }

  @Test func everyImageOfAListGetsItsOwnTokens() throws {
    let folder = Folder()
    let cache = EncodingCache(folder: folder.path)
    var layers = 0
    let images = (0..<5).map { Self.picture(UInt8($0 * 40)) }
    let expected = try images.map { try Self.field(Self.loader(nil), $0, counting: &layers) }
    // Two are kept already; the other three are computed together.
    for index in [1, 3] { _ = try Self.field(Self.loader(cache), images[index], counting: &layers) }
    var done = 0
    let samples = try Self.loader(cache).encode(
      images.enumerated().map {
        (SampleReference(name: "\($0)"), SampleImage(image: $1, notes: []))
      }
    ) { done = $0.done }
    #expect(done == 9)
    for (index, sample) in samples.enumerated() {
      #expect(sample.reference.name == "\(index)")
      let (own, alone) = (sample.field.field.features, expected[index].features)
      let worst = zip(own?.elements ?? [], alone?.elements ?? []).reduce(0) {
        max($0, abs($1.0 - $1.1))
      }
      #expect(own?.rows == alone?.rows && worst < 1e-4)
    }
  }

  @Test func anEncoderThatIsNotThereIsNamed() {
    let loader = SampleLoader(LoadOptions(encoder: EncoderChoice("./nowhere")))
    #expect(throws: SampleError.checkpoint(.notFound(name: "./nowhere", searched: []))) {
      try loader.encoders.encoder(loader.options.encoder)
    }
    #expect(throws: SampleError.self) {
      try Self.loader(nil, layer: 9).encoders.encoder(
        EncoderChoice(Self.checkpoint, layer: 9))
    }
  }
}
