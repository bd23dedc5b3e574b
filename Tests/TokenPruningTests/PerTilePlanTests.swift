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

  @Test(arguments: StrategySettings.all)
  func aSingleTileIsTheStrategyItself(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    let field = PreparedField(RandomField.make(seed: 81))
    let plan = try strategy.plan(for: field)
    let perTile = try PerTilePlan(strategy, for: field)
    for budget in 1...field.count {
      #expect(
        try perTile.selection(keeping: budget).kept == plan.selection(keeping: budget).kept,
        "\(label), keep \(budget)")
      #expect(
        try perTile.selection(keeping: budget).order == plan.selection(keeping: budget).order,
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
