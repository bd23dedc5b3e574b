public import Analysis
public import Surveys
public import TokenPruning
public import TokenFields

/// What was asked of a study; what is nil or false is as in the paper.
public struct StudyOptions: Sendable {
  /// The strategies.
  public var strategies: [ConfiguredStrategy]?
  /// The budgets.
  public var budgets: [Budget]?
  /// The values of the parameter that is studied: thresholds τ, or attention shares R.
  public var values: [Double]?
  /// The kinds of image conditions.
  public var kinds: [String]?
  /// How severe image conditions are, 1...5.
  public var severities: [Int]?
  /// Averages that tell simple from complex images, in place of those that the rows carry.
  public var calibration: Calibration?
  /// Whether strategies are applied to every tile by itself.
  public var isPerTile = false

  /// Creates options that ask for nothing special.
  public init() {}
}

/// What a study asks of every sample: a survey's plan under image conditions.
public struct StudyPlan: Sendable {
  /// The study's name.
  public let study: String
  /// The strategies and budgets.
  public var survey: SurveyPlan
  /// The image conditions, as `blur:3`; nil, the unchanged image, comes first.
  public var conditions: [String?]
  /// Averages that tell simple from complex images, in place of those that the rows carry.
  public var calibration: Calibration?

  /// The labels of the strategies, in order.
  public var labels: [String] { survey.strategies.map(\.label) }

  /// Creates a plan.
  ///
  /// - Parameters:
  ///   - study: The study's name.
  ///   - strategies: The strategies; none asks for the samples alone.
  ///   - budgets: The budgets; each counts once.
  ///   - isRequired: Whether every sample must be served by all strategies.
  ///   - conditions: The image conditions beside the unchanged image.
  ///   - options: The rest.
  init(
    study: String, strategies: [ConfiguredStrategy], budgets: [Budget], isRequired: Bool,
    conditions: [String] = [], options: StudyOptions
  ) {
    self.study = study
    var labels: Set<String> = []
    let distinct = strategies.filter { labels.insert($0.label).inserted }
    var seen: Set<Budget> = []
    survey = SurveyPlan(
      strategies: distinct, required: isRequired ? nil : [],
      budgets: budgets.filter { seen.insert($0).inserted }, isPerTile: options.isPerTile)
    self.conditions = [nil] + conditions
    calibration = options.calibration
  }

  /// The shares that are 32, 64, 128 and 192 of LLaVA's 576 tokens, the paper's budgets.
  static let paperBudgets: [Budget] = [
    .percentage(5.6), .percentage(11.1), .percentage(22.2), .percentage(33.3),
  ]

  /// The share that is 64 of 576 tokens.
  static let paperBudget: [Budget] = [.percentage(11.1)]

  /// Every strategy of the catalog that gives equal selections in every run and keeps patches as such.
  static var pruning: [ConfiguredStrategy] {
    StrategyCatalog.all.map { ConfiguredStrategy($0) }.filter { strategy in
      let promises = strategy.strategy.promises
      return promises.contains(.deterministic) && !promises.contains(.keepsNone)
    }
  }
}

extension Study {
  /// Whether it is about whatever strategies and budgets it is asked for, instead of those of the paper.
  public static var comparesStrategies: Bool {
    [Diversity.name, Agreement.name, Robustness.name].contains(name)
  }

  /// Refuses options that only other studies have.
  static func refuse(_ options: [(name: String, isGiven: Bool, studies: [String])])
    throws(StudyError)
  {
    for option in options where option.isGiven && !option.studies.contains(name) {
      throw .unknownOption(study: name, option: option.name, studies: option.studies)
    }
  }

  /// Refuses what the study does not have, of all options that some studies lack.
  static func check(_ options: StudyOptions) throws(StudyError) {
    let strategies = StudyCatalog.all.map { $0.name }.filter { $0 != "scale" }
    try refuse([
      ("--strategy", options.strategies != nil, strategies.filter { $0 != "mixture" }),
      ("--keep", options.budgets != nil, strategies),
      ("--values", options.values != nil, ["threshold", "mixture"]),
      ("--kinds", options.kinds != nil, ["robustness"]),
      ("--severities", options.severities != nil, ["robustness"]),
    ])
    if let strategies = options.strategies, strategies.isEmpty {
      throw .badValue(
        study: name, option: "--strategy", value: "", expected: "at least one strategy")
    }
    if let budgets = options.budgets, budgets.isEmpty {
      throw .badValue(study: name, option: "--keep", value: "", expected: "at least one budget")
    }
  }

  /// The values of the studied parameter, ascending, each once.
  static func values(
    _ given: [Double]?, in range: ClosedRange<Double>, default usual: [Double]
  ) throws(StudyError) -> [Double] {
    guard let given else { return usual }
    guard !given.isEmpty, given.count <= 64 else {
      throw .badValue(
        study: name, option: "--values", value: "\(given.count) values", expected: "1 to 64 values")
    }
    for value in given where !range.contains(value) {
      throw .badValue(
        study: name, option: "--values", value: "\(value)",
        expected: "a number in \(range.lowerBound)...\(range.upperBound)")
    }
    return Set(given).sorted()
  }

  /// A strategy of the catalog with one parameter set; its name is one of the catalog's.
  static func strategy(
    _ type: any PruningStrategy.Type, _ parameters: [(name: String, value: ParameterValue)]
  ) -> ConfiguredStrategy {
    var values = ParameterValues()
    // In the order of the specifications, as labels are written.
    for specification in type.parameters {
      if let given = parameters.first(where: { $0.name == specification.name }) {
        values.set(given.name, given.value)
      }
    }
    return ConfiguredStrategy(type, given: values)
  }
}
