import Glibc
import LinearAlgebra
import Testing
import TokenFields
import TokenPruning

/// Traces of fields so small that every number is known by hand.
struct Traced {
  let plan: any SelectionPlan

  /// Plans a strategy, as the command line spells it.
  init(_ label: String, _ field: TokenField) throws {
    plan = try StrategyCatalog.make(label).strategy.plan(for: PreparedField(field))
  }

  /// The trace of a token.
  func callAsFunction(_ token: Int, keeping budget: Int) throws -> TokenTrace {
    try plan.trace(of: token, keeping: budget)
  }

  /// The smallest budgets of all tokens.
  func smallest() throws -> [Int?] {
    try #require(try plan.smallestBudgets(of: Array(0..<plan.count)))
  }
}

/// The cosine distance of two directions, by the degrees between them.
func distance(_ degrees: Double) -> Double { 1 - cosine(degrees) }

/// The cosine of two directions, by the degrees between them.
func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }

/// Holds comparisons to what they should be, numbers up to rounding.
func expect(
  _ trace: TokenTrace, _ expected: [TokenReason.Comparison], _ place: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let found = trace.reason.comparisons
  #expect(
    found.count == expected.count && zip(found, expected).allSatisfy(isAlike),
    "\(place) \(found) where \(expected) is right", sourceLocation: sourceLocation)
}

private func isAlike(_ one: TokenReason.Comparison, _ other: TokenReason.Comparison) -> Bool {
  one.measure == other.measure && abs(one.value - other.value) < 1e-12 && one.other == other.other
    && one.scope == other.scope && one.rank == other.rank && one.isPassed == other.isPassed
    && one.cut?.token == other.cut?.token && (one.cut == nil) == (other.cut == nil)
    && abs((one.cut?.value ?? 0) - (other.cut?.value ?? 0)) < 1e-12
}

extension TokenReason.Comparison {
  /// A comparison with its rank as `place`, `count` and `quota`, and its cut as value and token.
  static func of(
    _ measure: TokenReason.Measure, _ value: Double, to other: Int? = nil,
    in scope: TokenReason.Scope? = nil, rank: (Int, Int, Int?)? = nil, cut: (Double, Int?)? = nil,
    _ isPassed: Bool? = nil
  ) -> TokenReason.Comparison {
    TokenReason.Comparison(
      measure, value, to: other, in: scope,
      rank: rank.map { TokenReason.Rank($0.0, of: $0.1, quota: $0.2) },
      cut: cut.map { TokenReason.Cut($0.0, of: $0.1) }, isPassed: isPassed)
  }
}
