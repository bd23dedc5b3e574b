public import TokenFields

/// A strategy applied to every tile by itself, each with its share of the budget.
///
/// Of a budget k over T tiles, every tile gets ⌊k/T⌋ tokens and the first k mod T tiles one more:
/// the shares differ by one at the most, add up to k, and never shrink as the budget grows. A tile
/// whose share is 0 keeps nothing.
public struct PerTilePlan: SelectionPlan {
  private let plans: [any SelectionPlan]
  private let tileCount: Int

  /// The number of tokens of all tiles.
  public var count: Int { plans.count * tileCount }

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
  public func selection(keeping budget: Int) throws(PruningError) -> Selection {
    var selections: [Selection] = []
    var classTokens = [Int](repeating: 0, count: plans.count)
    for (tile, plan) in plans.enumerated() where share(of: tile, in: budget) > 0 {
      let selection = try plan.selection(keeping: share(of: tile, in: budget))
      classTokens[tile] = selection.classTokens
      selections.append(selection.shifted(by: tile * tileCount))
    }
    return Selection(joining: selections, classTokensPerTile: classTokens)
  }

  /// Those of every tile; ranks are counted within each.
  public func instabilities(keeping budget: Int) -> [Instability] {
    plans.enumerated().flatMap { tile, plan -> [Instability] in
      let share = share(of: tile, in: budget)
      return share > 0
        ? plan.instabilities(keeping: share).map { $0.shifted(by: tile * tileCount) } : []
    }
  }

  /// What each token's own tile says; ranks, windows and cuts are the tile's.
  ///
  /// Of a tile without a share there is nothing but that to say.
  public func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    var reasons = tokens.map { _ in TokenReason(stage: .emptyTile) }
    let places = Dictionary(grouping: tokens.indices) { tokens[$0] / tileCount }
    for (tile, indices) in places where share(of: tile, in: budget) > 0 {
      let share = share(of: tile, in: budget)
      // A tile that refuses has refused the selection of the whole before.
      guard let own = try? plans[tile].selection(keeping: share) else { continue }
      let tokens = indices.map { tokens[$0] - tile * tileCount }
      for (index, reason) in zip(
        indices, plans[tile].reasons(for: tokens, in: own, keeping: share))
      {
        reasons[index] =
          plans.count > 1 ? reason.shifted(by: tile * tileCount, tile: tile) : reason
      }
    }
    return reasons
  }

  /// The first budget with which each token's tile has the share that it needs.
  public func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    var smallest = [Int?](repeating: nil, count: tokens.count)
    let places = Dictionary(grouping: tokens.indices) { tokens[$0] / tileCount }
    for (tile, indices) in places {
      let own = indices.map { tokens[$0] - tile * tileCount }
      guard let shares = try plans[tile].smallestBudgets(of: own) else { return nil }
      for (index, share) in zip(indices, shares) {
        smallest[index] = share.map { ($0 - 1) * plans.count + tile + 1 }
      }
    }
    return smallest
  }

  private func share(of tile: Int, in budget: Int) -> Int {
    budget / plans.count + (tile < budget % plans.count ? 1 : 0)
  }
}

extension Selection {
  /// The selection of a tile as one of the whole field.
  fileprivate func shifted(by offset: Int) -> Selection {
    Selection(
      kept: kept.map { $0 + offset }, order: order?.map { $0 + offset },
      important: important?.map { $0 + offset }, merging: merging?.shifted(by: offset),
      classTokens: classTokens)
  }

  /// Several selections of different tokens as one; an order only if all have one.
  fileprivate init(joining parts: [Selection], classTokensPerTile: [Int]) {
    let orders = parts.compactMap(\.order)
    let important = parts.compactMap(\.important)
    let mergings = parts.compactMap(\.merging)
    self.init(
      kept: parts.flatMap(\.kept),
      order: orders.count == parts.count ? orders.flatMap { $0 } : nil,
      important: important.isEmpty ? nil : important.flatMap { $0 },
      merging: mergings.first.map { first in
        Merging(groups: mergings.flatMap(\.groups), in: first.space)
      },
      classTokens: classTokensPerTile.reduce(0, +),
      classTokensPerTile: classTokensPerTile.count > 1 ? classTokensPerTile : nil)
  }
}

extension Merging {
  /// The merging of a tile as one of the whole field.
  fileprivate func shifted(by offset: Int) -> Merging {
    Merging(
      groups: groups.map { group in
        Group(
          representative: group.representative.map { $0 + offset },
          members: group.members.map { $0 + offset }, weights: group.weights)
      }, in: space)
  }
}

extension Instability {
  /// The decision of a tile as one of the whole field.
  fileprivate func shifted(by offset: Int) -> Instability {
    Instability(
      rank: rank, token: token + offset, rival: rival.map { $0 + offset }, margin: margin)
  }
}
