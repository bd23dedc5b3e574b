public import Imaging
import LinearAlgebra
public import TokenFields

/// Tokens computed from pixels by classic image descriptors: nothing is learned, nothing is read.
///
/// It exists so that every strategy can be tried on any image at once, without weights. It is not
/// CLIP and does not imitate CLIP's tokens: it knows colour, texture and contrast, and nothing of
/// objects or words. Its results show how strategies behave; they say nothing about what a
/// vision-language model would lose.
///
/// A view of 336×336 pixels is cut into 24×24 patches of 14, as LLaVA-1.5's. Then:
///
/// 1. *Descriptors* of each patch and its surroundings: moments of Lab colour, oriented gradients at
///    two scales, low frequencies, edges (``PatchDescriptors``), divided by fixed units.
/// 2. *Features*, n×256: a fixed random Fourier map of the descriptors (``RandomFourierMap``).
///    All have length 1. The cosine of two patches is a Gaussian of how differently they look: near
///    1 inside a sky, about ½ between a sky and a roof.
/// 3. *Projected features*, n×384: a second fixed map, of the features, where a model has its
///    projector.
/// 4. *Keys*, 8 heads of n×32: fixed random projections of the features, which keep distances
///    roughly [Johnson & Lindenstrauss 1984].
/// 5. *Class attention*, 8×n: eight measures of saliency, each through a softmax over patches
///    (``SaliencyHead``). There is no [CLS] token to attend to, so every row sums to 1.
///
/// No constant depends on the image. Equal images give equal tokens. What BLAS kernels of different
/// processors differ by is rounded away before it can show, but for a chance of less than one in a
/// hundred images; attention and skews use the C library's `exp`, `log` and `cbrt`, which may
/// differ in the last bit between versions of the library.
///
/// [Johnson & Lindenstrauss 1984]: https://doi.org/10.1090/conm/026/737400
public struct HandcraftedEncoder: ImageEncoder, Equatable {
  /// The encoder's name: `handcrafted`.
  public var name: String { "handcrafted" }
  /// What the encoder is.
  public var summary: String {
    "classic descriptors and saliency computed from pixels; no weights, not a trained model"
  }
  /// None: its tokens are computed faster than kept ones are read.
  public var fingerprint: String? { nil }

  /// Pixels in a row of the view: 336.
  public var viewWidth: Int { PatchLattice.view }
  /// Rows of the view: 336.
  public var viewHeight: Int { PatchLattice.view }
  /// 24×24 tokens.
  public var grid: TokenGrid { PatchLattice.grid }

  /// Creates the encoder; it has no parameters.
  public init() {}

  /// Brings an image to views of 336×336 pixels, padded unless another way is asked for.
  public func prepare(_ image: Image, _ mode: PreprocessMode?) -> PreparedImage {
    PreparedImage(image, mode: mode ?? .llavaPad, width: viewWidth, height: viewHeight)
  }

  /// What a reader of an image's results should know.
  public func notes(on image: PreparedImage) -> [String] {
    Self.notes + image.notes(patches: grid)
  }

  /// Turns each image into 576 tokens for each of its views; about 10 ms on one core for one view of
  /// an image of 640×480 pixels.
  ///
  /// Every view is looked at by itself, and its rows of attention sum to 1.
  public func encode(
    _ images: [PreparedImage], progress: (EncodingProgress) -> Void
  ) throws(EncodingError) -> [TokenField] {
    var fields: [TokenField] = []
    for image in images {
      guard !Task.isCancelled else { throw .cancelled }
      fields.append(tokens(of: image))
      progress(EncodingProgress(done: fields.count, total: images.count))
    }
    return fields
  }

  private func tokens(of image: PreparedImage) -> TokenField {
    let evidence = image.tiles.map { PatchEvidence($0) }
    let features = FixedMaps.lift(Matrix(stacking: evidence.map { PatchDescriptors.rows($0) }))
    return TokenField(
      grid: image.grid(of: grid), features: features, projected: FixedMaps.projection(features),
      attention: Matrix(joining: evidence.map { SaliencyHead.attention($0) }),
      keys: FixedMaps.keys(of: features), paddingFraction: evidence.flatMap(\.padding),
      encoder: name, averages: HandcraftedCalibration.averages)
  }

  /// What is true of every image.
  private static let notes = [
    "tokens are handcrafted descriptors of colour and texture, not those of a trained model",
    "projected features are a second fixed random map of the features, not a model's projector",
    "keys are fixed random projections of the features, not attention keys",
    "class attention is \(SaliencyHead.allCases.count) saliency measures, not a transformer's",
  ]
}

/// The maps that are drawn once, from fixed seeds.
private enum FixedMaps {
  private static let featureWidth = 256
  private static let projectedWidth = 384
  private static let heads = 8
  private static let keyWidth = 32

  /// Descriptors to features.
  ///
  /// The bandwidth of ten descriptor units, with the units of ``PatchDescriptors``, was chosen so that eranks spread as those of trained encoders do: 15 to
  /// 30 for an object on plain ground, 100 to 200 for a crowd.
  static let lift = RandomFourierMap(
    inputs: PatchDescriptors.width, outputs: featureWidth, sharpness: 0.1,
    seed: 0x7072_756E_6573_0001)

  /// Features to projected features; unlike patches keep a cosine of about ½ or more, as is usual
  /// after a projector.
  static let projection = RandomFourierMap(
    inputs: featureWidth, outputs: projectedWidth, sharpness: 0.8, seed: 0x7072_756E_6573_0002)

  /// Features to the keys of all heads side by side; a key's expected length is 1.
  private static let keyMap = Matrix.normal(
    rows: featureWidth, columns: heads * keyWidth, deviation: (1 / Double(keyWidth)).squareRoot(),
    seed: 0x7072_756E_6573_0003)

  /// The keys of each head, n×32.
  static func keys(of features: Matrix) -> [Matrix] {
    let product = features.multiplied(by: keyMap)
    return (0..<heads).map { head in
      var elements: [Double] = []
      elements.reserveCapacity(product.rows * keyWidth)
      for row in 0..<product.rows {
        let start = row * product.columns + head * keyWidth
        // Rounded to multiples of 2⁻²⁴, which swallows the differences between BLAS kernels.
        for value in product.elements[start..<(start + keyWidth)] {
          elements.append((value + 0x1.8p28) - 0x1.8p28)
        }
      }
      return Matrix(rows: product.rows, columns: keyWidth, elements: elements)
    }
  }
}

extension Matrix {
  /// Matrices of equal width below one another.
  fileprivate init(stacking matrices: [Matrix]) {
    self.init(
      rows: matrices.reduce(0) { $0 + $1.rows }, columns: matrices[0].columns,
      elements: matrices.flatMap(\.elements))
  }

  /// Matrices of equally many rows beside one another.
  fileprivate init(joining matrices: [Matrix]) {
    self.init(
      rows: matrices[0].rows, columns: matrices.reduce(0) { $0 + $1.columns },
      elements: (0..<matrices[0].rows).flatMap { row in matrices.flatMap { $0.row(row) } })
  }
}
