public import Imaging
public import TokenFields

/// Something that turns an image into visual tokens.
///
/// An encoder is a value: equal encoders give equal tokens for equal images. To add one, put it in a
/// folder of its own and a line in ``EncoderCatalog``. A field that an encoder makes carries the
/// encoder's name, its averages and the share of padding of every token.
public protocol ImageEncoder: Sendable {
  /// The name used on the command line, on screen and in files, in kebab case.
  static var name: String { get }

  /// What the encoder is, in one sentence without a final period.
  static var summary: String { get }

  /// Pixels in a row of the view that the encoder looks at.
  var viewWidth: Int { get }

  /// Rows of the view that the encoder looks at.
  var viewHeight: Int { get }

  /// How the tokens of every image lie.
  var grid: TokenGrid { get }

  /// Turns an image into tokens.
  ///
  /// - Parameters:
  ///   - image: An image of at least one pixel.
  ///   - preprocess: How the image is brought to the view's size.
  /// - Returns: The tokens, and what the encoder looked at.
  func encode(_ image: Image, preprocess: PreprocessMode) -> EncodedImage
}

extension ImageEncoder {
  /// The encoder's name, for a value whose type is not known.
  public var name: String { Self.name }

  /// The encoder's summary, for a value whose type is not known.
  public var summary: String { Self.summary }
}

/// The tokens of an image, with what the encoder looked at.
public struct EncodedImage: Sendable, Equatable {
  /// The tokens.
  public let field: TokenField
  /// The view, and the way back to the image's own pixels.
  public let prepared: PreparedImage
  /// What a reader of results should know, one sentence each, without a final period.
  public let notes: [String]

  /// Creates the result of an encoder.
  public init(field: TokenField, prepared: PreparedImage, notes: [String]) {
    self.field = field
    self.prepared = prepared
    self.notes = notes
  }
}

/// The encoders of the program.
public enum EncoderCatalog {
  /// All encoders, the default one first.
  public static let all: [any ImageEncoder] = [HandcraftedEncoder()]

  /// The encoder of a name, or nil when there is none.
  ///
  /// - Parameter name: A name in kebab case, such as `handcrafted`.
  /// - Returns: The encoder.
  public static func encoder(named name: String) -> (any ImageEncoder)? {
    all.first { $0.name == name }
  }
}
