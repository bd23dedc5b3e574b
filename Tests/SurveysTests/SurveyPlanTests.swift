import Analysis
import LinearAlgebra
import Surveys
import TestSupport
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

@Suite struct SurveyPlanTests {
  @Test("rows say what an evaluation says, by strategy and then budget")
  func rows() throws {
    let field = PreparedField(RandomField.make(seed: 3))
    let names = ["agilepruner", "divprune", "visionzip", "tome", "random"]
    let strategies = try names.map { try StrategyCatalog.make($0) }
    let budgets: [Budget] = [.count(7), .percentage(50)]
    let plan = SurveyPlan(strategies: strategies, budgets: budgets)
    let rows = plan.rows(of: field, name: "x", source: "x.npz", condition: "blur", notes: ["n"])
    #expect(rows.count == 10)
    let evaluator = SampleEvaluator(field, perTile: false, centred: true)
    for (index, row) in rows.enumerated() {
      let strategy = strategies[index / 2]
      let keep = try #require(budgets[index % 2].tokens(of: field.count))
      let evaluation = try evaluator.evaluate(strategy, keeping: keep)
      #expect(row.refusal == nil)
      #expect((row.sample, row.source, row.condition) == ("x", "x.npz", "blur"))
      #expect(row.strategy == names[index / 2])
      #expect(row.keep == keep)
      #expect(row.isOwnBudget == false)
      let keepsPatches = !strategy.strategy.promises.contains(.keepsNone)
      #expect(row.kept == (keepsPatches ? evaluation.selection.kept : nil))
      #expect(row.erankKept == evaluation[KeptErank.self])
      #expect(row.attentionMass == evaluation[AttentionMass.self])
      #expect(row.coverage == evaluation[Coverage.self])
      #expect(row.minDistance == evaluation[MinDistance.self])
      #expect(row.erankInput == field.erank(centred: true))
      #expect(row.entropy == field.entropy)
      #expect(row.tokens == 30)
      #expect((row.tiles, row.rows, row.columns) == (1, 5, 6))
      #expect(row.notes?.hasPrefix("n") == true)
    }
  }

  @Test("without strategies there is one row of the sample alone")
  func sampleAlone() {
    let field = PreparedField(RandomField.make(seed: 4))
    let rows = SurveyPlan(strategies: [], budgets: []).rows(of: field, name: "x", source: "x.npz")
    #expect(rows.count == 1)
    #expect(rows[0].strategy == nil)
    #expect(rows[0].erankInput == field.erank(centred: true))
    #expect(rows[0].kept == nil)
  }

  @Test("the uncentred effective rank is told where it is asked for")
  func uncentred() {
    let field = PreparedField(RandomField.make(seed: 4))
    let plan = SurveyPlan(strategies: [], budgets: [], isCentred: false)
    #expect(
      plan.rows(of: field, name: "x", source: "x")[0].erankInput == field.erank(centred: false))
  }

  @Test("what must serve every sample is refused where it cannot, the rest is passed over")
  func required() throws {
    var bare = RandomField.make(seed: 5)
    bare.attention = nil
    let field = PreparedField(bare)
    let strategies = try ["vispruner", "divprune"].map { try StrategyCatalog.make($0) }
    let all = SurveyPlan(strategies: strategies, required: [], budgets: [.count(4)])
    #expect(all.rows(of: field, name: "x", source: "x").map(\.strategy) == ["divprune"])
    let named = SurveyPlan(strategies: strategies, budgets: [.count(4)])
    let rows = named.rows(of: field, name: "x", source: "x")
    #expect(rows.map(\.strategy) == ["vispruner", "divprune"])
    #expect(rows[0].refusal != nil && rows[0].kept == nil)
    #expect(rows[1].refusal == nil)
  }

  @Test("a budget beyond the sample's tokens is refused in its row")
  func budgetTooLarge() throws {
    let field = PreparedField(RandomField.make(seed: 6))
    let plan = SurveyPlan(
      strategies: [try StrategyCatalog.make("divprune")], budgets: [.count(31), .count(30)])
    let rows = plan.rows(of: field, name: "x", source: "x")
    #expect(rows[0].refusal == "cannot keep 31 of 30 tokens; the budget must be in 1...30")
    #expect(rows[1].kept == Array(0..<30))
  }

  @Test("what is asked twice counts once: labels, budgets, and shares of as many tokens")
  func repeated() throws {
    let field = PreparedField(RandomField.make(seed: 4))
    let strategies = try ["divprune", "random", "divprune"].map { try StrategyCatalog.make($0) }
    let plan = SurveyPlan(
      strategies: strategies, budgets: [.count(15), .percentage(50), .count(15), .count(3)])
    let rows = plan.rows(of: field, name: "x", source: "x")
    #expect(rows.map(\.label) == ["divprune", "divprune", "random", "random"])
    #expect(rows.map(\.keep) == [15, 3, 15, 3])
  }

  @Test("budgets beyond the tokens are refused apart, each with its count")
  func tooMany() throws {
    let field = PreparedField(RandomField.make(seed: 4))
    let plan = SurveyPlan(
      strategies: [try StrategyCatalog.make("divprune")], budgets: [.count(31), .count(99)])
    let rows = plan.rows(of: field, name: "x", source: "x")
    #expect(rows.map(\.keep) == [31, 99])
    #expect(rows.allSatisfy { $0.refusal?.contains("of 30 tokens") == true && $0.kept == nil })
  }
}
