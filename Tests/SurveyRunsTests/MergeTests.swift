import Foundation
import SurveyRuns
import Surveys
import Testing

@Suite struct MergeTests {
  /// Surveys every part into `parts`.
  private func survey(_ scratch: borrowing Scratch, parts count: Int) throws {
    for index in 0..<count {
      var run = try scratch.run("parts")
      run.shard = Shard(index: index, count: count)
      run.jobs = 1 + index % 3
      _ = try run.run(.fresh)
    }
  }

  @Test("parts one behind the other, and merged, are the whole", arguments: 1...7)
  func equal(_ count: Int) throws {
    let scratch = try Scratch()
    try scratch.makeDumps(5)
    let whole = try scratch.run("whole").run(.fresh)
    try survey(scratch, parts: count)
    let files = (0..<count).map { "parts/survey.\(count)_\($0).jsonl" }
    let joined = try files.flatMap { try scratch.bytes($0) }
    #expect(try joined == scratch.bytes("whole/survey.jsonl"))
    #expect(
      try SurveyFile.find(in: scratch.path + "/parts") == files.map { scratch.path + "/" + $0 })
    let merged = try SurveyRun.merge(folder: scratch.path + "/parts")
    #expect(merged.counts == whole.counts)
    #expect(try scratch.results("parts") == scratch.results("whole"))
    #expect(
      try SurveyFile.find(in: scratch.path + "/parts") == [scratch.path + "/parts/survey.jsonl"])
  }

  @Test("names of parts sort as the parts do")
  func names() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    try survey(scratch, parts: 11)
    let files = try scratch.names("parts").filter { $0.hasSuffix(".jsonl") }
    #expect(files.first == "survey.11_00.jsonl")
    #expect(files.last == "survey.11_10.jsonl")
    #expect(try SurveyFile.find(in: scratch.path + "/parts").count == 11)
  }

  @Test("merging again replaces nothing unless it is asked to")
  func again() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    try survey(scratch, parts: 2)
    let folder = scratch.path + "/parts"
    _ = try SurveyRun.merge(folder: folder)
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("there are results already"))
    #expect(try SurveyRun.merge(folder: folder, .resume).ending == .alreadyFinished)
    #expect(try SurveyRun.merge(folder: folder, .overwrite).ending == .finished)
  }

  @Test("parts that are missing, of another survey, of two splits or changed are refused by name")
  func refused() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    let folder = scratch.path + "/parts"
    let empty = message { try SurveyRun.merge(folder: scratch.path + "/samples") }
    #expect(empty.contains("no survey.jsonl and no survey.N_i.jsonl here"))
    try survey(scratch, parts: 3)

    let lines = try scratch.bytes("parts/survey.3_1.jsonl")
    try scratch.remove("parts/survey.3_1.jsonl")
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("shard 1/3 is missing"))
    try scratch.write(Array(lines.dropLast()), to: "parts/survey.3_1.jsonl")
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("bytes, not the "))
    try scratch.write(lines, to: "parts/survey.3_1.jsonl")

    let summary = try scratch.bytes("parts/survey.3_2.json")
    try scratch.remove("parts/survey.3_2.json")
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("shard 2/3 is missing"))
    var other = try scratch.run("parts", ["divprune"])
    other.shard = Shard("2/3")
    _ = try other.run(.overwrite)
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("made with strategies "))
    var right = try scratch.run("parts")
    right.shard = Shard("2/3")
    _ = try right.run(.overwrite)
    #expect(try scratch.bytes("parts/survey.3_2.json") == summary)

    try scratch.write(lines, to: "parts/survey.4_1.jsonl")
    #expect(message { try SurveyRun.merge(folder: folder) }.contains("shards of 3 and of 4"))
    #expect(try scratch.names("parts").allSatisfy { !$0.hasPrefix("survey.j") })
  }

  @Test("a part under another part's name is refused")
  func copied() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(4)
    try survey(scratch, parts: 2)
    for ending in ["jsonl", "json"] {
      let bytes = try scratch.bytes("parts/survey.2_0.\(ending)")
      try scratch.write(bytes, to: "parts/survey.2_1.\(ending)")
    }
    let error = #expect(throws: SurveyRunError.self) {
      try SurveyRun.merge(folder: scratch.path + "/parts")
    }
    #expect(
      error?.description.contains("made with shard \"0/2\", not 1/2") == true
        || error?.description.contains("shard 0/2, not 1/2") == true, "\(error?.description ?? "")")
  }

  @Test("a merge is not finished without its rows")
  func lostRows() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(4)
    try survey(scratch, parts: 2)
    let folder = scratch.path + "/parts"
    _ = try SurveyRun.merge(folder: folder)
    #expect(try SurveyRun.merge(folder: folder, .resume).ending == .alreadyFinished)
    try scratch.write([], to: "parts/survey.jsonl")
    #expect(throws: SurveyRunError.finished(path: folder + "/survey.jsonl")) {
      try SurveyRun.merge(folder: folder, .resume)
    }
  }

  @Test("samples that changed after their rows are told, and uncentred surveys remark it")
  func changes() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    var run = try scratch.run("whole")
    #expect(run.changedSamples.isEmpty)
    _ = try run.run(.fresh)
    #expect(run.changedSamples.isEmpty)
    let path = scratch.path + "/samples/s01.npz"
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: 60)], ofItemAtPath: path)
    #expect(run.changedSamples == [path])
    #expect(SurveyFile.remarks(on: [scratch.path + "/whole/survey.jsonl"]).isEmpty)
    run.plan.isCentred = false
    _ = try run.run(.overwrite)
    #expect(
      SurveyFile.remarks(on: [scratch.path + "/whole/survey.jsonl"])
        == ["eranks of this survey are uncentred: the mean token was not subtracted"])
  }
}
