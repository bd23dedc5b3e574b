import Surveys
import TextData
import Testing

@Suite struct SurveyRowTests {
  @Test("both formats have the same columns")
  func columns() {
    let row = SurveyRow(sample: "a", source: "a.png")
    guard case .object(let members) = row.json else { return }
    #expect(members.map(\.key) == SurveyRow.columnNames)
    #expect(SurveyRow.csvHeader == SurveyRow.columnNames.joined(separator: ","))
    #expect(row.csv.split(separator: ",", omittingEmptySubsequences: false).count == members.count)
  }

  /// A row with every column, with what is hard to write.
  static let full: SurveyRow = {
    var row = SurveyRow(sample: "a \"b\", ü", source: "dir/x\ty\u{1B}.npz")
    row.encoder = "clip, \"large\""
    row.condition = "blur 3"
    (row.tokens, row.tiles, row.rows, row.columns) = (2880, 5, 24, 24)
    (row.erankInput, row.entropy, row.verdictErank) = (0.1 + 0.2, 4.8, 1.0 / 3)
    row.verdict = "complex"
    (row.erankAverage, row.entropyAverage) = (90, 4.8)
    row.averagesSource = "LLaVA-1.5 7B"
    (row.strategy, row.label) = ("agilepruner", "agilepruner:slope=0.02")
    row.parameters = "slope=0.02:erank-average=90"
    (row.keep, row.isOwnBudget, row.kept) = (3, false, [0, 7, 2879])
    (row.output, row.classTokens, row.mergedTokens) = (5, 1, 1)
    (row.equivalentTokens, row.erankKept, row.erankOutput) = (5.25, 2.5, 1e-300)
    (row.attentionMass, row.coverage, row.minDistance) = (.leastNonzeroMagnitude, 1, 0)
    row.paddingShare = 0.5
    row.refusal = "line one\nline two"
    row.notes = "a; b"
    return row
  }()

  @Test("a full row read back from JSON is the same, and has the same text")
  func jsonRoundTrip() throws {
    let text = Self.full.json.text
    #expect(!text.contains("null"))
    #expect(!text.contains("\n"))
    let read = try SurveyRow(json: Array(text.utf8)[...])
    #expect(read == Self.full)
    #expect(read.json.text == text)
    #expect(read.csv == Self.full.csv)
  }

  @Test("a full row read back from CSV has the same fields")
  func csvRoundTrip() throws {
    let text = SurveyRow.csvHeader + "\n" + Self.full.csv + "\n"
    let rows = try CSV.rows(of: Array(text.utf8)[...])
    #expect(rows.count == 2)
    let fields = Dictionary(uniqueKeysWithValues: zip(rows[0].fields, rows[1].fields))
    #expect(fields.count == SurveyRow.columnNames.count)
    #expect(fields["sample"] == Self.full.sample)
    #expect(fields["source"] == Self.full.source)
    #expect(fields["encoder"] == Self.full.encoder)
    #expect(fields["refusal"] == Self.full.refusal)
    #expect(fields["kept"] == "0 7 2879")
    #expect(fields["kept_count"] == "3")
    #expect(fields["own_budget"] == "false")
    #expect(fields["erank_input"].flatMap(Double.init) == Self.full.erankInput)
    #expect(fields["attention_mass"].flatMap(Double.init) == .leastNonzeroMagnitude)
    #expect(fields["erank_average"] == "90")
  }

  @Test("numbers that are none are missing in both formats")
  func notFinite() throws {
    var row = SurveyRow(sample: "a", source: "a")
    row.erankInput = .nan
    row.entropy = .infinity
    let read = try SurveyRow(json: Array(row.json.text.utf8)[...])
    #expect(read == SurveyRow(sample: "a", source: "a"))
    #expect(row.csv == read.csv)
  }

  @Test("columns that are missing are not known, and unknown ones are passed over")
  func otherReleases() throws {
    let line = #"{"source":"s","sample":"n","new_column":{"deep":[1,{}]},"entropy":5}"#
    let row = try SurveyRow(json: Array(line.utf8)[...])
    #expect(row.entropy == 5)
    #expect(row.tokens == nil)
  }

  @Test(
    "a line that is no row is refused",
    arguments: [
      ("[]", "an object must be on each line"), ("{}", "'sample' is missing"),
      (#"{"sample":null}"#, "'sample' has a value of another kind"),
      (#"{"sample":"a","tokens":1.5}"#, "'tokens' has a value of another kind"),
      (#"{"sample":"a","tokens":"1"}"#, "'tokens' has a value of another kind"),
      (#"{"sample":"a","kept":[1,2.5]}"#, "'kept' has a value of another kind"),
      (#"{"sample":"a","erank_kept":1e999}"#, "'erank_kept' has a value of another kind"),
      (#"{"sample":"a","sample":"b"}"#, "the name 'sample' is there twice"),
    ])
  func refused(_ line: String, _ reason: String) {
    #expect {
      try SurveyRow(json: Array(line.utf8)[...])
    } throws: { error in
      (error as? JSONProblem)?.reason == reason
    }
  }
}
