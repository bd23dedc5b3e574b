import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct PruMergePlusTests {
  private func adaptive() throws -> any PruningStrategy {
    try StrategyCatalog.make("prumerge-plus:count=adaptive").strategy
  }

  private static let handWorked: [(count: Int, outliers: [Int], order: [Int])] = [
    // ⌊36/2⌋ is 18, a third of it 6; 12 is an outlier and stays where it is.
    (36, [12, 35], [12, 35, 0, 6, 18, 24, 30]),
    // ⌊37/3⌋ is 12, a third of it 4: 36 is the last and never sampled.
    (37, [5, 1, 9], [5, 1, 9, 0, 4, 8, 12, 16, 20, 24, 28, 32]),
    // ⌊40/4⌋ is 10, a third of it 3 and a bit.
    (40, [39, 1, 2, 3], [39, 1, 2, 3, 0, 6, 9, 12, 15, 18, 21, 24, 27, 30, 33, 36]),
    // A single one: every thirteenth.
    (41, [20], [20, 0, 13, 26, 39]),
    // Of 49 two outliers become one by the released code's truncation; the step is that of two.
    (49, [6, 7], [6, 0, 8, 16, 24, 32, 40]),
  ]

  @Test(arguments: handWorked)
  func tokensAtEvenStepsFollowTheOutliers(count: Int, outliers: [Int], order: [Int]) throws {
    let field = ReferenceClusters.field(seed: 120, count: count, outliers: outliers)
    let prepared = PreparedField(field)
    let strategy = try adaptive()
    #expect(strategy.ownBudget(for: prepared) == order.count)
    let selection = try strategy.plan(for: prepared).selection(keeping: 1)
    #expect(selection.order == order)
    #expect(selection.mixtures == ReferenceClusters.groups(of: order, in: field))
    #expect(selection.outputCount == order.count + 1)
  }

  /// A quarter by attention, halves upwards; the rest at ⌊i · n / rest⌋; overlaps by attention.
  private func reference(_ field: TokenField, keeping budget: Int) throws -> [Int] {
    let byAttention = ReferenceTokens.descending(try #require(field.lastLayerAttention))
    let attended = Int((Double(budget) / 4).rounded(.toNearestOrAwayFromZero))
    let spread = budget - attended
    var order = Array(byAttention.prefix(attended))
    for place in 0..<spread {
      let token = Int(Double(place) * Double(field.count) / Double(spread))
      if !order.contains(token) { order.append(token) }
    }
    let left = byAttention.filter { !order.contains($0) }
    return order + left.prefix(budget - order.count)
  }

  @Test(arguments: ReferenceClusters.fields)
  func aBudgetIsSharedInTheAdaptiveProportions(_ sample: DescribedField) throws {
    let plan = try PruMergePlus().plan(for: PreparedField(sample.field))
    for budget in 1...sample.field.count {
      let order = try reference(sample.field, keeping: budget)
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), keep \(budget)"
      #expect(order.count == budget && selection.order == order, "\(place)")
      #expect(
        selection.mixtures == ReferenceClusters.groups(of: order, in: sample.field), "\(place)")
    }
  }

  @Test func aBudgetWorkedByHand() throws {
    // Of 10 three go to attention (2.5 upwards) and seven to 0, 4, 8, 12, 17, 21 and 25 of 30.
    // 4 and 25 are outliers: the next by attention, 6 and 13, make up for them.
    let field = ReferenceClusters.field(seed: 121, count: 30, outliers: [25, 3, 4])
    let selection = try PruMergePlus().plan(for: PreparedField(field)).selection(keeping: 10)
    #expect(selection.order == [25, 3, 4, 0, 8, 12, 17, 21, 6, 13])
  }

  @Test func closeFillsAreNamed() throws {
    // 6 and 13 of the case above are equal to 20 and 27, which are not kept.
    let field = ReferenceClusters.field(seed: 121, count: 30, outliers: [25, 3, 4])
    let unstable = try PruMergePlus().plan(for: PreparedField(field)).instabilities(keeping: 10)
    #expect(unstable.contains(Instability(rank: 10, token: 13, rival: 20, margin: 0)))
  }

  @Test func theStandInIsNoted() throws {
    var field = RandomField.make(seed: 122)
    field.lastLayerAttention = nil
    #expect(
      PruMergePlus().notes(for: PreparedField(field)) == [
        "prumerge-plus is defined on the last layer's single-head attention; "
          + "the mean class attention was used"
      ])
    #expect(PruMergePlus().promises.contains(.exactCount))
    #expect(try !adaptive().promises.contains(.exactCount))
  }
}
