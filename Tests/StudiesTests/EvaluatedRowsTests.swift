import Analysis
import Plots
import Studies
import Surveys
import TestSupport
import Testing
import TextData
import TokenFields
import TokenPruning

/// Studies over rows that their plans make of real, if small, token fields.
@Suite struct EvaluatedRowsTests {
  /// The rows of four samples under every condition, changed images being other fields.
  private static func rows(_ plan: StudyPlan) -> [SurveyRow] {
    (0..<4).flatMap { sample in
      plan.conditions.enumerated().flatMap { place, condition in
        var field = RandomField.make(seed: UInt64(sample * 100 + place + 1))
        field.encoder = "random"
        return plan.survey.rows(
          of: PreparedField(field), name: "r\(sample)", source: "r\(sample)", condition: condition)
      }
    }
  }

  @Test("a survey of the plan has all that its study asks for, where every sample serves it")
  func complete() throws {
    for study in StudyCatalog.all {
      let plan = try study.plan(StudyOptions())
      var gaps = StudyGaps(plan)
      var served: Set<String> = []
      for row in Self.rows(plan) {
        gaps.add(row)
        if let label = row.label { served.insert(label) }
      }
      let missing = gaps.missing.filter { $0.label.map(served.contains) ?? true }
      #expect(missing.isEmpty, "\(study.name): \(missing)")
    }
  }

  @Test("every report has numbers, and those of kept sets are those of the rows")
  func reports() throws {
    for study in StudyCatalog.all {
      let plan = try study.plan(StudyOptions())
      let report = StudyRows.report(study, plan, Self.rows(plan))
      #expect(report.tables.count > 0 && !report.records.rows.isEmpty, "\(study.name)")
      for plot in report.plots {
        if case .missing(let reason) = plot.body { Issue.record("\(plot.name): \(reason)") }
      }
    }
    let plan = try Diversity.plan(StudyRows.options(["agilepruner"], ["25%"]))
    let rows = Self.rows(plan)
    let report = StudyRows.report(Diversity.self, plan, rows)
    let mean = rows.compactMap(\.erankKept).reduce(0, +) / Double(rows.count)
    let found = try #require(report.numbers("erank", "keep_25%").first ?? nil)
    #expect(abs(found - mean) < 1e-12)
  }

  @Test("rows that are written as JSON lines and read again give the same report")
  func fromFile() throws {
    let plan = try Agreement.plan(StudyOptions())
    let rows = Self.rows(plan)
    let read = try rows.map { try SurveyRow(json: Array($0.json.text.utf8)[...]) }
    #expect(
      StudyRows.report(Agreement.self, plan, read) == StudyRows.report(Agreement.self, plan, rows))
  }

  @Test("fixed thresholds start where FasterVLM stands, mixtures between DivPrune and FasterVLM")
  func ends() throws {
    let threshold = try Threshold.plan(StudyOptions())
    let mixture = try Mixture.plan(StudyOptions())
    let plain = try Diversity.plan(StudyRows.options(["fastervlm", "divprune"], ["11.1%"]))
    let expected = StudyRows.report(Diversity.self, plain, Self.rows(plain))
      .numbers("erank", "keep_11.1%")
    // τ = 0 removes nothing: the most attended tokens.
    let fixed = StudyRows.report(Threshold.self, threshold, Self.rows(threshold))
    #expect(fixed.numbers("erank", "tau_0").last == expected[0])
    let mixed = StudyRows.report(Mixture.self, mixture, Self.rows(mixture))
      .numbers("mixture", "erank_kept")
    #expect(mixed[0] == expected[1] && mixed[4] == expected[0])
  }
}
