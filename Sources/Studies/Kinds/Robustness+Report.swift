internal import Surveys
internal import Analysis
internal import TokenPruning
internal import Plots

extension RobustnessReduction {
  /// A row for each kind, and one of their averages, with columns of both numbers at each severity.
  private func table(
    _ name: String, _ caption: String,
    _ numbers: [(
      key: String, heading: String, unit: String, decimals: Int,
      value: @Sendable (Changes) -> Double?
    )]
  ) -> StudyTable {
    let columns = severities.flatMap { severity in
      numbers.map { number in
        StudyTable.Column.number(
          "\(number.key)_severity_\(severity)", "\(number.heading) at \(severity)",
          unit: number.unit, decimals: number.decimals)
      }
    }
    func cells(_ value: (Int, @Sendable (Changes) -> Double?) -> Double?) -> [StudyTable.Cell] {
      severities.flatMap { severity in numbers.map { .init(value(severity, $0.value)) } }
    }
    let rows = kinds.map { kind in
      [StudyTable.Cell.text(kind)]
        + cells { severity, value in change(kind, severity).flatMap(value) }
    }
    let average =
      [StudyTable.Cell.text("average")]
      + cells { severity, value in
        meanOfMeans(kinds.map { change($0, severity).flatMap(value) })
      }
    return StudyTable(
      name: name, caption: caption, columns: [.text("kind")] + columns, rows: rows + [average])
  }

  /// Table 17's shape.
  var erankTable: StudyTable {
    table(
      "erank", "Mean change of the erank of all tokens, by severity",
      [
        ("erank_change", "|Δ|", "", 2, { $0.erank.mean }),
        ("erank_change_relative", "change", "%", 2, { $0.relative.mean }),
      ])
  }

  var entropyTable: StudyTable {
    table(
      "entropy",
      "Mean change of the entropy (nats), and images that change between simple and complex",
      [
        ("entropy_change", "|Δ|", "", 3, { $0.entropy.mean }),
        ("verdict_changed", "changed", "%", 1, { $0.verdict.mean.map { $0 * 100 } }),
      ])
  }

  /// A table for each budget and severity: what selections share with those of unchanged images.
  var selectionTables: [StudyTable] {
    guard !strategies.isEmpty else { return [] }
    return plan.survey.budgets.indices.flatMap { budget in
      severities.map { severity in
        let rows = strategies.map { strategy -> [StudyTable.Cell] in
          let means = kinds.map { shared(strategy, budget, $0, severity)?.mean }
          return [.text(plan.labels[strategy])] + means.map { .init($0) }
            + [.init(meanOfMeans(means))]
        }
        let keep = plan.survey.budgets[budget]
        return StudyTable(
          name: "selection-\(keep)-severity-\(severity)",
          caption: "Jaccard of kept patches with those of the unchanged image, keep \(keep), "
            + "severity \(severity)",
          columns: [.text("strategy")] + kinds.map { .number($0, decimals: 3) }
            + [.number("average", decimals: 3)], rows: rows)
      }
    }
  }

  var records: StudyTable {
    var rows: [[StudyTable.Cell]] = []
    for place in changes.keys.sorted() {
      guard let condition = conditions[place], let change = changes[place] else { continue }
      let head: [StudyTable.Cell] = [.text(condition.kind), .count(condition.severity)]
      let numbers = [
        ("erank_change", change.erank), ("erank_change_percent", change.relative),
        ("entropy_change", change.entropy), ("verdict_changed", change.verdict),
      ]
      for (name, tally) in numbers where tally.count > 0 {
        rows.append(
          head + [
            .text(name), .missing, .missing, .count(tally.count), .init(tally.mean),
            .init(tally.standardError),
          ])
      }
      for strategy in strategies {
        for budget in plan.survey.budgets.indices {
          let key = RowKey(strategy: strategy, budget: budget, condition: place)
          guard let tally = jaccards[key] else { continue }
          rows.append(
            head + [
              .text("jaccard"), .text(plan.labels[strategy]),
              .text(plan.survey.budgets[budget].description), .count(tally.count),
              .init(tally.mean), .init(tally.standardError),
            ])
        }
      }
    }
    return StudyTable(
      name: "records", caption: "Changes under each condition, over images",
      columns: [
        .text("kind"), .number("severity", decimals: 0), .text("measure"), .text("strategy"),
        .text("budget"), .number("images", decimals: 0), .number("mean", decimals: 4),
        .number("error", decimals: 4),
      ], rows: rows)
  }

  // MARK: Plots

  private var severityAxis: PlotAxis {
    PlotAxis(
      "severity", column: "severity", holding: [0] + severities.map(Double.init), isCount: true)
  }

  /// The relative change of the erank over severity, from none at 0.
  func changePlot(_ gathered: Gathered) -> Plot {
    let series = kinds.enumerated().compactMap { place, kind -> PlotSeries? in
      let points = severities.compactMap { severity in
        change(kind, severity)?.relative.mean.map { PlotSeries.Point(Double(severity), $0) }
      }
      guard let last = points.last else { return nil }
      return PlotSeries(
        name: kind, detail: StudyText.fixed(last.y, 2), sign: StudyPlot.sign(place), style: place,
        points: [.init(0, 0)] + points)
    }
    let averages = severities.compactMap { severity in
      meanOfMeans(kinds.map { change($0, severity)?.relative.mean })
        .map { PlotSeries.Point(Double(severity), $0) }
    }
    let average = averages.last.map { last in
      PlotSeries(
        name: "average", detail: StudyText.fixed(last.y, 2), sign: "·", style: 0, role: .reference,
        points: [.init(0, 0)] + averages)
    }
    return StudyPlot.chart(
      Robustness.name, "change of the erank over severity",
      StudyText.images(gathered.samples), x: severityAxis,
      y: PlotAxis(
        "mean change of the erank", unit: "%", column: "erank_change_percent",
        holding: [0] + series.flatMap { $0.points.map(\.y) }, rounding: true),
      seriesColumn: "kind", series: (kinds.count > 1 ? [average].compactMap { $0 } : []) + series,
      detailTitle: "at \(severities.last ?? 0)")
  }

  /// What selections share with those of unchanged images, over severity, from all at 0.
  func sharedPlot(_ budget: Int, _ gathered: Gathered) -> Plot {
    let series = strategies.enumerated().compactMap { place, strategy -> PlotSeries? in
      let points = severities.compactMap { severity in
        meanOfMeans(kinds.map { shared(strategy, budget, $0, severity)?.mean })
          .map { PlotSeries.Point(Double(severity), $0) }
      }
      guard let last = points.last else { return nil }
      return PlotSeries(
        name: plan.labels[strategy], title: plan.survey.strategies[strategy].title,
        detail: StudyText.fixed(last.y, 2), sign: StudyPlot.sign(place), style: place,
        points: [.init(0, 1)] + points)
    }
    let number = plan.survey.budgets.count > 1 ? "-\(budget + 1)" : ""
    return StudyPlot.chart(
      "robustness-selection\(number)", "overlap with the unchanged image's selection",
      "keep \(plan.survey.budgets[budget]), average over "
        + "\(kinds.joined(separator: ", ")), \(StudyText.images(gathered.samples))",
      x: severityAxis,
      y: PlotAxis("mean Jaccard", column: "jaccard", holding: [0, 1]),
      seriesColumn: "strategy", series: series, detailTitle: "at \(severities.last ?? 0)")
  }
}
