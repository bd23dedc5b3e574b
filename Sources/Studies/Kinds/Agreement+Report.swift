internal import Surveys
internal import Analysis
internal import TokenPruning
internal import Plots

extension AgreementReduction {
  /// The mean over budgets of what every two strategies have in common.
  var pairTable: StudyTable {
    let rows = strategies.enumerated().map { place, one -> [StudyTable.Cell] in
      [.text("\(StudyPlot.sign(place))"), .text(plan.labels[one])]
        + strategies.map { other in
          one == other
            ? .number(1)
            : .init(
              meanOfMeans(plan.survey.budgets.indices.map { common($0, one, other)?.mean }))
        }
    }
    return StudyTable(
      name: "jaccard", caption: "Mean Jaccard of kept patches, over images and budgets",
      columns: [.text("sign", ""), .text("strategy")]
        + strategies.enumerated().map { place, strategy in
          .number(plan.labels[strategy], "\(StudyPlot.sign(place))", decimals: 2)
        }, rows: rows)
  }

  /// Where each strategy keeps patches.
  var positionTable: StudyTable {
    var rows: [[StudyTable.Cell]] = []
    for strategy in strategies {
      for budget in plan.survey.budgets.indices {
        guard let grid = places.grid,
          let found = places.counts(RowKey(strategy: strategy, budget: budget)),
          let bias = PositionBias(found.counts, on: grid)
        else { continue }
        rows.append([
          .text(plan.labels[strategy]), .text(plan.survey.budgets[budget].description),
          .count(found.images), .number(bias.border), .number(bias.expectedBorder),
          .number(bias.expectedBorder > 0 ? bias.border / bias.expectedBorder : 1),
          .number(bias.evenness), .number(bias.row), .number(bias.column),
          .number(Double(found.counts.max() ?? 0) / Double(found.images)),
        ])
      }
    }
    return StudyTable(
      name: "position",
      caption: "Where patches are kept: share in the outer ring of the grid against that of all "
        + "patches, evenness (1: all places alike), mean place (0.5: the middle)",
      columns: [
        .text("strategy"), .text("budget"), .number("images", decimals: 0),
        .number("border", decimals: 3), .number("border_expected", "expected", decimals: 3),
        .number("border_ratio", "ratio", decimals: 2), .number("evenness", decimals: 3),
        .number("row", decimals: 3), .number("column", decimals: 3),
        .number("largest_share", "largest", decimals: 2),
      ], rows: rows)
  }

  /// Every two strategies at every budget, once.
  var records: StudyTable {
    var rows: [[StudyTable.Cell]] = []
    for budget in plan.survey.budgets.indices {
      for (place, one) in strategies.enumerated() {
        for other in strategies.dropFirst(place + 1) {
          guard let tally = common(budget, one, other) else { continue }
          rows.append([
            .text(plan.survey.budgets[budget].description), .text(plan.labels[one]),
            .text(plan.labels[other]), .count(tally.count), .init(tally.mean),
            .init(tally.standardError),
          ])
        }
      }
    }
    return StudyTable(
      name: "records", caption: "Jaccard of kept patches of every two strategies, over images",
      columns: [
        .text("budget"), .text("first"), .text("second"), .number("images", decimals: 0),
        .number("jaccard", decimals: 4), .number("jaccard_error", decimals: 4),
      ], rows: rows)
  }

  /// What every two strategies have in common at a budget.
  func matrix(_ budget: Int, _ gathered: Gathered) -> Plot {
    let keep = plan.survey.budgets[budget]
    let name = Agreement.name + (plan.survey.budgets.count > 1 ? "-\(budget + 1)" : "")
    let title = "overlap of kept patches (Jaccard)"
    let subject = "keep \(keep), \(StudyText.images(gathered.samples))"
    let shown = strategies.filter { one in
      strategies.count == 1 || strategies.contains { one != $0 && common(budget, one, $0) != nil }
    }
    guard !shown.isEmpty else {
      return Plot(
        name: name, title: title, subject: subject,
        body: .missing("no two strategies keep patches of the same image"))
    }
    var absent = 0
    let values = shown.map { one in
      shown.map { other -> Double in
        guard one != other else { return 1 }
        guard let mean = common(budget, one, other)?.mean else {
          absent += 1
          return 0
        }
        return min(max(mean, 0), 1)
      }
    }
    let items = shown.map { strategy in
      PlotMatrix.Item(
        name: plan.labels[strategy], title: plan.survey.strategies[strategy].title,
        sign: StudyPlot.sign(strategies.firstIndex(of: strategy) ?? 0))
    }
    return Plot(
      name: name, title: title, subject: subject,
      body: .matrix(PlotMatrix(items: items, values: values, column: "jaccard")),
      notes: absent > 0 ? ["0 also where two strategies never serve the same image"] : [])
  }
}
