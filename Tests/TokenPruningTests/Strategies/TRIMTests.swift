import Glibc
import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct TRIMTests {
  /// The negative inner product of every patch with the first text.
  private func scores(_ field: TokenField) -> [Double] {
    let texts = ReferenceTokens.rows(field.textEmbeds)
    return ReferenceTokens.rows(field.clipImageEmbeds).map { -ReferenceTokens.dot($0, texts[0]) }
  }

  @Test(arguments: ReferenceFields.random)
  func ordersByTheNegativeProductWithTheFirstText(_ sample: DescribedField) throws {
    let plan = try TRIM().plan(for: PreparedField(sample.field))
    let order = ReferenceTokens.descending(scores(sample.field))
    for budget in 1...sample.field.count {
      let selection = try plan.selection(keeping: budget)
      let rest = order[budget...].sorted()
      let place = "\(sample.name), keep \(budget)"
      #expect(selection.order == Array(order.prefix(budget)), "\(place)")
      let mean = Mixture(
        representative: nil, members: rest, weights: rest.map { _ in 1 / Double(rest.count) })
      #expect(selection.mixtures == (rest.isEmpty ? [] : [mean]), "\(place)")
      #expect(selection.outputCount == min(budget + 1, sample.field.count), "\(place)")
    }
  }

  @Test func theExtraTokenIsTheMeanOfTheDroppedFeatures() throws {
    let field = RandomField.make(seed: 97)
    let prepared = PreparedField(field)
    let selection = try TRIM().plan(for: prepared).selection(keeping: 11)
    let tokens = ReferenceTokens(field).features
    let dropped = (0..<field.count).filter { !selection.kept.contains($0) }
    let mean = tokens[0].indices.map { column in
      dropped.reduce(0) { $0 + tokens[$1][column] } / 19
    }
    #expect(dropped.count == 19 && selection.merging?.space == .features)
    let merged = try #require(selection.merging?.features(of: prepared))
    #expect(merged.largestDifference(to: [mean]) < 1e-14)
    #expect(selection.addedTokens == 1 && selection.unmerged == selection.kept)
  }

  @Test func keepingAllAddsNoToken() throws {
    let field = RandomField.make(seed: 98)
    let all = try TRIM().plan(for: PreparedField(field)).selection(keeping: field.count)
    #expect(all.addedTokens == 0 && all.outputCount == field.count)
    let allButOne = try TRIM().plan(for: PreparedField(field)).selection(keeping: field.count - 1)
    #expect(allButOne.addedTokens == 1 && allButOne.outputCount == field.count)
  }

  @Test func laterTextsAreNotRead() throws {
    var field = RandomField.make(seed: 99)
    let order = try TRIM().plan(for: PreparedField(field)).selection(keeping: 9).order
    let texts = try #require(field.textEmbeds)
    field.textEmbeds = texts.selecting(rows: 0..<1)
    #expect(try TRIM().plan(for: PreparedField(field)).selection(keeping: 9).order == order)
    field.textEmbeds = texts.selecting(rows: [1, 0])
    #expect(try TRIM().plan(for: PreparedField(field)).selection(keeping: 9).order != order)
  }

  @Test func dumpedRelevanceStandsInWithoutAChangeOfSign() throws {
    var field = TokenField(line: directions([0, 20, 40, 60]))
    field.relevance = [0.2, 0.7, -1, 0.7]
    let plan = try TRIM().plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 4).order == [1, 3, 0, 2])
    field.relevance = nil
    #expect(throws: PruningError.missingEvidence(strategy: "trim", evidence: .relevance)) {
      try TRIM().plan(for: PreparedField(field))
    }
  }

  private func adaptive() throws -> any PruningStrategy {
    try StrategyCatalog.make("trim:count=adaptive").strategy
  }

  @Test func outliersAreCountedInTheSoftmaxNotInTheScores() throws {
    // Products −ln w have a softmax of w / Σw. By numpy.percentile 30 and 40 exceed the bound of
    // 25.875 while no logarithm exceeds 3.99; the bound of the second is 17.875, and one stays.
    for (weights, count) in [([1.0, 2, 3, 4, 5, 6, 30, 40], 2), ([1, 2, 3, 4, 10, 12], 1)] {
      var field = TokenField(line: weights.map { [$0, 1] })
      field.clipImageEmbeds = Matrix(weights.map { [-log($0)] })
      field.textEmbeds = Matrix([[1]])
      let prepared = PreparedField(field)
      let strategy = try adaptive()
      #expect(strategy.ownBudget(for: prepared) == count, "\(weights)")
      // The budget that is asked for does not matter then.
      let selection = try strategy.plan(for: prepared).selection(keeping: 4)
      #expect(selection.kept == Array((weights.count - count)..<weights.count), "\(weights)")
      #expect(selection.outputCount == count + 1, "\(weights)")
    }
  }

  @Test func softmaxesThatVanishInDoublesStillHaveOutliers() throws {
    // Scores from −5003 to −4000: exp of each alone is 0.
    var field = TokenField(line: (0..<8).map { [Double($0), 1] })
    field.clipImageEmbeds = Matrix([5003, 5002, 4000, 5000, 5003, 5002, 4000, 5001].map { [$0] })
    field.textEmbeds = Matrix([[1]])
    #expect(try adaptive().ownBudget(for: PreparedField(field)) == 2)
  }

  @Test func dumpedRelevanceHasOutliersToo() throws {
    var field = TokenField(line: [[Double]](repeating: [1], count: 8))
    field.relevance = [1, 1.1, 0.9, 1, 1.2, 50, 1, 60]
    let prepared = PreparedField(field)
    #expect(try adaptive().ownBudget(for: prepared) == 2)
    #expect(try adaptive().plan(for: prepared).selection(keeping: 7).order == [7, 5])
  }

  @Test func onlyTheAdaptiveCountIsItsOwnBudget() throws {
    let field = PreparedField(RandomField.make(seed: 100))
    #expect(!TRIM().hasOwnBudget && TRIM().ownBudget(for: field) == nil)
    #expect(try adaptive().hasOwnBudget)
    #expect(TRIM().promises.contains(.exactCount))
    #expect(try !adaptive().promises.contains(.exactCount))
  }
}
