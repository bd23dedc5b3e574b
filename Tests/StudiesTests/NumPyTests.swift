import Studies
import Surveys
import Testing

/// Reports of 300 random samples beside the numbers of NumPy 2 (`Tests/Scripts/studies.py` makes both
/// from the same random numbers).
@Suite struct NumPyTests {
  /// Rows of `count` samples: two strategies, 6 of 64 patches each.
  private static func rows(_ count: Int) -> [SurveyRow] {
    var random = SplitMix(state: 2026)
    return (0..<count).flatMap { number -> [SurveyRow] in
      var sample = SurveyRow(sample: "s\(number)", source: "s")
      (sample.tokens, sample.tiles, sample.rows, sample.columns) = (64, 1, 8, 8)
      let erank = 40 + 100 * random.next()
      (sample.verdictErank, sample.entropy) = (erank, 4 + erank / 100 + random.next())
      sample.erankAverage = 90
      return ["fastervlm", "divprune"].map { label in
        var row = sample
        row.label = label
        row.keep = 6
        var kept: Set<Int> = []
        while kept.count < 6 { kept.insert(Int(64 * random.next() * random.next())) }
        row.kept = kept.sorted()
        row.erankKept = 1 + 5 * random.next()
        return row
      }
    }
  }

  private static func close(_ value: Double??, _ expected: Double) -> Bool {
    guard let value, let value else { return false }
    return abs(value - expected) <= 1e-11 * max(1, abs(expected))
  }

  @Test("scale")
  func scale() throws {
    let report = StudyRows.report(Scale.self, try Scale.plan(StudyOptions()), Self.rows(300))
    let expected = [
      ("mean", [90.49390563937665, 5.449010502631476]),
      ("deviation", [27.760537344586673, 0.39498878574106056]),
      ("minimum", [40.39703245006986, 4.549846543137003]),
      ("q1", [66.38155790559983, 5.1654828185171535]),
      ("median", [91.44457372587662, 5.437744031793791]),
      ("q3", [113.90849611324506, 5.724066657541315]),
      ("maximum", [137.9445458855027, 6.3583179674380155]), ("pearson", [0.6872486795462135]),
    ]
    for (key, values) in expected {
      let found = report.numbers(key == "pearson" ? "correlation" : "scale", key)
      for (one, other) in zip(found, values) { #expect(Self.close(one, other), "\(key) \(found)") }
      #expect(found.count == values.count)
    }
  }

  @Test("diversity and agreement")
  func selections() throws {
    let options = try StudyRows.options(["fastervlm", "divprune"], ["6"])
    let diversity = StudyRows.report(Diversity.self, try Diversity.plan(options), Self.rows(300))
    let expected = [
      ("erank", "keep_6", [3.5127751039854966, 3.3177022045329703]),
      ("erank", "keep_6_error", [0.0862637080976547, 0.08749698024059874]),
      ("erank-simple", "keep_6", [3.5121142780737666, 3.34063255115966]),
      ("erank-complex", "keep_6_error", [0.11938283381163355, 0.12149058549041743]),
    ]
    for (table, key, values) in expected {
      for (one, other) in zip(diversity.numbers(table, key), values) {
        #expect(Self.close(one, other), "\(table) \(key)")
      }
    }
    let agreement = StudyRows.report(Agreement.self, try Agreement.plan(options), Self.rows(300))
    #expect(Self.close(agreement.numbers("records", "jaccard").first, 0.10329292929292931))
    #expect(Self.close(agreement.numbers("records", "jaccard_error").first, 0.00509107464997682))
    for (key, values) in [
      ("border", [0.5383333333333333, 0.5238888888888888]),
      ("evenness", [0.9067782615449567, 0.9000464894091471]),
      ("row", [0.2667361111111111, 0.2611111111111111]),
    ] {
      for (one, other) in zip(agreement.numbers("position", key), values) {
        #expect(Self.close(one, other), "\(key)")
      }
    }
  }
}
