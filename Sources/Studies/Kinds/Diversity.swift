internal import Surveys
internal import TokenPruning
internal import Plots
internal import TextData

/// How diverse kept sets are: the mean effective rank of what each strategy keeps at each budget.
///
/// AgilePruner's Table 1 (at 64 of 576 on POPE): PruMerge+ 10.91, VisionZip 14.02, VisPruner 14.35,
/// DivPrune 21.84. Beside the erank stand how well the kept patches stand for all, and how much of the
/// attention they hold.
public enum Diversity: Study {
  /// The name on the command line.
  public static let name = "diversity"
  /// What it tells.
  public static let summary = "mean erank, coverage and attention share of kept sets (Table 1)"

  /// Strategies at budgets: those of the catalog that keep patches, at 32, 64, 128 and 192 of 576.
  ///
  /// - Parameter options: Strategies and budgets in place of these.
  /// - Returns: A plan; strategies that were asked for must serve every sample, others need not.
  /// - Throws: ``StudyError`` for options of other studies.
  public static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan {
    try check(options)
    return StudyPlan(
      study: name, strategies: options.strategies ?? StudyPlan.pruning,
      budgets: options.budgets ?? StudyPlan.paperBudgets, isRequired: options.strategies != nil,
      options: options)
  }

  /// What sums up the rows.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<DiversityReduction>(plan)
  }
}

struct DiversityReduction: SampleReduction {
  private let plan: StudyPlan
  private var measures: MeasureGrid

  init(_ plan: StudyPlan) {
    self.plan = plan
    measures = MeasureGrid(plan)
  }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ sample: SampleRows) { measures.add(sample) }

  func report(_ gathered: Gathered) -> StudyReport {
    let images = StudyText.images(gathered.samples)
    var tables = [
      table("erank", "Mean erank of kept patches, with its standard error", .all, 2, \.erank, true)
    ]
    for images in [ImageClass.simple, .complex] where measures.has(images) {
      let count = StudyText.images(gathered.classes[images] ?? 0)
      tables.append(
        table(
          "erank-\(images.word)", "Mean erank of kept patches, \(count) called \(images.word)",
          images, 2, \.erank, true))
    }
    tables += [
      table("coverage", "Coverage: mean largest cosine to a kept patch", .all, 3, \.coverage),
      table("attention", "Share of the class attention on kept patches", .all, 3, \.attention),
    ]
    return StudyReport(
      study: Diversity.name, title: "diversity of kept patches, \(images)", tables: tables,
      records: measures.records(plan), plots: [plot(gathered, images)],
      notes: gathered.splitNotes + measures.patchNotes(plan)
        + measures.countNotes(plan, of: gathered.samples))
  }

  private func table(
    _ name: String, _ caption: String, _ images: ImageClass, _ decimals: Int,
    _ measure: any KeyPath<Measures, Tally> & Sendable, _ withError: Bool = false
  ) -> StudyTable {
    let budgets = plan.survey.budgets
    let columns = budgets.flatMap { budget -> [StudyTable.Column] in
      let mean = StudyTable.Column.number(
        "keep_\(budget)", "keep \(budget)", decimals: decimals)
      return withError
        ? [mean, .number("keep_\(budget)_error", "±", decimals: decimals)] : [mean]
    }
    let rows = measures.strategies.map { strategy in
      [StudyTable.Cell.text(plan.labels[strategy])]
        + budgets.indices.flatMap { budget -> [StudyTable.Cell] in
          let tally = measures[strategy, budget, images]?[keyPath: measure]
          return [.init(tally?.mean)] + (withError ? [.init(tally?.standardError)] : [])
        }
    }
    return StudyTable(
      name: name, caption: caption, columns: [.text("strategy")] + columns, rows: rows)
  }

  private func plot(_ gathered: Gathered, _ subject: String) -> Plot {
    let budgets = plan.survey.budgets
    let shown = (budgets.count - 1) / 2
    let series = measures.strategies.enumerated().compactMap { place, strategy -> PlotSeries? in
      let points = budgets.indices.compactMap { budget -> PlotSeries.Point? in
        guard let x = gathered.kept[budget].mean,
          let y = measures[strategy, budget, .all]?.erank.mean
        else { return nil }
        return PlotSeries.Point(x, y)
      }
      guard !points.isEmpty else { return nil }
      let detail = measures[strategy, shown, .all]?.erank.mean.map { StudyText.fixed($0, 2) }
      return PlotSeries(
        name: plan.labels[strategy], title: plan.survey.strategies[strategy].title,
        detail: detail ?? "", sign: StudyPlot.sign(place), style: place,
        form: points.count > 1 ? .line : .points, points: points)
    }
    return StudyPlot.chart(
      Diversity.name, "mean erank of kept patches over budget", subject,
      x: PlotAxis(
        "budget", unit: "tokens kept", column: "budget",
        holding: [0] + series.flatMap { $0.points.map(\.x) }),
      y: PlotAxis(
        "mean erank of kept patches", column: "erank_kept",
        holding: [0] + series.flatMap { $0.points.map(\.y) }, rounding: true),
      seriesColumn: "strategy", series: series, detailTitle: "at \(budgets[shown])")
  }
}
