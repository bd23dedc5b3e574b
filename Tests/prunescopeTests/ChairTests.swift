import TestSupport
import Testing

/// A line of `chair --json`.
struct ChairLine: Decodable {
  let sample: String
  let strategy: String?
  let keep: Int?
  let mentions: Int
  let hallucinated: Int
  let chair_s: Int
  let chair_i: Double?
  let recall: Double?
  let hallucinated_words: String?
  let erank_input: Double?
  let erank_kept: Double?
}

@Suite struct ChairTests {
  private static let captions = "Samples/captions/captions.jsonl"
  private static let command = "chair \(captions) --objects Samples/captions/instances.json"

  @Test("the sample captions have a line for each strategy and one for all")
  func table() throws {
    let program = try Program(Self.command)
    #expect(program.code == 0 && program.messages.isEmpty)
    #expect(program.line(0) == "14 captions of 7 images; 7 are annotated")
    #expect(program.lines.count == 5)
    #expect(program.line(2).hasPrefix("  agilepruner     64         7     14.3      5.9"))
    #expect(program.line(4).hasPrefix("  all captions              14"))
  }

  @Test("rows are equal as JSON and CSV, and the summary's are those of the groups")
  func rows() throws {
    let json = try Program(Self.command + " --json")
    let csv = try Program(Self.command + " --csv")
    #expect(json.lines.count == 14 && csv.lines.count == 15)
    #expect(keys(of: json.line(0)).joined(separator: ",") == csv.line(0))
    let rows = try json.lines.map { try decoded(ChairLine.self, from: $0) }
    #expect(rows[5].sample == "shelf" && rows[5].strategy == "agilepruner" && rows[5].keep == 64)
    // The cat is orange; to the metric that is a fruit.
    #expect(rows[5].hallucinated_words == "orange" && rows[5].chair_i == 0.2)
    #expect(
      csv.line(6).hasPrefix("shelf,shelf,agilepruner,64,14,16,5,1,6,4,1,0.2,0.6666666666666666,"))

    let summary = try Program(Self.command + " --json --summary")
    #expect(summary.lines.count == 3)
    #expect(
      summary.line(2).hasPrefix(#"{"group":"all","strategy":null,"keep":null,"captions":14,"#))
    let hallucinating = rows.count { $0.chair_s == 1 }
    #expect(summary.line(2).contains("\"chair_s\":\(Double(hallucinating) / 14),"))
    #expect(try Program(Self.command + " --csv --summary").lines.count == 4)
  }

  @Test("a survey joins by the sample's name")
  func survey() throws {
    let scratch = Scratch()
    try scratch.write(
      """
      {"sample":"shelf","tokens":576,"erank_input":147.5,"entropy":5.9,"strategy":"divprune","label":"divprune","keep":64,"kept":[1,2],"erank_kept":40.5}
      {"sample":"apple","tokens":576,"erank_input":59.5,"entropy":4.9,"strategy":"divprune","label":"divprune","keep":64,"kept":[3],"erank_kept":20.5}

      """, to: "survey.jsonl")
    let arguments =
      Self.command.split(separator: " ").map(String.init) + ["--survey", scratch.path]
    let program = try Program(arguments + ["--json"])
    #expect(program.code == 0)
    #expect(program.messages.contains("10 of 14 captions are of samples that are not among"))
    let rows = try program.lines.map { try decoded(ChairLine.self, from: $0) }
    #expect(
      program.messages.contains("2 of 14 captions are of a strategy or budget that the survey"))
    #expect(program.messageLines.count == 2)
    #expect(rows.map(\.erank_input).compactMap { $0 } == [59.5, 147.5, 59.5, 147.5])
    #expect(rows.map(\.erank_kept).compactMap { $0 } == [20.5, 40.5])
    let table = try Program(arguments)
    #expect(table.lines.contains("Pearson's correlation with a caption's CHAIR_i"))
    #expect(table.line(3).contains("30.50"))

    // The same rows as CSV, with a line break in a field that is not joined, give the same.
    try scratch.write(
      """
      sample,notes,tokens,erank_input,entropy,strategy,label,keep,erank_kept\r
      shelf,"two
      lines, ""quoted""\",576,147.5,5.9,divprune,divprune,64,40.5\r

      apple,,576,59.5,4.9,divprune,divprune,64,20.5
      """, to: "survey.csv")
    let usual = Array(arguments.dropLast())
    let csv = try Program(usual + [scratch["survey.csv"], "--json"])
    #expect(csv.code == 0 && csv.output == program.output)
    try scratch.write("sample,keep\napple,64\nshelf\n", to: "ragged.csv")
    let ragged = try Program(usual + [scratch["ragged.csv"]])
    #expect(ragged.code == 65)
    #expect(ragged.messages.contains("ragged.csv: line 3: 1 fields, but 2 columns"))
  }

  @Test("captions of unknown images are named and counted, the others scored")
  func unknownImages() throws {
    let scratch = Scratch()
    let unknown = (0..<30).map { "{\"image_id\": \"x\($0)\\u001b\", \"caption\": \"A cat.\"}\n" }
    let text = unknown.joined() + #"{"image_id": "street", "caption": "A cat."}"#
    try scratch.write(text, to: "c.jsonl")
    let objects = ["--objects", "Samples/captions/instances.json"]
    let program = try Program(["chair", scratch["c.jsonl"]] + objects + ["--csv"])
    #expect(program.code == 1 && program.lines.count == 2)
    #expect(program.messageLines.count == 21)
    #expect(program.messageLines[0].contains("c.jsonl: line 1: no annotation of image 'x0"))
    #expect(program.messageLines[0].hasSuffix("'; one of 7 annotated images is needed"))
    #expect(!program.messages.contains("\u{1B}"))
    #expect(program.messageLines[20].contains("30 of 31 captions"))

    try scratch.write(unknown[0], to: "none.jsonl")
    #expect(try Program(["chair", scratch["none.jsonl"]] + objects).code == 65)
  }

  @Test("what is wrong with a file is one line with its name")
  func refusals() throws {
    let scratch = Scratch()
    try scratch.write(#"{"annotations": [{]}"#, to: "cut.json")
    try scratch.write("cat\ndog, cat\n", to: "synonyms.txt")
    try scratch.write("a,a\n", to: "twice.csv")
    try scratch.write("17\n", to: "lines.jsonl")
    let usual = ["--objects", "Samples/captions/instances.json"]
    let cases: [([String], String)] = [
      (
        [Self.captions, "--objects", scratch["cut.json"]],
        "cut.json: a name in quotes must be here, at byte 18"
      ),
      ([Self.captions, "--objects", scratch["none.json"]], "none.json: no such file or folder"),
      ([scratch["lines.jsonl"]] + usual, "lines.jsonl: line 1: an object must be on each line"),
      (
        [Self.captions] + usual + ["--synonyms", scratch["synonyms.txt"]],
        "synonyms.txt: line 2: 'cat' names"
      ),
      (
        [Self.captions] + usual + ["--survey", scratch["twice.csv"]],
        "twice.csv: line 1: two columns are named 'a'"
      ),
      (
        [Self.captions] + usual + ["--survey", scratch.path],
        "survey.jsonl"
      ),
    ]
    for (arguments, message) in cases {
      let program = try Program(["chair"] + arguments)
      #expect(program.code == 65 && program.output.isEmpty)
      #expect(
        program.messageLines.count == 1 && program.messages.contains(message), "\(program.messages)"
      )
    }
    for usage in ["--json --csv", "--summary"] {
      #expect(try Program(Self.command + " " + usage).code == 64)
    }
  }
}
