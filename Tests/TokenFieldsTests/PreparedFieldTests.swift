import LinearAlgebra
import Synchronization
import TestSupport
import Testing
import TokenFields

@Suite struct PreparedFieldTests {
  private let both = RandomField.make(seed: 1, projectedWidth: 5)

  private func rows(_ matrix: Matrix?) -> [[Double]] {
    matrix.map { matrix in (0..<matrix.rows).map { Array(matrix.row($0)) } } ?? []
  }

  @Test func aSpaceIsReadWhereItIsAndTheOtherStandsIn() {
    let prepared = PreparedField(both)
    #expect(prepared.resolved(.features) == .features)
    #expect(prepared.resolved(.projected) == .projected)
    #expect(prepared.features(in: .features) == both.features)
    #expect(prepared.features(in: .projected) == both.projected)
    var field = both
    field.projected = nil
    #expect(PreparedField(field).resolved(.projected) == .features)
    #expect(PreparedField(field).features(in: .projected) == both.features)
    (field.features, field.projected) = (nil, both.projected)
    #expect(PreparedField(field).resolved(.features) == .projected)
    #expect(PreparedField(field).cosines(in: .features) == prepared.cosines(in: .projected))
  }

  @Test func theErankReadsProjectedFeaturesElseFeatures() {
    var field = both
    #expect(PreparedField(field).erankSpace == .projected)
    field.projected = nil
    #expect(PreparedField(field).erankSpace == .features)
    field.features = nil
    #expect(PreparedField(field).erankSpace == nil)
  }

