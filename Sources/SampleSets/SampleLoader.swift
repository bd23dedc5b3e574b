public import Encoders
internal import ImageFiles
public import Imaging
internal import Scenes
internal import TokenFields

/// How samples are read.
public struct LoadOptions: Sendable, Hashable {
  /// How images are brought to the encoder's size.
  public var preprocess: PreprocessMode
  /// The encoder for images without a dump, by name; when it was asked for it is also used where
  /// there is a dump.
  public var encoder: String?
  /// What transparent pixels are drawn over.
  public var background: RGB
  /// How dumps are read.
  public var dump: DumpOptions

  /// Creates options.
  public init(
    preprocess: PreprocessMode = .llavaPad, encoder: String? = nil,
    background: RGB = RGB(255, 255, 255), dump: DumpOptions = DumpOptions()
  ) {
    self.preprocess = preprocess
    self.encoder = encoder
    self.background = background
    self.dump = dump
  }
}

/// The decoded image of a sample.
public struct SampleImage: Sendable, Equatable {
  /// The pixels, upright.
  public let image: Image
  /// What was converted on the way.
  public let notes: [String]
}

/// Reads samples: the image first, because it is there at once, then the tokens.
public struct SampleLoader: Sendable {
  /// How samples are read.
  public let options: LoadOptions

  /// Creates a loader.
  public init(_ options: LoadOptions = LoadOptions()) { self.options = options }

  /// Pixels of the view for each patch of a dump's grid: as CLIP's patches have.
  private static let patchSide = 14
  /// The longest side of a view that is prepared for a dump of a very large grid.
  private static let longestView = 4096

  /// Decodes the image of a sample; nil when it has none.
  ///
  /// - Throws: ``SampleError`` when the file is missing or refused.
  public func image(of reference: SampleReference) throws(SampleError) -> SampleImage? {
    if let scene = reference.scene {
      return SceneCatalog.all.first { $0.name == scene }.map {
        SampleImage(image: $0.draw(), notes: [])
      }
    }
    guard let path = reference.imagePath else { return nil }
    do throws(ImageFileError) {
      let decoded = try ImageFile.load(path, background: options.background)
      return SampleImage(image: decoded.image, notes: decoded.notes)
    } catch {
      throw .image(error)
    }
  }

  /// The picture that is shown before the tokens are there: as the encoder will see it.
  public func preview(of image: SampleImage) -> SamplePicture {
    SamplePicture(PreparedImage(image.image, mode: options.preprocess, width: 336, height: 336))
  }

  /// Reads a sample.
  ///
  /// - Parameters:
  ///   - reference: Where it lies.
  ///   - known: Its image, if it has been decoded already.
  /// - Returns: The sample.
  /// - Throws: ``SampleError`` when a file is missing or refused.
  public func load(
    _ reference: SampleReference, image known: SampleImage? = nil
  ) throws(SampleError) -> LoadedSample {
    let image = if let known { known } else { try self.image(of: reference) }
    if let dump = reference.dumpPath, options.encoder == nil || image == nil {
      return try load(reference, dump: dump, image: image)
    }
    guard let image else { throw .notASample(path: reference.source) }
    let name = options.encoder ?? EncoderCatalog.all[0].name
    guard let encoder = EncoderCatalog.encoder(named: name) else {
      throw .unknownEncoder(name: name, known: EncoderCatalog.all.map(\.name))
    }
    let encoded = encoder.encode(image.image, preprocess: options.preprocess)
    var field = encoded.field
    field.name = reference.name
    return LoadedSample(
      reference: reference, field: PreparedField(field),
      picture: SamplePicture(encoded.prepared), notes: image.notes + encoded.notes)
  }

  private func load(
    _ reference: SampleReference, dump path: String, image: SampleImage?
  ) throws(SampleError) -> LoadedSample {
    let dump: Dump
    do throws(DumpError) {
      dump = try DumpReader.read(path, options: options.dump)
    } catch {
      throw .dump(error)
    }
    var field = dump.field
    field.name = reference.name
    var notes = dump.notes
    var picture: SamplePicture?
    if let image, field.grid.tiles == 1 {
      let prepared = prepare(image.image, for: field.grid, dump: dump)
      picture = SamplePicture(prepared)
      notes += image.notes
      if field.paddingFraction == nil {
        field.paddingFraction = prepared.geometry.paddingFraction(grid: field.grid)
      }
    } else if image != nil {
      notes.append(
        "the image is not shown: how it was cut into \(field.grid.tiles) tiles is not known")
    }
    return LoadedSample(
      reference: reference, field: PreparedField(field), picture: picture, arrays: dump.arrays,
      droppedClassToken: dump.droppedClassToken, notes: notes)
  }

  /// The image as the dump's encoder saw it, if the dump says how, else as it probably did: whole
  /// pixels for every patch of the grid.
  private func prepare(_ image: Image, for grid: TokenGrid, dump: Dump) -> PreparedImage {
    let side = max(1, min(Self.patchSide, Self.longestView / max(grid.rows, grid.columns)))
    // Padding and cropping make squares; a grid that is none was made by stretching.
    let known = dump.metadata["preprocess"].flatMap(PreprocessMode.init(rawValue:))
    let mode = known ?? (grid.rows == grid.columns ? options.preprocess : .stretch)
    return PreparedImage(
      image, mode: mode, width: side * grid.columns, height: side * grid.rows)
  }
}
