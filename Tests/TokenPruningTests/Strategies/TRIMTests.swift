import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct TRIMTests {
  private func field() -> TokenField {
    var field = TokenField(
      grid: TokenGrid(rows: 1, columns: 4),
      features: Matrix(rows: 4, columns: 2, elements: [1, 0, 0, 2, 4, 4, 6, 0]))
    field.clipImageEmbeds = Matrix(rows: 4, columns: 2, elements: [3, 0, -1, 5, 2, 0, 0, 9])
    field.textEmbeds = Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 100])
    return field
  }

  @Test func keepsTheSmallestProductWithTheFirstText() throws {
    let selection = try TRIM().plan(for: PreparedField(field())).selection(keeping: 2)
    #expect(selection.order == [1, 3])
    let merging = try #require(selection.merging)
    #expect(merging.groups.count == 1 && selection.outputCount == 3)
    #expect(merging.features(of: PreparedField(field()))?.elements == [2.5, 2])
  }

  @Test func allTokensLeaveNoMeanOfTheRest() throws {
    let selection = try TRIM().plan(for: PreparedField(field())).selection(keeping: 4)
    #expect(selection.kept == [0, 1, 2, 3] && selection.outputCount == 4)
  }

  @Test func relevanceStandsInWithTheLargestFirst() throws {
    var other = field()
    (other.clipImageEmbeds, other.textEmbeds) = (nil, nil)
    other.relevance = [0.1, 0.9, 0.3, 0.2]
    #expect(try TRIM().plan(for: PreparedField(other)).selection(keeping: 2).order == [1, 2])
  }

  @Test func anAdaptiveCountIsThatOfTheOutliers() throws {
    var other = field()
    other.grid = TokenGrid(rows: 1, columns: 8)
    other.features = Matrix(rows: 8, columns: 1, repeating: 1)
    other.relevance = [1, 1.1, 0.9, 1, 1.2, 50, 1, 60]
    let prepared = PreparedField(other)
    let strategy = try StrategyCatalog.make("trim:count=adaptive").strategy
    #expect(strategy.ownBudget(for: prepared) == 2)
    #expect(try strategy.plan(for: prepared).selection(keeping: 7).order == [7, 5])
  }
}
