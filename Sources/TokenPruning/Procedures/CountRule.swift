internal import TokenFields

/// Who decides how many tokens a strategy keeps: the budget, or the image by what stands out.
///
/// The released code of PruMerge and of TRIM can do both.
enum CountRule: String, Sendable, CaseIterable {
  case budget, adaptive

  private static let name = "count"

  /// The parameter that chooses it; the budget by default.
  ///
  /// - Parameter summary: What the two do.
  /// - Returns: The specification of the parameter `count`.
  static func parameter(_ summary: String) -> ParameterSpecification {
    ParameterSpecification(
      name, .choice(allCases.map(\.rawValue)), default: .word(budget.rawValue), summary)
  }

  /// Reads the parameter.
  init(_ values: ParameterValues) {
    self = values.word(Self.name).flatMap(CountRule.init) ?? .budget
  }

  /// The parameter as it is.
  var resolved: ParameterValues {
    var values = ParameterValues()
    values.set(Self.name, .word(rawValue))
    return values
  }
}
