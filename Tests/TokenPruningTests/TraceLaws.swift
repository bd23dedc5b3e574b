import Testing
import TestSupport
import TokenFields
import TokenPruning

/// What holds for the traces of every strategy of the catalog.
@Suite struct TraceLaws {
  /// The ends and some between: a trace at every budget of every field would take minutes.
  private func budgets(_ count: Int) -> [Int] {
    Set([1, 2, 5, count / 3, count / 2, count - 1, count]).filter { (1...count).contains($0) }
      .sorted()
  }

  @Test(arguments: StrategySettings.all)
  func outcomesAreThoseOfTheSelection(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      #expect(plan.count == sample.field.count, "\(label), \(sample.name)")
      for budget in budgets(plan.count) {
        let selection = try plan.selection(keeping: budget)
        for trace in try plan.traces(of: Array(0..<plan.count), keeping: budget) {
          let place = "\(label), \(sample.name), keep \(budget): \(trace)"
          let isKept = selection.kept.contains(trace.token)
          let shares = selection.merging?.shares(of: trace.token) ?? []
          #expect(trace.shares.map(\.group) == shares.map(\.group), "\(place)")
          #expect(trace.shares.map(\.weight) == shares.map(\.weight), "\(place)")
          for share in trace.shares {
            let group = selection.merging?.groups[share.group]
            #expect(group?.representative == share.representative, "\(place)")
            #expect(group?.members.count == share.size, "\(place)")
          }
          switch trace.outcome {
          case .kept(let step):
            let expected = selection.order?.firstIndex(of: trace.token).map { $0 + 1 }
            #expect(isKept && step == expected, "\(place)")
          case .removed(let remover, let step):
            #expect(!isKept && remover == trace.reason.remover, "\(place)")
            let expected = selection.order?.firstIndex(of: remover).map { $0 + 1 }
            #expect(step == expected, "\(place)")
          case .merged: #expect(!isKept && !shares.isEmpty, "\(place)")
          case .passedOver: #expect(!isKept && shares.isEmpty, "\(place)")
          }
        }
      }
    }
  }

  /// Every token's fate has a reason in numbers: a kept one passed something or belongs to a stage,
  /// another one failed at something.
  @Test(arguments: StrategySettings.all)
  func reasonsExplainOutcomes(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      for budget in budgets(plan.count) {
        let traces = try plan.traces(of: Array(0..<plan.count), keeping: budget)
        for trace in traces {
          let place = "\(label), \(sample.name), keep \(budget): \(trace)"
          let verdicts = trace.reason.comparisons.compactMap(\.isPassed)
          if case .kept = trace.outcome {
            let isAlone = plan.count == 1
            #expect(
              verdicts.contains(true) || trace.reason.stage != nil || isAlone, "\(place)")
          } else if !strategy.promises.contains(.keepsNone) {
            #expect(verdicts.contains(false) && trace.reason.stage == nil, "\(place)")
          }
          guard let remover = trace.reason.remover else { continue }
          // A remover is kept, or is itself removed in a later round.
          let others = traces[remover]
          let isKept = if case .kept = others.outcome { true } else { false }
          let isLater =
            if let own = trace.reason.round, let other = others.reason.round {
              other > own
            } else {
              false
            }
          #expect(isKept || isLater, "\(place), \(others)")
        }
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func comparisonsAgreeWithTheirNumbers(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      let tokens = 0..<plan.count
      for budget in budgets(plan.count) {
        let selection = try plan.selection(keeping: budget)
        for trace in try plan.traces(of: Array(tokens), keeping: budget) {
          for one in trace.reason.comparisons {
            let place = "\(label), \(sample.name), keep \(budget), #\(trace.token): \(one)"
            #expect(one.value.isFinite && one.cut?.value.isFinite != false, "\(place)")
            #expect(one.other.map { tokens.contains($0) && $0 != trace.token } != false, "\(place)")
            if let rank = one.rank {
              #expect((1...rank.count).contains(rank.place) && rank.count <= plan.count, "\(place)")
              if let quota = rank.quota {
                #expect(one.isPassed == (rank.place <= quota), "\(place)")
              }
            }
            guard let cut = one.cut, let isPassed = one.isPassed else { continue }
            let lead = one.measure.prefersLarger ? one.value - cut.value : cut.value - one.value
            #expect(isPassed ? lead >= 0 : lead <= 0, "\(place)")
            guard let token = cut.token, one.measure != .similarity else { continue }
            // The last that was preferred is kept, or handed on in a group.
            let isHandedOn = selection.merging?.shares(of: token).isEmpty == false
            #expect(selection.kept.contains(token) || isHandedOn, "\(place)")
          }
        }
      }
    }
  }

  /// A measure with its part of the field: among these tokens places are distinct.
  private struct Ranking: Hashable {
    let measure: TokenReason.Measure
    let scope: TokenReason.Scope?
    let count: Int
  }

  @Test(arguments: StrategySettings.all)
  func ranksFollowTheValues(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      for budget in budgets(plan.count) {
        var rankings: [Ranking: [Int: (token: Int, value: Double)]] = [:]
        for trace in try plan.traces(of: Array(0..<plan.count), keeping: budget) {
          for one in trace.reason.comparisons {
            guard let rank = one.rank else { continue }
            let ranking = Ranking(measure: one.measure, scope: one.scope, count: rank.count)
            let known = rankings[ranking, default: [:]].updateValue(
              (trace.token, one.value), forKey: rank.place)
            #expect(
              known == nil || known?.token == trace.token,
              "\(label), \(sample.name), keep \(budget): \(one) is also that of \(known?.token ?? -1)"
            )
          }
        }
        for (ranking, places) in rankings {
          let values = places.sorted { $0.key < $1.key }.map(\.value.value)
          let isSorted = zip(values, values.dropFirst()).allSatisfy {
            ranking.measure.prefersLarger ? $0 >= $1 : $0 <= $1
          }
          #expect(isSorted, "\(label), \(sample.name), keep \(budget): \(ranking) \(values)")
        }
      }
    }
  }

  @Test(arguments: StrategySettings.all)
  func smallestBudgetsAreTheFirstThatKeepAToken(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let plan = try strategy.plan(for: PreparedField(sample.field))
      var expected = [Int?](repeating: nil, count: plan.count)
      for budget in (1...plan.count).reversed() {
        let kept = try plan.selection(keeping: budget).kept
        #expect(
          try plan.keptTokens(keeping: budget).sorted() == kept,
          "\(label), \(sample.name), keep \(budget)")
        for token in kept { expected[token] = budget }
      }
      let tokens = Array(0..<plan.count)
      #expect(
        try plan.smallestBudgets(of: tokens) == expected, "\(label), \(sample.name)")
      // Few tokens are answered as all are, in the order in which they are asked for.
      let few = [tokens[tokens.count - 1], tokens[0], tokens[tokens.count / 2], tokens[0]]
      #expect(
        try plan.smallestBudgets(of: few) == few.map { expected[$0] },
        "\(label), \(sample.name)")
    }
  }

  @Test(arguments: StrategyCatalog.all.map { $0.name })
  func smallestBudgetsHoldForALargerField(name: String) throws {
    let field = RandomField.make(
      seed: 6, grid: TokenGrid(rows: 12, columns: 16), width: 24, projectedWidth: 20)
    let plan = try StrategyCatalog.make(name).strategy.plan(for: PreparedField(field))
    let tokens = Array(stride(from: 1, to: plan.count, by: 13))
    let smallest = try #require(try plan.smallestBudgets(of: tokens))
    for (token, budget) in zip(tokens, smallest) {
      // Just below, and here and there on the way.
      let last = budget ?? plan.count + 1
      let below = [last - 1, last - 2, last / 2, last / 3, 1].filter { $0 > 0 && $0 < last }
      for smaller in below {
        #expect(
          try !plan.selection(keeping: smaller).kept.contains(token),
          "\(name), token \(token), keep \(smaller)")
      }
      if let budget {
        #expect(
          try plan.selection(keeping: budget).kept.contains(token),
          "\(name), token \(token), keep \(budget)")
      }
    }
  }

  @Test func aSearchEndsWhenItsTaskIsCancelled() async throws {
    let plan = try VisPruner().plan(for: PreparedField(RandomField.make(seed: 3)))
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try plan.smallestBudgets(of: [0])
    }
    task.cancel()
    #expect(try await task.value == nil)
    #expect(try plan.smallestBudgets(of: [0])?.count == 1)
  }

  @Test(arguments: [-1, 30])
  func tokensOutsideOfTheFieldTrap(token: Int) async {
    await #expect(processExitsWith: .failure) { [token] in
      let plan = try RandomTokens().plan(for: PreparedField(RandomField.make(seed: 1)))
      _ = try plan.trace(of: token, keeping: 3)
    }
  }
}
