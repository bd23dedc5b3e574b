import Encoders
import Imaging
import LinearAlgebra
import Testing
import TokenFields

@Suite struct HandcraftedEncoderTests {
  private func encode(_ image: Image, _ mode: PreprocessMode = .llavaPad) -> TokenField {
    HandcraftedEncoder().encode(image, preprocess: mode).field
  }

  /// What every field of the encoder promises, whatever the image.
  private func expectSound(_ field: TokenField) throws {
    #expect(field.grid == TokenGrid(rows: 24, columns: 24))
    #expect(field.encoder == "handcrafted")
    #expect(field.averages == HandcraftedCalibration.averages)
    let features = try #require(field.features)
    let projected = try #require(field.projected)
    let attention = try #require(field.attention)
    let keys = try #require(field.keys)
    #expect((features.rows, features.columns) == (576, 256))
    #expect((projected.rows, projected.columns) == (576, 384))
    #expect((attention.rows, attention.columns) == (8, 576))
    #expect(keys.count == 8 && keys.allSatisfy { $0.rows == 576 && $0.columns == 32 })
    for matrix in [features, projected] {
      for token in 0..<576 {
        let square = matrix.row(token).reduce(0) { $0 + $1 * $1 }
        #expect(abs(square - 1) < 1e-8)
      }
    }
    for head in 0..<8 {
      #expect(attention.row(head).allSatisfy { $0 > 0 && $0 < 1 })
      #expect(abs(attention.row(head).reduce(0, +) - 1) < 1e-12)
    }
    #expect(keys.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
    let padding = try #require(field.paddingFraction)
    #expect(padding.count == 576 && padding.allSatisfy { (0...1).contains($0) })
  }

  static let images: [Image] = [
    Image(width: 1, height: 1, filledWith: RGB(200, 10, 90)),
    Image(width: 5000, height: 3, filledWith: RGB(1, 2, 3)),
    Image(width: 3, height: 5000, filledWith: RGB(grey: 255)),
    Image(width: 20, height: 30, filledWith: PreparedImage.paddingColour),
    TestScenes.checkerboard(size: 1),
    TestScenes.crowd(60),
  ]

  @Test(arguments: images.indices, PreprocessMode.allCases)
  func makesSoundTokensOfAnyImage(image: Int, mode: PreprocessMode) throws {
    try expectSound(encode(Self.images[image], mode))
  }

