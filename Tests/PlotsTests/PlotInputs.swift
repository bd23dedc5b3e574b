import Analysis
import LinearAlgebra
import Plots
import TestSupport
import TokenFields
import TokenPruning

/// Inputs of plots, from the usual to the odd, each with a name for failures.
struct NamedInput: Sendable, CustomStringConvertible {
  let description: String
  let input: PlotInput

  /// Everything that plots read of a field, for strategies of the catalog.
  static func gathered(
    _ name: String, _ field: TokenField, _ strategies: [String], budget: Int
  ) -> NamedInput {
    let evaluator = SampleEvaluator(PreparedField(field))
    let budget = min(budget, field.count)
    let list = strategies.compactMap {
      label -> (strategy: ConfiguredStrategy, evaluation: Evaluation)? in
      guard let strategy = try? StrategyCatalog.make(label),
        let evaluation = try? evaluator.evaluate(strategy, keeping: budget)
      else { return nil }
      return (strategy, evaluation)
    }
    return NamedInput(
      description: name,
      input: PlotInput(
        for: PlotCatalog.all, subject: name, evaluator: evaluator, evaluations: list,
        budget: budget))
  }

  /// The usual, and every kind of odd field and list.
  static let all: [NamedInput] = {
    let few = ["agilepruner", "divprune", "tome"]
    var inputs = [
      gathered(
        "usual", RandomField.make(seed: 1), ["fastervlm", "agilepruner", "random"], budget: 9),
      gathered("one strategy", RandomField.make(seed: 2), ["divprune"], budget: 4),
      gathered(
        "every strategy", RandomField.make(seed: 3), StrategyCatalog.all.map { $0.name }, budget: 7),
      gathered("merging only", RandomField.make(seed: 4), ["tome", "downsample"], budget: 5),
      gathered(
        "fixed threshold", RandomField.make(seed: 5),
        ["agilepruner:tau=0.1", "agilepruner:slope=0"],
        budget: 5),
      gathered("no strategy", RandomField.make(seed: 6), [], budget: 5),
      gathered("everything kept", RandomField.make(seed: 7), few, budget: 30),
    ]
    var field = RandomField.make(seed: 8)
    field.attention = nil
    inputs.append(gathered("no attention", field, few + ["random"], budget: 6))
    field = RandomField.make(seed: 9)
    field.features = nil
    inputs.append(gathered("no features", field, few + ["fastervlm"], budget: 6))
    field = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    inputs.append(gathered("only a grid", field, few + ["uniform-grid"], budget: 3))
    inputs += DegenerateField.all.map {
      gathered($0.name, $0.field, few + ["fastervlm", "prumerge"], budget: 3)
    }
    var unknown = PlotInput(
      subject: "nothing computed", field: PreparedField(RandomField.make(seed: 10)), budget: 3)
    unknown.strategies = [PlottedStrategy(place: 0, strategy: ConfiguredStrategy(AgilePruner.self))]
    inputs.append(NamedInput(description: "nothing computed", input: unknown))
    return inputs
  }()

  /// A usual input with everything in it.
  static var usual: PlotInput { all[0].input }
}
