import Analysis
import Testing
import TokenFields
import TextData

@Suite struct EncoderAgreementTests {
  let encoder = ToyEncoder()

  /// The variant that explains each array of a dump, by the array's name.
  private func explanations(_ agreement: EncoderAgreement) -> [String: EncodingVariant] {
    agreement.entries.reduce(into: [:]) { $0[$1.name] = $1.explanation?.variant }
  }

  @Test func aDumpThatAgreesNeedsNoVariant() {
    let noisy = encoder.arrays.map { $0.map { $1 * (1 + ($0 % 2 == 0 ? 2e-6 : -2e-6)) } }
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: noisy, settings: encoder.settings,
      variants: ToyEncoder.variants
    ) { _ in
      Issue.record("nothing is left to explain")
      return nil
    }
    #expect(agreement.agrees && agreement.tried.isEmpty)
    #expect(agreement.findings == ["the dump agrees with the encoder"])
    #expect(agreement.entries.allSatisfy { $0.explanation == nil })
  }

  @Test func aDumpInHalfPrecisionSaysWhichToleranceWasUsed() {
    let dump = encoder.arrays.map { $0.map(precision: .float16) { Float(Float16($1)) } }
    #expect(
      encoder.compared(to: dump).findings == [
        "the dump agrees with the encoder, within the tolerance of float16 (100 times as wide)"
      ])
  }

  /// Variants that change everything, with the sentence about all arrays.
  static let whole: [(variant: EncodingVariant, sentence: String)] = [
    (.layer(-1), "those of layer −1, not −2"),
    (.layer(-3), "those of layer −3, not −2"),
    (.preprocess("llava-pad"), "those of the image prepared by llava-pad, not hf-crop"),
    (.preprocess("stretch"), "those of the image prepared by stretch, not hf-crop"),
    (
      .blueGreenRed,
      "those of an image in the order blue, green, red: it was not converted to RGB"
    ),
    (
      .normalisation(.halves),
      "those of pixels normalised with a mean and a deviation of 0.5, not normalised with CLIP's "
        + "mean and deviation"
    ),
    (
      .normalisation(.none),
      "those of pixels that were divided by 255 and not normalised, not normalised with CLIP's "
        + "mean and deviation"
    ),
    (
      .normalisation(.bytes),
      "those of pixels that were neither divided by 255 nor normalised, not normalised with "
        + "CLIP's mean and deviation"
    ),
  ]

  @Test(arguments: whole)
  func whatChangesEverythingIsFound(variant: EncodingVariant, sentence: String) {
    let agreement = encoder.compared(to: encoder.with(variant).arrays)
    #expect(
      explanations(agreement) == ["features": variant, "keys": variant, "attention": variant])
    #expect(agreement.entries.allSatisfy { $0.explanation?.isComplete == true })
    #expect(!agreement.agrees)
    #expect(agreement.findings == ["the dump's features, keys and attention are " + sentence])
    #expect(agreement.tried.last == variant, "nothing is tried after the answer")
  }

  @Test(arguments: ["gelu", "gelu_pytorch_tanh"])
  func anotherActivationIsFoundThoughAllAreClose(name: String) {
    let agreement = encoder.compared(to: encoder.with(.activation(name)).arrays)
    #expect(explanations(agreement)["features"] == .activation(name))
    #expect(
      agreement.findings.contains {
        $0.hasSuffix(" of a model with \(name), not quick_gelu") && $0.contains("features")
      })
  }

  @Test func eachArrayHasAnExplanationOfItsOwn() {
    let dump = [
      encoder.with(.layer(-1)).features, encoder.keys, encoder.with(.layer(-3)).attention,
    ]
    let agreement = encoder.compared(to: dump)
    #expect(explanations(agreement) == ["features": .layer(-1), "attention": .layer(-3)])
    #expect(
      agreement.findings == [
        "the dump's keys agree with the encoder",
        "the dump's features are those of layer −1, not −2",
        "the dump's attention is that of layer −3, not −2",
      ])
  }

  /// Variants of attention alone.
  static let attention: [(variant: EncodingVariant, sentence: String)] = [
    (
      .attention(.received),
      "the dump's attention is what patches get from all tokens, not what the class token gives to "
        + "patches"
    ),
    (
      .attention(.pooling),
      "the dump's attention is what the pooling head's probe gives to patches, not what the class "
        + "token gives to patches"
    ),
    (.attentionBeforeSoftmax, "the dump's attention is that before the softmax"),
    (.layer(-1), "the dump's attention is that of layer −1, not −2"),
  ]

  @Test(arguments: attention)
  func otherAttentionIsFound(variant: EncodingVariant, sentence: String) {
    let agreement = encoder.compared(
      to: [encoder.features, encoder.keys, encoder.with(variant).attention])
    #expect(explanations(agreement) == ["attention": variant])
    #expect(
      agreement.findings == ["the dump's features and keys agree with the encoder", sentence])
  }

  @Test func featuresBehindTheLastNormAreFound() {
    let agreement = encoder.compared(to: [encoder.with(.outputNorm).features])
    #expect(
      agreement.findings == [
        "the dump's features are those behind the norm that follows the last layer"
      ])
  }

  // MARK: - Variants that need no encoding

  @Test func sumsOverHeadsAreFoundWithoutEncoding() {
    let attention = encoder.attention
    let sum = (0..<ToyEncoder.tokens).map { token in
      (0..<ToyEncoder.heads).reduce(Float(0)) {
        $0 + attention.values[$1 * ToyEncoder.tokens + token]
      }
    }
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: [attention.with(shape: [ToyEncoder.tokens], sum)],
      settings: encoder.settings, variants: ToyEncoder.variants
    ) { _ in
      Issue.record("our own arrays tell")
      return nil
    }
    #expect(agreement.findings == ["the dump's attention is the sum over heads, not the mean"])
  }

  @Test func attentionRenormalisedOverPatchesIsFound() {
    let attention = encoder.attention
    let dump = attention.map { index, value in
      let start = index / ToyEncoder.tokens * ToyEncoder.tokens
      return value / attention.values[start..<(start + ToyEncoder.tokens)].reduce(0, +)
    }
    #expect(
      encoder.compared(to: [dump]).findings
        == ["the dump's attention is divided by its sum over the patches"])
  }

  @Test(arguments: [1, -1])
  func tokensShiftedByOneAreFound(shift: Int) {
    let dump = encoder.arrays.map { array in
      let inner = array.isAttention ? 1 : array.shape[array.shape.count - 1]
      let block = ToyEncoder.tokens * inner
      return array.map { index, _ in
        let token = (index % block) / inner - shift
        let inside = (0..<ToyEncoder.tokens).contains(token)
        return inside ? array.values[index - shift * inner] : 0.125
      }
    }
    let agreement = encoder.compared(to: dump)
    let variant = EncodingVariant.tokenShift(shift)
    #expect(
      explanations(agreement) == ["features": variant, "keys": variant, "attention": variant])
    let early = "early: the first patch was taken for a class token and dropped"
    let late = "late: something that is no patch, such as the class token, was left in"
    #expect(
      agreement.findings
        == ["the dump's features, keys and attention are one token \(shift > 0 ? late : early)"])
  }

  // MARK: - When it is not so clear

  @Test func whatNothingExplainsIsSaid() {
    var other = encoder
    other.settings.layer = -7
    let agreement = encoder.compared(to: [other.features, encoder.keys])
    #expect(!agreement.agrees && agreement.entries[0].explanation == nil)
    #expect(Set(agreement.tried) == Set(ToyEncoder.variants))
    #expect(agreement.findings.count == 2)
    #expect(agreement.findings[0] == "the dump's keys agree with the encoder")
    #expect(
      agreement.findings[1].hasPrefix("nothing that was tried explains the dump's features, off by")
    )
    #expect(agreement.findings[1].contains("layer −1, layer −3"))
  }

  @Test func aVariantThatExplainsMostIsOnlyProbable() throws {
    let dump = encoder.with(.layer(-1)).features.map { $1 * ($0 % 2 == 0 ? 1.001 : 0.999) }
    let agreement = encoder.compared(to: [dump])
    let explanation = try #require(agreement.entries[0].explanation)
    #expect(explanation.variant == .layer(-1) && !explanation.isComplete)
    #expect(agreement.findings.count == 1)
    #expect(
      agreement.findings[0].hasPrefix(
        "probably the dump's features are those of layer −1, not −2: the largest difference falls"))
    // A tenth is needed: less is no explanation.
    let far = encoder.with(.layer(-1)).features.map { $1 * ($0 % 2 == 0 ? 1.3 : 0.7) }
    #expect(encoder.compared(to: [far]).entries[0].explanation == nil)
  }

  /// Where two variants give the same numbers, the one that explains more arrays is told.
  @Test func theVariantThatExplainsMostArraysWins() {
    let dump = encoder.with(.preprocess("stretch")).arrays
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: dump, settings: encoder.settings,
      variants: ToyEncoder.variants
    ) { variant in
      variant == .layer(-1) ? [dump[0]] : encoder.with(variant).arrays
    }
    #expect(Set(explanations(agreement).values) == [.preprocess("stretch")])
  }

  @Test func variantsThatTheModelCannotDoAreNotTried() {
    var other = encoder
    other.settings.layer = -7
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: other.arrays, settings: encoder.settings,
      variants: [.layer(-1), .outputNorm, .headSum]
    ) { $0 == .outputNorm ? nil : encoder.with($0).arrays }
    #expect(agreement.tried == [.layer(-1), .headSum])
  }

  @Test func anEmptyTableOfVariantsStillGivesAReport() {
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: [encoder.with(.layer(-1)).features],
      settings: encoder.settings, variants: []
    ) { _ in nil }
    #expect(agreement.findings.count == 1 && agreement.findings[0].hasSuffix("tried: no variant"))
  }

  @Test func shapesOfAnotherModelAreNamed() {
    let theirs = EncodedArray(
      name: "features", shape: [256, 24], values: [Float](repeating: 1, count: 256 * 24),
      isAttention: false)
    let agreement = encoder.compared(to: [theirs])
    #expect(!agreement.agrees)
    #expect(
      agreement.findings == [
        "features: the dump's shape 256×24 does not fit ours, 100×24; another image size, patch "
          + "size or model was used"
      ])
    #expect(agreement.lines[0].text == "256×24 in the dump, 100×24 here")
  }

  @Test func aVariantMayBringTheShapesTogether() {
    let half = ToyEncoder.tokens / 2 * ToyEncoder.width
    let features = encoder.features
    let dump = features.with(
      shape: [ToyEncoder.tokens / 2, ToyEncoder.width], Array(features.values.prefix(half)))
    let agreement = EncoderAgreement(
      ours: encoder.arrays, reference: [dump], settings: encoder.settings,
      variants: ToyEncoder.variants
    ) { $0 == .preprocess("stretch") ? [dump] : encoder.with($0).arrays }
    #expect(
      agreement.findings == [
        "the dump's features are those of the image prepared by stretch, not hf-crop"
      ])
  }

  @Test func arraysThatWeDoNotMakeAreListedAndNothingElse() {
    let relevance = EncodedArray(
      name: "relevance", shape: [2], values: [1, 2], isAttention: false)
    let both = encoder.compared(to: [relevance, encoder.features])
    #expect(both.agrees && both.lines[0].text == "not made by the encoder, not compared")
    let alone = encoder.compared(to: [relevance])
    #expect(!alone.agrees)
    #expect(alone.findings == ["the dump has no array that the encoder makes"])
    #expect(encoder.compared(to: []).findings == alone.findings)
  }

  @Test func numbersThatAreNotFiniteAreNamedAndNotExplained() {
    let dump = encoder.features.map { $0 == 5 ? .nan : $1 }
    let agreement = encoder.compared(to: [dump])
    #expect(agreement.entries[0].explanation == nil)
    #expect(agreement.findings == ["features: 1 numbers are not finite"])
  }

  // MARK: - Reports

  @Test func linesAndMembersSayTheSame() throws {
    let dump = [encoder.with(.layer(-1)).features, encoder.attention.prependingToken(0.1)]
    let agreement = encoder.compared(to: dump)
    #expect(agreement.lines.map(\.key) == ["features", "attention", "finding", "finding"])
    #expect(agreement.lines[0].text.hasPrefix("differs: largest difference "))
    #expect(
      agreement.lines[1].text.hasSuffix(
        "64 of the top 64 shared (without the dump's first token)"))
    #expect(agreement.lines.suffix(2).map(\.text) == agreement.findings)
    #expect(agreement.members.map(\.key) == ["agrees", "settings", "arrays", "findings", "tried"])
    let text = JSONValue.object(agreement.members).text
    #expect(text.hasPrefix("{\"agrees\":false,\"settings\":{\"layer\":-2,"))
    #expect(text.contains("\"variant\":\"layer −1\",\"complete\":true"))
    #expect(text.contains("\"top\":{\"count\":64,\"shared\":64}"))
  }

  @Test func variantsLeaveOutWhatOurSideDoesAlready() {
    let all = ToyEncoder.variants
    #expect(Set(all).count == all.count)
    for own in [
      EncodingVariant.layer(-2), .preprocess("hf-crop"), .activation("quick_gelu"),
      .normalisation(.clip), .attention(.classToken),
    ] {
      #expect(!all.contains(own))
    }
    #expect(
      all.firstIndex { $0.needsEncoding } == all.lastIndex { !$0.needsEncoding }.map { $0 + 1 })
    #expect(Set(all.map(\.label)).count == all.count)
  }
}
