import TestSupport
import Testing
import TokenFields
import TokenPruning

/// `name:parameter=value`: what is read, what is refused, and in which words.
@Suite struct ParameterGrammarTests {
  private func refusal(_ text: String) -> PruningError? {
    do {
      _ = try StrategyCatalog.make(text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: StrategySettings.all)
  func everySettingIsReadAndSpelledAlike(label: String) throws {
    #expect(try StrategyCatalog.make(label).label == label)
  }

  @Test func defaultsAreWhatIsReadWhenTheyAreWritten() throws {
    let field = RandomField.make(seed: 1)
    for type in StrategyCatalog.all {
      let resolved = try StrategyCatalog.make(type.name).strategy.resolvedParameters(for: field)
      for parameter in type.parameters {
        guard let value = parameter.defaultValue else { continue }
        let text = "\(type.name):\(parameter.name)=\(value)"
        // What these parameters do not read may be left out.
        #expect([value, nil].contains(resolved[parameter.name]), "\(text)")
        let written = try StrategyCatalog.make(text)
        #expect(written.strategy.resolvedParameters(for: field) == resolved, "\(text)")
        #expect(
          try written.strategy.plan(for: PreparedField(field)).selection(keeping: 7)
            == type.init(ParameterValues()).plan(for: PreparedField(field)).selection(keeping: 7),
          "\(text)")
      }
    }
  }

  @Test func resolvedParametersAreSpecifiedAndInTheirOrder() throws {
    let field = RandomField.make(seed: 1)
    for label in StrategySettings.all {
      let strategy = try StrategyCatalog.make(label)
      let names = strategy.strategy.resolvedParameters(for: field).entries.map(\.name)
      #expect(
        names == strategy.type.parameters.map(\.name).filter(names.contains), "\(label): \(names)")
    }
  }

  @Test func parametersAreReadInAnyOrderAndSpelledInTheirOwn() throws {
    let one = try StrategyCatalog.make("agilepruner:tau-max=0.3:slope=0.02")
    let other = try StrategyCatalog.make("agilepruner:slope=0.020:tau-max=.3")
    #expect(one.label == "agilepruner:slope=0.02:tau-max=0.3")
    #expect(one == other)
    #expect(try one != StrategyCatalog.make("agilepruner:slope=0.02"))
  }

