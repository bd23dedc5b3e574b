internal import Analysis
internal import Surveys
internal import TokenFields

/// What kept sets of images were measured to be.
struct Measures: Sendable {
  var erank = Tally()
  var output = Tally()
  var attention = Tally()
  var attentionPerPatch = Tally()
  var coverage = Tally()
  var kept = Tally()
  /// Images that a row was of.
  var count = 0

  mutating func add(_ row: SurveyRow) {
    count += 1
    // Of no patch there is no erank, whatever a file says.
    let keepsPatches = row.kept?.isEmpty == false
    if keepsPatches {
      erank.add(row.erankKept)
      coverage.add(row.coverage)
      attention.add(row.attentionMass)
    }
    output.add(row.erankOutput)
    if keepsPatches, let mass = row.attentionMass, let patches = row.keptCount {
      attentionPerPatch.add(mass / Double(patches))
    }
    kept.add(row.keptCount.map(Double.init))
  }
}

/// Measures of every strategy at every budget, over all images and over both classes.
struct MeasureGrid: Sendable {
  private var cells: [RowKey: [ImageClass: Measures]] = [:]
  private let calibration: Calibration?

  init(_ plan: StudyPlan) { calibration = plan.calibration }

  var isEmpty: Bool { cells.isEmpty }

  mutating func add(_ sample: SampleRows) {
    let judged = sample.image?.judged(by: calibration)?.class
    for (key, row) in sample.rows where key.condition == 0 {
      cells[key, default: [:]][.all, default: Measures()].add(row)
      if let judged { cells[key, default: [:]][judged, default: Measures()].add(row) }
    }
  }

  /// The measures of a strategy at a budget; nil where there is no row.
  subscript(_ strategy: Int, _ budget: Int, _ images: ImageClass) -> Measures? {
    cells[RowKey(strategy: strategy, budget: budget)]?[images]
  }

  /// Whether any image is of a class.
  func has(_ images: ImageClass) -> Bool { cells.values.contains { $0[images] != nil } }

  /// The strategies with rows, by their place.
  var strategies: [Int] { Set(cells.keys.map(\.strategy)).sorted() }

  /// Those of them that keep no patches as such.
  var withoutPatches: [Int] {
    strategies.filter { strategy in
      cells.allSatisfy { key, classes in
        key.strategy != strategy || (classes[.all]?.kept.count ?? 0) == 0
      }
    }
  }

  /// What must be said of strategies that keep no patches as such.
  func patchNotes(_ plan: StudyPlan) -> [String] {
    let labels = withoutPatches.map { plan.labels[$0] }
    return labels.isEmpty ? [] : ["no patches as such: \(labels.joined(separator: ", "))"]
  }

  /// Which strategies' means are of fewer images than there are.
  func countNotes(_ plan: StudyPlan, of samples: Int) -> [String] {
    var labels: [Int: [String]] = [:]
    for strategy in strategies {
      let counts = plan.survey.budgets.indices.map { self[strategy, $0, .all]?.count ?? 0 }
      if let least = counts.min(), least < samples {
        labels[least, default: []].append(plan.labels[strategy])
      }
    }
    return labels.sorted { $0.key < $1.key }.map { count, labels in
      "means of \(labels.joined(separator: ", ")) are of no more than \(count) of "
        + "\(StudyText.images(samples)), and do not compare with those of others"
    }
  }

  /// All numbers in long form.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - extra: Columns of the study's own, with their cells by the strategy's place.
  /// - Returns: A row for each strategy, budget and class of images.
  func records(
    _ plan: StudyPlan, extra: [(column: StudyTable.Column, cell: (Int) -> StudyTable.Cell)] = []
  ) -> StudyTable {
    var rows: [[StudyTable.Cell]] = []
    for strategy in strategies {
      for budget in plan.survey.budgets.indices {
        for images in ImageClass.allCases {
          guard let cell = self[strategy, budget, images] else { continue }
          rows.append(
            [.text(plan.labels[strategy])] + extra.map { $0.cell(strategy) } + [
              .text(plan.survey.budgets[budget].description), .text(images.word),
              .count(cell.count), .init(cell.kept.mean), .init(cell.erank.mean),
              .init(cell.erank.deviation), .init(cell.erank.standardError),
              .init(cell.output.mean), .init(cell.attention.mean),
              .init(cell.attentionPerPatch.mean), .init(cell.coverage.mean),
            ])
        }
      }
    }
    return StudyTable(
      name: "records", caption: "Means over images of each strategy at each budget",
      columns: [.text("strategy")] + extra.map(\.column) + [
        .text("budget"), .text("class"), .number("images", decimals: 0),
        .number("kept_count", decimals: 1), .number("erank_kept", decimals: 2),
        .number("erank_kept_deviation", decimals: 2), .number("erank_kept_error", decimals: 2),
        .number("erank_output", decimals: 2), .number("attention_mass", decimals: 3),
        .number("attention_per_patch", decimals: 4), .number("coverage", decimals: 3),
      ], rows: rows)
  }
}
