internal import Surveys
internal import Analysis
internal import Plots
internal import TextData

/// How much an image's effective rank, its entropy and the selections change when the image is blurred,
/// noisy, brighter, of less contrast, or a coarse JPEG.
///
/// AgilePruner's Table 17 (COCO-C, fifteen corruptions): the erank changes by 2.78 or 3.10 % at severity
/// 1 and by 4.11 or 4.62 % at 3, in the mean over kinds. What a selection shares with that of the
/// unchanged image is told as Jaccard.
public enum Robustness: Study {
  /// The name on the command line.
  public static let name = "robustness"
  /// What it tells.
  public static let summary = "erank and selections under blur, noise and the like (Table 17)"

  /// The kinds of image conditions, as `Imaging` names them.
  public static let kinds = ["blur", "noise", "brightness", "contrast", "jpeg"]
  /// The severities there are.
  public static let severities = 1...5

  /// Strategies at 64 of 576 under every kind at severities 1 and 3.
  ///
  /// - Parameter options: Kinds, severities, strategies and budgets in place of these.
  /// - Returns: A plan with conditions such as `blur:3`.
  /// - Throws: ``StudyError`` for unknown kinds and severities beyond 1...5.
  public static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan {
    try check(options)
    let kinds = options.kinds ?? kinds
    for kind in kinds where !Self.kinds.contains(kind) {
      throw .badValue(
        study: name, option: "--kinds", value: kind,
        expected: "of \(Self.kinds.joined(separator: ", "))")
    }
    let severities = options.severities ?? [1, 3]
    for severity in severities where !Self.severities.contains(severity) {
      throw .badValue(
        study: name, option: "--severities", value: "\(severity)", expected: "in 1...5")
    }
    guard !kinds.isEmpty, !severities.isEmpty else {
      throw .badValue(
        study: name, option: kinds.isEmpty ? "--kinds" : "--severities", value: "",
        expected: "at least one")
    }
    let conditions = Self.kinds.filter(kinds.contains).flatMap { kind in
      Set(severities).sorted().map { Condition(kind: kind, severity: $0).name }
    }
    return StudyPlan(
      study: name, strategies: options.strategies ?? StudyPlan.pruning,
      budgets: options.budgets ?? StudyPlan.paperBudget, isRequired: options.strategies != nil,
      conditions: conditions, options: options)
  }

  /// What compares each condition with the unchanged image.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<RobustnessReduction>(plan)
  }

  /// What is done to an image.
  struct Condition: Sendable, Hashable {
    let kind: String
    let severity: Int

    var name: String { "\(kind):\(severity)" }

    init(kind: String, severity: Int) {
      self.kind = kind
      self.severity = severity
    }

    init?(_ name: String?) {
      guard let parts = name?.split(separator: ":"), parts.count == 2, let severity = Int(parts[1])
      else { return nil }
      self.init(kind: String(parts[0]), severity: severity)
    }
  }
}

/// Changes under each condition, and what selections share.
struct RobustnessReduction: SampleReduction {
  /// What a condition changes, over images.
  struct Changes: Sendable {
    var erank = Tally()
    /// Of the unchanged image's erank, in percent.
    var relative = Tally()
    var entropy = Tally()
    /// 1 for an image that is called otherwise, 0 for others.
    var verdict = Tally()
  }

  let plan: StudyPlan
  /// The conditions by their place in the plan.
  let conditions: [Int: Robustness.Condition]
  private(set) var changes: [Int: Changes] = [:]
  private(set) var jaccards: [RowKey: Tally] = [:]
  private var unpaired = 0
  private var resized = 0

  init(_ plan: StudyPlan) {
    self.plan = plan
    conditions = Dictionary(
      uniqueKeysWithValues: plan.conditions.enumerated().compactMap { place, name in
        Robustness.Condition(name).map { (place, $0) }
      })
  }

  var isEmpty: Bool { changes.isEmpty }

  mutating func add(_ sample: SampleRows) {
    guard let image = sample.image, sample.facts.count > 1 else {
      if !sample.facts.isEmpty { unpaired += 1 }
      return
    }
    for (place, facts) in sample.facts where place != 0 {
      var change = changes[place] ?? Changes()
      if let before = image.erank, let after = facts.erank {
        change.erank.add(abs(after - before))
        if before > 0 { change.relative.add(abs(after - before) / before * 100) }
      }
      if let before = image.entropy, let after = facts.entropy {
        change.entropy.add(abs(after - before))
      }
      if let before = image.judged(by: plan.calibration)?.class,
        let after = facts.judged(by: plan.calibration)?.class
      {
        change.verdict.add(before == after ? 0 : 1)
      }
      changes[place] = change
      if facts.grid != image.grid { resized += 1 }
    }
    for (key, row) in sample.rows where key.condition != 0 {
      var unchanged = key
      unchanged.condition = 0
      guard let before = sample.rows[unchanged]?.kept, let after = row.kept, !before.isEmpty,
        !after.isEmpty, sample.facts[key.condition]?.grid == image.grid
      else { continue }
      jaccards[key, default: Tally()].add(jaccard(before, after))
    }
  }

  /// The kinds and severities of which there are rows, in the order of the plan.
  var kinds: [String] {
    Robustness.kinds.filter { kind in
      changes.keys.contains { conditions[$0]?.kind == kind }
    }
  }
  var severities: [Int] {
    Set(changes.keys.compactMap { conditions[$0]?.severity }).sorted()
  }

  func place(_ kind: String, _ severity: Int) -> Int? {
    conditions.first { $0.value == Robustness.Condition(kind: kind, severity: severity) }?.key
  }

  func change(_ kind: String, _ severity: Int) -> Changes? {
    place(kind, severity).flatMap { changes[$0] }
  }

  /// What the selections of a strategy share with those of unchanged images.
  func shared(_ strategy: Int, _ budget: Int, _ kind: String, _ severity: Int) -> Tally? {
    place(kind, severity).flatMap {
      jaccards[RowKey(strategy: strategy, budget: budget, condition: $0)]
    }
  }

  /// The strategies that keep patches, by their place.
  var strategies: [Int] { Set(jaccards.keys.map(\.strategy)).sorted() }

  func report(_ gathered: Gathered) -> StudyReport {
    var notes: [String] = []
    if unpaired > 0 {
      notes.append("\(StudyText.images(unpaired)) without rows of a changed and an unchanged image")
    }
    if resized > 0 {
      notes.append("\(resized) changed images have another grid; their selections are not compared")
    }
    notes.append("averages are those over kinds of the means over images, as in Table 17")
    return StudyReport(
      study: Robustness.name,
      title: "robustness to changes of the image, \(StudyText.images(gathered.samples))",
      tables: [erankTable, entropyTable] + selectionTables, records: records,
      plots: [changePlot(gathered)]
        + plan.survey.budgets.indices.map { sharedPlot($0, gathered) }, notes: notes)
  }
}

/// The mean of means; nil of nothing.
func meanOfMeans(_ values: [Double?]) -> Double? {
  let known = values.compactMap { $0 }
  return known.isEmpty ? nil : known.reduce(0, +) / Double(known.count)
}
