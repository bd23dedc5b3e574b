import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct PerTilePlanTests {
  static let tiled = RandomField.make(
    seed: 80, grid: TokenGrid(tiles: 5, rows: 2, columns: 4), projectedWidth: 6)

  /// How many tokens of each tile are kept.
  private func shares(_ kept: [Int], of grid: TokenGrid) -> [Int] {
    (0..<grid.tiles).map { tile in kept.count { $0 / grid.tileCount == tile } }
  }

  @Test(arguments: StrategySettings.promising(.exactCount))
  func sharesAddUpDifferByOneAndNeverShrink(label: String) throws {
    let field = PreparedField(Self.tiled)
    let plan = try PerTilePlan(StrategyCatalog.make(label).strategy, for: field)
    var before = [Int](repeating: 0, count: 5)
    for budget in 1...field.count {
      let kept = try plan.selection(keeping: budget).kept
      let shares = shares(kept, of: Self.tiled.grid)
      let place = "\(label), keep \(budget): \(shares)"
      #expect(kept.count == budget && shares.reduce(0, +) == budget, "\(place)")
      #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 }, "\(place)")
      #expect((shares.max() ?? 0) - (shares.min() ?? 0) <= 1, "\(place)")
      #expect(zip(before, shares).allSatisfy { $0 <= $1 }, "\(place) after \(before)")
      before = shares
    }
  }

  @Test(arguments: StrategySettings.all)
  func eachTileIsServedAsAFieldOfItsOwn(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    let field = PreparedField(Self.tiled)
    let plan = try PerTilePlan(strategy, for: field)
    let tiles = try (0..<5).map { try strategy.plan(for: PreparedField(Self.tiled.tile($0))) }
    for budget in 1...field.count {
      var kept: [Int] = []
      var order: [Int] = []
      var important: [Int] = []
      for (tile, tilePlan) in tiles.enumerated() {
        let share = budget / 5 + (tile < budget % 5 ? 1 : 0)
        guard share > 0 else { continue }
        let selection = try tilePlan.selection(keeping: share)
        kept += selection.kept.map { $0 + 8 * tile }
        order += (selection.order ?? []).map { $0 + 8 * tile }
        important += (selection.important ?? []).map { $0 + 8 * tile }
      }
      let selection = try plan.selection(keeping: budget)
      #expect(selection.kept == kept, "\(label), keep \(budget)")
      #expect((selection.order ?? []) == order, "\(label), keep \(budget)")
      #expect((selection.important ?? []) == important, "\(label), keep \(budget)")
    }
  }

  /// The field, and one in which every token is attended to as much as any other.
  static let tiledAndTied: [TokenField] = {
    var tied = tiled
    tied.attention = Matrix(rows: 1, columns: tiled.count, repeating: 0.01)
    return [tiled, tied]
  }()

  @Test(arguments: StrategySettings.all, 0..<2)
  func groupsAndTracesAreThoseOfTheTilesMovedToTheirPlace(label: String, index: Int) throws {
    let field = Self.tiledAndTied[index]
    let strategy = try StrategyCatalog.make(label).strategy
    let plan = try PerTilePlan(strategy, for: PreparedField(field))
    let tiles = try (0..<5).map { try strategy.plan(for: PreparedField(field.tile($0))) }
    for budget in [1, 3, 5, 12, 19, 33, 40] {
      var mixtures: [Mixture] = []
      var instabilities: [Instability] = []
      var classTokens = [0, 0, 0, 0, 0]
      for (tile, tilePlan) in tiles.enumerated() {
        let (share, offset) = (budget / 5 + (tile < budget % 5 ? 1 : 0), 8 * tile)
        let traces = try plan.traces(of: Array(offset..<(offset + 8)), keeping: budget)
        guard share > 0 else {
          #expect(traces.allSatisfy { $0.outcome == .passedOver && $0.reason.stage == .emptyTile })
          continue
        }
        let own = try tilePlan.traces(of: Array(0..<8), keeping: share)
        for (trace, own) in zip(traces, own) {
          let place = "\(label), keep \(budget), token \(trace.token)"
          #expect(trace.token == own.token + offset, "\(place)")
          expectSame(trace.reason, moved(own.reason, by: offset, to: tile), "\(place)")
          #expect(trace.shares.map(\.weight) == own.shares.map(\.weight), "\(place)")
        }
        let selection = try tilePlan.selection(keeping: share)
        classTokens[tile] = selection.classTokens
        mixtures += (selection.mixtures ?? []).map { group in
          Mixture(
            representative: group.representative.map { $0 + offset },
            members: group.members.map { $0 + offset }, weights: group.weights)
        }
        instabilities += tilePlan.instabilities(keeping: share).map { unstable in
          Instability(
            rank: unstable.rank, token: unstable.token + offset,
            rival: unstable.rival.map { $0 + offset }, margin: unstable.margin)
        }
      }
      let selection = try plan.selection(keeping: budget)
      let place = "\(label), keep \(budget)"
      #expect((selection.mixtures ?? []) == mixtures, "\(place)")
      #expect(plan.instabilities(keeping: budget) == instabilities, "\(place)")
      #expect(selection.classTokensPerTile == classTokens, "\(place)")
      #expect(selection.classTokens == classTokens.reduce(0, +), "\(place)")
    }
  }

  private func moved(_ reason: TokenReason, by offset: Int, to tile: Int) -> TokenReason {
    TokenReason(
      stage: reason.stage, remover: reason.remover.map { $0 + offset }, round: reason.round,
      threshold: reason.threshold,
      comparisons: reason.comparisons.map { one in
        TokenReason.Comparison(
          one.measure, one.value, to: one.other.map { $0 + offset }, in: one.scope ?? .tile(tile),
          rank: one.rank,
          cut: one.cut.map { TokenReason.Cut($0.value, of: $0.token.map { $0 + offset }) },
          isPassed: one.isPassed)
      })
  }

  private func expectSame(_ one: TokenReason, _ other: TokenReason, _ place: String) {
    #expect(one == other, "\(place)")
  }

  @Test(arguments: StrategySettings.all, 0..<2)
  func smallestBudgetsGiveTheTileItsShare(label: String, index: Int) throws {
    let field = PreparedField(Self.tiledAndTied[index])
    let plan = try PerTilePlan(StrategyCatalog.make(label).strategy, for: field)
    var expected = [Int?](repeating: nil, count: field.count)
    for budget in (1...field.count).reversed() {
      for token in try plan.selection(keeping: budget).kept { expected[token] = budget }
    }
    #expect(
      try plan.smallestBudgets(of: Array(0..<field.count)) == expected, "\(label)")
  }

  /// Two tiles in a row, each with the same tokens.
  private func twice(_ features: [[Double]], attention: [Double]) -> TokenField {
    TokenField(
      grid: TokenGrid(tiles: 2, rows: 1, columns: features.count),
      features: Matrix(features + features), attention: Matrix([attention + attention]))
  }

  @Test func everyTileHasItsOwnClassTokenAndContextualTokens() throws {
    var field = twice(
      [[1, 0], [50, 50], [3, 0], [5, 0], [0, 1], [0, 7], [10, 0]],
      attention: [0.1, 0.4, 0.1, 0.1, 0.1, 0.1, 0.05])
    field.keys = field.features.map { [$0] }
    let prepared = PreparedField(field)
    let strategy = try StrategyCatalog.make("visionzip:contextual=2").strategy
    let plan = try PerTilePlan(strategy, for: prepared)
    let selection = try plan.selection(keeping: 8)
    #expect(selection.order == [1, 0, 4, 8, 7, 11] && selection.important == [1, 8])
    #expect(
      selection.merging?.assignment(count: 14)
        == [0, -1, 0, 0, 1, 1, 0, 2, -1, 2, 2, 3, 3, 2])
    #expect(selection.merging?.groups.map(\.representative) == [0, 4, 7, 11])
    #expect(selection.classTokens == 2 && selection.classTokensPerTile == [1, 1])
    #expect(selection.outputCount == 8)
    // 1 + (3 + 5 + 10) / 3 and 1 + 7, in each tile.
    #expect(
      selection.merging?.features(of: prepared)?.elements == [7, 0, 0, 8, 7, 0, 0, 8])
    // A tile without a share has no class token either.
    let smallest = try plan.selection(keeping: 1)
    #expect(smallest.kept == [1] && smallest.classTokensPerTile == [1, 0])
    #expect(smallest.classTokens == 1 && smallest.outputCount == 2)
  }

  @Test func tracesNameTokensOfTheWholeField() throws {
    let field = twice(directions([0, 5, 90]), attention: [0.3, 0.2, 0.1])
    let strategy = try StrategyCatalog.make("agilepruner:tau=0.1").strategy
    let plan = try PerTilePlan(strategy, for: PreparedField(field))
    #expect(try plan.selection(keeping: 4).order == [0, 2, 3, 5])
    let removed = try plan.trace(of: 4, keeping: 4)
    #expect(removed.outcome == .removed(by: 3, step: 3))
    let comparison = try #require(removed.reason.comparisons.last)
    #expect(comparison.other == 3 && comparison.cut == TokenReason.Cut(0.1))
    #expect(abs(comparison.value - (1 - directions([5])[0][0])) < 1e-15)
    #expect(removed.reason.comparisons[0].rank == TokenReason.Rank(2, of: 3))
    #expect(removed.reason.comparisons[0].scope == .tile(1))
    // Steps are those of the whole order, in which the first tile comes first.
    #expect(try plan.trace(of: 5, keeping: 4).outcome == .kept(step: 4))
    let filled = try plan.trace(of: 4, keeping: 6)
    #expect(filled.outcome == .kept(step: 6) && filled.reason.stage == .fill)
    #expect(filled.reason.remover == 3)
    // Of a budget of one the second tile has nothing, and nothing more to tell.
    let unserved = try plan.trace(of: 4, keeping: 1)
    #expect(unserved.outcome == .passedOver)
    #expect(unserved.reason == TokenReason(stage: .emptyTile))
    #expect(try plan.trace(of: 0, keeping: 1).outcome == .kept(step: 1))
  }

  @Test(arguments: StrategySettings.all)
  func aSingleTileIsTheStrategyItself(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    let field = PreparedField(RandomField.make(seed: 81))
    let plan = try strategy.plan(for: field)
    let perTile = try PerTilePlan(strategy, for: field)
    for budget in 1...field.count {
      #expect(
        try perTile.selection(keeping: budget) == plan.selection(keeping: budget),
        "\(label), keep \(budget)")
    }
  }

  @Test func aTileThatCannotBeServedIsRefusedLikeTheField() {
    var field = Self.tiled
    field.attention = nil
    #expect(
      throws: PruningError.missingEvidence(strategy: "fastervlm", evidence: .attention)
    ) { try PerTilePlan(FasterVLM(), for: PreparedField(field)) }
  }
}
