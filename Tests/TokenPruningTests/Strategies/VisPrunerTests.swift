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
}
