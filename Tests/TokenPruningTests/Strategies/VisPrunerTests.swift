import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct VisPrunerTests {
  @Test(
    arguments: ReferenceFields.random + ReferenceFields.degenerate,
    ["0", "0.3", "0.5", "0.75", "1"])
  func thinsAsTheDefinitionDoes(_ sample: DescribedField, ratio: String) throws {
    let strategy = try StrategyCatalog.make("vispruner:ratio=\(ratio)").strategy
    let plan = try strategy.plan(for: PreparedField(sample.field))
    let tokens = ReferenceTokens(sample.field)
    for budget in 1...sample.field.count {
      let expected = ReferenceStrategies.visPruner(
        tokens, ratio: try #require(Double(ratio)), keeping: budget)
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), ratio \(ratio), keep \(budget)"
      #expect(selection.kept == (expected.important + expected.diverse).sorted(), "\(place)")
      #expect(selection.important == expected.important.sorted(), "\(place)")
    }
  }

  /// More tokens than the neighbour lists are deep, and most of them nearly alike: listed
  /// neighbours run out and whole rows must be read.
  @Test func thinsListsLongerThanTheNeighbourLists() throws {
    var field = RandomField.make(
      seed: 70, grid: TokenGrid(rows: 12, columns: 13), width: 3, heads: 2)
    let noise = RandomField.matrix(seed: 71, rows: field.count, columns: 3)
    let features = try #require(field.features)
    field.features = Matrix(
      rows: field.count, columns: 3,
      elements: features.elements.indices.map { index in
        index / 3 < 100 ? 1 + 0.01 * noise.elements[index] : features.elements[index]
      })
    let plan = try VisPruner().plan(for: PreparedField(field))
    let tokens = ReferenceTokens(field)
    for budget in [1, 2, 3, 7, 16, 33, 64, 99, 120, 155, 156] {
      let expected = ReferenceStrategies.visPruner(tokens, ratio: 0.5, keeping: budget)
      #expect(
        try plan.selection(keeping: budget).kept
          == (expected.important + expected.diverse).sorted(),
        "keep \(budget)")
    }
  }

  @Test func truncatesTheImportantShare() throws {
    let plan = try VisPruner().plan(for: PreparedField(RandomField.make(seed: 3)))
    #expect(
      try plan.selection(keeping: 1).important == nil || plan.selection(keeping: 1).important == [])
    #expect(try plan.selection(keeping: 7).important?.count == 3)
    #expect(try plan.selection(keeping: 8).important?.count == 4)
  }

  // MARK: The share that the image steers

  private static let large = RandomField.make(
    seed: 132, grid: TokenGrid(rows: 10, columns: 12), width: 24)

  /// Shares of r₀ · (2 − e/ē) or r₀ · e/ē, of which whole tokens are important.
  private static let steered: [(setting: String, ratio: Double, share: Double, counts: [Int])] = [
    ("adapt=erank", 0.9, 0.55, [0, 3, 5, 9, 13, 54]),
    ("adapt=entropy", 0.9, 0.55, [0, 3, 5, 9, 13, 54]),
    ("adapt=inverse", 1.1, 0.55, [0, 3, 5, 9, 13, 54]),
    ("adapt=erank", 1.3, 0.35, [0, 2, 3, 6, 8, 34]),
    ("adapt=inverse", 0.7, 0.35, [0, 2, 3, 6, 8, 34]),
    ("adapt=erank:ratio=0.75", 1.3, 0.525, [0, 3, 5, 9, 13, 51]),
    // Beyond all or nothing there is no more.
    ("adapt=erank", 3, 0, [0, 0, 0, 0, 0, 0]), ("adapt=inverse", 3, 1, [1, 7, 10, 18, 25, 99]),
    ("adapt=entropy:ratio=0.9", 0.1, 1, [1, 7, 10, 18, 25, 99]),
    ("adapt=none", 3, 0.5, [0, 3, 5, 9, 12, 49]),
  ]

  @Test(arguments: steered)
  func theSteeredShareIsTruncatedToo(
    setting: String, ratio: Double, share: Double, counts: [Int]
  ) throws {
    let strategy = try StrategyCatalog.make("vispruner:\(setting)").strategy
    let signal = setting.contains("entropy") ? "entropy" : "erank"
    let plan = try strategy.plan(for: PreparedField(Self.large.measuring(ratio, by: signal)))
    let tokens = ReferenceTokens(Self.large)
    for (budget, count) in zip([1, 7, 10, 18, 25, 99], counts) {
      let selection = try plan.selection(keeping: budget)
      let expected = ReferenceStrategies.visPruner(tokens, ratio: share, keeping: budget)
      #expect(expected.important.count == count, "keep \(budget)")
      #expect((selection.important ?? []) == expected.important.sorted(), "keep \(budget)")
      #expect(
        selection.kept == (expected.important + expected.diverse).sorted(), "keep \(budget)")
    }
  }

  @Test func aNoteSaysWhichShareCameOut() throws {
    let prepared = PreparedField(Self.large.measuring(1.3))
    func notes(_ setting: String) throws -> [String] {
      try StrategyCatalog.make("vispruner\(setting)").strategy.notes(for: prepared)
    }
    #expect(try notes(":adapt=erank") == ["adapt=erank gives attention 35.0 % of the budget"])
    #expect(try notes(":adapt=inverse") == ["adapt=inverse gives attention 65.0 % of the budget"])
    #expect(try notes("") == [] && notes(":ratio=0.3") == [])
  }
}
