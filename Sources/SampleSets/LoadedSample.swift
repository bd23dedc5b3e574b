public import TokenFields

/// A sample as it is named in a set: where its image and its dump lie.
public struct SampleReference: Sendable, Hashable {
  /// The name on screen and in files: the stem of its files.
  public let name: String
  /// The image, if there is one.
  public let imagePath: String?
  /// The dump of its tokens, if there is one.
  public let dumpPath: String?
  /// The built-in scene, for a sample that comes from no file.
  public let scene: String?

  /// Creates a reference.
  public init(
    name: String, imagePath: String? = nil, dumpPath: String? = nil, scene: String? = nil
  ) {
    self.name = name
    self.imagePath = imagePath
    self.dumpPath = dumpPath
    self.scene = scene
  }

  /// What reports call its source: the dump, else the image, else the scene.
  public var source: String {
    dumpPath ?? imagePath ?? scene.map { "built-in scene \($0)" } ?? name
  }
}

/// A sample that has been read: its tokens and what a report must say of them.
///
/// A reference, so that states stay small; two are equal when they are the same object.
public final class LoadedSample: Sendable, Equatable {
  /// Where it came from.
  public let reference: SampleReference
  /// Its tokens with their shared matrices.
  public let field: PreparedField
  /// Its picture, if it has one.
  public let picture: SamplePicture?
  /// The arrays of its dump; empty for tokens of an encoder.
  public let arrays: [DumpArray]
  /// Whether a leading class token was removed from its arrays.
  public let droppedClassToken: Bool
  /// What reports must say: substitutions, conversions, what was ignored.
  public let notes: [String]

  /// Creates a sample.
  public init(
    reference: SampleReference, field: PreparedField, picture: SamplePicture?,
    arrays: [DumpArray] = [], droppedClassToken: Bool = false, notes: [String] = []
  ) {
    self.reference = reference
    self.field = field
    self.picture = picture
    self.arrays = arrays
    self.droppedClassToken = droppedClassToken
    self.notes = notes
  }

  /// What reports call the source of its tokens: the dump they were read from, else the image.
  public var source: String {
    arrays.isEmpty ? reference.imagePath ?? reference.source : reference.source
  }

  /// What made the tokens, for the title: an encoder's name, or `dump`.
  public var encoderName: String { field.field.encoder ?? "dump" }

  /// Whether both are one object.
  public static func == (one: LoadedSample, other: LoadedSample) -> Bool { one === other }
}
