import Captions
import DataTables
import Testing

@Suite struct ScoreTests {
  private func truth(_ lines: String) throws -> ImageObjects {
    var truth = ImageObjects(synonyms: .coco)
    try truth.read(jsonLines: Array(lines.utf8)[...])
    return truth
  }

  private func scores(_ captions: String, in truth: ImageObjects) throws -> [CaptionScore] {
    try Caption.all(in: Array(captions.utf8)[...]).map { caption in
      try CaptionScore(caption, in: truth)
    }
  }

  private static let objects = """
    {"image_id": 1, "objects": ["person", "horse"]}
    {"image_id": 2, "objects": ["dog", "couch", "book"]}
    {"image_id": 3, "objects": []}
    """

  /// Mentions: man, horse, people | dog, chair, chair, sofa | none | cat.
  private static let captions = """
    {"image_id": 1, "caption": "A man rides a horse past people.", "strategy": "a", "keep": 64}
    {"image_id": 2, "caption": "A dog on a chair. The chair is by a sofa.", "strategy": "a", "keep": 64}
    {"image_id": 3, "caption": "Nothing but grass.", "strategy": "b", "keep": "11.1%"}
    {"image_id": 1, "caption": "A cat.", "strategy": "b", "keep": "11.1%"}
    """

  @Test("the four numbers are those worked out by hand")
  func worked() throws {
    let scores = try scores(Self.captions, in: truth(Self.objects))
    #expect(
      scores.map { $0.mentions.map(\.word) } == [
        ["man", "horse", "person"], ["dog", "chair", "chair", "sofa"], [], ["cat"],
      ])
    #expect(scores.map(\.chairI) == [0, 0.5, nil, 1])
    #expect(scores.map(\.recall) == [1, 2.0 / 3, nil, 0])
    #expect(scores.map(\.words) == [7, 11, 3, 2])
    #expect(scores.map(\.tokens) == [8, 13, 4, 3])

