public import Analysis
public import TokenFields
public import TokenMetrics
public import TokenPruning

/// Everything that plots read, as far as it is known.
///
/// It holds results only: making a plot of it costs no more than drawing one. What a kind of plot
/// reads and finds missing is said in the plot's place.
public struct PlotInput: Sendable, Equatable {
  /// What the sample is, for pictures that stand alone.
  public var subject: String
  /// The number of tokens, n.
  public var tokens: Int
  /// How many of them to keep.
  public var budget: Int
  /// The mean class attention, n; nil without any.
  public var attention: [Double]?
  /// The spectrum of all tokens; nil where it is not known or the sample has no features.
  public var spectrum: Spectrum?
  /// Whether the sample has features.
  public var hasFeatures: Bool
  /// The strategies of the list, in its order.
  public var strategies: [PlottedStrategy]

  /// Creates an input.
  ///
  /// - Parameters:
  ///   - subject: What the sample is.
  ///   - field: Its tokens; nothing of them is computed but the mean attention.
  ///   - budget: How many tokens to keep, held to 1...n.
  ///   - spectrum: The spectrum of all tokens, where it is known.
  ///   - strategies: The strategies of the list.
  public init(
    subject: String, field: PreparedField, budget: Int, spectrum: Spectrum? = nil,
    strategies: [PlottedStrategy] = []
  ) {
    self.subject = subject
    tokens = field.count
    self.budget = min(max(budget, 1), field.count)
    attention = field.attention
    self.spectrum = spectrum
    hasFeatures = field.erankSpace != nil
    self.strategies = strategies
  }

  /// The strategies that are compared, the current one last so that it is drawn over the others.
  var compared: [PlottedStrategy] {
    let compared = strategies.filter { $0.isCompared || $0.isCurrent }
    return compared.filter { !$0.isCurrent } + compared.filter(\.isCurrent)
  }

  /// The strategy that the screen is about; the first that is compared where none is.
  var current: PlottedStrategy? {
    strategies.first(where: \.isCurrent) ?? strategies.first(where: \.isCompared)
  }
}

/// A strategy of the list with what plots read of it.
public struct PlottedStrategy: Sendable, Equatable {
  /// Its place in the list, from 0.
  public let place: Int
  /// The strategy.
  public let strategy: ConfiguredStrategy
  /// Whether it takes part in comparisons.
  public var isCompared: Bool
  /// Whether the screen is about it.
  public var isCurrent: Bool
  /// Its selection at the budget, where it is known.
  public var evaluation: Evaluation?
  /// Its curve, as far as it is computed.
  public var curve: BudgetCurve?
  /// The spectrum of what it keeps at the budget, where it is known.
  public var spectrum: Spectrum?
  /// How its threshold grows with the attention rank, for each tile where these are pruned by
  /// themselves; none where it has no threshold.
  public var thresholds: [ThresholdRule]
  /// Its threshold on an average image.
  public var averageThreshold: ThresholdRule?

  /// Creates a strategy of which nothing is known yet.
  ///
  /// - Parameters:
  ///   - place: Its place in the list, from 0.
  ///   - strategy: The strategy.
  ///   - isCompared: Whether it takes part in comparisons.
  ///   - isCurrent: Whether the screen is about it.
  public init(
    place: Int, strategy: ConfiguredStrategy, isCompared: Bool = true, isCurrent: Bool = false
  ) {
    self.place = place
    self.strategy = strategy
    self.isCompared = isCompared
    self.isCurrent = isCurrent
    thresholds = []
  }

  /// Reads how its threshold grows with the rank from a sample; nothing for most strategies.
  ///
  /// - Parameters:
  ///   - field: The tokens.
  ///   - perTile: Whether every tile is pruned by itself.
  /// - Complexity: that of the erank of all tokens, once.
  public mutating func readThresholds(of field: PreparedField, perTile: Bool = false) {
    guard let agile = strategy.strategy as? AgilePruner else { return }
    let parts = perTile ? field.tiles : [field]
    thresholds =
      agile.evidence.allSatisfy { $0.isCarried(by: field.field) }
      ? parts.map { agile.thresholdRule(for: $0) } : []
    averageThreshold = agile.averageThresholdRule
  }

  /// The character that stands on its curves: the digit of its place in the list, from 1, then
  /// letters.
  public var sign: Character { Self.sign(ofPlace: place) }

  /// The character of a place in the list: `1` … `9`, `a` … `z`, `A` … `Z`, and `*` for all others.
  public static func sign(ofPlace place: Int) -> Character {
    let signs = Array("123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return signs.indices.contains(place) ? signs[place] : "*"
  }

  /// A series of its own on a chart.
  func series(
    detail: String, points: [PlotSeries.Point], sign: Character? = nil
  ) -> PlotSeries {
    PlotSeries(
      name: strategy.label, title: strategy.title, detail: detail, sign: sign ?? self.sign,
      style: place, role: isCurrent ? .current : .plain, points: points)
  }
}
