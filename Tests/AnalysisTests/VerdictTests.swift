import Analysis
import TestSupport
import Testing
import TokenFields

@Suite struct VerdictTests {
  private func field(average: Double) -> TokenField {
    var field = RandomField.make(seed: 1)
    field.averages = FieldAverages(erank: average, entropy: 4, source: "a calibration")
    return field
  }

  @Test func isComplexFromTheAverageOn() throws {
    let erank = try #require(PreparedField(field(average: 1)).erank())
    for (average, isComplex) in [
      (erank.nextDown, true), (erank, true), (erank.nextUp, false), (90, false), (1, true),
    ] {
      let verdict = try #require(Verdict(PreparedField(field(average: average))))
      #expect(verdict.isComplex == isComplex, "average \(average)")
      #expect(verdict.word == (isComplex ? "complex" : "simple"))
      #expect(verdict.erank == erank && verdict.average == average)
      #expect(verdict.source == "a calibration")
    }
  }

  @Test func ofSeveralTilesIsThatOfTheFirst() throws {
    let tiled = RandomField.make(seed: 3, grid: TokenGrid(tiles: 3, rows: 3, columns: 4))
    let first = try #require(Verdict(PreparedField(tiled.tile(0))))
    #expect(Verdict(PreparedField(tiled)) == first)
    #expect(first.erank != PreparedField(tiled).erank())
    #expect(first.erank != PreparedField(tiled.tile(1)).erank())
  }

  @Test func withoutFeaturesThereIsNone() {
    #expect(Verdict(PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 2)))) == nil)
  }
}
