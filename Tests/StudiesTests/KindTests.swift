import Analysis
import Imaging
import Plots
import Studies
import Surveys
import Testing
import TextData
import TokenFields

/// Each study on a few rows whose report can be worked out by hand.
@Suite struct KindTests {
  @Test("scale: of eranks 4, 8, 12, 16 and entropies 1, 2, 3, 4")
  func scale() throws {
    let plan = try Scale.plan(StudyOptions())
    let rows = [12.0, 4, 16, 8].map {
      StudyRows.sample("s\(Int($0))", erank: $0, entropy: $0 / 4)
    }
    let report = StudyRows.report(Scale.self, plan, rows)
    #expect(report.numbers("scale", "mean") == [10, 2.5])
    // √((36 + 4 + 4 + 36) / 3) and a quarter of it.
    let deviation = (80.0 / 3).squareRoot()
    #expect(abs((report.numbers("scale", "deviation")[0] ?? 0) - deviation) < 1e-12)
    #expect(report.numbers("scale", "q1") == [7, 1.75])
    #expect(report.numbers("scale", "median") == [10, 2.5])
    #expect(report.numbers("scale", "q3") == [13, 3.25])
    #expect(report.numbers("correlation", "pearson") == [1])
    #expect(report.numbers("split", "simple") == [2, 2])
    #expect(
      report.cells("extremes", "sample")
        == [.text("s4"), .text("s8"), .text("s16"), .text("s12")])
    #expect(report.calibration == Calibration(encoder: "e", samples: 4, erank: 10, entropy: 2.5))
    #expect(report.notes == ["simple and complex images are told apart at erank 10.00 (a test)"])
    guard case .chart(let chart) = report.plots[0].body else { return }
    #expect(chart.series.map(\.name) == ["simple", "complex"])
    #expect(chart.series.allSatisfy { $0.form == .points && $0.points.count == 2 })
  }

  @Test("scale: encoders are told apart, and there is no calibration then")
  func encoders() throws {
    let plan = try Scale.plan(StudyOptions())
    let rows = [("a", 4.0), ("b", 8), ("a", 6)].enumerated().map { place, row in
      StudyRows.sample("s\(place)", erank: row.1, entropy: nil, encoder: row.0)
    }
    let report = StudyRows.report(Scale.self, plan, rows)
    #expect(report.cells("scale", "encoder") == ["a", "a", "b", "b"].map { .text($0) })
    #expect(report.numbers("scale", "mean") == [5, nil, 8, nil])
    #expect(report.calibration == nil && report.plots.count == 2)
    #expect(report.notes.contains { $0.hasPrefix("no calibration: 2 encoders") })
  }

  @Test("scale: where all attention lies on one patch, the calibration has no entropy")
  func entropyOfNothing() throws {
    let plan = try Scale.plan(StudyOptions())
    let rows = [4.0, 8].map { (erank: Double) in
      StudyRows.sample("s\(erank)", erank: erank, entropy: 0)
    }
    let report = StudyRows.report(Scale.self, plan, rows)
    #expect(report.calibration == Calibration(encoder: "e", samples: 2, erank: 6, entropy: nil))
    #expect(report.numbers("correlation", "pearson") == [nil])
  }

  @Test("scale: a calibration of the same encoder decides what is simple")
  func calibrated() throws {
    var options = StudyOptions()
    options.calibration = Calibration(encoder: "e", samples: 9, erank: 5, entropy: nil)
    let plan = try Scale.plan(options)
    let rows = [4.0, 6, 7].map { (erank: Double) in StudyRows.sample("s\(erank)", erank: erank) }
    #expect(
      StudyRows.report(Scale.self, plan, rows).numbers("split", "complex") == [2, 2])
    let others = rows.map { row in
      var row = row
      row.encoder = "other"
      return row
    }
    #expect(
      StudyRows.report(Scale.self, plan, others).numbers("split", "complex") == [0, 2])
  }

  @Test("diversity: means and standard errors of kept eranks, apart for simple and complex images")
  func diversity() throws {
    let plan = try Diversity.plan(StudyRows.options(["fastervlm", "tome"], ["2", "25%"]))
    var rows: [SurveyRow] = []
    for (name, erank, kept) in [("a", 4.0, 1.0), ("b", 12, 2), ("c", 12, 6)] {
      let sample = StudyRows.sample(name, erank: erank)
      rows += [
        StudyRows.row(sample, "fastervlm", kept: [0, 5], erank: kept, attention: kept / 10),
        StudyRows.row(sample, "fastervlm", kept: [0, 5, 6, 7], erank: 3),
        StudyRows.row(sample, "tome", kept: nil, keep: 2, erank: 50),
        StudyRows.row(sample, "divprune", kept: [1, 2], erank: 50),
      ]
    }
    let report = StudyRows.report(Diversity.self, plan, rows)
    #expect(report.cells("erank", "strategy") == [.text("fastervlm"), .text("tome")])
    #expect(report.numbers("erank", "keep_2") == [3, nil])
    // Deviation √((4 + 1 + 9) / 2) = √7 over √3.
    let error = try #require(report.numbers("erank", "keep_2_error")[0])
    #expect(abs(error - (7.0 / 3).squareRoot()) < 1e-12)
    #expect(report.numbers("erank", "keep_25%") == [3, nil])
    #expect(report.numbers("erank", "keep_25%_error") == [0, nil])
    #expect(report.numbers("erank-simple", "keep_2") == [1, nil])
    #expect(report.numbers("erank-complex", "keep_2") == [4, nil])
    #expect(abs((report.numbers("attention", "keep_2")[0] ?? 0) - 0.3) < 1e-12)
    #expect(report.notes.contains("no patches as such: tome"))
    guard case .chart(let chart) = report.plots[0].body else { return }
    #expect(chart.series.map(\.points) == [[.init(2, 3), .init(4, 3)]])
  }

  @Test("diversity: strategies that no row has are named")
  func absent() throws {
    let plan = try Diversity.plan(StudyRows.options(["fastervlm", "trim"], ["2"]))
    let rows = [StudyRows.row(StudyRows.sample("a", erank: 4), "fastervlm", kept: [1, 2])]
    #expect(
      StudyRows.report(Diversity.self, plan, rows).notes.contains(
        "no rows of trim: no sample serves them, or none was asked"))
  }

  @Test("threshold: kept eranks over τ for both classes, the adaptive rule as levels")
  func threshold() throws {
    var options = StudyOptions()
    options.values = [0.25, 0]
    options.budgets = [.count(2)]
    let plan = try Threshold.plan(options)
    #expect(plan.labels == ["agilepruner:tau=0", "agilepruner:tau=0.25", "agilepruner"])
    let rows = [("a", 4.0), ("b", 20), ("c", 30)].flatMap { name, erank in
      plan.labels.enumerated().map { place, label in
        StudyRows.row(
          StudyRows.sample(name, erank: erank), label, kept: [0, 1],
          erank: erank / 2 + Double(place))
      }
    }
    let report = StudyRows.report(Threshold.self, plan, rows)
    #expect(
      report.cells("erank", "class") == [.text("simple"), .text("complex"), .text("all")])
    #expect(report.numbers("erank", "images") == [1, 2, 3])
    #expect(report.numbers("erank", "tau_0") == [2, 12.5, 9])
    #expect(report.numbers("erank", "tau_0.25") == [3, 13.5, 10])
    #expect(report.numbers("erank", "agilepruner") == [4, 14.5, 11])
    guard case .chart(let chart) = report.plots[0].body else { return }
    #expect(
      chart.series.map(\.points) == [
        [.init(0, 2), .init(0.25, 3)], [.init(0, 12.5), .init(0.25, 13.5)],
      ])
    #expect(chart.marks.map(\.value) == [4, 14.5])
  }

  @Test("mixture: every rule at every share, attention of a kept patch beside its sum")
  func mixture() throws {
    var options = StudyOptions()
    options.values = [0, 1]
    options.budgets = [.count(2)]
    let plan = try Mixture.plan(options)
    #expect(
      plan.labels == [
        "mixed:ratio=0", "mixed:ratio=1", "mixed:ratio=0:adapt=erank",
        "mixed:ratio=1:adapt=erank", "mixed:ratio=0:adapt=inverse", "mixed:ratio=1:adapt=inverse",
      ])
    let rows = [("a", 4.0), ("b", 20)].flatMap { name, erank in
      plan.labels.enumerated().map { place, label in
        StudyRows.row(
          StudyRows.sample(name, erank: erank), label, kept: [3, 4],
          erank: erank + Double(place), attention: 0.25)
      }
    }
    let report = StudyRows.report(Mixture.self, plan, rows)
    #expect(report.numbers("mixture", "erank_kept") == [12, 13, 14, 15, 16, 17])
    #expect(report.numbers("mixture", "erank_kept_simple") == [4, 5, 6, 7, 8, 9])
    #expect(report.numbers("mixture", "attention_per_patch") == Array(repeating: 0.125, count: 6))
    #expect(report.numbers("mixture", "share") == [0, 1, 0, 1, 0, 1])
    #expect(
      report.cells("mixture", "rule")
        == ["fixed", "fixed", "adaptive", "adaptive", "inverse", "inverse"].map { .text($0) })
    #expect(report.plots.map(\.name) == ["mixture", "mixture-simple", "mixture-complex"])
  }

  @Test("robustness: changes against the unchanged image, and what selections share with it")
  func robustness() throws {
    var options = try StudyRows.options(["fastervlm"], ["2"])
    options.kinds = ["noise", "blur"]
    options.severities = [3, 1]
    let plan = try Robustness.plan(options)
    #expect(plan.conditions == [nil, "blur:1", "blur:3", "noise:1", "noise:3"])
    func rows(_ name: String, _ erank: Double, _ changes: [(String?, Double, [Int])]) -> [SurveyRow]
    {
      changes.map { condition, change, kept in
        StudyRows.row(
          StudyRows.sample(name, erank: erank + change, entropy: 2 + change, condition: condition),
          "fastervlm", kept: kept)
      }
    }
    let report = StudyRows.report(
      Robustness.self, plan,
      rows("a", 8, [(nil, 0, [1, 2]), ("blur:1", -2, [1, 2]), ("noise:1", 4, [3, 4])])
        + rows("b", 20, [(nil, 0, [1, 2]), ("blur:1", 1, [2, 3])])
        + rows("c", 20, [(nil, 0, [1, 2])]))
    #expect(
      report.cells("erank", "kind") == [.text("blur"), .text("noise"), .text("average")])
    #expect(report.numbers("erank", "erank_change_severity_1") == [1.5, 4, 2.75])
    // 2 of 8 and 1 of 20; 4 of 8.
    #expect(report.numbers("erank", "erank_change_relative_severity_1") == [15, 50, 32.5])
    #expect(report.numbers("entropy", "entropy_change_severity_1") == [1.5, 4, 2.75])
    // 8 becomes 12, over 10.
    #expect(report.numbers("entropy", "verdict_changed_severity_1") == [0, 100, 50])
    // {1, 2} with itself, and with {2, 3}; with {3, 4}.
    let shared = report.numbers("selection-2-severity-1", "blur")[0] ?? 0
    #expect(abs(shared - (1 + 1.0 / 3) / 2) < 1e-12)
    #expect(report.numbers("selection-2-severity-1", "noise") == [0])
    #expect(report.notes.contains("1 image without rows of a changed and an unchanged image"))
    guard case .chart(let chart) = report.plots[0].body else { return }
    #expect(chart.series.map(\.name) == ["average", "blur", "noise"])
    #expect(chart.series[0].points == [.init(0, 0), .init(1, 32.5)])
    #expect(chart.series[1].points == [.init(0, 0), .init(1, 15)])
  }

  @Test("agreement: common patches of every two strategies, and where they lie")
  func agreement() throws {
    let plan = try Agreement.plan(
      StudyRows.options(["fastervlm", "divprune", "tome"], ["2", "4"]))
    var rows: [SurveyRow] = []
    for (name, second) in [("a", [0, 1]), ("b", [1, 5])] {
      let sample = StudyRows.sample(name, erank: 4)
      rows += [
        StudyRows.row(sample, "fastervlm", kept: [0, 1]),
        StudyRows.row(sample, "divprune", kept: second),
        StudyRows.row(sample, "tome", kept: nil, keep: 2),
        StudyRows.row(sample, "fastervlm", kept: [5, 6, 9, 10]),
      ]
    }
    // Of another grid: no place on the map.
    var other = StudyRows.row(StudyRows.sample("c", erank: 4), "fastervlm", kept: [0, 1])
    (other.rows, other.columns) = (2, 8)
    let report = StudyRows.report(Agreement.self, plan, rows + [other])
    // 1 and 1/3 at 2; no pair at 4.
    let pair = report.numbers("jaccard", "divprune")
    #expect(abs((pair[0] ?? 0) - 2.0 / 3) < 1e-12 && pair[1] == 1)
    #expect(report.cells("records", "second") == [.text("divprune")])
    #expect(report.numbers("records", "images") == [2])
    #expect(report.maps.map(\.strategy) == ["fastervlm", "fastervlm", "divprune"])
    #expect(report.maps[0].images == 2 && report.maps[0].shares.prefix(3) == [1, 1, 0])
    #expect(report.maps[2].shares[0] == 0.5 && report.maps[2].shares[5] == 0.5)
    // 12 of 16 patches are in the ring; the four inner ones are kept at 4.
    #expect(report.numbers("position", "border") == [1, 0, 0.75])
    #expect(report.numbers("position", "border_expected") == [0.75, 0.75, 0.75])
    #expect(report.numbers("position", "row")[1] == 0.5)
    // Two places of 16 alike: ln 2 / ln 16.
    #expect(abs((report.numbers("position", "evenness")[0] ?? 0) - 0.25) < 1e-12)
    #expect(report.notes.contains("no patches as such, left out: tome"))
    #expect(report.notes.contains { $0.contains("the 2 images on a grid of 4×4") })
    guard case .matrix(let matrix) = report.plots[0].body else { return }
    #expect(matrix.items.map(\.name) == ["fastervlm", "divprune"])
    #expect(StudyMap.sheet(report.maps).width > 300 && report.maps[0].figure().width > 300)
  }

  @Test("gaps: what of a plan a survey's rows do not have")
  func gaps() throws {
    let plan = try Diversity.plan(StudyRows.options(["fastervlm", "divprune"], ["2", "4"]))
    var gaps = StudyGaps(plan)
    #expect(gaps.missing.map(\.description) == ["no rows of the samples"])
    for name in ["a", "b"] {
      let sample = StudyRows.sample(name, erank: 4)
      gaps.add(StudyRows.row(sample, "fastervlm", kept: [0, 1]))
      if name == "a" { gaps.add(StudyRows.row(sample, "fastervlm", kept: [0, 1, 2, 3])) }
      var refused = StudyRows.row(sample, "divprune", kept: nil, keep: 2)
      refused.refusal = "no features"
      if name == "b" { gaps.add(refused) }
    }
    #expect(
      gaps.missing.map(\.description) == [
        "no rows of fastervlm at 4 for 1 of 2 samples",
        "no rows of divprune at 2 for 1 of 2 samples",
        "no rows of divprune at 4 for 1 of 2 samples",
      ])
  }

  @Test("gaps: a condition without rows is told once")
  func conditionGaps() throws {
    var options = try StudyRows.options(["fastervlm"], ["2"])
    options.kinds = ["blur"]
    var gaps = StudyGaps(try Robustness.plan(options))
    gaps.add(StudyRows.row(StudyRows.sample("a", erank: 4), "fastervlm", kept: [0, 1]))
    #expect(
      gaps.missing.map(\.description) == [
        "no rows of the samples under blur:1", "no rows of the samples under blur:3",
      ])
  }

  @Test("means over fewer images, rows that lie apart and several encoders are told")
  func comparability() throws {
    let plan = try Diversity.plan(StudyRows.options(["divprune", "fastervlm"], ["2"]))
    let (one, two) = (
      StudyRows.sample("a", erank: 9), StudyRows.sample("b", erank: 11, encoder: "f")
    )
    let rows = [
      StudyRows.row(one, "divprune", kept: [0, 1]), StudyRows.row(one, "fastervlm", kept: [0, 2]),
      StudyRows.row(two, "divprune", kept: [0, 1]),
    ]
    let notes = StudyRows.report(Diversity.self, plan, rows).notes.joined(separator: "\n")
    #expect(notes.contains("means of fastervlm are of no more than 1 of 2 images"))
    #expect(notes.contains("tokens of 2 encoders, e (1), f (1)"))
    #expect(!notes.contains("apart, "))
    let apart = StudyRows.report(Diversity.self, plan, [rows[0], rows[2], rows[1]])
    #expect(apart.notes.joined().contains("rows of a sample lie apart, 1 times"))
  }
}
