import Analysis
import Encoders
import Foundation
import SampleSets
import SurveyRuns
import Surveys
import Testing
import TokenFields
import TokenPruning

@Suite struct InterruptionTests {
  @Test("stopped after any number of samples and taken up again, the results are the same")
  func everyStop() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(6)
    _ = try scratch.run("whole").run(.fresh)
    for limit in 0..<6 {
      for jobs in [1, 3] {
        var run = try scratch.run("cut-\(limit)-\(jobs)")
        run.jobs = jobs
        let stopped = try run.run(.fresh, stoppingAfter: limit)
        #expect(stopped.counts.samples >= limit)
        if stopped.ending == .stopped {
          #expect(stopped.paths.isEmpty)
          #expect(try scratch.names("cut-\(limit)-\(jobs)") == [".survey.journal"])
          #expect(try run.run(.resume).ending == .finished)
        }
        #expect(try scratch.results("cut-\(limit)-\(jobs)") == scratch.results("whole"))
      }
    }
  }

  @Test("one sample at a time, each in a run of its own, is the same")
  func everySample() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(5)
    _ = try scratch.run("whole").run(.fresh)
    let run = try scratch.run("steps")
    for index in 0..<5 {
      let outcome = try run.run(.resume, stoppingAfter: 1)
      #expect(outcome.counts.samples == index + 1)
      #expect(outcome.ending == (index < 4 ? .stopped : .finished))
    }
    #expect(try scratch.results("steps") == scratch.results("whole"))
  }

  @Test("a journal that is torn at any byte is taken up, and only what is torn is done again")
  func tornAnywhere() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    _ = try scratch.run("whole", []).run(.fresh)
    let run = try scratch.run("torn", [])
    _ = try run.run(.fresh, stoppingAfter: 2)
    let journal = try scratch.bytes("torn/.survey.journal")
    let ends = journal.indices.filter { journal[$0] == UInt8(ascii: "\n") }
    #expect(ends.count == 3)
    for length in 0..<journal.count {
      try scratch.write(Array(journal.prefix(length)), to: "torn/.survey.journal")
      let stopped = try run.run(.resume, stoppingAfter: 0)
      // The head is there in any case, and then as many samples as lines are whole.
      let whole = ends.filter { $0 < length }
      #expect(stopped.counts.samples == max(0, whole.count - 1), "\(length) bytes")
      let kept = journal.prefix((whole.last ?? ends[0]) + 1)
      #expect(try scratch.bytes("torn/.survey.journal") == Array(kept), "\(length) bytes")
      guard length % 97 == 0 else { continue }
      _ = try run.run(.resume)
      #expect(try scratch.results("torn") == scratch.results("whole"), "\(length) bytes")
      for name in try scratch.names("torn") { try scratch.remove("torn/" + name) }
    }
  }

  @Test("ended between the results and the end of the journal, the results are the same")
  func endedWhileFinishing() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    let run = try scratch.run("out")
    _ = try run.run(.fresh, stoppingAfter: 2)
    let journal = try scratch.bytes("out/.survey.journal")
    _ = try run.run(.resume)
    let results = try scratch.results("out")
    for missing in [[], ["survey.json"], ["survey.json", "survey.csv"]] {
      try scratch.write(journal, to: "out/.survey.journal")
      for name in missing { try scratch.remove("out/" + name) }
      #expect(try run.run(.resume).ending == .finished)
      #expect(try scratch.results("out") == results)
      #expect(try !scratch.names("out").contains(".survey.journal"))
    }
  }

  @Test("a finished survey is recognised, and not written again")
  func finished() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let run = try scratch.run("out")
    let first = try run.run(.fresh)
    let again = try run.run(.resume, stoppingAfter: 0)
    #expect(again.ending == .alreadyFinished)
    #expect(again.counts == first.counts)
    #expect(again.paths == first.paths)
    #expect(
      message { try run.run(.fresh) }.hasSuffix(
        "/out/survey.jsonl: there are results already; --overwrite replaces them, --resume keeps "
          + "them if they are of this survey"))
    try scratch.write(Array("{}\n".utf8), to: "out/survey.jsonl")
    #expect(message { try run.run(.resume) }.contains("survey.jsonl: 3 bytes, not the "))
    #expect(try run.run(.overwrite).ending == .finished)
    #expect(try run.run(.resume).ending == .alreadyFinished)
  }

  @Test("a survey that was begun is not begun again by accident")
  func unfinished() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let run = try scratch.run("out")
    _ = try run.run(.fresh, stoppingAfter: 1)
    #expect(
      message { try run.run(.fresh) }.hasSuffix(
        "/out/.survey.journal: a survey was begun here; go on with --resume, or begin again with "
          + "--overwrite"))
    #expect(try run.run(.overwrite).counts.samples == 2)
  }

  @Test("what a run of other terms left is refused by the name of what differs")
  func otherTerms() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    let run = try scratch.run("out")
    _ = try run.run(.fresh, stoppingAfter: 1)
    let changes: [(String, (inout SurveyRun) throws -> Void)] = [
      ("strategies", { $0.plan = try plan(["divprune"]) }),
      ("required strategies", { $0.plan.required = [] }),
      ("budgets", { $0.plan.budgets = [.count(3)] }),
      ("centred", { $0.plan.isCentred = false }),
      ("per tile", { $0.plan.isPerTile = true }),
      ("version", { $0.version = "9" }),
      ("conditions", { $0.conditions.append(ImageCondition(name: "x") { $0 }) }),
      ("encoder", { $0.loader = SampleLoader(LoadOptions(encoder: EncoderChoice("handcrafted"))) }),
      ("preprocess", { $0.loader = SampleLoader(LoadOptions(preprocess: .stretch)) }),
      ("background", { $0.loader = SampleLoader(LoadOptions(background: nil)) }),
      (
        "bf16", { $0.loader = SampleLoader(LoadOptions(dump: DumpOptions(bfloat16Integers: true))) }
      ),
      (
        "calibration",
        {
          let averages = Calibration(encoder: nil, samples: 3, erank: 7.5, entropy: nil)
          $0.loader = SampleLoader(LoadOptions(calibration: averages))
        }
      ),
      ("samples", { $0.samples = SampleSet(paths: [$0.samples.references[0].source]) }),
    ]
    for isFinished in [false, true] {
      if isFinished { _ = try run.run(.resume) }
      for (what, change) in changes {
        var other = run
        try change(&other)
        let text = message { try other.run(.resume) }
        #expect(text.contains(": made with \(what) "), "\(what): \(text)")
        #expect(!text.contains("\n"))
      }
    }
    // The same number of samples under another name.
    let renamed = scratch.path + "/samples/"
    try FileManager.default.moveItem(atPath: renamed + "s02.npz", toPath: renamed + "s03.npz")
    let list = message { try scratch.run("out").run(.resume) }
    #expect(list.contains(": made with sample list "), "\(list)")
  }

  @Test("a journal that another process works with is refused")
  func inUse() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let run = try scratch.run("out")
    let other = Refused()
    // The lock is of the open file, so a second run of the same process stands for another one.
    _ = try run.run(
      .fresh, progress: { _ in other.note(message { try run.run(.resume) }) })
    #expect(other.messages.count == 2)
    for text in other.messages { #expect(text.contains("another process works with this file")) }
  }
}

/// Messages that were collected by several threads.
private final class Refused: @unchecked Sendable {
  private let lock = NSLock()
  private var collected: [String] = []

  var messages: [String] { lock.withLock { collected } }
  func note(_ text: String) { lock.withLock { collected.append(text) } }
}
