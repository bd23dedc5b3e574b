internal import Analysis
public import Surveys

/// What of a study's plan the rows of a survey do not have.
///
/// Feed it every row of a survey; then ``missing`` says what must still be evaluated.
public struct StudyGaps: Sendable {
  /// Rows that are asked for and are not there.
  public struct Gap: Sendable, Hashable, CustomStringConvertible {
    /// The strategy's label; nil for the sample alone.
    public let label: String?
    /// The budget as it was asked for; nil where there is none.
    public let budget: String?
    /// The image condition; nil for the unchanged image.
    public let condition: String?
    /// Of how many samples there is no such row.
    public let samples: Int
    /// How many samples there are.
    public let total: Int

    /// What is missing, a phrase: `no rows of agilepruner:tau=0.05 at 64`.
    public var description: String {
      var what = label ?? "the samples"
      if let budget { what += " at \(budget)" }
      if let condition { what += " under \(condition)" }
      return samples == total
        ? "no rows of \(what)" : "no rows of \(what) for \(samples) of \(total) samples"
    }
  }

  private let index: PlanIndex
  private var sample: SampleRows?
  private var total = 0
  private var present: [RowKey: Int] = [:]
  private var conditions: [Int: Int] = [:]

  /// Creates gaps of a plan; so far everything is missing.
  ///
  /// - Parameter plan: The plan.
  public init(_ plan: StudyPlan) { index = PlanIndex(plan) }

  /// Reads a row; rows of one sample come together.
  public mutating func add(_ row: SurveyRow) {
    if sample?.holds(row) != true {
      finishSample()
      sample = SampleRows(of: row)
    }
    let index = index
    sample?.add(row, of: index)
  }

  private mutating func finishSample() {
    guard let sample else { return }
    self.sample = nil
    // A sample that could not be read is not missing: it has its reason.
    guard !sample.facts.isEmpty else { return }
    total += 1
    for condition in sample.facts.keys { conditions[condition, default: 0] += 1 }
    for key in sample.rows.keys { present[key, default: 0] += 1 }
    // A strategy that was refused was asked for, at whatever budget.
    for refusal in Set(sample.refusals.map(\.label)) {
      guard let strategy = index.strategies[refusal] else { continue }
      for condition in sample.facts.keys {
        for budget in index.plan.survey.budgets.indices {
          let key = RowKey(strategy: strategy, budget: budget, condition: condition)
          if sample.rows[key] == nil { present[key, default: 0] += 1 }
        }
      }
    }
  }

  /// What is missing, in the order of the plan: conditions, strategies, budgets.
  ///
  /// A strategy that cannot serve a sample leaves no row of it where it need not; such a gap stays,
  /// however often it is evaluated.
  public var missing: [Gap] {
    var all = self
    all.finishSample()
    let plan = index.plan
    var gaps: [Gap] = []
    for (condition, name) in plan.conditions.enumerated() {
      let lacking = all.total - (all.conditions[condition] ?? 0)
      if lacking > 0 || all.total == 0 {
        gaps.append(
          Gap(label: nil, budget: nil, condition: name, samples: lacking, total: all.total))
        if lacking == all.total { continue }
      }
      for (strategy, label) in plan.labels.enumerated() {
        for (budget, keep) in plan.survey.budgets.enumerated() {
          let key = RowKey(strategy: strategy, budget: budget, condition: condition)
          let absent = all.total - lacking - (all.present[key] ?? 0)
          guard absent > 0 else { continue }
          gaps.append(
            Gap(
              label: label, budget: keep.description, condition: name, samples: absent,
              total: all.total))
        }
      }
    }
    return gaps
  }
}
