import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

/// What every strategy in the catalog promises, whatever it is.
///
/// Every law runs over every setting of ``StrategySettings`` and reads the promises of its type.
@Suite struct StrategyLaws {
  @Test(arguments: StrategySettings.all)
  func keptTokensAreAscendingDistinctAndAsManyAsPromised(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    for sample in LawFields.all {
      let count = sample.field.count
      let plan = try strategy.strategy.plan(for: PreparedField(sample.field))
      for budget in 1...count {
        let selection = try plan.selection(keeping: budget)
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(isAscending(selection.kept, in: count), "\(place)")
        #expect(selection.outputCount > 0, "\(place)")
        #expect(strategy.strategy.hasOwnBudget || selection.kept.count <= budget, "\(place)")
        if strategy.strategy.promises.contains(.exactCount) {
          #expect(selection.kept.count == budget, "\(place)")
        }
        if let important = selection.important {
          #expect(isAscending(important, in: count), "\(place): important")
          #expect(Set(important).isSubset(of: selection.kept), "\(place): important")
        }
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func ordersArePermutationsOfTheKeptTokens(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    for sample in LawFields.all {
      let plan = try strategy.strategy.plan(for: PreparedField(sample.field))
      for budget in 1...sample.field.count {
        let selection = try plan.selection(keeping: budget)
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(
          (selection.order != nil) == strategy.strategy.promises.contains(.ordered), "\(place)")
        if let order = selection.order { #expect(order.sorted() == selection.kept, "\(place)") }
      }
    }
  }

  @Test(arguments: StrategySettings.promising(.prefixConsistent))
  func aLargerBudgetKeepsWhatASmallerOneKeeps(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      var smaller = try plan.selection(keeping: 1)
      for budget in 1...sample.field.count {
        let larger = try plan.selection(keeping: budget)
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(Set(smaller.kept).isSubset(of: larger.kept), "\(place)")
        if let before = smaller.order, let after = larger.order {
          #expect(after.starts(with: before), "\(place): order")
        }
        smaller = larger
      }
    }
  }

  @Test(arguments: StrategySettings.promising(.exactCount))
  func keepingAllIsTheIdentity(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let count = sample.field.count
      let kept = try strategy.plan(for: PreparedField(sample.field)).selection(keeping: count).kept
      #expect(kept == Array(0..<count), "\(label), \(sample.name)")
    }
  }

  /// Where a decision is unstable the arithmetic of another order may turn it: those are passed over.
  @Test(arguments: StrategySettings.promising(.permutationEquivariant))
  func permutingTokensPermutesTheSelection(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    var compared = 0
    for (index, sample) in LawFields.untied.enumerated() {
      let count = sample.field.count
      let permutation = RandomField.permutation(seed: UInt64(index), count: count)
      let plan = try strategy.plan(for: PreparedField(sample.field))
      let permuted = try strategy.plan(
        for: PreparedField(sample.field.permuted(by: permutation)))
      for budget in 1...count where plan.instabilities(keeping: budget).isEmpty {
        let expected = try SelectionShape(plan.selection(keeping: budget))
        let shape = try SelectionShape(permuted.selection(keeping: budget)) { permutation[$0] }
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(shape.handsOnTheSame(as: expected), "\(place)")
        // Where all are kept no decision counts, and the order may be anything.
        if budget < count { #expect(shape == expected, "\(place)") }
        compared += 1
      }
    }
    #expect(compared >= 20, "\(label): only \(compared) selections are stable")
  }

  @Test(arguments: StrategySettings.promising(.scaleFree))
  func scalingFeaturesOrAttentionChangesNothing(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    // Powers of two scale without rounding, so that even ties stay; 3 and 0.7 only without ties.
    let exact = LawFields.all.flatMap { [($0, 4.0, 1.0), ($0, 1.0, 0.25)] }
    let rounded = LawFields.untied.map { ($0, 3.0, 0.7) }
    for (index, (sample, features, attention)) in (exact + rounded).enumerated() {
      let scaled = sample.field.scaled(features: features, attention: attention)
      let plan = try strategy.plan(for: PreparedField(sample.field))
      let scaledPlan = try strategy.plan(for: PreparedField(scaled))
      for budget in 1...sample.field.count {
        let isRounded = index >= exact.count
        if isRounded, budget == sample.field.count { continue }
        if isRounded, !plan.instabilities(keeping: budget).isEmpty { continue }
        #expect(
          try SelectionShape(scaledPlan.selection(keeping: budget))
            == SelectionShape(plan.selection(keeping: budget)),
          "\(label), \(sample.name), keep \(budget), features ×\(features), attention ×\(attention)"
        )
      }
    }
  }

  /// What is called stable stays when every value is off by as much as rounding to float32 takes.
  @Test(arguments: StrategySettings.all)
  func stableSelectionsSurviveRounding(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for (index, sample) in LawFields.all.enumerated() {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      let rounded = try strategy.plan(
        for: PreparedField(sample.field.jittered(seed: UInt64(index), by: 0x1p-25)))
      for budget in 1...sample.field.count where plan.instabilities(keeping: budget).isEmpty {
        let expected = try SelectionShape(plan.selection(keeping: budget))
        let shape = try SelectionShape(rounded.selection(keeping: budget))
        #expect(
          shape.handsOnTheSame(as: expected), "\(label), \(sample.name), keep \(budget)")
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func instabilitiesAreWithinTheToleranceAndInTheField(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let count = sample.field.count
      let plan = try strategy.plan(for: PreparedField(sample.field))
      for budget in 1...count {
        for unstable in plan.instabilities(keeping: budget) {
          let place = "\(label), \(sample.name), keep \(budget): \(unstable)"
          #expect((0...Instability.tolerance).contains(unstable.margin), "\(place)")
          #expect((0..<count).contains(unstable.token) && unstable.rank >= 1, "\(place)")
          #expect(unstable.rival.map { (0..<count).contains($0) } ?? true, "\(place)")
          #expect(unstable.rival != unstable.token, "\(place)")
        }
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func mergedTokensAreMadeOfTokensOfTheField(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let field = PreparedField(sample.field)
      let plan = try strategy.plan(for: field)
      for budget in 1...field.count {
        let selection = try plan.selection(keeping: budget)
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(
          (selection.merging != nil) == strategy.promises.contains(.merging), "\(place)")
        guard let merging = selection.merging else { continue }
        for group in merging.groups {
          #expect(!group.members.isEmpty && isAscending(group.members, in: field.count), "\(place)")
          #expect(group.weights.allSatisfy { $0.isFinite }, "\(place)")
          if let representative = group.representative {
            #expect(selection.kept.contains(representative), "\(place)")
            #expect(group.members.contains(representative), "\(place)")
          }
        }
        let features = try #require(merging.features(of: field), "\(place)")
        #expect(features.rows == merging.groups.count, "\(place)")
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func equalFieldsGiveEqualSelectionsInWhateverOrderBudgetsAreAsked(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let count = sample.field.count
      let upwards = try strategy.plan(for: PreparedField(sample.field))
      let downwards = try StrategyCatalog.make(label).strategy.plan(
        for: PreparedField(sample.field))
      let first = try (1...count).map { try upwards.selection(keeping: $0) }
      let second = try (1...count).reversed().map { try downwards.selection(keeping: $0) }
      #expect(first == second.reversed(), "\(label), \(sample.name)")
    }
  }

  @Test(arguments: StrategySettings.all)
  func plansAndPreparedFieldsServeSeveralThreads(label: String) async throws {
    let sample = try #require(LawFields.untied.first)
    let strategy = try StrategyCatalog.make(label).strategy
    let quiet = try strategy.plan(for: PreparedField(sample.field))
    let expected = try (1...sample.field.count).map { try quiet.selection(keeping: $0) }
    // All tasks build the shared matrices of one prepared field at once, then ask one plan.
    let shared = PreparedField(sample.field)
    let sharedPlan = try strategy.plan(for: PreparedField(sample.field))
    let results = await withTaskGroup(of: [Selection]?.self) { group in
      for task in 0..<8 {
        group.addTask {
          let plan = task % 2 == 0 ? sharedPlan : try? strategy.plan(for: shared)
          return plan.flatMap { plan in
            try? (1...shared.count).map { try plan.selection(keeping: $0) }
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(results.count == 8 && results.allSatisfy { $0 == expected }, "\(label)")
  }

  private func isAscending(_ tokens: [Int], in count: Int) -> Bool {
    tokens.allSatisfy((0..<count).contains)
      && zip(tokens, tokens.dropFirst()).allSatisfy { $0 < $1 }
  }
}