  @Test func makesTheSameTokensOfTheSameImage() {
    let image = TestScenes.crowd(20)
    #expect(encode(image, .stretch) == encode(image, .stretch))
    #expect(
      HandcraftedEncoder().encode(image, preprocess: .hfCrop)
        == HandcraftedEncoder().encode(image, preprocess: .hfCrop))
  }

  @Test func ranksImagesByHowMuchIsInThem() throws {
    let scenes = [
      TestScenes.sky(), TestScenes.ball(), TestScenes.crowd(12), TestScenes.crowd(300),
    ]
    let fields = scenes.map { encode($0) }
    for read in [\TokenField.features, \TokenField.projected] {
      let eranks = try fields.map { sampledErank(try #require($0[keyPath: read])) }
      for (simpler, richer) in zip(eranks, eranks.dropFirst()) {
        #expect(simpler * 1.3 < richer, "\(eranks)")
      }
    }
  }

  @Test func gathersItsAttentionOnASingleObject() throws {
    func headMean(_ image: Image) throws -> [Double] {
      try #require(encode(image).attention).meanRow
    }
    let ball = try headMean(TestScenes.ball())
    let few = try headMean(TestScenes.crowd(12))
    let many = try headMean(TestScenes.crowd(300))
    #expect(entropy(ball) < entropy(few))
    #expect(entropy(few) < entropy(many))
    #expect(entropy(ball) < 5)
    // The ball covers patches 10...17 of 24 across and 9...15 down: a ninth of the view.
    let inside = (0..<576).filter { (10...17).contains($0 % 24) && (9...15).contains($0 / 24) }
    #expect(inside.reduce(0) { $0 + ball[$1] } > 0.7)
  }

  @Test func attendsEvenlyToAFlatImage() throws {
    let field = encode(Image(width: 50, height: 50, filledWith: RGB(90, 140, 200)))
    let attention = try #require(field.attention)
    #expect(attention.elements.allSatisfy { abs($0 - 1 / 576.0) < 1e-9 })
    let features = try #require(field.features)
    #expect((0..<576).allSatisfy { features.row($0).elementsEqual(features.row(0)) })
  }

  @Test func seesThatSkyIsLikeSkyAndUnlikeABall() throws {
    let features = try #require(encode(TestScenes.ball()).features)
    let grid = TokenGrid(rows: 24, columns: 24)
    let sky = grid.token(row: 3, column: 4)
    let ball = grid.token(row: 12, column: 13)
    #expect(cosine(features, sky, sky + 1) > 0.99)
    #expect(cosine(features, ball, ball + 1) > 0.95)
    #expect(cosine(features, sky, ball) < 0.6)
    let projected = try #require(encode(TestScenes.ball()).projected)
    #expect(cosine(projected, sky, sky + 1) > 0.99)
    #expect(cosine(projected, sky, ball) < 0.85)
  }

  @Test func paysLittleAttentionToPadding() throws {
    let scene = TestScenes.crowd(120)
    var wide = Image(width: 420, height: 210, filledWith: RGB(grey: 0))
    for y in 0..<210 {
      for x in 0..<420 { wide[x, y] = scene[x, y + 100] }
    }
    for image in [wide, Image(width: 40, height: 20, filledWith: RGB(20, 90, 20))] {
      let field = encode(image)
      let padding = try #require(field.paddingFraction)
      #expect(padding.count { $0 == 1 } == 288)
      let attention = try #require(field.attention)
      for head in 0..<8 {
        let row = Array(attention.row(head))
        let onPadding = row.indices.reduce(0) { $0 + (padding[$1] == 1 ? row[$1] : 0) }
        #expect(onPadding < 0.01, "head \(head) spends \(onPadding) on half of the patches")
      }
    }
  }

  @Test(arguments: [(640, 320), (500, 333), (320, 640)])
  func takesTheBorderOfPaddingForNoEdge(width: Int, height: Int) throws {
    // A flat image between padding: every patch of it is like every other, and attended alike.
    let field = encode(Image(width: width, height: height, filledWith: RGB(230, 40, 40)))
    let attention = try #require(field.attention).meanRow
    let padding = try #require(field.paddingFraction)
    let shown = attention.indices.filter { padding[$0] == 0 }.map { attention[$0] }
    let (least, most) = (try #require(shown.min()), try #require(shown.max()))
    #expect(most < 1.01 * least)
  }

  @Test func saysWhatItIsAndWhatPreparingDid() {
    let wide = Image(width: 40, height: 20, filledWith: RGB(1, 2, 3))
    func notes(_ mode: PreprocessMode) -> [String] {
      HandcraftedEncoder().encode(wide, preprocess: mode).notes
    }
    #expect(notes(.llavaPad).count == 5)
    #expect(notes(.llavaPad).last == "288 of 576 tokens are padding")
    #expect(notes(.hfCrop).last == "the crop hides 50.0 % of the image")
    #expect(notes(.stretch).last == "40×20 pixels are stretched to 336×336")
    #expect(notes(.stretch)[0].contains("not those of a trained model"))
  }

  @Test func isTheOnlyEncoderOfTheCatalog() throws {
    #expect(EncoderCatalog.all.map(\.name) == ["handcrafted"])
    let encoder = try #require(EncoderCatalog.encoder(named: "handcrafted"))
    #expect(encoder.grid.count == 576)
    #expect((encoder.viewWidth, encoder.viewHeight) == (336, 336))
    #expect(EncoderCatalog.encoder(named: "clip") == nil)
  }

  @Test func averagesWhatWasMeasured() {
    let averages = HandcraftedCalibration.averages(eranks: [10, 30], entropies: [4, 5])
    #expect(
      averages
        == FieldAverages(erank: 20, entropy: 4.5, source: "handcrafted on Prunescope's samples"))
    #expect(HandcraftedCalibration.averages.source == averages.source)
  }
}
