import Analysis
import Imaging
import SampleSets
import SurveyRuns
import Surveys
import Synchronization
import TestSupport
import Testing
import TextData
import TokenFields

@Suite struct SurveyRunTests {
  @Test("rows are those of the plan, in the order of the samples, in both files")
  func rowsOfPlan() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    let run = try scratch.run("out")
    let outcome = try run.run(.fresh)
    #expect(outcome.ending == .finished)
    #expect(outcome.counts.samples == 3)
    #expect(outcome.counts.rows == 12)
    #expect(outcome.total == 3)
    var expected: [SurveyRow] = []
    for reference in run.samples.references {
      let sample = try run.loader.load(reference)
      expected += run.plan.rows(
        of: sample.field, name: reference.name, source: sample.source, notes: sample.notes)
    }
    let lines = expected.map { $0.json.text + "\n" }.joined()
    #expect(try scratch.text("out/survey.jsonl") == lines)
    let table = ([SurveyRow.csvHeader] + expected.map(\.csv)).map { $0 + "\n" }.joined()
    #expect(try scratch.text("out/survey.csv") == table)
    #expect(try scratch.names("out") == ["survey.csv", "survey.json", "survey.jsonl"])
  }

  @Test("results do not depend on the number of jobs", arguments: [2, 3, 4, 16])
  func jobs(_ jobs: Int) throws {
    let scratch = try Scratch()
    try scratch.makeDumps(11)
    _ = try scratch.run("one").run(.fresh)
    var run = try scratch.run("many")
    run.jobs = jobs
    _ = try run.run(.fresh)
    #expect(try scratch.results("many") == scratch.results("one"))
  }

  @Test("without strategies there is one row of each sample")
  func samplesAlone() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let outcome = try scratch.run("out", []).run(.fresh)
    #expect(outcome.counts.rows == 2)
    var rows: [SurveyRow] = []
    try SurveyFile.forEachRow(at: scratch.path + "/out/survey.jsonl") { rows.append($0) }
    #expect(rows.map(\.sample) == ["s00", "s01"])
    #expect(rows.allSatisfy { $0.strategy == nil && $0.erankInput != nil })
  }

  @Test("a sample that is refused has a row with the reason, and the others are done")
  func refusedSample() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    try scratch.write(Array("garbage".utf8), to: "samples/s01.npz")
    let told = Mutex<[String]>([])
    let outcome = try scratch.run("out").run(
      .fresh, progress: { progress in told.withLock { $0 += progress.refusals } })
    #expect(outcome.counts.samples == 3)
    #expect(outcome.counts.refusedSamples == 1)
    #expect(outcome.counts.rows == 9)
    #expect(outcome.counts.refusedRows == 1)
    var rows: [SurveyRow] = []
    try SurveyFile.forEachRow(at: scratch.path + "/out/survey.jsonl") { rows.append($0) }
    #expect(
      rows.map(\.sample) == Array(repeating: "s00", count: 4) + ["s01"]
        + Array(repeating: "s02", count: 4))
    #expect(rows[4].strategy == nil)
    let reason = try #require(rows[4].refusal)
    #expect(reason.hasPrefix(scratch.path + "/samples/s01.npz: "))
    #expect(told.withLock { $0 } == [reason])
  }

  @Test("paths that are no samples come first, as rows, and in the first part only")
  func refusedPaths() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    var run = try scratch.run("out")
    run.samples = SampleSet(paths: [scratch.path + "/samples", "/no/such.png"])
    let outcome = try run.run(.fresh)
    #expect(outcome.counts.samples == 3)
    #expect(outcome.counts.refusedSamples == 1)
    var rows: [SurveyRow] = []
    try SurveyFile.forEachRow(at: scratch.path + "/out/survey.jsonl") { rows.append($0) }
    #expect(rows[0].sample == "such.png")
    #expect(rows[0].source == "/no/such.png")
    #expect(rows[0].refusal == "/no/such.png: no such file or folder")
    #expect(rows.count == 9)
    for index in 0..<2 {
      run.folder = scratch.path + "/parts"
      run.shard = Shard(index: index, count: 2)
      let part = try run.run(.fresh)
      #expect(part.counts.refusedSamples == (index == 0 ? 1 : 0))
    }
    _ = try SurveyRun.merge(folder: scratch.path + "/parts")
    #expect(try scratch.results("parts") == scratch.results("out"))
  }

  @Test("a budget beyond the sample's tokens is a refused row, not a refused sample")
  func refusedBudget() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(1)
    var run = try scratch.run("out", ["divprune"])
    run.plan.budgets = [.count(3), .count(13)]
    let outcome = try run.run(.fresh)
    #expect(outcome.counts.refusedSamples == 0)
    #expect(outcome.counts.refusedRows == 1)
    #expect(try scratch.text("out/survey.jsonl").contains("cannot keep 13 of 12 tokens"))
  }

  // MARK: Conditions

  @Test("under conditions images are encoded, also unchanged ones beside a dump")
  func conditions() throws {
    let scratch = try Scratch()
    var run = SurveyRun(
      samples: SampleSet(paths: [Fixture.repository() + "/Samples/apple.png"]),
      plan: try plan([]), loader: SampleLoader(), folder: scratch.path + "/out")
    run.conditions = [
      .unchanged,
      ImageCondition(name: "grey") { image in
        Image(width: image.width, height: image.height, samples: image.samples.map { _ in 128 })
      },
      ImageCondition(name: "broken") { _ in throw Broken() },
    ]
    let outcome = try run.run(.fresh)
    #expect(outcome.counts.refusedRows == 1)
    var rows: [SurveyRow] = []
    try SurveyFile.forEachRow(at: scratch.path + "/out/survey.jsonl") { rows.append($0) }
    #expect(rows.map(\.condition) == [nil, "grey", "broken"])
    #expect(rows.map(\.refusal) == [nil, nil, "no more ink"])
    #expect(rows.allSatisfy { $0.source.hasSuffix("apple.png") })
    #expect(rows[0].erankInput != rows[1].erankInput)
    let alone = try run.loader.encode([
      (run.samples.references[0], try #require(try run.loader.image(of: run.samples.references[0])))
    ])
    #expect(rows[0].erankInput == alone[0].field.erank(centred: true))
  }

  @Test("under conditions a dump without an image is refused")
  func conditionWithoutImage() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(1)
    var run = try scratch.run("out", [])
    run.conditions = [.unchanged, ImageCondition(name: "same") { $0 }]
    #expect(try run.run(.fresh).counts.refusedSamples == 1)
    #expect(try scratch.text("out/survey.jsonl").contains("no image to change and encode"))
  }

  private struct Broken: Error, CustomStringConvertible {
    let description = "no more\nink"
  }
}
