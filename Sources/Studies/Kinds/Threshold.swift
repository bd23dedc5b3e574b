internal import Surveys
internal import Analysis
internal import Plots
internal import TextData
internal import TokenPruning

/// How a fixed threshold τ moves the effective rank of what AgilePruner keeps, on simple and on complex
/// images, and where the adaptive rule stands beside it.
///
/// AgilePruner's Table 12 (64 of 576): up to τ = 0.2 the kept erank grows on both kinds of images; at
/// 0.25 it falls on simple ones, where the walk runs out of tokens and the most attended fill the rest.
public enum Threshold: Study {
  /// The name on the command line.
  public static let name = "threshold"
  /// What it tells.
  public static let summary =
    "fixed thresholds against kept erank, with the adaptive rule (Table 12)"

  /// The thresholds of the paper's Table 12.
  static let taus = [0, 0.01, 0.05, 0.1, 0.15, 0.2, 0.25]

  /// Fixed thresholds and the adaptive rule, at 64 of 576.
  ///
  /// - Parameter options: Thresholds in 0...2 as values; strategies that stand beside them in place of
  ///   the adaptive rule; budgets.
  /// - Returns: A plan.
  /// - Throws: ``StudyError`` for options of other studies and thresholds out of range.
  public static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan {
    try check(options)
    let taus = try values(options.values, in: 0...2, default: taus)
    let fixed = taus.map { strategy(AgilePruner.self, [("tau", .number($0))]) }
    let beside = options.strategies ?? [ConfiguredStrategy(AgilePruner.self)]
    return StudyPlan(
      study: name, strategies: fixed + beside, budgets: options.budgets ?? StudyPlan.paperBudget,
      isRequired: true, options: options)
  }

  /// What sums up the rows.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<ThresholdReduction>(plan)
  }

  /// The fixed threshold of a label; nil for any other strategy.
  static func tau(ofLabel label: String) -> Double? {
    let parts = label.split(separator: ":")
    guard parts.count == 2, parts[0] == AgilePruner.name, parts[1].hasPrefix("tau=") else {
      return nil
    }
    return Double(parts[1].dropFirst(4))
  }
}

struct ThresholdReduction: SampleReduction {
  private let plan: StudyPlan
  private var measures: MeasureGrid
  /// The thresholds by the strategies' places.
  private let taus: [Int: Double]

  init(_ plan: StudyPlan) {
    self.plan = plan
    measures = MeasureGrid(plan)
    taus = Dictionary(
      uniqueKeysWithValues: plan.labels.enumerated().compactMap { place, label in
        Threshold.tau(ofLabel: label).map { (place, $0) }
      })
  }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ sample: SampleRows) { measures.add(sample) }

  private var classes: [ImageClass] { [.simple, .complex, .all].filter(measures.has) }

  func report(_ gathered: Gathered) -> StudyReport {
    let measured: [(String, String, Int, any KeyPath<Measures, Tally> & Sendable)] = [
      ("erank", "Mean erank of kept patches", 2, \.erank),
      ("attention", "Share of the class attention on kept patches", 3, \.attention),
      ("coverage", "Coverage: mean largest cosine to a kept patch", 3, \.coverage),
    ]
    let title = "fixed threshold τ against the adaptive rule"
    return StudyReport(
      study: Threshold.name, title: "\(title), \(StudyText.images(gathered.samples))",
      tables: measured.map { name, caption, decimals, measure in
        table(name, caption, decimals, measure).without(uniform: "budget")
      },
      records: measures.records(
        plan,
        extra: [
          (
            StudyTable.Column.number("tau", decimals: 2),
            { StudyTable.Cell(taus[$0]) }
          )
        ]),
      plots: plan.survey.budgets.indices.map { plot($0, gathered) },
      notes: gathered.splitNotes + measures.countNotes(plan, of: gathered.samples))
  }

  private func table(
    _ name: String, _ caption: String, _ decimals: Int,
    _ measure: any KeyPath<Measures, Tally> & Sendable
  ) -> StudyTable {
    let columns = plan.labels.enumerated().map { place, label -> StudyTable.Column in
      taus[place].map {
        .number("tau_\(StudyText.short($0))", "τ \(StudyText.short($0))", decimals: decimals)
      } ?? .number(label, label == AgilePruner.name ? "adaptive" : label, decimals: decimals)
    }
    var rows: [[StudyTable.Cell]] = []
    for budget in plan.survey.budgets.indices {
      for images in classes {
        let cells = plan.labels.indices.map { measures[$0, budget, images] }
        rows.append(
          [
            .text(plan.survey.budgets[budget].description), .text(images.word),
            .count(cells.compactMap { $0?.count }.max() ?? 0),
          ] + cells.map { .init($0?[keyPath: measure].mean) })
      }
    }
    return StudyTable(
      name: name, caption: caption,
      columns: [.text("budget"), .text("class", "images"), .number("images", "n", decimals: 0)]
        + columns, rows: rows)
  }

  private func plot(_ budget: Int, _ gathered: Gathered) -> Plot {
    let shown = classes.count > 1 ? classes.filter { $0 != .all } : classes
    let fixed = taus.keys.sorted { (taus[$0] ?? 0) < (taus[$1] ?? 0) }
    var marks: [PlotMark] = []
    let series = shown.enumerated().compactMap { place, images -> PlotSeries? in
      let points = fixed.compactMap { strategy -> PlotSeries.Point? in
        guard let tau = taus[strategy], let y = measures[strategy, budget, images]?.erank.mean
        else { return nil }
        return PlotSeries.Point(tau, y)
      }
      for strategy in plan.labels.indices where taus[strategy] == nil {
        guard let level = measures[strategy, budget, images]?.erank.mean else { continue }
        let label = plan.labels[strategy]
        marks.append(
          PlotMark(
            .y, at: level,
            "\(label == AgilePruner.name ? "adaptive" : label), \(images.word) "
              + StudyText.fixed(level, 2)))
      }
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: images.word, title: "\(images.word) images", sign: StudyPlot.sign(place),
          style: place, form: points.count > 1 ? .line : .points, points: points)
    }
    return StudyPlot.chart(
      plan.survey.budgets.count > 1 ? "threshold-\(budget + 1)" : "threshold",
      "erank of kept patches over the threshold",
      "keep \(plan.survey.budgets[budget]), \(StudyText.images(gathered.samples))",
      x: PlotAxis(
        "fixed threshold τ", unit: "cosine distance", column: "tau",
        holding: [0] + fixed.compactMap { taus[$0] }),
      y: PlotAxis(
        "mean erank of kept patches", column: "erank_kept",
        holding: series.flatMap { $0.points.map(\.y) } + marks.map(\.value), rounding: true),
      seriesColumn: "class", series: series, marks: marks)
  }
}
