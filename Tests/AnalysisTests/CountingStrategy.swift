import Synchronization
import TokenFields
import TokenPruning

/// A strategy that keeps the first tokens and tells how often it was asked to plan.
struct CountingStrategy: PruningStrategy {
  static let name = "counting"
  static let family = StrategyFamily.baseline
  static let summary = "keep the first tokens"
  static let source = "a test"
  var evidence: [Evidence] { [] }
  var promises: StrategyPromises { [.prefixConsistent, .exactCount, .ordered] }
  static let parameters = [
    ParameterSpecification("series", .integer(0...Int.max), default: .integer(0), "whose plans")
  ]

  /// How many plans were made, by series: each test counts its own.
  private static let counts = Mutex<[Int: Int]>([:])

  /// How many plans of a series were made.
  static func plans(series: Int) -> Int { counts.withLock { $0[series] ?? 0 } }

  private let series: Int

  init(_ values: ParameterValues) { series = values.integer("series") ?? 0 }

  func resolvedParameters(for field: TokenField) -> ParameterValues { ParameterValues() }

  func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    Self.counts.withLock { $0[series, default: 0] += 1 }
    return OrderedPlan(order: Array(0..<field.count))
  }

  /// The strategy with a series of its own.
  static func configured(series: Int) -> ConfiguredStrategy {
    var values = ParameterValues()
    values.set("series", .integer(series))
    return ConfiguredStrategy(CountingStrategy.self, given: values)
  }
}
