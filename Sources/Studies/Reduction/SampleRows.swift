internal import Analysis
internal import Surveys

/// What a plan asks for, by its place in the plan.
struct RowKey: Hashable, Sendable {
  let strategy: Int
  let budget: Int
  var condition = 0
}

/// The rows of one sample that a plan asks for.
///
/// A strategy at a budget under a condition is there once, whatever a file repeats, so that the memory
/// is bounded by the plan.
struct SampleRows: Sendable {
  let name: String
  let source: String
  /// What is said of the image under each condition, by the condition's place.
  private(set) var facts: [Int: ImageFacts] = [:]
  private(set) var rows: [RowKey: SurveyRow] = [:]
  /// The labels of strategies that were refused, empty for the sample itself, with the reason.
  private(set) var refusals: [(label: String, reason: String)] = []
  /// Rows whose kept patches cannot be.
  private(set) var unsound = 0

  init(of row: SurveyRow) {
    name = row.sample
    source = row.source
  }

  /// A number that tells samples apart.
  var hash: Int {
    var hasher = Hasher()
    hasher.combine(name)
    hasher.combine(source)
    return hasher.finalize()
  }

  /// What is said of the unchanged image.
  var image: ImageFacts? { facts[0] }

  /// Whether a row is of this sample.
  func holds(_ row: SurveyRow) -> Bool { row.sample == name && row.source == source }

  /// Takes a row if the plan asks for it.
  mutating func add(_ row: SurveyRow, of plan: PlanIndex) {
    guard let condition = plan.condition(of: row) else { return }
    if let refusal = row.refusal, row.label == nil {
      if refusals.count < 4096 { refusals.append(("", refusal)) }
      return
    }
    if facts[condition] == nil { facts[condition] = ImageFacts(row) }
    guard let label = row.label, let strategy = plan.strategies[label] else { return }
    if let refusal = row.refusal {
      guard row.keep == nil || !plan.budgets(of: row).isEmpty else { return }
      if refusals.count < 4096 { refusals.append((label, refusal)) }
      return
    }
    let budgets = plan.budgets(of: row)
    guard !budgets.isEmpty else { return }
    guard Self.isSound(row) else {
      unsound += 1
      return
    }
    for budget in budgets {
      let key = RowKey(strategy: strategy, budget: budget, condition: condition)
      if rows[key] == nil { rows[key] = row }
    }
  }

  /// Whether kept patches ascend within the sample's tokens.
  private static func isSound(_ row: SurveyRow) -> Bool {
    guard let kept = row.kept else { return true }
    guard let tokens = row.tokens, (kept.first ?? 0) >= 0, (kept.last ?? 0) < tokens else {
      return false
    }
    return zip(kept, kept.dropFirst()).allSatisfy { $0 < $1 }
  }
}

/// Where strategies, budgets and conditions stand in a plan.
struct PlanIndex: Sendable {
  let plan: StudyPlan
  let strategies: [String: Int]
  private let conditions: [String?: Int]

  init(_ plan: StudyPlan) {
    self.plan = plan
    strategies = Dictionary(
      zip(plan.labels, plan.labels.indices), uniquingKeysWith: { first, _ in first })
    conditions = Dictionary(
      zip(plan.conditions, plan.conditions.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The place of a row's condition; nil when the plan does not ask for it.
  func condition(of row: SurveyRow) -> Int? { conditions[row.condition] }

  /// The places of the budgets that a row is of: several where they are as many tokens of its sample.
  func budgets(of row: SurveyRow) -> [Int] {
    guard let tokens = row.tokens, (1...ImageFacts.largestCount).contains(tokens),
      let keep = row.keep, row.isOwnBudget != true
    else { return [] }
    return plan.survey.budgets.indices.filter {
      plan.survey.budgets[$0].tokens(of: tokens) == keep
    }
  }
}