    // 2 of 4 captions; 3 of 8 mentions; 2 + 2 + 0 + 0 of 2 + 3 + 0 + 2 categories; 23 words.
    let totals = ScoreTotals(scores)
    #expect(totals.chairS == 0.5)
    #expect(totals.chairI == 3.0 / 8)
    #expect(totals.recall == 4.0 / 7)
    #expect(totals.meanWords == 5.75)
    #expect(totals.meanTokens == 7)
  }

  @Test("no captions, mentions or objects leave the numbers unknown")
  func empty() throws {
    let none = ScoreTotals([])
    #expect(none.chairS == nil && none.chairI == nil && none.recall == nil)
    #expect(none.meanWords == nil && none.meanTokens == nil)
    let dull = try scores(#"{"image_id": 3, "caption": ""}"#, in: truth(Self.objects))
    let totals = ScoreTotals(dull)
    #expect(totals.chairS == 0 && totals.chairI == nil && totals.recall == nil)
  }

  @Test("more truth never adds a hallucination, and a caption of all names has none")
  func laws() throws {
    let text = ObjectSynonyms.coco.categories.joined(separator: ", ")
    let caption = Caption(image: "7", text: text, line: 1)
    var before = 81
    for count in [0, 1, 40, 80] {
      let names = ObjectSynonyms.coco.categories.prefix(count).map { "\"\($0)\"" }
      let truth = try truth("{\"image\": 7, \"objects\": [\(names.joined(separator: ","))]}")
      let score = try CaptionScore(caption, in: truth)
      #expect(score.hallucinated.count == 80 - count && score.recalled == count)
      #expect(score.hallucinated.count < before)
      before = score.hallucinated.count
    }
  }

  @Test("groups are the strategies at their budgets and all captions")
  func groups() throws {
    let report = ChairReport(try scores(Self.captions, in: truth(Self.objects)))
    #expect(report.groups.map(\.strategy) == ["a", "b", nil])
    #expect(report.groups.map(\.keep) == ["64", "11.1%", nil])
    #expect(report.groups.map(\.members) == [[0, 1], [2, 3], [0, 1, 2, 3]])
    let rows = report.groups.map { group in
      Dictionary(uniqueKeysWithValues: report.row(of: group).map { ($0.name, $0.value) })
    }
    #expect(rows.map { $0["chair_s"] } == [.number(0.5), .number(0.5), .number(0.5)])
    #expect(rows.map { $0["chair_i"] } == [.number(2.0 / 7), .number(1), .number(3.0 / 8)])
    #expect(rows.map { $0["recall"] } == [.number(4.0 / 5), .number(0), .number(4.0 / 7)])
    #expect(rows.map { $0["group"] } == [.text("strategy"), .text("strategy"), .text("all")])
    #expect(report.repeated == 0)

    let plain = #"{"image_id": 1, "caption": "x"}"# + "\n" + #"{"image_id": "01", "caption": "y"}"#
    let alone = ChairReport(try scores(plain, in: truth(Self.objects)))
    #expect(alone.groups.count == 1 && alone.groups[0].isOverall)
    #expect(alone.repeated == 1)
  }

  @Test("a caption's row has its columns")
  func rows() throws {
    let report = ChairReport(try scores(Self.captions, in: truth(Self.objects)))
    for index in 0..<4 { #expect(report.row(index).map(\.name) == report.columns) }
    let row = Dictionary(uniqueKeysWithValues: report.row(1).map { ($0.name, $0.value) })
    #expect(row["sample"] == .text("2") && row["keep"] == .number(64))
    #expect(row["mentioned_words"] == .text("dog, chair, chair, sofa"))
    #expect(row["hallucinated_words"] == .text("chair, chair"))
    #expect(report.row(2).last?.value == .missing)
  }

  private static let survey = """
    sample,condition,strategy,label,keep,tokens,erank_input,entropy,verdict,erank_kept,coverage,attention_mass,kept_count
    1,,a,a,64,576,90.5,4.5,complex,20,0.5,0.25,64
    1,blur:3,a,a,64,576,1,1,simple,1,1,1,64
    1,,b,b:ratio=0.5,64,576,90.5,4.5,complex,21,0.6,0.3,64
    1,,b,b:ratio=0.7,64,576,90.5,4.5,complex,22,0.7,0.4,64
    2,,a,a,64,576,50,3.5,simple,10,0.4,0.5,64
    3,,,,,576,70,4,simple,,,,
    """

  @Test("a survey joins by sample, and by strategy and budget where one row has them")
  func join() throws {
    let survey = try SurveyJoin(
      try DataTable(csv: Array(Self.survey.utf8)[...], where: SurveyJoin.needs))
    #expect(survey.count == 3)
    let report = ChairReport(
      try scores(Self.captions, in: truth(Self.objects)), survey: survey)
    #expect(report.unjoined == 0)
    #expect(
      report.joined.map { $0["erank_input"] } == [
        .number(90.5), .number(50), .number(70), .number(90.5),
      ])
    // Strategy b was surveyed at 64 of 576, which is 11.1 %, with two parameters: neither joins.
    #expect(
      report.joined.map { $0["erank_kept"] ?? .missing } == [
        .number(20), .number(10), .missing, .missing,
      ])
    let row = Dictionary(
      uniqueKeysWithValues: report.row(of: report.groups[0]).map { ($0.name, $0.value) })
    #expect(row["erank_kept"] == .number(15) && row["coverage"] == .number(0.45))
    // Two captions: CHAIR_i rises from 0 to 1/2 while erank falls and attention rises.
    #expect(row["r_erank_kept"] == .number(-1) && row["r_attention_mass"] == .number(1))

    let labelled = try scores(
      #"{"image_id": 1, "caption": "x", "strategy": "b:ratio=0.7", "keep": "11.1%"}"#,
      in: truth(Self.objects))
    #expect(survey.values(for: labelled[0])?.values["erank_kept"] == .number(22))
  }

  @Test("a sample that the survey does not have is counted")
  func unjoined() throws {
    let lines = Self.survey.split(separator: "\n")
    let text = [lines[0], lines[1]].joined(separator: "\n")
    let survey = try SurveyJoin(try DataTable(csv: Array(text.utf8)[...]))
    let report = ChairReport(
      try scores(Self.captions, in: truth(Self.objects)), survey: survey)
    #expect(report.unjoined == 2)
    #expect(throws: CaptionProblem.self) {
      try SurveyJoin(try DataTable(csv: Array("name\n1\n".utf8)[...]))
    }
  }

  /// What a survey says of one caption of image 1.
  private func joined(
    _ strategy: String?, _ keep: String?, in rows: String
  ) throws -> (kept: DataValue?, selection: SurveyJoin.Selection)? {
    let head = "sample,strategy,label,keep,tokens,erank_input,erank_kept,kept_count\n"
    let survey = try SurveyJoin(try DataTable(csv: Array((head + rows).utf8)[...]))
    let caption = Caption(image: "1", text: "A cat.", strategy: strategy, keep: keep, line: 1)
    let found = survey.values(for: try CaptionScore(caption, in: truth(Self.objects)))
    return found.map { ($0.values["erank_kept"], $0.selection) }
  }

  @Test("rows that fit with equal values join, rows with different ones are told")
  func severalRows() throws {
    let twice = "1,a,a,64,576,90,20,64\n1,a,a,64,576,90,20,64\n"
    for keep in ["64", "64.0", "11.1%", " 11.10 % ", nil] {
      let found = try joined("a", keep, in: twice)
      #expect(found?.kept == .number(20) && found?.selection == .found, "\(keep ?? "nil")")
    }
    let different = try joined("a", "64", in: twice + "1,a,a,64,576,90,21,64\n")
    #expect(different?.kept == nil && different?.selection == .ambiguous)
    #expect(try joined("b", "64", in: twice)?.selection == .absent)
    #expect(try joined("a", "65", in: twice)?.selection == .absent)
    #expect(try joined(nil, "64", in: twice)?.selection == .unnamed)
    #expect(try joined("a", "64", in: "2,a,a,64,576,90,20,64\n") == nil)
  }

  @Test(
    "a percentage is as many tokens as a survey keeps for it",
    arguments: [
      // 0.7 % of 500 is 3.5, which doubles miss by a little; more than all is all; none is one.
      ("0.7%", 500, 4), ("0.5%", 100, 1), ("0%", 576, 1), ("100%", 576, 576), ("150%", 576, 576),
      ("11.1%", 576, 64), ("1.1%", 50, 1), ("57%", 50, 29), ("0.29%", 5000, 15),
    ])
  func percentages(keep: String, tokens: Int, count: Int) throws {
    let found = try joined("a", keep, in: "1,a,a,\(count),\(tokens),90,20,\(count)\n")
    #expect(found?.selection == .found)
  }

  @Test("a budget that is no number fits no row", arguments: ["many", "x%", "%", "0x40", "-"])
  func noNumber(keep: String) throws {
    let rows = "1,a,a,,576,90,20,64\n1,a,a,64,576,90,20,64\n"
    #expect(try joined("a", keep, in: rows)?.selection == .absent)
  }

  @Test("equal budgets are one group, however they are spelled")
  func spellings() throws {
    let text = ["64", "64.0", "\"64\"", "6.4e1", "\"11.1%\"", "\"11.10 %\"", "\"11.1\""]
      .map { "{\"image_id\": 1, \"caption\": \"x\", \"strategy\": \"a\", \"keep\": \($0)}" }
    let report = ChairReport(
      try scores(text.joined(separator: "\n"), in: truth(Self.objects)))
    #expect(report.groups.map(\.keep) == ["64", "11.1%", "11.1", nil])
    #expect(report.groups.map(\.members.count) == [4, 2, 1, 7])
    #expect(report.repeated == 4)
  }

  @Test("captions whose strategy or budget the survey lacks are counted")
  func absent() throws {
    let survey = try SurveyJoin(try DataTable(csv: Array(Self.survey.utf8)[...]))
    let report = ChairReport(try scores(Self.captions, in: truth(Self.objects)), survey: survey)
    // Image 3 was surveyed without strategies; of b image 1 has two rows at 64.
    #expect(report.unjoined == 0 && report.absent == 1 && report.ambiguous == 1)
  }
}
