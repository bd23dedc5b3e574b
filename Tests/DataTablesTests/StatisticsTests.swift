import DataTables
import Testing

@Suite struct StatisticsTests {
  @Test("quartiles lie between neighbours as NumPy's do")
  func quartiles() throws {
    // numpy.percentile([1, 2, 4, 8, 16, 32], [0, 25, 50, 75, 100]); statistics.stdev.
    let distribution = try #require(Distribution([32, 1, 16, 2, 8, 4]))
    #expect(distribution.count == 6 && distribution.mean == 10.5)
    #expect(distribution.minimum == 1 && distribution.maximum == 32)
    #expect(distribution.lowerQuartile == 2.5)
    #expect(distribution.median == 6)
    #expect(distribution.upperQuartile == 14)
    #expect(abs(distribution.deviation - 11.861703081766969) < 1e-12)
  }

  @Test("a single number is all of its distribution, and none has none")
  func degenerate() {
    #expect(Distribution([]) == nil)
    #expect(Distribution([7])?.deviation == 0)
    #expect(Distribution([7])?.upperQuartile == 7)
  }

  @Test("correlation is Pearson's, and there is none where nothing varies")
  func correlations() throws {
    #expect(correlation(of: [(1, 2), (2, 4), (3, 6)]) == 1)
    #expect(correlation(of: [(1, 3), (2, 2), (3, 1)]) == -1)
    // numpy.corrcoef([1, 2, 3, 4], [1, 3, 2, 5])[0, 1]
    let value = try #require(correlation(of: [(1, 1), (2, 3), (3, 2), (4, 5)]))
    #expect(abs(value - 0.8315218406202999) < 1e-15)
    #expect(correlation(of: [(1, 1)]) == nil)
    #expect(correlation(of: [(1, 1), (1, 2)]) == nil)
    #expect(correlation(of: []) == nil)
  }

  @Test("numbers far apart have quantiles and correlations, too")
  func farApart() throws {
    let most = Double.greatestFiniteMagnitude
    #expect(quantile(0.5, of: [-most, most]) == 0)
    #expect(abs(quantile(0.25, of: [-most, most]) / most + 0.5) < 1e-15)
    #expect(quantile(1, of: [-most, most]) == most)
    #expect(quantile(0.5, of: [-most, -1, 1, most]) == 0)
    #expect(correlation(of: [(0, 0), (1e90, 1e90)]) == 1)
    #expect(correlation(of: [(0, 0), (1e-90, 1e-90)]) == 1)
    #expect(correlation(of: [(-most, 1), (most, 2)]) == nil)
  }
}
