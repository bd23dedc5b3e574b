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
    var compared = 0
    var plans: [String: any SelectionPlan] = [:]
    for expected in try golden.golden().selections where isOurs(expected.strategy) {
      let keep = try #require(expected.keep)
      let plan: any SelectionPlan
      if let known = plans[expected.strategy] {
        plan = known
      } else {
        plan = try StrategyCatalog.make(expected.strategy).strategy.plan(for: field)
        plans[expected.strategy] = plan
      }
      let selection = try plan.selection(keeping: keep)
      let place = "\(golden.name), \(expected.strategy), keep \(keep)"
      #expect(selection.kept == expected.kept, "\(place): kept")
      if let order = expected.order { #expect(selection.order == order, "\(place): order") }
      if let important = expected.important {
        #expect(selection.important == important.sorted(), "\(place): important")
      }
      compared += 1
    }
    #expect(compared >= 20, "\(golden.name): only \(compared) selections were compared")
  }

  @Test(arguments: GoldenCase.all)
  func metricsOfKeptSetsAgreeWithNumPy(golden: GoldenCase) throws {
    let field = PreparedField(try golden.field())
    for expected in try golden.golden().selections where isOurs(expected.strategy) {
      let kept = try #require(expected.kept)
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
    #expect(field.count == expected.tokens && field.field.features?.columns == expected.width)
    expectEqual(field.erank(), expected.erank, "\(golden.name): erank")
    expectEqual(
      field.erank(centred: false), expected.erankUncentred, "\(golden.name): uncentred erank")
    expectEqual(field.entropy, expected.entropy, "\(golden.name): entropy")
  }

  @Test(.enabled(if: GoldenCase.namedFolder != nil))
  func theNamedFolderHasCases() throws {
    let folder = try #require(GoldenCase.namedFolder)
    #expect(!GoldenCase.cases(in: folder).isEmpty, "\(folder) holds no golden")
  }

  @Test func theRepositoryHasEveryKindOfCase() {
    let names = GoldenCase.cases(in: Fixture.path("goldens")).map(\.name)
    for kind in ["smooth", "ties", "dups", "zeronorm", "uniform", "onehot", "edgeK"] {
      #expect(names.contains { $0.contains(kind) }, "no golden case of kind '\(kind)'")
    }
  }

  /// Whether the catalog has the strategy; goldens know more of them than we have.
  private func isOurs(_ strategy: String) -> Bool {
    StrategyCatalog.all.contains { strategy == $0.name || strategy.hasPrefix($0.name + ":") }
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