  @Test func parametersReachTheStrategy() throws {
    #expect(
      try (StrategyCatalog.make("scope:alpha=0.75").strategy as? SCOPE)?.alpha == 0.75)
    #expect(try (StrategyCatalog.make("random:seed=42").strategy as? RandomTokens)?.seed == 42)
    let fps = try StrategyCatalog.make("fpspruner:metric=cosine:start=first").strategy as? FPSPruner
    #expect(fps?.euclidean == false && fps?.startsAtAttention == false)
  }

  static let refusals: [(text: String, error: PruningError, words: String)] = [
    (
      "nothing-like-it", .unknownStrategy(name: "nothing-like-it", nearest: nil),
      "no strategy named 'nothing-like-it'; 'prunescope strategies' lists them"
    ),
    (
      "visprunr", .unknownStrategy(name: "visprunr", nearest: "vispruner"),
      "no strategy named 'visprunr'; did you mean 'vispruner'?"
    ),
    (
      "vispruner:share=1",
      .unknownParameter(
        strategy: "vispruner", name: "share",
        known: ["ratio", "adapt", "erank-average", "entropy-average", "centred"]),
      "'vispruner' has no parameter 'share'; "
        + "it has ratio, adapt, erank-average, entropy-average, centred"
    ),
    (
      "fpspruner:ratio=1",
      .unknownParameter(strategy: "fpspruner", name: "ratio", known: ["metric", "start"]),
      "'fpspruner' has no parameter 'ratio'; it has metric, start"
    ),
    (
      "divprune:ratio=1", .unknownParameter(strategy: "divprune", name: "ratio", known: []),
      "'divprune' has no parameter 'ratio'; it has none"
    ),
    (
      "vispruner:ratio", .malformedParameter(strategy: "vispruner", text: "ratio"),
      "'vispruner': 'ratio' is not a parameter; write name=value, each name once"
    ),
    (
      "vispruner:", .malformedParameter(strategy: "vispruner", text: ""),
      "'vispruner': '' is not a parameter; write name=value, each name once"
    ),
    (
      "vispruner:=0.5", .malformedParameter(strategy: "vispruner", text: "=0.5"),
      "'vispruner': '=0.5' is not a parameter; write name=value, each name once"
    ),
    (
      "vispruner:ratio=0.5:ratio=0.5",
      .malformedParameter(strategy: "vispruner", text: "ratio=0.5"),
      "'vispruner': 'ratio=0.5' is not a parameter; write name=value, each name once"
    ),
    (
      "vispruner:ratio=1.01",
      .badValue(
        strategy: "vispruner", parameter: "ratio", value: "1.01", expected: "a number in 0...1"),
      "'vispruner' cannot have ratio=1.01; ratio is a number in 0...1"
    ),
    (
      "agilepruner:erank-average=0",
      .badValue(
        strategy: "agilepruner", parameter: "erank-average", value: "0",
        expected: "a number in 1e-06...1000000"),
      "'agilepruner' cannot have erank-average=0; erank-average is a number in 1e-06...1000000"
    ),
    (
      "random:seed=-1",
      .badValue(
        strategy: "random", parameter: "seed", value: "-1", expected: "a whole number from 0"),
      "'random' cannot have seed=-1; seed is a whole number from 0"
    ),
    (
      "fpspruner:metric=manhattan",
      .badValue(
        strategy: "fpspruner", parameter: "metric", value: "manhattan",
        expected: "euclidean or cosine"),
      "'fpspruner' cannot have metric=manhattan; metric is euclidean or cosine"
    ),
    (
      "agilepruner:centred=yes",
      .badValue(
        strategy: "agilepruner", parameter: "centred", value: "yes", expected: "true or false"),
      "'agilepruner' cannot have centred=yes; centred is true or false"
    ),
  ]

  @Test(arguments: refusals)
  func isRefusedInTheseWords(text: String, error: PruningError, words: String) {
    #expect(refusal(text) == error)
    #expect(refusal(text)?.description == words)
  }

  @Test func missingEvidenceIsToldInTheseWords() {
    let words = Evidence.allCases.map {
      PruningError.missingEvidence(strategy: "vispruner", evidence: $0).description
    }
    #expect(
      words == [
        "'vispruner' reads class attention, which this sample does not carry",
        "'vispruner' reads features, which this sample does not carry",
        "'vispruner' reads projected features, which this sample does not carry",
        "'vispruner' reads keys, which this sample does not carry",
        "'vispruner' reads relevance or text embeddings, which this sample does not carry",
        "'vispruner' reads shallow attention, which this sample does not carry",
        "'vispruner' reads first-layer attention, which this sample does not carry",
        "'vispruner' reads last-layer or class attention, which this sample does not carry",
        "'vispruner' reads language-model attention, which this sample does not carry",
      ])
  }

  @Test(arguments: ["", "abc", "nan", "inf", "-0.1", "1e400", "0.5 ", "0,5", "true"])
  func whatIsNoNumberInRangeIsRefused(text: String) {
    #expect(
      refusal("vispruner:ratio=\(text)")
        == .badValue(
          strategy: "vispruner", parameter: "ratio", value: text, expected: "a number in 0...1"))
  }

  @Test(arguments: ["", "abc", "1.0", "1e3", "-1", "9223372036854775808", " 1"])
  func whatIsNoWholeNumberInRangeIsRefused(text: String) {
    #expect(
      refusal("random:seed=\(text)")
        == .badValue(
          strategy: "random", parameter: "seed", value: text, expected: "a whole number from 0"))
  }

  @Test func expectationsNameBothEndsOfARange() {
    let specification = ParameterSpecification("pivots", .integer(1...64), default: .integer(8), "")
    #expect(specification.expectation == "a whole number in 1...64")
  }

  static let nearest: [(written: String, meant: String?)] = [
    ("divprun", "divprune"), ("DivPrune", "divprune"), ("FasterVLM", "fastervlm"),
    ("agile", "agilepruner"), ("fps", "fpspruner"), ("uniform_grid", "uniform-grid"),
    ("visprune", "vispruner"), ("rnadom", "random"), ("", nil), ("x", nil), ("a", nil),
    ("prunescope-of-everything", nil), (String(repeating: "z", count: 5000), nil),
  ]

  @Test(arguments: nearest)
  func offersTheNameThatWasMeant(written: String, meant: String?) {
    #expect(refusal(written) == .unknownStrategy(name: written, nearest: meant))
  }
}
