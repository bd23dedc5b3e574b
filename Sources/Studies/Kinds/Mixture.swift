internal import Surveys
internal import Analysis
internal import Plots
internal import TextData
internal import TokenPruning

/// What the share R of a budget that goes to attention does to the kept set, fixed for all images, moved
/// by each image's effective rank, or moved the other way.
///
/// AgilePruner's Table 3 (64 of 576, R fixed): the kept erank falls from 21.14 at R = 0 to 13.58 at 0.75,
/// while the mean attention of a kept patch rises from .0035 to .0076.
public enum Mixture: Study {
  /// The name on the command line.
  public static let name = "mixture"
  /// What it tells.
  public static let summary = "attention share R from 0 to 1, fixed, adaptive and inverse (Table 3)"

  /// Whether the image moves the share, with the parameter's word.
  enum Rule: String, Sendable, CaseIterable {
    case fixed, adaptive, inverse

    var adapt: String? { self == .fixed ? nil : self == .adaptive ? "erank" : "inverse" }
  }

  /// Mixtures of attention and diversity, at 64 of 576.
  ///
  /// - Parameter options: Shares in 0...1 as values; budgets.
  /// - Returns: A plan.
  /// - Throws: ``StudyError`` for options of other studies and shares out of range.
  public static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan {
    try check(options)
    let shares = try values(options.values, in: 0...1, default: [0, 0.25, 0.5, 0.75, 1])
    return StudyPlan(
      study: name,
      strategies: Rule.allCases.flatMap { rule in shares.map { strategy($0, rule) } },
      budgets: options.budgets ?? StudyPlan.paperBudget, isRequired: true, options: options)
  }

  static func strategy(_ share: Double, _ rule: Rule) -> ConfiguredStrategy {
    strategy(
      Mixed.self,
      [("ratio", .number(share))] + (rule.adapt.map { [("adapt", .word($0))] } ?? []))
  }

  /// What sums up the rows.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<MixtureReduction>(plan)
  }
}

struct MixtureReduction: SampleReduction {
  private let plan: StudyPlan
  private var measures: MeasureGrid
  /// The mixtures by the strategies' places.
  private let mixtures: [(rule: Mixture.Rule, share: Double)]

  init(_ plan: StudyPlan) {
    self.plan = plan
    measures = MeasureGrid(plan)
    mixtures = plan.labels.map { label in
      var (rule, share) = (Mixture.Rule.fixed, 0.5)
      for part in label.split(separator: ":") {
        if part.hasPrefix("ratio=") { share = Double(part.dropFirst(6)) ?? share }
        if part == "adapt=erank" { rule = .adaptive }
        if part == "adapt=inverse" { rule = .inverse }
      }
      return (rule, share)
    }
  }

  var isEmpty: Bool { measures.isEmpty }

  mutating func add(_ sample: SampleRows) { measures.add(sample) }

  private var classes: [ImageClass] { ImageClass.allCases.filter(measures.has) }

  func report(_ gathered: Gathered) -> StudyReport {
    StudyReport(
      study: Mixture.name,
      title: "attention share R of a mixture, \(StudyText.images(gathered.samples))",
      tables: [table.without(uniform: "budget")],
      records: measures.records(
        plan,
        extra: [
          (.text("rule"), { StudyTable.Cell.text(mixtures[$0].rule.rawValue) }),
          (.number("share", decimals: 2), { StudyTable.Cell(mixtures[$0].share) }),
        ]),
      plots: plan.survey.budgets.indices.flatMap { budget in
        classes.map { plot(budget, $0, gathered) }
      }, notes: gathered.splitNotes + measures.countNotes(plan, of: gathered.samples))
  }

  private var table: StudyTable {
    var rows: [[StudyTable.Cell]] = []
    for budget in plan.survey.budgets.indices {
      for strategy in plan.labels.indices {
        guard let all = measures[strategy, budget, .all] else { continue }
        rows.append([
          .text(plan.survey.budgets[budget].description),
          .text(mixtures[strategy].rule.rawValue), .number(mixtures[strategy].share),
          .count(all.count), .init(all.erank.mean), .init(all.erank.standardError),
          .init(measures[strategy, budget, .simple]?.erank.mean),
          .init(measures[strategy, budget, .complex]?.erank.mean),
          .init(all.attentionPerPatch.mean), .init(all.attention.mean), .init(all.coverage.mean),
        ])
      }
    }
    return StudyTable(
      name: "mixture",
      caption: "Mixtures of attention and diversity: erank of kept patches and attention on them",
      columns: [
        .text("budget"), .text("rule"), .number("share", "R", decimals: 2),
        .number("images", "n", decimals: 0), .number("erank_kept", "erank", decimals: 2),
        .number("erank_kept_error", "±", decimals: 2),
        .number("erank_kept_simple", "simple", decimals: 2),
        .number("erank_kept_complex", "complex", decimals: 2),
        .number("attention_per_patch", "attn/patch", decimals: 4),
        .number("attention_mass", "attn share", decimals: 3),
        .number("coverage", decimals: 3),
      ], rows: rows)
  }

  private func plot(_ budget: Int, _ images: ImageClass, _ gathered: Gathered) -> Plot {
    let series = Mixture.Rule.allCases.enumerated().compactMap { place, rule -> PlotSeries? in
      let points = mixtures.indices.compactMap { strategy -> PlotSeries.Point? in
        guard mixtures[strategy].rule == rule,
          let y = measures[strategy, budget, images]?.erank.mean
        else { return nil }
        return PlotSeries.Point(mixtures[strategy].share, y)
      }
      return points.isEmpty
        ? nil
        : PlotSeries(
          name: rule.rawValue, sign: StudyPlot.sign(place), style: place,
          form: points.count > 1 ? .line : .points, points: points)
    }
    let name = Mixture.name + (images == .all ? "" : "-\(images.word)")
    let count = StudyText.images(gathered.classes[images] ?? 0)
    return StudyPlot.chart(
      name + (plan.survey.budgets.count > 1 ? "-\(budget + 1)" : ""),
      "erank of kept patches over the attention share",
      "keep \(plan.survey.budgets[budget]), \(count)"
        + (images == .all ? "" : " called \(images.word)"),
      x: PlotAxis("attention share R", column: "share", holding: [0, 1]),
      y: PlotAxis(
        "mean erank of kept patches", column: "erank_kept",
        holding: series.flatMap { $0.points.map(\.y) }, rounding: true),
      seriesColumn: "rule", series: series)
  }
}
