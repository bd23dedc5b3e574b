internal import TokenFields

extension EncodingVariant {
  /// The variant in a few words, for lists: `layer −1`, `preprocess stretch`.
  public var label: String {
    switch self {
    case .layer(let layer): "layer \(Self.signed(layer))"
    case .preprocess(let name): "preprocess \(name)"
    case .activation(let name): "activation \(name)"
    case .blueGreenRed: "channels blue, green, red"
    case .normalisation(let normalisation): "normalisation \(normalisation.rawValue)"
    case .attention(let source): "attention \(source.rawValue)"
    case .attentionBeforeSoftmax: "attention before the softmax"
    case .outputNorm: "features behind the last norm"
    case .tokenShift(let shift): "tokens shifted by \(Self.signed(shift))"
    case .headSum: "sum over heads"
    case .renormalised: "attention renormalised over patches"
    }
  }

  /// The sentence that says of arrays how the dump has them, without a final period.
  ///
  /// - Parameters:
  ///   - names: The arrays, one or more.
  ///   - settings: How our side was encoded.
  /// - Returns: The sentence, of all arrays together.
  func sentence(for names: [String], besides settings: EncodingSettings) -> String {
    let plural = Self.isPlural(names)
    let subject = "the dump's " + Self.list(names) + (plural ? " are" : " is")
    let those = plural ? "those" : "that"
    return switch self {
    case .layer(let layer):
      "\(subject) \(those) of layer \(Self.signed(layer)), not \(Self.signed(settings.layer))"
    case .preprocess(let name):
      "\(subject) \(those) of the image prepared by \(name), not \(settings.preprocess)"
    case .activation(let name):
      "\(subject) \(those) of a model with \(name), not \(settings.activation)"
    case .blueGreenRed:
      "\(subject) \(those) of an image in the order blue, green, red: it was not converted to RGB"
    case .normalisation(let normalisation):
      "\(subject) \(those) of pixels \(normalisation.words), not \(settings.normalisation.words)"
    case .attention(let source):
      "\(subject) what \(source.words), not what \(settings.attention.words)"
    case .attentionBeforeSoftmax: "\(subject) \(those) before the softmax"
    case .outputNorm: "\(subject) \(those) behind the norm that follows the last layer"
    case .tokenShift(let shift):
      shift > 0
        ? "\(subject) one token late: something that is no patch, such as the class token, was left in"
        : "\(subject) one token early: the first patch was taken for a class token and dropped"
    case .headSum: "\(subject) the sum over heads, not the mean"
    case .renormalised: "\(subject) divided by its sum over the patches"
    }
  }

  /// A number with a minus sign where it is negative.
  static func signed(_ value: Int) -> String { value < 0 ? "−\(-value)" : "\(value)" }

  /// Whether a verb after the names of arrays is in the plural.
  static func isPlural(_ names: [String]) -> Bool {
    names.count > 1 || names.contains { $0.hasSuffix("s") || $0 == "projected" }
  }

  /// Names with commas and an `and`.
  static func list(_ names: [String]) -> String {
    names.count < 2
      ? names.joined()
      : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
  }
}

extension PixelNormalisation {
  /// What happened to pixels.
  fileprivate var words: String {
    switch self {
    case .clip: "normalised with CLIP's mean and deviation"
    case .halves: "normalised with a mean and a deviation of 0.5"
    case .none: "that were divided by 255 and not normalised"
    case .bytes: "that were neither divided by 255 nor normalised"
    }
  }
}

extension AttentionSource {
  /// Who attends to patches.
  fileprivate var words: String {
    switch self {
    case .classToken: "the class token gives to patches"
    case .received: "patches get from all tokens"
    case .pooling: "the pooling head's probe gives to patches"
    }
  }
}
