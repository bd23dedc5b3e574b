internal import LinearAlgebra
internal import TokenFields

/// The share of a budget that goes to attention, fixed or steered by the image.
///
/// The more complex the image, the smaller the share: r = clip(r₀ · (2 − e/ē), 0, 1) for the
/// effective rank e of the image and ē of the average one; the inverse is r₀ · e/ē. At the average
/// image both are r₀. With `entropy` the two are the image's entropy and its average. Tokens that
/// are all equal have a centred erank of 0: the share is twice r₀, at most 1, and its inverse 0.
///
/// Source: AgilePruner Sec. 4.3 (Tables 5–6) maps erank linearly to the mixing ratio; slope and
/// clipping are not published, this is the simplest line through its Eq. 6's ratio.
struct AdaptiveShare: Sendable, Equatable {
  /// What steers the share.
  enum Signal: String, Sendable, CaseIterable {
    case none, erank, inverse, entropy
  }

  /// The parameters of a strategy with such a share; the share itself comes first.
  ///
  /// - Parameters:
  ///   - ratio: The default of the share, r₀.
  ///   - origin: Where that comes from.
  /// - Returns: The share, what moves it, and the averages it is compared to.
  static func parameters(ratio: Double, from origin: String) -> [ParameterSpecification] {
    [
      ParameterSpecification(
        "ratio", .number(0...1), default: .number(ratio),
        "share of the budget kept for attention; \(origin)"),
      ParameterSpecification(
        "adapt", .choice(Signal.allCases.map(\.rawValue)), default: .word("none"),
        "what moves the share: nothing, erank (complex images get less), its inverse, or entropy; "
          + "AgilePruner Sec. 4.3, the line is our interpretation"),
      ParameterSpecification(
        "erank-average", .number(1e-6...1e6), default: nil,
        "average erank; 90 for LLaVA-1.5 (AgilePruner's code), an encoder's own calibration otherwise"
      ),
      ParameterSpecification(
        "entropy-average", .number(1e-6...1e6), default: nil,
        "average entropy in nats; 4.80 for LLaVA-1.5 (AgilePruner's mean on MME), or the encoder's own"
      ),
      ParameterSpecification(
        "centred", .flag, default: .flag(true),
        "whether the erank that steers it subtracts the mean token: code true, paper's Eq. 7 false"),
    ]
  }

  /// The share at the average image, r₀.
  let ratio: Double
  /// What steers it.
  let signal: Signal
  private let given: ParameterValues

  /// Reads the parameters.
  init(_ values: ParameterValues, defaultRatio: Double = 0.5) {
    given = values
    ratio = values.number("ratio") ?? defaultRatio
    signal = values.word("adapt").flatMap(Signal.init) ?? .none
  }

  /// The share for a field, 0...1.
  func share(for field: PreparedField) -> Double {
    switch signal {
    case .none: ratio
    case .erank: min(max(ratio * (2 - erankRatio(of: field)), 0), 1)
    case .inverse: min(max(ratio * erankRatio(of: field), 0), 1)
    case .entropy: min(max(ratio * (2 - entropyRatio(of: field)), 0), 1)
    }
  }

  /// A plan that keeps a share of each budget for attention, and tells where the share's count is
  /// unstable; a share that was given decides nothing by the image's numbers.
  ///
  /// - Parameters:
  ///   - plan: What selects.
  ///   - field: The field whose share it is.
  ///   - attention: The tokens by attention.
  ///   - truncating: Whether the share of a budget is truncated or rounded to the nearest.
  /// - Returns: The plan.
  func deciding(
    _ plan: any SelectionPlan, for field: PreparedField, attention: Ranking, truncating: Bool
  ) -> any SelectionPlan {
    let share = share(for: field)
    // At the ends it is held by the clipping.
    guard signal != .none, share > 0, share < 1 else { return plan }
    return CountDecidingPlan(plan: plan) { budget in
      guard budget < attention.count,
        let close = closeCount(share * Double(budget), truncating: truncating)
      else { return [] }
      let order = attention.best(close.rank + 1)
      return [
        Instability(
          rank: close.rank, token: order[close.rank - 1], rival: order.last, margin: close.margin)
      ]
    }
  }

  private func erankRatio(of field: PreparedField) -> Double {
    (field.erank(centred: given.flag("centred") ?? true) ?? 0) / erankAverage(for: field.field)
  }

  private func entropyRatio(of field: PreparedField) -> Double {
    (field.entropy ?? 0) / entropyAverage(for: field.field)
  }

  private func erankAverage(for field: TokenField) -> Double {
    given.number("erank-average") ?? field.averages.erank
  }

  private func entropyAverage(for field: TokenField) -> Double {
    given.number("entropy-average") ?? field.averages.entropy
  }

  /// The parameters that matter for a field, with their defaults.
  func resolved(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("ratio", .number(ratio))
    values.set("adapt", .word(signal.rawValue))
    switch signal {
    case .none: break
    case .erank, .inverse:
      values.set("erank-average", .number(erankAverage(for: field)))
      values.set("centred", .flag(given.flag("centred") ?? true))
    case .entropy: values.set("entropy-average", .number(entropyAverage(for: field)))
    }
    return values
  }

  /// Which share came out, where it was not given; nil otherwise.
  func note(for field: PreparedField) -> String? {
    guard signal != .none else { return nil }
    let percent = (share(for: field) * 1000).rounded() / 10
    return "adapt=\(signal.rawValue) gives attention \(percent) % of the budget"
  }
}
