public import Imaging
public import TokenFields

/// Something that turns images into visual tokens.
///
/// An encoder is a value: equal encoders give equal tokens for equal images. One that needs no file has
/// a folder of its own and a line in ``EncoderCatalog``; ``VisionEncoder`` is made of a checkpoint. A
/// field that an encoder makes carries the encoder's name, its averages and the share of padding of
/// every token.
public protocol ImageEncoder: Sendable {
  /// What screens and files call it, on one line.
  var name: String { get }

  /// What the encoder is, in one sentence without a final period.
  var summary: String { get }

  /// The text that tells it from encoders with other results, for keeping these; nil where computing
  /// them anew is as quick as reading them.
  var fingerprint: String? { get }

  /// Brings an image to what the encoder looks at.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - mode: How; nil for the encoder's own way.
  /// - Returns: The encoder's view of it, or its views.
  func prepare(_ image: Image, _ mode: PreprocessMode?) -> PreparedImage

  /// What a reader of an image's results should know, one sentence each, without a final period.
  ///
  /// - Parameter image: What ``prepare(_:_:)`` made of it.
  /// - Returns: The sentences, in the order in which they are told.
  func notes(on image: PreparedImage) -> [String]

  /// Turns images into tokens.
  ///
  /// - Parameters:
  ///   - images: What ``prepare(_:_:)`` made of each.
  ///   - progress: Told how far the work is; never by more than one thread at a time.
  /// - Returns: The tokens of each.
  /// - Throws: ``EncodingError``; ``EncodingError/cancelled`` soon after the task is.
  func encode(
    _ images: [PreparedImage], progress: (EncodingProgress) -> Void
  ) throws(EncodingError) -> [TokenField]
}

extension ImageEncoder {
  /// Turns one image into tokens.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - mode: How it is brought to what the encoder looks at; nil for the encoder's own way.
  /// - Returns: The tokens, and what the encoder looked at.
  /// - Throws: ``EncodingError``.
  public func encode(
    _ image: Image, _ mode: PreprocessMode? = nil
  ) throws(EncodingError) -> EncodedImage {
    let prepared = prepare(image, mode)
    return EncodedImage(field: try encode([prepared]) { _ in }[0], prepared: prepared)
  }
}

/// The tokens of an image, with what the encoder looked at.
public struct EncodedImage: Sendable, Equatable {
  /// The tokens.
  public let field: TokenField
  /// What the encoder looked at, and the way back to the image's own pixels.
  public let prepared: PreparedImage
}

/// The encoders that need no file.
public enum EncoderCatalog {
  /// All of them, the default one first.
  public static let all: [any ImageEncoder] = [HandcraftedEncoder()]

  /// The encoder of a name, or nil when there is none.
  ///
  /// - Parameter name: A name in kebab case, such as `handcrafted`.
  /// - Returns: The encoder.
  public static func encoder(named name: String) -> (any ImageEncoder)? {
    all.first { $0.name == name }
  }
}
