internal import Plots
internal import Surveys

/// What a study makes of one sample after the other.
protocol SampleReduction: Sendable {
  /// Creates a reduction that was given no sample.
  init(_ plan: StudyPlan)
  /// Adds a sample.
  mutating func add(_ sample: SampleRows)
  /// Whether nothing was added that a report could be made of.
  var isEmpty: Bool { get }
  /// Makes the report; the notes of all studies are added to it.
  func report(_ gathered: Gathered) -> StudyReport
}

/// Gathers the rows of each sample and hands them on together.
struct BySample<Reduction: SampleReduction>: StudyReduction {
  private let index: PlanIndex
  private var reduction: Reduction
  private var gathered: Gathered
  private var sample: SampleRows?
  /// Hashes of the samples that were finished.
  private var seen: Set<Int> = []

  init(_ plan: StudyPlan) {
    index = PlanIndex(plan)
    reduction = Reduction(plan)
    gathered = Gathered(plan)
  }

  mutating func add(_ row: SurveyRow) {
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
    if !seen.insert(sample.hash).inserted { gathered.apart += 1 }
    gathered.add(sample)
    reduction.add(sample)
  }

  func report() -> StudyReport {
    var all = self
    all.finishSample()
    guard !all.reduction.isEmpty else { return all.gathered.emptyReport }
    var report = all.reduction.report(all.gathered)
    report.notes += all.gathered.notes
    return report
  }
}

/// What every study counts beside its numbers.
struct Gathered: Sendable {
  private struct Refusals: Sendable {
    var count = 0
    /// The first of the reasons in the order of texts.
    var reason = ""
  }

  let plan: StudyPlan
  /// Samples of which something is known.
  private(set) var samples = 0
  /// Samples by class; those of no class are in none but all.
  private(set) var classes: [ImageClass: Int] = [:]
  /// How many tokens the budgets are, by their place.
  private(set) var kept: [Tally]
  private var served: Set<Int> = []
  private var refusals: [String: Refusals] = [:]
  private var unsound = 0
  private var encoders: [String?: Int] = [:]
  /// Samples whose rows came in more than one piece.
  var apart = 0
  private var splits: [Split: Int] = [:]

  init(_ plan: StudyPlan) {
    self.plan = plan
    kept = Array(repeating: Tally(), count: plan.survey.budgets.count)
  }

  mutating func add(_ sample: SampleRows) {
    unsound += sample.unsound
    for refusal in sample.refusals {
      var known = refusals[refusal.label] ?? Refusals()
      known.count += 1
      known.reason = known.reason.isEmpty ? refusal.reason : min(known.reason, refusal.reason)
      refusals[refusal.label] = known
    }
    guard let image = sample.image else { return }
    samples += 1
    if encoders.count < 64 || encoders[image.encoder] != nil {
      encoders[image.encoder, default: 0] += 1
    }
    classes[.all, default: 0] += 1
    if let (judged, split) = image.judged(by: plan.calibration) {
      classes[judged, default: 0] += 1
      splits[split, default: 0] += 1
    }
    for (key, row) in sample.rows where key.condition == 0 {
      served.insert(key.strategy)
      kept[key.budget].add(row.keep.map(Double.init))
    }
  }

  /// The report where there is nothing to report.
  var emptyReport: StudyReport {
    let title = "study \(plan.study)"
    return StudyReport(
      study: plan.study, title: title, tables: [],
      records: StudyTable(name: "records", caption: title, columns: [], rows: []),
      plots: [
        Plot(
          name: plan.study, title: title, subject: "",
          body: .missing("no sample has rows that this study reads"))
      ], notes: ["no sample has rows that this study reads"] + notes)
  }

  /// At which averages simple and complex images were told apart.
  var splitNotes: [String] {
    let shown = splits.sorted {
      ($1.value, $0.key.average, $0.key.source) < ($0.value, $1.key.average, $1.key.source)
    }
    let known = classes[.simple, default: 0] + classes[.complex, default: 0]
    guard !shown.isEmpty else {
      return samples > 0 ? ["no image is called simple or complex: there is no erank"] : []
    }
    let texts = shown.prefix(3).map { split, count in
      "erank \(StudyText.fixed(split.average, 2)) (\(split.source))"
        + (shown.count > 1 ? ", \(count) images" : "")
    }
    let more = shown.count > 3 ? "; and \(shown.count - 3) more averages" : ""
    return [
      "simple and complex images are told apart at \(texts.joined(separator: "; "))\(more)"
    ] + (known < samples ? ["\(samples - known) images are of neither class"] : [])
  }

  /// What was refused, and what was asked for and is not there.
  var notes: [String] {
    var notes = refusals.sorted { $0.key < $1.key }.map { label, refusals in
      let what = label.isEmpty ? "sample" : "row"
      return "refused, \(label.isEmpty ? "" : "\(label): ")\(refusals.count) "
        + "\(what)\(refusals.count == 1 ? "" : "s"), in no mean: \(refusals.reason)"
    }
    let absent = plan.labels.indices.filter { !served.contains($0) }.map { plan.labels[$0] }
      .filter { refusals[$0] == nil }
    if !absent.isEmpty, samples > 0 {
      notes.append(
        "no rows of \(absent.joined(separator: ", ")): no sample serves them, or none was asked")
    }
    if apart > 0 {
      notes.append(
        "rows of a sample lie apart, \(apart) times: images are counted more than once and overlaps are "
          + "too few; sort the file by sample")
    }
    if encoders.count > 1 {
      notes.append(
        "tokens of \(encoders.count) encoders, "
          + encoders.map { "\($0.key ?? "unnamed") (\($0.value))" }.sorted().joined(separator: ", ")
          + ": their numbers do not compare")
    }
    if unsound > 0 {
      notes.append("\(unsound) rows are passed over: their kept patches do not lie in the grid")
    }
    return notes
  }
}
