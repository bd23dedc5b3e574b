import Analysis
import Studies
import Surveys
import TokenPruning

/// Rows of surveys, made by hand.
enum StudyRows {
  /// A row of a sample alone: 4×4 tokens, judged at 10.
  static func sample(
    _ name: String, erank: Double?, entropy: Double? = 2, encoder: String? = "e",
    condition: String? = nil
  ) -> SurveyRow {
    var row = SurveyRow(sample: name, source: "\(name).png")
    row.encoder = encoder
    row.condition = condition
    (row.tokens, row.tiles, row.rows, row.columns) = (16, 1, 4, 4)
    (row.erankInput, row.verdictErank, row.entropy) = (erank, erank, entropy)
    (row.erankAverage, row.averagesSource) = (10, "a test")
    return row
  }

  /// The row of a strategy on a sample; the budget is as many as are kept unless told.
  static func row(
    _ sample: SurveyRow, _ label: String, kept: [Int]?, keep: Int? = nil, erank: Double? = 1,
    attention: Double? = 0.5, coverage: Double? = 0.9
  ) -> SurveyRow {
    var row = sample
    row.strategy = label.split(separator: ":").first.map(String.init)
    row.label = label
    row.keep = keep ?? kept?.count
    row.kept = kept
    (row.erankKept, row.attentionMass, row.coverage) = (erank, attention, coverage)
    return row
  }

  /// The report of a study over rows.
  static func report(_ study: any Study.Type, _ plan: StudyPlan, _ rows: [SurveyRow]) -> StudyReport
  {
    var reduction = study.makeReduction(plan)
    for row in rows { reduction.add(row) }
    return reduction.report()
  }

  /// Options with strategies and budgets as the command line spells them.
  static func options(_ labels: [String], _ budgets: [String]) throws -> StudyOptions {
    var options = StudyOptions()
    options.strategies = try labels.map { try StrategyCatalog.make($0) }
    options.budgets = budgets.compactMap { Budget($0) }
    return options
  }

  /// Plausible rows of whatever a plan asks for, of a number of samples; every seventh row is refused.
  static func random(_ plan: StudyPlan, samples: Int, seed: UInt64) -> [[SurveyRow]] {
    var random = SplitMix(state: seed)
    return (0..<samples).map { number in
      var rows: [SurveyRow] = []
      let erank = 5 + 10 * random.next()
      let entropy = 1 + random.next()
      for condition in plan.conditions {
        let base = sample(
          "s\(number)", erank: erank * (condition == nil ? 1 : 0.9 + 0.2 * random.next()),
          entropy: entropy, condition: condition)
        if plan.labels.isEmpty { rows.append(base) }
        for label in plan.labels {
          for budget in plan.survey.budgets {
            let keep = budget.tokens(of: 16) ?? 16
            let tokens = (0..<16).map { (token: $0, key: random.next()) }
              .sorted { $0.key < $1.key }.prefix(keep).map(\.token).sorted()
            var row = row(
              base, label, kept: tokens, erank: 1 + 5 * random.next(), attention: random.next(),
              coverage: random.next())
            if random.next() < 1 / 7 {
              row = row.refused("too dark")
            }
            rows.append(row)
          }
        }
      }
      return rows
    }
  }
}

extension SurveyRow {
  /// The row with nothing in it but a reason.
  func refused(_ reason: String) -> SurveyRow {
    var row = self
    row.refusal = reason
    // A refused row has no numbers; these must not count.
    (row.erankKept, row.attentionMass, row.coverage, row.kept) = (1000, 1000, 1000, [0])
    return row
  }
}

/// SplitMix64: numbers that Python makes too.
struct SplitMix {
  var state: UInt64

  mutating func next() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    mixed ^= mixed >> 31
    return Double(mixed >> 11) / 9_007_199_254_740_992
  }
}

extension StudyReport {
  /// The cells of a column by the texts of another one's.
  func cells(_ table: String, _ key: String) -> [StudyTable.Cell] {
    let found = table == "records" ? records : tables.first { $0.name == table }
    guard let found, let place = found.columns.firstIndex(where: { $0.key == key }) else {
      return []
    }
    return found.rows.map { $0[place] }
  }

  /// The numbers of a column; nil where nothing is known.
  func numbers(_ table: String, _ key: String) -> [Double?] {
    cells(table, key).map { cell in
      switch cell {
      case .number(let value): value
      case .count(let value): Double(value)
      default: nil
      }
    }
  }
}
