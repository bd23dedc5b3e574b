import ArgumentParser
import Captions
import DataTables
import LocalFiles
import TextData

/// `prunescope chair`: how much of captions is not in their images.
struct Chair: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Score captions by the objects they mention that are not there (CHAIR).",
    discussion: """
      CAPTIONS has lines such as {"image_id": 391895, "caption": "A man …"}, and where a line names \
      its 'strategy' and 'keep', each of these is scored by itself too. The objects that are there \
      come from COCO's instances_*.json, or from lines such as {"image_id": 391895, "objects": \
      ["person"]}, and with --references from people's captions as well, as the published metric \
      has it. Numbers to be compared with published ones need the published list of synonyms.

      Prints CHAIR_s, CHAIR_i and recall in percent and the mean number of words; with --json or \
      --csv a row for each caption, and with --summary the rows of the table instead. With --survey \
      each row gains what the survey knows of the sample and the selection, and the table their \
      means and correlations with CHAIR_i.

      Examples:
        prunescope chair captions.jsonl --objects instances_val2014.json
        prunescope chair captions.jsonl --objects instances_val2014.json \
      --references captions_val2014.json --synonyms synonyms.txt
        prunescope chair captions.jsonl --objects objects.jsonl --survey survey/ --csv > chair.csv
      """)

  @Argument(
    help: ArgumentHelp("Captions as JSON lines, or a JSON list.", valueName: "captions"),
    completion: .file())
  var captions: String

  @Option(
    help: ArgumentHelp(
      "What is in the images: COCO annotations (.json) or lines with lists of names (.jsonl); may "
        + "be given several times.", valueName: "file"), completion: .file())
  var objects: [String]

  @Option(
    help: ArgumentHelp(
      "COCO reference captions, whose objects count as there too; may be given several times.",
      valueName: "file"), completion: .file())
  var references: [String] = []

  @Option(
    help: ArgumentHelp(
      "A line for each category: its name and synonyms, with commas between (default: COCO's 80 "
        + "with a list of our own).", valueName: "file"), completion: .file())
  var synonyms: String?

  @Option(
    help: ArgumentHelp(
      "Join each caption with a survey: its folder, or its .jsonl or .csv.", valueName: "path"),
    completion: .file())
  var survey: String?

  @Flag(help: "Print a JSON object for each caption, with full precision.")
  var json = false
  @Flag(help: "Print CSV with a header and a row for each caption.")
  var csv = false
  @Flag(help: "With --json or --csv, print the rows of the table instead of the captions'.")
  var summary = false

  func validate() throws {
    if json && csv { throw ValidationError("choose --json or --csv, not both") }
    if summary && !json && !csv {
      throw ValidationError("--summary chooses the rows of --json or --csv; add one of them")
    }
  }

  func run() throws {
    let files = CaptionFiles()
    let captions = try files.captions(self.captions)
    let truth = try files.objects(
      objects, references: references, synonyms: try files.synonyms(synonyms))
    let survey = try survey.map(files.survey)

    var scores: [CaptionScore] = []
    var refused = 0
    for caption in captions {
      do throws(CaptionProblem) {
        scores.append(try CaptionScore(caption, in: truth))
      } catch {
        refused += 1
        if refused <= Self.namedRefusals { Console.report("\(self.captions): \(error)") }
      }
    }
    if refused > Self.namedRefusals {
      Console.report(
        "\(self.captions): \(refused) of \(captions.count) captions are of images without "
          + "annotations; \(Self.namedRefusals) are named")
    }
    guard !scores.isEmpty else { throw Exit.noInput }
    let report = ChairReport(scores, survey: survey)
    tellNotes(of: report, survey)
    try print(report, truth)
    if refused > 0 { throw Exit.someRefused }
  }

  /// How many captions are named that nothing can be said of; there may be thousands.
  private static let namedRefusals = 20

  private func tellNotes(of report: ChairReport, _ survey: SurveyJoin?) {
    if report.repeated > 0 {
      Console.report(
        "\(captions): \(report.repeated) captions are of an image that has one before, under the "
          + "same strategy and budget; all of them count")
    }
    if let survey, report.unjoined > 0 {
      Console.report(
        "\(self.survey ?? ""): \(report.unjoined) of \(report.scores.count) captions are of "
          + "samples that are not among the survey's \(survey.count)")
    }
    if report.absent > 0 {
      Console.report(
        "\(self.survey ?? ""): \(report.absent) of \(report.scores.count) captions are of a "
          + "strategy or budget that the survey does not have for their sample")
    }
    if report.ambiguous > 0 {
      Console.report(
        "\(self.survey ?? ""): \(report.ambiguous) of \(report.scores.count) captions fit several "
          + "rows of the survey with different values; their 'strategy' must be its 'label', and "
          + "their 'keep' its 'keep'")
    }
  }

  private func print(_ report: ChairReport, _ truth: ImageObjects) throws {
    let groups = report.groups
    guard json || csv else {
      for line in ChairTable(report, truth).lines { try Console.print(line.printable) }
      return
    }
    if csv {
      let columns = summary ? report.row(of: groups[0]).map(\.name) : report.columns
      try Console.print(CSV.line(columns))
    }
    for index in summary ? groups.indices : report.scores.indices {
      let row = summary ? report.row(of: groups[index]) : report.row(index)
      try Console.print(csv ? CSV.line(row.map(\.value.description.printable)) : Self.json(row))
    }
  }

  private static func json(_ row: [ChairReport.Field]) -> String {
    JSONValue.object(row.map { .init(key: $0.name, value: JSONValue($0.value)) }).text
  }
}

extension JSONValue {
  /// A value of a table; null where nothing is known.
  fileprivate init(_ value: DataValue) {
    switch value {
    case .missing: self = .null
    case .number(let number): self = .number(number)
    case .flag(let flag): self = .bool(flag)
    case .text(let text): self = .string(text)
    }
  }
}
