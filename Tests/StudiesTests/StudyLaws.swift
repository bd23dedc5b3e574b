import Analysis
import Plots
import Studies
import Surveys
import Testing
import TextData
import TokenPruning

/// What every study promises, whatever its rows.
@Suite struct StudyLaws {
  /// Each study with a small plan of its own.
  private static func plans() throws -> [(study: any Study.Type, plan: StudyPlan)] {
    try StudyCatalog.all.map { study in
      var options = StudyOptions()
      if study.name != "scale" { options.budgets = [.count(4), .percentage(50)] }
      if ["diversity", "agreement", "robustness"].contains(study.name) {
        options.strategies = try ["fastervlm", "divprune", "mixed:ratio=0.25"].map {
          try StrategyCatalog.make($0)
        }
      }
      return (study, try study.plan(options))
    }
  }

  @Test("names are files, differ, and are found; summaries are phrases")
  func names() throws {
    let names = StudyCatalog.all.map { $0.name }
    #expect(
      names == ["scale", "diversity", "threshold", "mixture", "robustness", "agreement"])
    for study in StudyCatalog.all {
      #expect(!study.summary.isEmpty && study.summary.last != ".")
      #expect(try StudyCatalog.named(study.name) == study)
    }
    #expect(throws: StudyError.unknownStudy(name: "scales")) { try StudyCatalog.named("scales") }
  }

  @Test("every label of a plan parses to itself, budgets fit, the unchanged image comes first")
  func plansParse() throws {
    for study in StudyCatalog.all {
      let plan = try study.plan(StudyOptions())
      #expect(plan.study == study.name && plan.conditions.first == .some(nil))
      #expect(Set(plan.conditions).count == plan.conditions.count)
      for label in plan.labels {
        #expect(try StrategyCatalog.make(label).label == label)
      }
      for budget in plan.survey.budgets { #expect(budget.tokens(of: 49) != nil) }
      #expect(plan.labels.isEmpty == (study.name == "scale"))
      #expect(plan.survey.budgets.isEmpty == (study.name == "scale"))
    }
  }

  @Test("without rows, and with rows of nothing it asks for, a report says so")
  func nothing() throws {
    for (study, plan) in try Self.plans() {
      var foreign = SurveyRow(sample: "a", source: "a.png")
      foreign.condition = "snow:2"
      for rows in [[], [foreign]] {
        let report = StudyRows.report(study, plan, rows)
        #expect(report.tables.isEmpty && report.calibration == nil)
        #expect(report.text.contains("no sample has rows that this study reads"), "\(study.name)")
        guard case .missing = report.plots.first?.body else {
          Issue.record("\(study.name) plots nothing")
          continue
        }
        #expect(report.csv.isEmpty && report.latex.contains("no sample has rows"))
      }
    }
  }

  @Test("samples in any order give the same report to the last bit")
  func order() throws {
    for (study, plan) in try Self.plans() {
      let samples = StudyRows.random(plan, samples: 23, seed: 7)
      let forward = StudyRows.report(study, plan, samples.flatMap { $0 })
      #expect(!forward.tables.isEmpty, "\(study.name)")
      let backward = StudyRows.report(study, plan, samples.reversed().flatMap { $0 })
      #expect(forward == backward, "\(study.name)")
      let odd = samples.enumerated().filter { $0.offset % 2 == 1 }.flatMap(\.element)
      let even = samples.enumerated().filter { $0.offset % 2 == 0 }.flatMap(\.element)
      #expect(StudyRows.report(study, plan, odd + even) == forward, "\(study.name)")
      // Rows that a file repeats count once.
      #expect(
        StudyRows.report(study, plan, samples.flatMap { $0 + $0 }).records == forward.records)
    }
  }

  @Test("refused rows never count in means, and are counted in the notes")
  func refusals() throws {
    for (study, plan) in try Self.plans() where study.name != "scale" {
      let rows = StudyRows.random(plan, samples: 12, seed: 3).flatMap { $0 }
      let report = StudyRows.report(study, plan, rows)
      let refused = rows.filter { $0.refusal != nil }
      #expect(!refused.isEmpty)
      // The same without them, but for one that keeps the sample known.
      let served = rows.filter { $0.refusal == nil }
      #expect(StudyRows.report(study, plan, served).records == report.records, "\(study.name)")
      for label in Set(refused.compactMap(\.label)) {
        let count = refused.count { $0.label == label }
        #expect(
          report.notes.contains(
            "refused, \(label): \(count) row\(count == 1 ? "" : "s"), in no mean: too dark"),
          "\(study.name)")
      }
    }
  }

  @Test("text, JSON, CSV and LaTeX have every cell, and nothing is no number")
  func formats() throws {
    for (study, plan) in try Self.plans() {
      let rows = StudyRows.random(plan, samples: 9, seed: 11).flatMap { $0 }
      let report = StudyRows.report(study, plan, rows)
      #expect(try StrictJSON.parse(Array(report.json.text.utf8)[...]) != .null)
      for table in report.tables + [report.records] {
        let lines = table.text.split(separator: "\n").dropFirst(2)
        #expect(lines.count == table.rows.count)
        let csv = try CSV.rows(of: Array(table.csv.utf8)[...])
        #expect(csv.count == table.rows.count + 1)
        #expect(csv.allSatisfy { $0.fields.count == table.columns.count })
        let json = table.json.text
        for (number, row) in table.rows.enumerated() {
          for (place, cell) in row.enumerated() {
            let field = csv[number + 1].fields[place]
            switch cell {
            case .missing: #expect(field.isEmpty)
            case .number(let value):
              #expect(value.isFinite && Double(field) == value)
              #expect(json.contains("\"\(table.columns[place].key)\":\(CSV.number(value))"))
            case .count(let value): #expect(Int(field) == value)
            case .text(let value):
              #expect(field == value && table.text.contains(value))
              if !value.contains("%"), !value.contains("_") {
                #expect(table.latex.contains(value))
              }
            }
          }
          #expect(
            table.latex.split(separator: "\n").count { $0.hasSuffix("\\\\") }
              == table.rows.count + 1)
        }
      }
      let all = report.text + report.csv + report.latex + report.json.text
      for word in all.lowercased().split(whereSeparator: { !$0.isLetter }) {
        #expect(word != "nan" && word != "inf", "\(study.name)")
      }
    }
  }

  @Test("numbers that cannot be, and grids that are none, neither crash nor count")
  func hostile() throws {
    for (study, plan) in try Self.plans() {
      var rows = StudyRows.random(plan, samples: 3, seed: 5).flatMap { $0 }
      let honest = StudyRows.report(study, plan, rows)
      for (place, kept) in [[-1, 2, 3, 5], [3, 2, 1, 0], [0, 1, 2, 99], [1, 1, 1, 1]].enumerated() {
        var row = StudyRows.row(
          StudyRows.sample("h\(place)", erank: 1e300, entropy: -1e300),
          plan.labels.first ?? "none", kept: kept, erank: 1e300, attention: .infinity,
          coverage: .nan)
        (row.tiles, row.rows, row.columns) = (.max, .max, -3)
        rows.append(row)
        row.sample += "b"
        row.tokens = .max
        rows.append(row)
      }
      let report = StudyRows.report(study, plan, rows)
      #expect(report.records == honest.records, "\(study.name)")
      for plot in report.plots { _ = plot.figure() }
    }
  }

  @Test("options of other studies and values out of range are refused with what would be right")
  func options() throws {
    func message(_ study: any Study.Type, _ change: (inout StudyOptions) -> Void) -> String? {
      var options = StudyOptions()
      change(&options)
      do {
        _ = try study.plan(options)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message(Scale.self) { $0.budgets = [.count(3)] }
        == "study scale: takes no --keep; diversity, threshold, mixture, robustness, "
        + "agreement do")
    #expect(
      message(Diversity.self) { $0.kinds = ["blur"] }
        == "study diversity: takes no --kinds; robustness does")
    #expect(
      message(Robustness.self) { $0.kinds = ["snow"] }
        == "study robustness: --kinds 'snow': must be of blur, noise, brightness, contrast, jpeg")
    #expect(
      message(Robustness.self) { $0.severities = [0] }
        == "study robustness: --severities '0': must be in 1...5")
    #expect(
      message(Mixture.self) { $0.values = [1.5] }
        == "study mixture: --values '1.5': must be a number in 0.0...1.0")
    #expect(message(Threshold.self) { $0.values = [.nan] } != nil)
    #expect(message(Threshold.self) { $0.values = [] } != nil)
    #expect(message(Threshold.self) { $0.values = [0, 0.5, 0.5] } == nil)
  }
}
