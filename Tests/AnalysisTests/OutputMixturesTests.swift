import Analysis
import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct OutputMixturesTests {
  private let field = PreparedField(RandomField.make(seed: 7, projectedWidth: 5))

  /// Patches 1 and 8 as they are, 4 with others mixed in, and one token that is added.
  private let selection = Selection(
    kept: [8, 1, 4],
    merging: Merging(
      groups: [
        Merging.Group(representative: 4, members: [9, 4], weights: [0.5, 2]),
        Merging.Group(representative: nil, meanOf: [20, 21, 22, 23]),
      ], in: .features), classTokens: 1)

  @Test func rowsArePatchesAndThenGroups() {
    let mixtures = OutputMixtures(of: selection, in: field)
    #expect(mixtures.positions == [1, 8, 4, -1])
    #expect(mixtures.offsets == [0, 1, 2, 4, 8])
    #expect(mixtures.tokens == [1, 8, 4, 9, 20, 21, 22, 23])
    #expect(mixtures.weights == [1, 1, 2, 0.5, 0.25, 0.25, 0.25, 0.25])
    #expect(mixtures.space == .features)
    // The class token is handed on, but has no features.
    #expect(mixtures.positions.count == selection.outputCount - 1)
  }

  @Test func featuresAreTheSumsThatTheRowsSay() throws {
    let mixtures = OutputMixtures(of: selection, in: field)
    let tokens = try #require(field.field.features)
    let features = try #require(mixtures.features)
    #expect(features.rows == 4 && features.columns == tokens.columns)
    for row in 0..<4 {
      for column in 0..<tokens.columns {
        let sum = (mixtures.offsets[row]..<mixtures.offsets[row + 1]).reduce(0.0) {
          $0 + mixtures.weights[$1] * tokens[mixtures.tokens[$1], column]
        }
        #expect(abs(features[row, column] - sum) < 1e-12)
      }
    }
    #expect(features == selection.outputFeatures(in: field))
  }

  @Test func withoutMergingTheRowsAreTheKeptTokensAsTheyEnterTheModel() {
    let mixtures = OutputMixtures(of: Selection(kept: [6, 2], order: [6, 2]), in: field)
    #expect(mixtures.positions == [2, 6] && mixtures.tokens == [2, 6])
    #expect(mixtures.offsets == [0, 1, 2] && mixtures.weights == [1, 1])
    #expect(mixtures.space == .projected)
    #expect(mixtures.features == field.field.projected?.selecting(rows: [2, 6]))
  }

  @Test func aFieldWithoutFeaturesHasRowsAllTheSame() {
    let bare = PreparedField(TokenField(grid: TokenGrid(rows: 5, columns: 6)))
    let mixtures = OutputMixtures(of: selection, in: bare)
    #expect(mixtures.features == nil && mixtures.space == nil)
    #expect(mixtures.positions == [1, 8, 4, -1])
  }
}
