import Encoders
import Imaging
import LinearAlgebra
import Testing
import TokenFields

@Suite struct HandcraftedEncoderTests {
  private func encode(_ image: Image, _ mode: PreprocessMode = .llavaPad) -> TokenField {
    do {
      return try HandcraftedEncoder().encode(image, mode).field
    } catch {
      Issue.record("\(error)")
      return TokenField(grid: TokenGrid(rows: 24, columns: 24))
    }
  }

  private static func notes(_ image: Image, _ mode: PreprocessMode) -> [String] {
    let encoder = HandcraftedEncoder()
    return encoder.notes(on: encoder.prepare(image, mode))
  }

  /// What every field of the encoder promises, whatever the image.
  private func expectSound(_ field: TokenField, tiles: Int = 1) throws {
    #expect(field.grid == TokenGrid(tiles: tiles, rows: 24, columns: 24))
    let count = 576 * tiles
    #expect(field.encoder == "handcrafted")
    #expect(field.averages == HandcraftedCalibration.averages)
    let features = try #require(field.features)
    let projected = try #require(field.projected)
    let attention = try #require(field.attention)
    let keys = try #require(field.keys)
    #expect((features.rows, features.columns) == (count, 256))
    #expect((projected.rows, projected.columns) == (count, 384))
    #expect((attention.rows, attention.columns) == (8, count))
    #expect(keys.count == 8 && keys.allSatisfy { $0.rows == count && $0.columns == 32 })
    for matrix in [features, projected] {
      for token in 0..<count {
        let square = matrix.row(token).reduce(0) { $0 + $1 * $1 }
        #expect(abs(square - 1) < 1e-8)
      }
    }
    for head in 0..<8 {
      #expect(attention.row(head).allSatisfy { $0 > 0 && $0 < 1 })
      for tile in 0..<tiles {
        let row = attention.row(head).dropFirst(576 * tile).prefix(576)
        #expect(abs(row.reduce(0, +) - 1) < 1e-12)
      }
    }
    #expect(keys.allSatisfy { $0.elements.allSatisfy(\.isFinite) })
    let padding = try #require(field.paddingFraction)
    #expect(padding.count == count && padding.allSatisfy { (0...1).contains($0) })
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
    let encoded = try HandcraftedEncoder().encode(Self.images[image], mode)
    try expectSound(encoded.field, tiles: encoded.prepared.tiles.count)
  }

  @Test func looksAtEachTileByItself() throws {
    let image = TestScenes.crowd(40)
    let encoded = try HandcraftedEncoder().encode(image, .anyres)
    #expect(encoded.field.grid == TokenGrid(tiles: 5, rows: 24, columns: 24))
    // Tile 0 is the whole image, as it is stretched.
    let stretched = encode(image, .stretch)
    let whole = try #require(encoded.field.features).elements.prefix(576 * 256)
    let features = try #require(stretched.features).elements
    #expect(zip(whole, features).allSatisfy { abs($0 - $1) < 1e-6 })
    let attention = try #require(encoded.field.attention)
    let own = try #require(stretched.attention)
    for head in 0..<8 {
      #expect(attention.row(head).prefix(576).elementsEqual(own.row(head)))
    }
  }

  @Test func makesSoundTokensOfATileOfPadding() throws {
    // A small picture in the middle of three tiles: the outer two show none of it.
    var processing = ImageProcessing.clip(mode: .anyres)
    processing.gridPinpoints = [ImageProcessing.GridPinpoint(width: 1008, height: 336)]
    let prepared = PreparedImage(
      Image(width: 30, height: 30, filledWith: RGB(200, 10, 90)), mode: .anyres,
      processing: processing)
    #expect(prepared.tiles.count == 4)
    #expect(prepared.tiles[1].geometry.picture == PixelBox(columns: 0..<0, rows: 0..<0))
    #expect(prepared.tiles[1].view == Image(width: 336, height: 336, filledWith: .black))
    let evidence = PatchEvidence(prepared.tiles[1])
    let descriptors = PatchDescriptors.rows(evidence)
    #expect(descriptors.elements.allSatisfy { $0.isFinite })
    #expect(SaliencyHead.attention(evidence).elements.allSatisfy { abs($0 - 1 / 576.0) < 1e-12 })
  }

  @Test func makesTheSameTokensOfTheSameImage() throws {
    let image = TestScenes.crowd(20)
    #expect(encode(image, .stretch) == encode(image, .stretch))
    let (once, again) = (
      try HandcraftedEncoder().encode(image, .hfCrop),
      try HandcraftedEncoder().encode(image, .hfCrop)
    )
    #expect(once == again)
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
      Self.notes(wide, mode)
    }
    #expect(notes(.llavaPad).count == 5)
    #expect(notes(.llavaPad).last == "288 of 576 tokens are padding")
    #expect(notes(.hfCrop).last == "the crop hides 50.0 % of the image")
    #expect(notes(.stretch).last == "40×20 pixels are stretched to 336×336")
    #expect(notes(.stretch)[0].contains("not those of a trained model"))
    let photo = Image(width: 640, height: 480, filledWith: RGB(1, 2, 3))
    #expect(
      Self.notes(photo, .anyres).dropFirst(4) == [
        "640×480 pixels are stretched to 336×336",
        "tile 0 is the whole image; 4 more are cut from 672×672 pixels, 2 across and 2 down",
        "of these 2880 tokens, 576 of them padding, the model itself makes 2340: it cuts off padding "
          + "and adds a newline to each row",
      ])
  }

  @Test func isTheOnlyEncoderOfTheCatalog() throws {
    #expect(EncoderCatalog.all.map(\.name) == ["handcrafted"])
    let encoder = try #require(
      EncoderCatalog.encoder(named: "handcrafted") as? HandcraftedEncoder)
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
