import LinearAlgebra
import Testing
import TokenFields

@Suite struct EvidenceTests {
  private let bare = TokenField(grid: TokenGrid(rows: 1, columns: 2))
  private let matrix = Matrix(rows: 2, columns: 2, repeating: 1)

  private func carried(by field: TokenField) -> Set<Evidence> {
    Set(Evidence.allCases.filter { $0.isCarried(by: field) })
  }

  @Test func aFieldWithOnlyAGridCarriesNothing() {
    #expect(carried(by: bare) == [])
  }

  @Test func eitherKindOfFeaturesStandsInForTheOther() {
    var field = bare
    field.features = matrix
    #expect(carried(by: field) == [.features, .projected])
    (field.features, field.projected) = (nil, matrix)
    #expect(carried(by: field) == [.features, .projected])
  }

  @Test func relevanceIsScoresOrEmbeddingsOfBothSides() {
    var field = bare
    field.clipImageEmbeds = matrix
    #expect(carried(by: field) == [])
    field.textEmbeds = matrix
    #expect(carried(by: field) == [.relevance])
    (field.clipImageEmbeds, field.relevance) = (nil, [1, 2])
    #expect(carried(by: field) == [.relevance])
  }

  @Test func classAttentionStandsInForTheLastLayers() {
    var field = bare
    field.lastLayerAttention = [1, 2]
    #expect(carried(by: field) == [.lastLayerAttention])
    (field.lastLayerAttention, field.attention) = (nil, matrix)
    #expect(carried(by: field) == [.attention, .lastLayerAttention])
  }

  @Test func eachOtherArrayIsItsOwnEvidence() {
    var field = bare
    field.keys = [matrix]
    field.shallowAttention = matrix
    field.firstLayerAttention = matrix
    field.llmAttention = [1, 2]
    #expect(
      carried(by: field) == [.keys, .shallowAttention, .firstLayerAttention, .llmAttention])
  }
}
