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

  /// What the token's own tile says.
  public func trace(of token: Int, keeping budget: Int) -> TokenTrace? {
    let (tile, place) = token.quotientAndRemainder(dividingBy: tileCount)
    let share = share(of: tile, in: budget)
    return share > 0
      ? plans[tile].trace(of: place, keeping: share)?.shifted(by: tile * tileCount) : nil
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

extension TokenTrace {
  /// The trace of a tile's token as one of the whole field.
  fileprivate func shifted(by offset: Int) -> TokenTrace {
    let outcome: Outcome =
      switch outcome {
      case .removed(let by, let distance, let threshold):
        .removed(by: by + offset, distance: distance, threshold: threshold)
      case .filled(let step, let by): .filled(step: step, removedBy: by.map { $0 + offset })
      case .chosen, .notReached: outcome
      }
    return TokenTrace(outcome: outcome, rank: rank, threshold: threshold)
  }
}
