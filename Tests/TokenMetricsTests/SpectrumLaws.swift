import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

@Suite struct SpectrumLaws {
  @Test func sharesDescendAndAddUpToOneAndTheirErankIsTheMetric() throws {
    let field = PreparedField(RandomField.make(seed: 5, projectedWidth: 7))
    for centred in [true, false] {
      let all = try #require(Spectrum(field, centred: centred))
      #expect(all.erank == field.erank(centred: centred))
      #expect(all.shares.count == 7)
      for kept in [[0, 3, 4], Array(0..<20), Array(0..<30)] {
        let spectrum = try #require(Spectrum(of: kept, in: field, centred: centred))
        #expect(zip(spectrum.shares, spectrum.shares.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(abs(spectrum.shares.reduce(0, +) - 1) < 1e-12)
        #expect(spectrum.shares.allSatisfy { $0 > 0 })
        #expect(spectrum.erank == KeptErank.value(of: kept, in: field, centred: centred))
        #expect(abs(effectiveRank(singularValues: spectrum.shares) - spectrum.erank) < 1e-9)
      }
    }
  }

  @Test func orthogonalTokensHaveEqualShares() {
    let identity = Matrix(rows: 3, columns: 3, elements: [2, 0, 0, 0, 2, 0, 0, 0, 2])
    #expect(
      Spectrum(ofRows: identity, centred: false).shares.map { ($0 * 3).rounded() } == [1, 1, 1])
    // Their mean taken away, they span a plane.
    let plane = Spectrum(ofRows: identity)
    #expect(plane.shares.count == 2 && abs(plane.erank - 2) < 1e-12)
  }

  @Test func tokensThatAreAlikeHaveNoShares() throws {
    let same = Spectrum(ofRows: Matrix(rows: 4, columns: 2, repeating: 0.1))
    #expect(same.shares.isEmpty && same.erank == 0)
    var field = RandomField.make(seed: 6)
    field.features = nil
    #expect(Spectrum(PreparedField(field)) == nil)
    #expect(Spectrum(of: [1], in: PreparedField(field)) == nil)
  }
}
