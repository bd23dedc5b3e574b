public import Encoders
internal import ImageFiles
public import Imaging
internal import Scenes
public import TokenFields

/// How samples are read.
public struct LoadOptions: Sendable, Hashable {
  /// How images are brought to the encoder's size; nil for the encoder's own way.
  public var preprocess: PreprocessMode?
  /// The encoder for images without a dump; when it was asked for it is also used where there is a
  /// dump.
  public var encoder: EncoderChoice?
  /// What transparent pixels are drawn over; nil to drop transparency.
  ///
  /// Image processors of transformers 5 draw over white, those of version 4 drop it.
  public var background: RGB?
  /// The averages that take the place of the encoder's own; nil for these.
  public var calibration: Calibration?
  /// How dumps are read.
  public var dump: DumpOptions

  /// Creates options.
  public init(
    preprocess: PreprocessMode? = nil, encoder: EncoderChoice? = nil,
    background: RGB? = RGB(255, 255, 255), calibration: Calibration? = nil,
    dump: DumpOptions = DumpOptions()
  ) {
    self.preprocess = preprocess
    self.encoder = encoder
    self.background = background
    self.calibration = calibration
    self.dump = dump
  }
}

/// The decoded image of a sample.
public struct SampleImage: Sendable, Equatable {
  /// The pixels, upright.
  public let image: Image
  /// What was converted on the way.
  public let notes: [String]

  /// Wraps a decoded image.
  public init(image: Image, notes: [String]) {
    self.image = image
    self.notes = notes
  }
}

/// Reads samples: the image first, because it is there at once, then the tokens.
public struct SampleLoader: Sendable {
  /// How samples are read.
  public let options: LoadOptions
  /// The encoders.
  public let encoders: EncoderLibrary
  /// Where tokens are kept that took long to compute; nil for nowhere.
  public let cache: EncodingCache?

  /// Creates a loader.
  public init(
    _ options: LoadOptions = LoadOptions(), encoders: EncoderLibrary = EncoderLibrary(),
    cache: EncodingCache? = nil
  ) {
    self.options = options
    self.encoders = encoders
    self.cache = cache
  }

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

  /// Whether tokens of an image take long to compute.
  public var takesTime: Bool {
    (try? encoders.encoder(options.encoder).fingerprint) != nil
  }

  /// The picture that is shown before the tokens are there: as the encoder will see it.
  ///
  /// - Throws: ``SampleError`` when there is no such encoder.
  public func preview(of image: SampleImage) throws(SampleError) -> SamplePicture {
    SamplePicture(
      try encoders.encoder(options.encoder).prepare(image.image, options.preprocess))
  }

  /// Reads a sample.
  ///
  /// - Parameters:
  ///   - reference: Where it lies.
  ///   - known: Its image, if it has been decoded already.
  ///   - progress: Told how far an encoder is that takes its time.
  /// - Returns: The sample.
  /// - Throws: ``SampleError`` when a file is missing or refused.
  public func load(
    _ reference: SampleReference, image known: SampleImage? = nil,
    progress: (EncodingProgress) -> Void = { _ in }
  ) throws(SampleError) -> LoadedSample {
    let image = if let known { known } else { try self.image(of: reference) }
    if let dump = reference.dumpPath, options.encoder == nil || image == nil {
      return try load(reference, dump: dump, image: image)
    }
    guard let image else { throw .notASample(path: reference.source) }
    return try encode([(reference, image)], progress: progress)[0]
  }

  /// Computes the tokens of images, or takes those that were kept; images that are new are computed
  /// together.
  ///
  /// - Parameters:
  ///   - samples: Where each lies, and its image.
  ///   - progress: Told how far the encoder is.
  /// - Returns: The samples, in their order.
  /// - Throws: ``SampleError`` when there is no such encoder, or it gave no tokens.
  public func encode(
    _ samples: [(reference: SampleReference, image: SampleImage)],
    progress: (EncodingProgress) -> Void = { _ in }
  ) throws(SampleError) -> [LoadedSample] {
    let encoder = try encoders.encoder(options.encoder)
    let prepared = samples.map { encoder.prepare($0.image.image, options.preprocess) }
    var fields = prepared.map { cache?.field(of: $0, by: encoder) }
    let missing = fields.indices.filter { fields[$0] == nil }
    do throws(EncodingError) {
      let encoded = try encoder.encode(missing.map { prepared[$0] }, progress: progress)
      for (index, field) in zip(missing, encoded) {
        fields[index] = field
        cache?.keep(field, of: prepared[index], by: encoder)
      }
    } catch {
      throw .encoding(error)
    }
    var loaded: [LoadedSample] = []
    for index in samples.indices {
      guard var field = fields[index] else { continue }
      let (reference, image) = samples[index]
      field.name = reference.name
      try calibrate(&field, of: reference)
      loaded.append(
        LoadedSample(
          reference: reference, field: PreparedField(field),
          picture: SamplePicture(prepared[index], grid: field.grid),
          notes: image.notes + encoder.notes(on: prepared[index])))
    }
    return loaded
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
    try calibrate(&field, of: reference)
    var notes = dump.notes
    var picture: SamplePicture?
    if let image {
      if let prepared = prepare(image.image, for: field.grid, dump: dump) {
        picture = SamplePicture(prepared, grid: field.grid)
        notes += image.notes
        if field.paddingFraction == nil {
          field.paddingFraction = prepared.paddingFraction(grid: field.grid)
        }
      } else {
        notes.append(
          "the image is not shown: how it was cut into \(field.grid.tiles) tiles is not known")
      }
    }
    return LoadedSample(
      reference: reference, field: PreparedField(field), picture: picture, arrays: dump.arrays,
      droppedClassToken: dump.droppedClassToken, notes: notes)
  }

  /// Gives a field the averages that were asked for.
  private func calibrate(
    _ field: inout TokenField, of reference: SampleReference
  ) throws(SampleError) {
    guard let calibration = options.calibration else { return }
    if !calibration.fits(field.encoder), let measured = calibration.encoder,
      let encoder = field.encoder
    {
      throw .otherCalibration(source: reference.source, encoder: encoder, measured: measured)
    }
    field.averages = calibration.averages(instead: field.averages)
  }

  /// The image as the dump's encoder saw it, if the dump says how, else as it probably did: whole
  /// pixels for every patch of the grid.
  ///
  /// Several tiles are those of `anyres` where the dump or the options say so and it makes as many;
  /// otherwise, as of a video's frames, nothing is known of them and the result is nil.
  private func prepare(_ image: Image, for grid: TokenGrid, dump: Dump) -> PreparedImage? {
    let side = max(1, min(Self.patchSide, Self.longestView / max(grid.rows, grid.columns)))
    // Padding and cropping make squares; a grid that is none was made by stretching.
    let known = dump.metadata["preprocess"].flatMap(PreprocessMode.init(rawValue:))
    let usual = options.preprocess ?? .llavaPad
    var mode = known ?? (grid.rows == grid.columns ? usual : .stretch)
    // What has one tile of several is the first, which is stretched.
    if grid.tiles == 1, mode == .anyres { mode = .stretch }
    guard grid.tiles == 1 || mode == .anyres else { return nil }
    let prepared = PreparedImage(
      image, mode: mode, width: side * grid.columns, height: side * grid.rows)
    return prepared.tiles.count == grid.tiles ? prepared : nil
  }
}
