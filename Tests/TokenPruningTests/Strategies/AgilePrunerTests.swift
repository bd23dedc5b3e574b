import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct AgilePrunerTests {
  /// The threshold of a setting, straight from the paper's sixth equation.
  private func threshold(_ setting: String, _ field: TokenField) throws -> (Int) -> Double {
    let tokens = ReferenceTokens(field)
    switch setting {
    case "", "erank-average=7", "centred=false", "tau-max=1.5:slope=0.2":
      let erank = ReferenceSpectrum.effectiveRank(
        tokens.projected, centred: setting != "centred=false")
      let average = setting == "erank-average=7" ? 7.0 : 90
      let (slope, largest) = setting.hasPrefix("tau-max") ? (0.2, 1.5) : (0.01, 0.25)
      return { min(Double($0) * (erank / average) * slope, largest) }
    case "signal=entropy":
      let entropy = try #require(PreparedField(field).entropy)
      return { min(Double($0) * (entropy / 4.80) * 0.01, 0.25) }
    case "signal=none": return { min(Double($0) * 0.01, 0.25) }
    case "tau=0.4": return { _ in 0.4 }
    default: throw UnknownSetting(text: setting)
    }
  }

  private struct UnknownSetting: Error { let text: String }

  @Test(
    arguments: ReferenceFields.random + ReferenceFields.degenerate,
    [
      "", "erank-average=7", "centred=false", "tau-max=1.5:slope=0.2", "signal=entropy",
      "signal=none", "tau=0.4",
    ])
  func walksAsTheDefinitionDoes(_ sample: DescribedField, setting: String) throws {
    let label = setting.isEmpty ? "agilepruner" : "agilepruner:\(setting)"
    let plan = try StrategyCatalog.make(label).strategy.plan(for: PreparedField(sample.field))
    let tokens = ReferenceTokens(sample.field)
    let threshold = try threshold(setting, sample.field)
    for budget in 1...sample.field.count {
      let expected = ReferenceStrategies.agilePruner(
        tokens, threshold: threshold, keeping: budget)
      #expect(
        try plan.selection(keeping: budget).order == expected,
        "\(sample.name), \(label), keep \(budget)")
    }
  }

  @Test func aThresholdOfZeroRemovesNothing() throws {
    for sample in ReferenceFields.random + ReferenceFields.degenerate {
      let plan = try StrategyCatalog.make("agilepruner:tau=0").strategy
        .plan(for: PreparedField(sample.field))
      for token in 0..<sample.field.count {
        let trace = try plan.trace(of: token, keeping: sample.field.count)
        let rank = try #require(trace.reason.comparisons.first?.rank?.place)
        #expect(trace.outcome == .kept(step: rank), "\(sample.name), token \(token)")
        #expect(trace.reason.stage == nil, "\(sample.name), token \(token)")
      }
    }
  }

  @Test(arguments: ["agilepruner", "agilepruner:tau=0.4", "agilepruner:slope=0.5:tau-max=2"])
  func tracesSayWhatTheSelectionShows(label: String) throws {
    var seen: Set<String> = []
    for sample in ReferenceFields.random {
      let tokens = ReferenceTokens(sample.field)
      let byAttention = tokens.byAttention
      let plan = try StrategyCatalog.make(label).strategy.plan(for: PreparedField(sample.field))
      for budget in 1...sample.field.count {
        let order = try #require(try plan.selection(keeping: budget).order)
        for token in 0..<sample.field.count {
          let trace = try plan.trace(of: token, keeping: budget)
          let place = "\(sample.name), \(label), keep \(budget), token \(token)"
          let rank = try #require(trace.reason.comparisons.first?.rank, "\(place)")
          #expect(byAttention[rank.place - 1] == token, "\(place)")
          if let remover = trace.reason.remover {
            let removal = try #require(trace.reason.comparisons.last, "\(place)")
            let threshold = try #require(removal.cut?.value, "\(place)")
            #expect(order.contains(remover) && removal.other == remover, "\(place)")
            #expect(removal.value < threshold && removal.isPassed == false, "\(place)")
            let cosine = ReferenceTokens.cosine(tokens.projected[token], tokens.projected[remover])
            #expect(abs(removal.value - (1 - cosine)) < 1e-12, "\(place)")
            let reason = try plan.trace(of: remover, keeping: budget).reason
            #expect(reason.threshold == threshold, "\(place)")
          }
          switch trace.outcome {
          case .kept(let step):
            let step = try #require(step, "\(place)")
            #expect(order[step - 1] == token, "\(place)")
            #expect((trace.reason.stage == .fill) == (trace.reason.remover != nil), "\(place)")
            seen.insert(trace.reason.stage == .fill ? "filled" : "chosen")
          case .removed(let remover, let step):
            seen.insert("removed")
            #expect(!order.contains(token) && remover == trace.reason.remover, "\(place)")
            #expect(step.map { order[$0 - 1] } == remover, "\(place)")
          case .passedOver:
            seen.insert("not reached")
            let last = try #require(trace.reason.comparisons[0].cut?.token, "\(place)")
            #expect(!order.contains(token) && order.last == last, "\(place)")
          case .merged: Issue.record("\(place): merged")
          }
        }
      }
    }
    #expect(seen == ["chosen", "filled", "removed", "not reached"])
  }

  @Test func averagesComeFromTheEncoderUnlessGiven() throws {
    var field = RandomField.make(seed: 5)
    field.averages = FieldAverages(erank: 12.5, entropy: 3.25, source: "here")
    func resolved(_ text: String) throws -> [String] {
      try StrategyCatalog.make(text).strategy.resolvedParameters(for: field).entries
        .map { "\($0.name)=\($0.value)" }
    }
    #expect(
      try resolved("agilepruner")
        == ["signal=erank", "erank-average=12.5", "slope=0.01", "tau-max=0.25", "centred=true"])
    #expect(
      try resolved("agilepruner:erank-average=90").contains("erank-average=90"))
    #expect(
      try resolved("agilepruner:signal=entropy")
        == ["signal=entropy", "entropy-average=3.25", "slope=0.01", "tau-max=0.25"])
    #expect(
      try resolved("agilepruner:signal=none")
        == ["signal=none", "slope=0.01", "tau-max=0.25"])
    #expect(try resolved("agilepruner:tau=0.1") == ["tau=0.1"])
  }

  @Test func constantsAreThoseOfTheReleasedCode() throws {
    let values = AgilePruner().resolvedParameters(for: RandomField.make(seed: 1))
    #expect(values.number("erank-average") == 90)
    #expect(values.number("slope") == 0.01)
    #expect(values.number("tau-max") == 0.25)
    #expect(values.flag("centred") == true)
    #expect(values.word("signal") == "erank")
  }
}
