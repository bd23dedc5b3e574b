public import TokenFields

/// How our side of a comparison was encoded.
///
/// Texts are the names that options and files have for the choices, such as `hf-crop` and
/// `quick_gelu`.
public struct EncodingSettings: Sendable, Equatable {
  /// The hidden state whose features are taken, counted from the end: −1 is the last layer's output.
  public var layer: Int
  /// How the image is brought to the view's size.
  public var preprocess: String
  /// What stands between the halves of a layer's perceptron.
  public var activation: String
  /// How pixels are normalised.
  public var normalisation: PixelNormalisation
  /// What the attention of patches is.
  public var attention: AttentionSource

  /// Creates settings.
  public init(
    layer: Int, preprocess: String, activation: String, normalisation: PixelNormalisation,
    attention: AttentionSource
  ) {
    self.layer = layer
    self.preprocess = preprocess
    self.activation = activation
    self.normalisation = normalisation
    self.attention = attention
  }
}

/// How pixels are normalised before they are encoded.
public enum PixelNormalisation: String, Sendable, Hashable, CaseIterable {
  /// By CLIP's mean and standard deviation.
  case clip
  /// By a mean and a standard deviation of one half, as SigLIP's.
  case halves
  /// Only divided by 255.
  case none
  /// Not even divided by 255.
  case bytes
}

/// One thing that a dump may have been made differently in.
public enum EncodingVariant: Sendable, Hashable {
  /// Another layer, counted from the end as hidden states are; attention and keys are inside it.
  case layer(Int)
  /// Another way to bring the image to the view's size.
  case preprocess(String)
  /// Another activation.
  case activation(String)
  /// Blue, green and red, as OpenCV reads images.
  case blueGreenRed
  /// Another normalisation of pixels.
  case normalisation(PixelNormalisation)
  /// Another kind of attention.
  case attention(AttentionSource)
  /// Attention before the softmax: scaled products of queries and keys.
  case attentionBeforeSoftmax
  /// Features behind the norm that follows the last layer.
  case outputNorm
  /// Tokens shifted by one: with 1, the dump's token i is our i − 1; with −1, our i + 1.
  case tokenShift(Int)
  /// The sum over heads where ours is the mean.
  case headSum
  /// Attention divided by its sum over the patches.
  case renormalised

  /// Whether the image must be encoded again; else our own arrays tell.
  public var needsEncoding: Bool {
    switch self {
    case .tokenShift, .headSum, .renormalised: false
    default: true
    }
  }

  /// Every variant worth trying beside settings, the cheap and the frequent ones first.
  ///
  /// - Parameters:
  ///   - settings: How our side was encoded; what equals it is left out.
  ///   - preprocesses: The names of all ways to bring an image to the view's size.
  ///   - activations: The names of all activations.
  /// - Returns: The variants, each once.
  public static func all(
    besides settings: EncodingSettings, preprocesses: [String], activations: [String]
  ) -> [EncodingVariant] {
    var all: [EncodingVariant] = [.headSum, .renormalised, .tokenShift(1), .tokenShift(-1)]
    all += [-1, -2, -3].filter { $0 != settings.layer }.map(EncodingVariant.layer)
    all += AttentionSource.allCases.filter { $0 != settings.attention }
      .map(EncodingVariant.attention)
    all += [.attentionBeforeSoftmax, .outputNorm]
    all += preprocesses.filter { $0 != settings.preprocess }.map(EncodingVariant.preprocess)
    all += activations.filter { $0 != settings.activation }.map(EncodingVariant.activation)
    all.append(.blueGreenRed)
    all += PixelNormalisation.allCases.filter { $0 != settings.normalisation }
      .map(EncodingVariant.normalisation)
    return all
  }
}

extension EncodingVariant {
  /// Changes our array as the variant says, for variants that need no encoding.
  ///
  /// - Parameter pair: Our array and the dump's, aligned.
  /// - Returns: Both arrays, of one shape; nil where the variant says nothing about them.
  func applied(to pair: AlignedArrays) -> AlignedArrays? {
    var pair = pair
    switch self {
    case .headSum:
      guard pair.ours.isAttention, pair.averagedHeads > 1 else { return nil }
      let heads = Float(pair.averagedHeads)
      pair.ours = EncodedArray(
        pair.ours, shape: pair.ours.shape, values: pair.ours.values.map { $0 * heads })
    case .renormalised:
      guard pair.ours.isAttention, pair.ours.rowLength > 0 else { return nil }
      pair.ours = pair.ours.renormalised
    case .tokenShift(let shift):
      guard let axis = pair.ours.tokenAxis, pair.ours.shape[axis] > 2 else { return nil }
      let count = pair.ours.shape[axis]
      pair.ours = pair.ours.slice(axis: axis, shift > 0 ? 0..<(count - 1) : 1..<count)
      pair.theirs = pair.theirs.slice(axis: axis, shift > 0 ? 1..<count : 0..<(count - 1))
    default: return nil
    }
    return pair
  }
}

extension EncodedArray {
  /// The array with rows divided by their sums; rows whose sum is zero stay.
  fileprivate var renormalised: EncodedArray {
    var values = values
    for start in stride(from: 0, to: values.count, by: rowLength) {
      let range = start..<(start + rowLength)
      let sum = range.reduce(0.0) { $0 + Double(values[$1]) }
      guard sum != 0 else { continue }
      for index in range { values[index] = Float(Double(values[index]) / sum) }
    }
    return EncodedArray(self, shape: shape, values: values)
  }
}
