import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

/// Selections and metrics against what the published implementations gave on the same samples.
///
/// `PRUNESCOPE_GOLDENS=FOLDER swift test --filter GoldenTests` tries a folder of full goldens too.
@Suite struct GoldenTests {
  @Test(arguments: GoldenCase.all)
  func selectsWhatThePublishedCodeSelects(golden: GoldenCase) throws {
    let field = PreparedField(try golden.field())
    var plans: [String: any SelectionPlan] = [:]
    let selections = try golden.golden().selections
    for expected in selections {
      let strategy = try StrategyCatalog.make(expected.strategy).strategy
      let plan = try plans[expected.strategy] ?? strategy.plan(for: field)
      plans[expected.strategy] = plan
      let keep = try #require(expected.keep ?? strategy.ownBudget(for: field))
      let selection = try plan.selection(keeping: keep)
      let place = "\(golden.name), \(expected.strategy), keep \(keep)"
      #expect(selection.kept == expected.kept ?? [], "\(place): kept")
      if let order = expected.order { #expect(selection.order == order, "\(place): order") }
      if let important = expected.important {
        #expect(selection.important == important.sorted(), "\(place): important")
      }
      try compareMerging(of: selection, with: expected, in: golden, field, place)
    }
    let fewest = field.field.features == nil ? 2 : 20
    #expect(selections.count >= fewest, "\(golden.name): only \(selections.count) selections")
  }

  private func compareMerging(
    of selection: Selection, with expected: Golden.Selected, in golden: GoldenCase,
    _ field: PreparedField, _ place: String
  ) throws {
    if let groups = expected.groups {
      let merging = try #require(selection.merging, "\(place)")
      #expect(merging.assignment(count: field.count) == groups, "\(place): groups")
    }
    if let sizes = expected.sizes {
      #expect(selection.merging?.groups.map(\.members.count) == sizes, "\(place): sizes")
    }
    guard let name = expected.tokens, golden.hasOutputTokens else { return }
    let expectedTokens = try golden.outputTokens(name)
    let merged = try #require(selection.merging?.features(of: field), "\(place)")
    // Patches that are handed on as they are come first in TRIM's array and are left out of others'.
    let passed = expectedTokens.rows - merged.rows
    #expect(passed == 0 || passed == selection.unmerged.count, "\(place): output tokens")
    let unmerged = try #require(field.features(in: .features)).selecting(
      rows: passed == 0 ? [] : selection.unmerged)
    let tokens = unmerged.appending(merged)
    #expect(tokens.rows == expectedTokens.rows, "\(place): output tokens")
    let difference = zip(tokens.elements, expectedTokens.elements).map { abs($0 - $1) }.max() ?? 0
    #expect(
      difference <= 1e-4 * expectedTokens.largestMagnitude, "\(place): output features")
  }

  /// Decisions that float32 made otherwise than float64 must be among those called unstable.
  @Test(arguments: GoldenCase.all)
  func whatOnlyDoublesReproduceIsCalledUnstable(golden: GoldenCase) throws {
    let field = PreparedField(try golden.field())
    for expected in try golden.golden().selections where expected.arithmetic == "float64" {
      let strategy = try StrategyCatalog.make(expected.strategy).strategy
      let keep = try #require(expected.keep)
      let unstable = try strategy.plan(for: field).instabilities(keeping: keep)
      #expect(!unstable.isEmpty, "\(golden.name), \(expected.strategy), keep \(keep)")
    }
  }

  @Test(arguments: GoldenCase.all)
  func metricsOfKeptSetsAgreeWithNumPy(golden: GoldenCase) throws {
    let field = PreparedField(try golden.field())
    guard field.field.features != nil else { return }
    for expected in try golden.golden().selections {
      guard let kept = expected.kept, !kept.isEmpty else { continue }
      let place = "\(golden.name), \(expected.strategy), keep \(kept.count)"
      expectEqual(
        KeptErank.value(of: kept, in: field, centred: true), expected.erank, "\(place): erank")
      expectEqual(
        KeptErank.value(of: kept, in: field, centred: false), expected.erankUncentred,
        "\(place): uncentred erank")
      expectEqual(
        AttentionMass.value(of: kept, in: field, centred: true), expected.attentionMass,
        "\(place): attention mass")
    }
  }

  @Test(arguments: GoldenCase.all)
  func metricsOfAllTokensAgreeWithNumPy(golden: GoldenCase) throws {
    let field = PreparedField(try golden.field())
    let expected = try golden.golden()
    expectEqual(field.entropy, expected.entropy, "\(golden.name): entropy")
    guard field.field.features != nil else { return }
    #expect(field.count == expected.tokens && field.field.features?.columns == expected.width)
    expectEqual(field.erank(), expected.erank, "\(golden.name): erank")
    expectEqual(
      field.erank(centred: false), expected.erankUncentred, "\(golden.name): uncentred erank")
  }

  @Test(.enabled(if: GoldenCase.namedFolder != nil))
  func theNamedFolderHasCases() throws {
    let folder = try #require(GoldenCase.namedFolder)
    #expect(!GoldenCase.cases(in: folder).isEmpty, "\(folder) holds no golden")
  }

  @Test func theRepositoryHasEveryKindOfCase() {
    let names = GoldenCase.cases(in: Fixture.path("goldens")).map(\.name)
    for kind in ["smooth", "ties", "dups", "zeronorm", "uniform", "onehot", "edgeK", "anyres"] {
      #expect(names.contains { $0.contains(kind) }, "no golden case of kind '\(kind)'")
    }
  }

  /// Both are there and agree to nine digits.
  private func expectEqual(_ value: Double?, _ expected: Double?, _ place: String) {
    guard let value, let expected else {
      Issue.record("\(place): \(value as Any), expected \(expected as Any)")
      return
    }
    #expect(
      abs(value - expected) <= 1e-9 * max(abs(expected), abs(value)),
      "\(place): \(value), expected \(expected)")
  }
}
