internal import Surveys
internal import Analysis
internal import Plots
internal import TokenFields

/// How much the selections of every two strategies have in common, and where on the grid each keeps
/// patches whatever the image shows: its position bias.
public enum Agreement: Study {
  /// The name on the command line.
  public static let name = "agreement"
  /// What it tells.
  public static let summary = "Jaccard of every two strategies, and where patches are kept"

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

  /// What counts common patches and places.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<AgreementReduction>(plan)
  }
}

/// Sums over every two strategies, and counts of every patch.
struct AgreementReduction: SampleReduction {
  /// Two strategies at a budget, the first before the second in the plan.
  struct Pair: Hashable, Sendable {
    let budget: Int
    let first: Int
    let second: Int
  }

  let plan: StudyPlan
  private var pairs: [Pair: Tally] = [:]
  private(set) var places = PlaceCounts()
  /// Strategies with rows, and those of them that keep patches.
  private var present: Set<Int> = []
  private var keeping: Set<Int> = []

  init(_ plan: StudyPlan) { self.plan = plan }

  var isEmpty: Bool { present.isEmpty }

  mutating func add(_ sample: SampleRows) {
    let rows = sample.rows.filter { $0.key.condition == 0 }
    present.formUnion(rows.keys.map(\.strategy))
    var selections: [RowKey: [Int]] = [:]
    for (key, row) in rows {
      guard let kept = row.kept, !kept.isEmpty else { continue }
      selections[key] = kept
    }
    keeping.formUnion(selections.keys.map(\.strategy))
    for (key, kept) in selections {
      for second in plan.labels.indices where second > key.strategy {
        guard let other = selections[RowKey(strategy: second, budget: key.budget)] else { continue }
        let pair = Pair(budget: key.budget, first: key.strategy, second: second)
        pairs[pair, default: Tally()].add(jaccard(kept, other))
      }
    }
    if !selections.isEmpty { places.add(selections, on: sample.image?.grid) }
  }

  /// The strategies that keep patches, by their place in the plan.
  var strategies: [Int] { keeping.sorted() }

  /// What two strategies have in common at a budget.
  func common(_ budget: Int, _ one: Int, _ other: Int) -> Tally? {
    pairs[Pair(budget: budget, first: min(one, other), second: max(one, other))]
  }

  func report(_ gathered: Gathered) -> StudyReport {
    let without = present.subtracting(keeping).sorted().map { plan.labels[$0] }
    var notes = places.notes
    if !without.isEmpty {
      notes.insert("no patches as such, left out: \(without.joined(separator: ", "))", at: 0)
    }
    return StudyReport(
      study: Agreement.name,
      title: "agreement of strategies, \(StudyText.images(gathered.samples))",
      tables: strategies.isEmpty ? [] : [pairTable, positionTable.without(uniform: "images")],
      records: records,
      plots: plan.survey.budgets.indices.map { matrix($0, gathered) }, maps: maps, notes: notes)
  }

  /// The maps of every strategy at every budget.
  private var maps: [StudyMap] {
    guard let grid = places.grid else { return [] }
    return strategies.flatMap { strategy in
      plan.survey.budgets.indices.compactMap { budget in
        places.counts(RowKey(strategy: strategy, budget: budget)).map { found in
          StudyMap(
            strategy: plan.labels[strategy], budget: plan.survey.budgets[budget].description,
            grid: grid, images: found.images,
            shares: found.counts.map { Double($0) / Double(found.images) })
        }
      }
    }
  }
}
