public import TokenFields

/// A strategy applied to every tile by itself, each with its share of the budget.
///
/// Of a budget k over T tiles, every tile gets ⌊k/T⌋ tokens and the first k mod T tiles one more:
/// the shares differ by one at the most, add up to k, and never shrink as the budget grows. A tile
/// whose share is 0 keeps nothing.
public struct PerTilePlan: SelectionPlan {
  private let plans: [any SelectionPlan]
  private let tileCount: Int

  /// Plans a strategy for every tile of a field.
  ///
  /// - Parameters:
  ///   - strategy: The strategy.
  ///   - field: The field; with a single tile the plan is the strategy's own.
  /// - Throws: ``PruningError`` when the strategy refuses a tile.
  public init(
    _ strategy: any PruningStrategy, for field: PreparedField
  ) throws(PruningError) {
    var plans: [any SelectionPlan] = []
    for tile in field.tiles { plans.append(try strategy.plan(for: tile)) }
    self.plans = plans
    tileCount = field.field.grid.tileCount
  }

  /// Every tile's own selection, tile after tile.
  public func selection(keeping budget: Int) -> Selection {
    var kept: [Int] = []
    var order: [Int]? = []
    var important: [Int] = []
    for (tile, plan) in plans.enumerated() {
      let share = budget / plans.count + (tile < budget % plans.count ? 1 : 0)
      guard share > 0 else { continue }
      let selection = plan.selection(keeping: share)
      let offset = tile * tileCount
      kept.append(contentsOf: selection.kept.map { $0 + offset })
      important.append(contentsOf: (selection.important ?? []).map { $0 + offset })
      order = selection.order.flatMap { tileOrder in
        order.map { $0 + tileOrder.map { $0 + offset } }
      }
    }
    return Selection(
      kept: kept, order: order, important: important.isEmpty ? nil : important)
  }
}
