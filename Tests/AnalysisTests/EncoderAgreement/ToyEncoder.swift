import Analysis
import TokenFields
import LinearAlgebra

/// An encoder for tests: every choice changes its numbers, and equal choices give equal numbers.
struct ToyEncoder {
  var settings = EncodingSettings(
    layer: -2, preprocess: "hf-crop", activation: "quick_gelu", normalisation: .clip,
    attention: .classToken)
  var blueGreenRed = false
  var outputNorm = false
  var beforeSoftmax = false

  static let (heads, tokens, width) = (4, 100, 24)
  static let preprocesses = ["llava-pad", "hf-crop", "stretch"]
  static let activations = ["quick_gelu", "gelu", "gelu_pytorch_tanh"]

  static var variants: [EncodingVariant] {
    EncodingVariant.all(
      besides: ToyEncoder().settings, preprocesses: preprocesses, activations: activations)
  }

  /// This encoder with one thing changed.
  func with(_ variant: EncodingVariant) -> ToyEncoder {
    var changed = self
    switch variant {
    case .layer(let layer): changed.settings.layer = layer
    case .preprocess(let name): changed.settings.preprocess = name
    case .activation(let name): changed.settings.activation = name
    case .normalisation(let normalisation): changed.settings.normalisation = normalisation
    case .attention(let source): changed.settings.attention = source
    case .blueGreenRed: changed.blueGreenRed = true
    case .outputNorm: changed.outputNorm = true
    case .attentionBeforeSoftmax: changed.beforeSoftmax = true
    case .tokenShift, .headSum, .renormalised: break
    }
    return changed
  }

  /// What all numbers depend on.
  private var seed: UInt64 {
    var seed: UInt64 = blueGreenRed ? 3 : 1
    func mix(_ value: Int) { seed = seed &* 131 &+ UInt64(value + 7) }
    mix(settings.layer)
    mix(Self.preprocesses.firstIndex(of: settings.preprocess) ?? -1)
    mix(PixelNormalisation.allCases.firstIndex(of: settings.normalisation) ?? -1)
    return seed
  }

  /// Numbers of a normal distribution, more or less, and a small part that the activation decides.
  private func numbers(_ count: Int, _ salt: UInt64) -> [Float] {
    var generator = SplitMix64(seed: seed &+ salt &* 7919)
    let activation = UInt64(Self.activations.firstIndex(of: settings.activation) ?? 9)
    var small = SplitMix64(seed: seed &+ activation &* 65_537 &+ salt)
    return (0..<count).map { _ in
      let sum = (0..<4).reduce(0.0) { sum, _ in sum + generator.nextUnit() }
      return Float(3 * (sum - 2) + 0.01 * small.nextUnit())
    }
  }

  var features: EncodedArray {
    EncodedArray(
      name: "features", shape: [Self.tokens, Self.width],
      values: numbers(Self.tokens * Self.width, outputNorm ? 5 : 1), isAttention: false)
  }

  var keys: EncodedArray {
    EncodedArray(
      name: "keys", shape: [Self.heads, Self.tokens, 6],
      values: numbers(Self.heads * Self.tokens * 6, 2), isAttention: false)
  }

  var attention: EncodedArray {
    let source = UInt64(AttentionSource.allCases.firstIndex(of: settings.attention) ?? 9)
    var values = numbers(Self.heads * Self.tokens, 20 + source).map { Double($0) }
    if !beforeSoftmax {
      let weights = values.map { $0 * $0 * $0 * $0 + 0.01 }
      for head in 0..<Self.heads {
        let range = (head * Self.tokens)..<((head + 1) * Self.tokens)
        // The class token keeps a share for itself, another one in each head.
        let sum = weights[range].reduce(0, +) / (0.9 - 0.15 * Double(head))
        for index in range { values[index] = weights[index] / sum }
      }
    }
    return EncodedArray(
      name: "attention", shape: [Self.heads, Self.tokens], values: values.map { Float($0) },
      isAttention: true)
  }

  var arrays: [EncodedArray] { [features, keys, attention] }

  /// A dump compared with this encoder.
  func compared(to dump: [EncodedArray]) -> EncoderAgreement {
    EncoderAgreement(
      ours: arrays, reference: dump, settings: settings, variants: Self.variants
    ) { with($0).arrays }
  }
}

extension EncodedArray {
  /// The array with every number changed.
  func map(
    precision: NumberPrecision = .float32, _ change: (Int, Float) -> Float
  ) -> EncodedArray {
    EncodedArray(
      name: name, shape: shape, values: values.enumerated().map { change($0, $1) },
      isAttention: isAttention, precision: precision)
  }

  /// The array with another shape and other numbers.
  func with(shape: [Int], _ values: [Float]) -> EncodedArray {
    EncodedArray(name: name, shape: shape, values: values, isAttention: isAttention)
  }

  /// Rows of the last two axes with something in front of each block's first row.
  func prependingToken(_ value: Float) -> EncodedArray {
    var shape = shape
    let axis = isAttention ? shape.count - 1 : shape.count - 2
    let inner = shape[(axis + 1)...].reduce(1, *)
    let block = shape[axis] * inner
    var longer: [Float] = []
    for start in stride(from: 0, to: values.count, by: block) {
      longer += [Float](repeating: value, count: inner) + values[start..<(start + block)]
    }
    shape[axis] += 1
    return with(shape: shape, longer)
  }
}