  @Test func whatNeedsFeaturesOrAttentionIsAbsentWithoutThem() {
    let bare = PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 2)))
    #expect(bare.erank() == nil && bare.erank(centred: false) == nil)
    #expect(bare.gram(of: .features) == nil && bare.centredGram == nil)
    #expect(bare.cosines(in: .projected) == nil && bare.neighbours(in: .features) == nil)
    #expect(bare.features(in: .features) == nil && bare.workingFeatures(in: .features) == nil)
    #expect(bare.attention == nil && bare.attentionOrder == nil && bare.entropy == nil)
  }

  @Test func attentionIsTheMeanOverHeadsAndItsOrderDescends() throws {
    let prepared = PreparedField(both)
    let attention = try #require(prepared.attention)
    let heads = rows(both.attention)
    for token in 0..<both.count {
      let mean = heads.reduce(0) { $0 + $1[token] } / Double(heads.count)
      #expect(abs(attention[token] - mean) < 1e-16)
    }
    let order = try #require(prepared.attentionOrder)
    #expect(order.sorted() == Array(0..<both.count))
    #expect(zip(order, order.dropFirst()).allSatisfy { attention[$0] >= attention[$1] })
  }

  @Test func matricesAreThoseOfTheTokens() throws {
    let prepared = PreparedField(both)
    #expect(prepared.gram(of: .features) == both.features?.gram)
    #expect(prepared.gram(of: .projected) == both.projected?.gram)
    #expect(prepared.centredGram == both.projected?.centred.gram)
    #expect(prepared.cosines(in: .features) == both.features?.gram.cosinesFromGram())
  }

  @Test(arguments: [1, 2, 49, 60])
  func neighbourListsAreFortyEightDeepAtTheMost(columns: Int) throws {
    let field = PreparedField(RandomField.make(seed: 4, grid: TokenGrid(rows: 1, columns: columns)))
    let cosines = try #require(field.cosines(in: .features))
    let lists = try #require(field.neighbours(in: .features))
    #expect(lists.depth == min(48, columns - 1))
    #expect(lists.tokens == cosines.nearestColumns(lists.depth))
  }

  @Test(arguments: 0..<24)
  func theErankAgreesWithJacobiRotations(index: Int) throws {
    let grid = TokenGrid(rows: 2 + index % 4, columns: 3 + index % 5)
    let field = RandomField.make(
      seed: 300 + UInt64(index), grid: grid, width: [2, 7, 19, 45][index % 4],
      projectedWidth: index % 2 == 0 ? nil : 11)
    let tokens = rows(field.projected ?? field.features)
    for centred in [true, false] {
      let expected = ReferenceSpectrum.effectiveRank(tokens, centred: centred)
      let found = try #require(PreparedField(field).erank(centred: centred))
      #expect(abs(found - expected) < 1e-9 * expected, "\(grid), centred \(centred)")
    }
  }

  @Test func identicalTokensSpanNothingOnceCentredAndOneDirectionBefore() throws {
    for sample in DegenerateField.all where sample.name.hasPrefix("identical") {
      #expect(PreparedField(sample.field).erank() == 0, "\(sample.name)")
      let uncentred = try #require(PreparedField(sample.field).erank(centred: false))
      #expect(abs(uncentred - 1) < 1e-12, "\(sample.name)")
    }
    let one = PreparedField(RandomField.make(seed: 1, grid: TokenGrid(rows: 1, columns: 1)))
    #expect(one.erank() == 0 && one.erank(centred: false) == 1)
  }

  @Test(arguments: DegenerateField.all)
  func everythingIsFiniteAndInRangeWhateverTheField(_ sample: DegenerateField) throws {
    let prepared = PreparedField(sample.field)
    let features = try #require(sample.field.features)
    for centred in [true, false] {
      let erank = try #require(prepared.erank(centred: centred))
      #expect((0...Double(min(features.rows, features.columns)) + 1e-9).contains(erank))
    }
    #expect(try #require(prepared.cosines(in: .features)).elements.allSatisfy { abs($0) <= 1 })
    #expect(try #require(prepared.entropy) >= 0)
    #expect(try #require(prepared.attention).allSatisfy { $0.isFinite })
  }

  @Test(arguments: [0x1p-1000, 0x1p-400, 0x1p-290, 0x1p290, 0x1p400, 0x1p1015])
  func scalingByPowersOfTwoLeavesEranksAndCosines(scale: Double) throws {
    // Elements of few bits, so that even subnormal ones are exact.
    var field = both
    field.features = both.features.map { features in
      Matrix(
        rows: features.rows, columns: features.columns,
        elements: features.elements.map { ($0 * 256).rounded() / 256 })
    }
    field.projected = nil
    let plain = PreparedField(field)
    let scaled = PreparedField(field.scaled(features: scale, attention: 1))
    #expect(scaled.cosines(in: .features) == plain.cosines(in: .features))
    for centred in [true, false] {
      let expected = try #require(plain.erank(centred: centred))
      let found = try #require(scaled.erank(centred: centred))
      #expect(abs(found - expected) < 1e-10 * expected)
    }
  }

  @Test func workingFeaturesAreTheFeaturesUnlessTheirSquaresLeaveTheRange() throws {
    let prepared = PreparedField(both)
    #expect(prepared.workingFeatures(in: .features) == both.features)
    let huge = PreparedField(both.scaled(features: 0x1p700, attention: 1))
    let working = try #require(huge.workingFeatures(in: .features))
    #expect((1..<2).contains(working.largestMagnitude))
    #expect(huge.features(in: .features) == both.scaled(features: 0x1p700, attention: 1).features)
  }

  @Test func hugeAttentionKeepsItsOrderAndEntropy() throws {
    let plain = PreparedField(both)
    let huge = PreparedField(both.scaled(features: 1, attention: 0x1p1023))
    #expect(huge.attentionOrder == plain.attentionOrder)
    #expect(huge.entropy == plain.entropy)
  }

  @Test func equalityIsIdentity() {
    let one = PreparedField(both)
    #expect(one == one)
    #expect(one != PreparedField(both))
  }

  @Test func aValueIsBuiltOnceWhoeverAsksFirst() async {
    final class Shared: Sendable {
      let builds = Mutex(0)
      let once = BuiltOnce<Int>()
    }
    let shared = Shared()
    let values = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<32 {
        group.addTask {
          shared.once.value {
            shared.builds.withLock {
              $0 += 1
              return $0
            }
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(values == [Int](repeating: 1, count: 32))
    #expect(shared.builds.withLock { $0 } == 1)
  }

  @Test func averagesAreThoseOfLLaVAUnlessAnEncoderBringsItsOwn() {
    #expect(
      TokenField(grid: TokenGrid(rows: 1, columns: 1)).averages
        == FieldAverages(erank: 90, entropy: 4.80, source: "LLaVA-1.5 7B"))
  }

  @Test func keysAreAveragedOverHeadsOrSetSideBySide() throws {
    var field = TokenField(grid: TokenGrid(rows: 1, columns: 3))
    field.keys = [
      Matrix(rows: 3, columns: 2, elements: [2, 3, -1, 0, 0, 0]),
      Matrix(rows: 3, columns: 2, elements: [4, 5, 1, 0, 0, -2]),
    ]
    let prepared = PreparedField(field)
    #expect(rows(prepared.meanKeys) == [[3, 4], [0, 0], [0, -1]])
    // Keys that cancel have no direction.
    let mean = rows(prepared.meanKeyDirections)
    #expect(mean.count == 3 && mean[1] == [0, 0] && mean[2] == [0, -1])
    #expect(abs(mean[0][0] - 0.6) < 1e-15 && abs(mean[0][1] - 0.8) < 1e-15)
    #expect(rows(prepared.joinedKeys) == [[2, 3, 4, 5], [-1, 0, 1, 0], [0, 0, 0, -2]])
    let cosines = rows(prepared.keyCosines)
    let (one, two) = (2 / 108.0.squareRoot(), -5 / 54.0.squareRoot())
    let expected = [[1, one, two], [one, 1, 0], [two, 0, 1]]
    #expect(cosines.count == 3)
    for (found, expected) in zip(cosines, expected) {
      #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 1e-15 } && found.count == 3)
    }
    let neighbours = try #require(prepared.keyNeighbours)
    #expect((0..<3).map { neighbours.nearest(2, of: $0) } == [[1, 2], [0, 2], [1, 0]])
    #expect(neighbours.nearest(1, of: 2) == [1] && neighbours.nearest(9, of: 0) == [1, 2])
  }

  @Test func oneHeadsKeysAreThemselvesEitherWay() throws {
    var field = both
    field.keys = try [#require(both.keys?.first)]
    let prepared = PreparedField(field)
    #expect(prepared.meanKeys == field.keys?.first && prepared.joinedKeys == field.keys?.first)
    field.keys = nil
    let without = PreparedField(field)
    #expect(without.meanKeyDirections == nil && without.keyCosines == nil)
    #expect(without.meanKeys == nil && without.joinedKeys == nil && without.keyNeighbours == nil)
  }

  @Test(arguments: [0x1p-1010, 0x1p-400, 0x1p400, 0x1p1020])
  func directionsOfHugeAndTinyKeysAreThoseOfTheKeys(scale: Double) throws {
    // Elements of few bits, so that even subnormal ones are exact.
    var field = both
    field.keys = try #require(both.keys).map { head in
      Matrix(
        rows: head.rows, columns: head.columns,
        elements: head.elements.map { ($0 * 256).rounded() / 256 })
    }
    let scaled = PreparedField(field.scaled(features: scale, attention: 1))
    let plain = PreparedField(field)
    func largestDifference(_ found: Matrix?, _ expected: Matrix?) throws -> Double {
      let (found, expected) = try (#require(found), #require(expected))
      #expect(found.rows == expected.rows && found.columns == expected.columns)
      return zip(found.elements, expected.elements).map { abs($0 - $1) }.max() ?? .infinity
    }
    #expect(try largestDifference(scaled.meanKeyDirections, plain.meanKeyDirections) < 1e-13)
    #expect(try largestDifference(scaled.keyCosines, plain.keyCosines) < 1e-13)
  }
}
