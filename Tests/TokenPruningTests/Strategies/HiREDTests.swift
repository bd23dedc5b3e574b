import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct HiREDTests {
  private static let singleTiles = (ReferenceFields.random + ReferenceFields.degenerate)
    .filter { $0.field.grid.tiles == 1 }

  @Test(arguments: singleTiles)
  func ofASingleTileTheMostAttendedAreKept(_ sample: DescribedField) throws {
    let plan = try HiRED().plan(for: PreparedField(sample.field))
    let byAttention = ReferenceTokens(sample.field).byAttention
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).kept == byAttention.prefix(budget).sorted(),
        "\(sample.name), keep \(budget)")
    }
  }

  /// Five tiles of 4×4.
  ///
  /// In the first layer two heads agree on eight patches of the whole image; a ninth
  /// stands out in one head alone, and all other tiles in both, which must not matter.
  ///
  /// Of the eight 3, 2, 3 and 0 lie in the four rows, 4, 1, 2 and 1 in the four quadrants.
  private static let hand: TokenField = {
    var field = RandomField.make(seed: 90, grid: TokenGrid(tiles: 5, rows: 4, columns: 4))
    let counted: Set = [0, 1, 2, 4, 5, 8, 9, 10]
    let one = (0..<80).map { token in
      token >= 16 ? 0.9 : (token == 15 ? 0.025 : (counted.contains(token) ? 0.02 : 0.01))
    }
    let other = (0..<80).map { token in
      token >= 16 ? 0.9 : (token == 15 ? 0 : (counted.contains(token) ? 0.02 : 0.01))
    }
    field.firstLayerAttention = Matrix([one, other])
    return field
  }()

  private static let handWorked: [(setting: String, budget: Int, shares: [Int])] = [
    // Half for the whole image; 3/8, 2/8, 3/8 and nothing of the other ten, truncated.
    ("hired", 20, [10, 3, 2, 3, 0]), ("hired:variant=paper", 20, [10, 5, 1, 2, 1]),
    ("hired", 16, [8, 3, 2, 3, 0]), ("hired:variant=paper", 16, [8, 4, 1, 2, 1]),
    // The whole image is full at 16; what it leaves goes to the others, and tiles are full too.
    ("hired", 40, [16, 9, 6, 9, 0]), ("hired", 80, [16, 16, 16, 16, 0]),
    ("hired:variant=paper", 80, [16, 16, 8, 16, 8]),
    // Everything is truncated away but tile 0's own, and then one token is left all the same.
    ("hired", 1, [1, 0, 0, 0, 0]), ("hired", 2, [1, 0, 0, 0, 0]), ("hired", 5, [2, 1, 0, 1, 0]),
    ("hired:variant=paper", 1, [1, 0, 0, 0, 0]),
    // Without a share of its own the whole image is only counted in: its best twelve or sixteen.
    ("hired:alpha=0", 3, [1, 0, 0, 0, 0]), ("hired:alpha=0", 16, [0, 4, 4, 4, 4]),
    ("hired:alpha=1", 20, [16, 0, 0, 0, 0]), ("hired:alpha=1", 7, [7, 0, 0, 0, 0]),
  ]

  @Test(arguments: handWorked)
  func sharesOfTilesAreCountedInBandsOrQuadrants(
    setting: String, budget: Int, shares: [Int]
  ) throws {
    let plan = try StrategyCatalog.make(setting).strategy.plan(for: PreparedField(Self.hand))
    let attention = ReferenceTokens(Self.hand).attention
    var expected: [Int] = []
    for (tile, share) in shares.enumerated() {
      let tokens = Array((16 * tile)..<(16 * tile + 16))
      expected += ReferenceTokens.descending(attention, among: tokens).prefix(share)
    }
    #expect(try plan.selection(keeping: budget).kept == expected.sorted())
  }

  /// 3/19 of 95 is 15, but of float32's quotient 14.999999 is truncated to 14.
  @Test func sharesAreComputedInFloat32AsTheReleasedCodeDoes() throws {
    var field = RandomField.make(seed: 91, grid: TokenGrid(tiles: 5, rows: 4, columns: 6))
    let rowsOfCounted = [3, 6, 6, 4]
    let firstLayer = (0..<120).map { token in
      token < 24 && token % 6 < rowsOfCounted[token / 6] ? 0.02 : 0.01
    }
    field.firstLayerAttention = Matrix([firstLayer])
    let plan = try StrategyCatalog.make("hired:alpha=0.2").strategy.plan(for: PreparedField(field))
    let kept = try plan.selection(keeping: 118).kept
    #expect((0..<5).map { tile in kept.count { $0 / 24 == tile } } == [23, 14, 24, 24, 20])
  }

  @Test(arguments: [7, 8, 9] as [UInt64], ["code", "paper"])
  func sharesFollowTheDefinitionAtEveryBudget(seed: UInt64, variant: String) throws {
    let field = RandomField.make(seed: seed, grid: TokenGrid(tiles: 5, rows: 4, columns: 6))
    let plan = try StrategyCatalog.make("hired:variant=\(variant)").strategy
      .plan(for: PreparedField(field))
    let attention = ReferenceTokens(field).attention
    let firstLayer = ReferenceTokens.mean(
      of: ReferenceTokens.rows(field.firstLayerAttention), count: 120)
    let counted = ReferenceTokens.descending(firstLayer, among: Array(0..<24)).prefix(12)
    let counts = (0..<4).map { part in
      counted.count { token in
        let (row, column) = (token / 6, token % 6)
        return part == (variant == "code" ? row : 2 * (row / 2) + column / 3)
      }
    }
    for budget in 1...120 {
      let whole = min(budget / 2, 24)
      var shares =
        [whole] + counts.map { min(24, Int(Float($0) / 12 * Float(budget - whole))) }
      if shares.reduce(0, +) == 0 { shares[0] = 1 }
      var expected: [Int] = []
      for (tile, share) in shares.enumerated() {
        expected += ReferenceTokens.descending(
          attention, among: Array((24 * tile)..<(24 * tile + 24))
        ).prefix(share)
      }
      #expect(try plan.selection(keeping: budget).kept == expected.sorted(), "keep \(budget)")
    }
  }

  @Test func twoTilesLieSideBySide() throws {
    // Of the whole image the first layer attends to tokens 0 and 1, which are its upper band and
    // one in each of its halves.
    let attention = (0..<12).map { Double($0 + 1) / 100 }
    var field = TokenField(
      grid: TokenGrid(tiles: 3, rows: 2, columns: 2), attention: Matrix([attention]))
    field.firstLayerAttention = Matrix([[9, 8, 1, 2] + [Double](repeating: 1, count: 8)])
    let prepared = PreparedField(field)
    // The whole image gets 3 of 6, and tile 1 all others; of halves each gets 1.5, truncated.
    #expect(try HiRED().plan(for: prepared).selection(keeping: 6).kept == [1, 2, 3, 5, 6, 7])
    let paper = try StrategyCatalog.make("hired:variant=paper").strategy.plan(for: prepared)
    #expect(try paper.selection(keeping: 6).kept == [1, 2, 3, 7, 11])
    // Half a token for each of three tiles is nothing anywhere: one token is left all the same.
    #expect(try paper.selection(keeping: 1).kept == [3])
  }

  @Test func onlySeveralTilesNeedTheFirstLayerAndItsNameIsInTheRefusal() throws {
    var field = Self.hand
    field.firstLayerAttention = nil
    let refusal = PruningError.missingEvidence(strategy: "hired", evidence: .firstLayerAttention)
    #expect(throws: refusal) { try HiRED().plan(for: PreparedField(field)) }
    #expect(
      refusal.description == "'hired' reads first-layer attention, which this sample does not carry"
    )
    let tile = try HiRED().plan(for: PreparedField(field.tile(2))).selection(keeping: 3)
    #expect(tile.kept.count == 3)
    field.attention = nil
    #expect(throws: PruningError.missingEvidence(strategy: "hired", evidence: .attention)) {
      try HiRED().plan(for: PreparedField(field))
    }
  }

  @Test func closeCutsAreNamedByTheTokenOfTheWholeField() throws {
    // In tile 2 the third and the fourth token are equally attended: budget 20 keeps two there.
    var field = Self.hand
    var attention = [Double](repeating: 0, count: 80)
    for token in 0..<80 { attention[token] = Double((token * 37) % 80 + 1) / 4000 }
    for (token, value) in [(32, 0.5), (39, 0.4), (41, 0.4)] { attention[token] = value }
    field.attention = Matrix([attention])
    let plan = try HiRED().plan(for: PreparedField(field))
    #expect(
      plan.instabilities(keeping: 20) == [Instability(rank: 2, token: 39, rival: 41, margin: 0)])
    #expect(plan.instabilities(keeping: 40).isEmpty)
  }

  @Test func parametersAreNamedWhereTheyMatter() {
    #expect(HiRED().resolvedParameters(for: RandomField.make(seed: 1)).entries.isEmpty)
    let values = HiRED().resolvedParameters(for: Self.hand)
    #expect(values.entries.map { "\($0.name)=\($0.value)" } == ["alpha=0.5", "variant=code"])
  }
}
