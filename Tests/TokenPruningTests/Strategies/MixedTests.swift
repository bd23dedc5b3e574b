import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct MixedTests {
  /// DivPrune's first picks, then the most attended of those left.
  private func reference(
    _ field: TokenField, attended: Int, keeping budget: Int
  ) -> (picks: [Int], attended: [Int]) {
    let tokens = ReferenceTokens(field)
    let picks =
      attended == budget ? [] : ReferenceStrategies.divPrune(tokens, keeping: budget - attended)
    let rest = tokens.byAttention.filter { !picks.contains($0) }
    return (picks, Array(rest.prefix(attended)))
  }

  @Test(
    arguments: ReferenceFields.random + ReferenceFields.degenerate,
    ["0", "0.25", "0.5", "0.75", "1"])
  func joinsBothAsTheDefinitionDoes(_ sample: DescribedField, ratio: String) throws {
    let plan = try StrategyCatalog.make("mixed:ratio=\(ratio)").strategy
      .plan(for: PreparedField(sample.field))
    let quarters = Int(4 * (try #require(Double(ratio))))
    for budget in 1...sample.field.count {
      // Quarters of the budget, halves upwards, in whole numbers.
      let attended = (quarters * budget + 2) / 4
      let expected = reference(sample.field, attended: attended, keeping: budget)
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), ratio \(ratio), keep \(budget)"
      #expect(selection.order == expected.picks + expected.attended, "\(place)")
      #expect(selection.important == expected.attended.sorted(), "\(place)")
    }
  }

  @Test func picksThatAreAttendedTooAreNotCountedTwice() throws {
    // The most isolated token is the most attended one as well: the next by attention fills up.
    let field = TokenField(line: directions([0, 5, 100, 10]), attention: [0.1, 0.3, 0.4, 0.2])
    let selection = try Mixed().plan(for: PreparedField(field)).selection(keeping: 2)
    #expect(selection.order == [2, 1] && selection.important == [1])
    // Of three, half of it upwards is two.
    let three = try Mixed().plan(for: PreparedField(field)).selection(keeping: 3)
    #expect(three.order == [2, 1, 3] && three.important == [1, 3])
  }

  // MARK: The share that the image steers

  private static let large = RandomField.make(
    seed: 128, grid: TokenGrid(rows: 10, columns: 12), width: 24)

  /// r₀ · (2 − e/90) at r₀ = ½, as AgilePruner's examples come out.
  @Test(
    arguments: [
      (58, "67.8", 68), (78, "56.7", 57), (94.87, "47.3", 47), (106, "41.1", 41),
      (122, "32.2", 32), (90, "50.0", 50),
    ] as [(Double, String, Int)])
  func complexImagesGetLessAttention(erank: Double, percent: String, attended: Int) throws {
    for signal in ["erank", "entropy"] {
      let prepared = PreparedField(Self.large.measuring(erank / 90, by: signal))
      let strategy = try StrategyCatalog.make("mixed:adapt=\(signal)").strategy
      let share = strategy.notes(for: prepared).first { $0.hasPrefix("adapt=") }
      #expect(share == "adapt=\(signal) gives attention \(percent) % of the budget")
      let selection = try strategy.plan(for: prepared).selection(keeping: 100)
      #expect(selection.important?.count == attended && selection.kept.count == 100)
      let expected = reference(Self.large, attended: attended, keeping: 100)
      #expect(selection.order == expected.picks + expected.attended)
    }
  }

  /// r₀ · e/90, which with the share above adds up to 1.
  @Test(arguments: [(58, "32.2"), (78, "43.3"), (95, "52.8")] as [(Double, String)])
  func theInverseGivesComplexImagesMore(erank: Double, percent: String) throws {
    let strategy = try StrategyCatalog.make("mixed:adapt=inverse").strategy
    #expect(
      strategy.notes(for: PreparedField(Self.large.measuring(erank / 90))).contains(
        "adapt=inverse gives attention \(percent) % of the budget"))
  }

  /// Shares that are no quarters, rounded to the nearest, halves upwards.
  @Test(arguments: [(0.9, 7, 6), (0.9, 35, 32), (0.15, 10, 2), (0.3, 4, 1), (0.01, 20, 0)])
  func sharesAreRounded(ratio: Double, budget: Int, attended: Int) throws {
    let plan = try StrategyCatalog.make("mixed:ratio=\(ratio)").strategy
      .plan(for: PreparedField(Self.large))
    let expected = reference(Self.large, attended: attended, keeping: budget)
    #expect(try plan.selection(keeping: budget).order == expected.picks + expected.attended)
  }

  @Test(
    arguments: [
      ("adapt=inverse", 58.0 / 90, 32), ("adapt=inverse", 1, 50), ("adapt=inverse", 1.4, 70),
      // Beyond all or nothing there is no more.
      ("adapt=inverse", 5, 100), ("adapt=erank", 5, 0), ("adapt=entropy", 2.5, 0),
      ("adapt=erank:ratio=0.8", 0.1, 100), ("adapt=erank:ratio=0.2", 1, 20),
      ("adapt=erank:ratio=0", 0.1, 0), ("adapt=none:ratio=0.3", 5, 30),
    ] as [(String, Double, Int)])
  func sharesStayBetweenNothingAndAll(setting: String, ratio: Double, attended: Int) throws {
    let signal = setting.contains("entropy") ? "entropy" : "erank"
    let prepared = PreparedField(Self.large.measuring(ratio, by: signal))
    let strategy = try StrategyCatalog.make("mixed:\(setting)").strategy
    let selection = try strategy.plan(for: prepared).selection(keeping: 100)
    #expect(selection.important?.count == attended && selection.kept.count == 100)
  }

  @Test func theErankIsCentredUnlessToldOtherwise() throws {
    let prepared = PreparedField(Self.large.measuring(1, centred: false))
    let paper = try StrategyCatalog.make("mixed:adapt=erank:centred=false").strategy
    #expect(try paper.plan(for: prepared).selection(keeping: 100).important?.count == 50)
    let code = try StrategyCatalog.make("mixed:adapt=erank").strategy
    let rows = ReferenceTokens.rows(Self.large.features)
    let ratio =
      ReferenceSpectrum.effectiveRank(rows, centred: true)
      / ReferenceSpectrum.effectiveRank(rows, centred: false)
    let attended = Int((50 * (2 - ratio)).rounded())
    #expect(
      try code.plan(for: prepared).selection(keeping: 100).important?.count == attended)
    #expect(attended != 50)
  }

  @Test func averagesAreTheEncodersUnlessGivenAndNamedWhereTheyMatter() throws {
    var field = Self.large
    field.averages = FieldAverages(erank: 12.5, entropy: 3.25, source: "here")
    func resolved(_ text: String) throws -> [String] {
      try StrategyCatalog.make(text).strategy.resolvedParameters(for: field).entries
        .map { "\($0.name)=\($0.value)" }
    }
    #expect(try resolved("mixed") == ["ratio=0.5", "adapt=none"])
    #expect(
      try resolved("mixed:adapt=erank")
        == ["ratio=0.5", "adapt=erank", "erank-average=12.5", "centred=true"])
    #expect(
      try resolved("mixed:adapt=inverse:erank-average=90:ratio=0.25")
        == ["ratio=0.25", "adapt=inverse", "erank-average=90", "centred=true"])
    #expect(
      try resolved("mixed:adapt=entropy")
        == ["ratio=0.5", "adapt=entropy", "entropy-average=3.25"])
    let erank = try #require(PreparedField(field).erank())
    let given = try StrategyCatalog.make("mixed:adapt=erank:erank-average=\(erank)").strategy
    #expect(
      try given.plan(for: PreparedField(field)).selection(keeping: 100).important?.count == 50)
    #expect(Mixed().notes(for: PreparedField(field)).allSatisfy { !$0.hasPrefix("adapt=") })
  }
}
