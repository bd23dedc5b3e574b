import Testing
import TokenFields
import TokenPruning

@Suite struct OwnBudgetTests {
  /// A strategy that decides by itself with some settings.
  private struct Deciding: PruningStrategy {
    static let name = "deciding"
    static let family = StrategyFamily.adaptive
    static let summary = "keep everything"
    static let source = "a test"
    static let parameters = [
      ParameterSpecification(
        "count", .choice(["budget", "adaptive"]), default: .word("budget"), "who decides"),
      ParameterSpecification("free", .flag, default: .flag(false), "whether it decides"),
      ParameterSpecification("slope", .number(0...1), default: .number(0), "nothing"),
    ]
    let evidence: [Evidence] = []
    let promises: StrategyPromises = []
    let hasOwnBudget: Bool

    init(_ values: ParameterValues) {
      hasOwnBudget = values.word("count") == "adaptive" || values.flag("free") == true
    }

    func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
      OrderedPlan(order: Array(0..<field.count))
    }
  }

  /// A strategy that always decides by itself.
  private struct Stubborn: PruningStrategy {
    static let name = "stubborn"
    static let family = StrategyFamily.adaptive
    static let summary = "keep everything"
    static let source = "a test"
    static let parameters: [ParameterSpecification] = []
    let evidence: [Evidence] = []
    let promises: StrategyPromises = []
    let hasOwnBudget = true

    init(_ values: ParameterValues) {}

    func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
      OrderedPlan(order: Array(0..<field.count))
    }
  }

  @Test func settingsThatDecideAreFound() {
    #expect(OwnBudget(of: Deciding.self) == .with(["count=adaptive", "free=true"]))
    #expect(OwnBudget(of: Stubborn.self) == .always)
    #expect(OwnBudget(of: FasterVLM.self) == .never)
  }

  @Test(arguments: StrategyCatalog.all.map { $0.name })
  func settingsOfTheCatalogDecideAsTheySay(name: String) throws {
    let type = try #require(StrategyCatalog.all.first { $0.name == name })
    let standard = try StrategyCatalog.make(name).strategy.hasOwnBudget
    switch OwnBudget(of: type) {
    case .never, .always: #expect(standard == (OwnBudget(of: type) == .always))
    case .with(let settings):
      #expect(!standard && !settings.isEmpty)
      for setting in settings {
        #expect(try StrategyCatalog.make("\(name):\(setting)").strategy.hasOwnBudget)
      }
    }
  }
}
