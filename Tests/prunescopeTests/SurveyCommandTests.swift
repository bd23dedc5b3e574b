import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct SurveyCommandTests {
  /// Surveys into a folder of its own, without what a job array would add.
  private func survey(
    _ scratch: borrowing Scratch, _ folder: String, _ options: String...,
    variables: [String] = []
  ) throws -> Program {
    try Program(
      ["survey", scratch["in"], "--output", scratch[folder]]
        + options.flatMap { $0.split(separator: " ").map(String.init) },
      variables: variables)
  }

  /// Makes four small samples.
  private func makeSamples(_ scratch: borrowing Scratch) throws {
    mkdir(scratch["in"], 0o755)
    for (name, columns) in [("a", 4), ("b", 5), ("c", 6), ("d", 7)] {
      try scratch.write(Scratch.dump(rows: columns, columns: columns), to: "in/\(name).npz")
    }
  }

  private func results(_ scratch: borrowing Scratch, _ folder: String) throws -> [[UInt8]] {
    try ["jsonl", "csv", "json"].map { try scratch.bytes("\(folder)/survey.\($0)") }
  }

  private static let asked = "--strategy divprune,agilepruner --keep 3,50%"

  @Test("files are named on standard output, and what was done on standard error")
  func files() throws {
    let scratch = Scratch()
    try makeSamples(scratch)
    let run = try survey(scratch, "out", Self.asked)
    #expect(run.code == 0)
    #expect(run.lines == ["\(scratch["out"])/survey.jsonl", "\(scratch["out"])/survey.csv"])
    #expect(run.messageLines == ["prunescope: 4 samples surveyed, 16 rows written"])
    #expect(try scratch.names(in: "out") == ["survey.csv", "survey.json", "survey.jsonl"])
    let rows = String(decoding: try scratch.bytes("out/survey.jsonl"), as: UTF8.self)
    #expect(rows.split(separator: "\n").count == 16)
  }

  @Test("rows agree with 'select' on the same samples")
  func agreesWithSelect() throws {
    struct Row: Decodable {
      let sample: String
      let keep: Int
      let kept: [Int]
      let erank_kept: Double
      let coverage: Double
    }
    let scratch = Scratch()
    try makeSamples(scratch)
    _ = try survey(scratch, "out", Self.asked)
    let text = String(decoding: try scratch.bytes("out/survey.jsonl"), as: UTF8.self)
    let rows = try text.split(separator: "\n").map { try decoded(Row.self, from: String($0)) }
    let select = try Program(["select", scratch["in"], "--json"] + Self.asked.words)
    let lines = try select.lines.map { try decoded(SelectLine.self, from: $0) }
    try #require(rows.count == lines.count)
    for (row, line) in zip(rows, lines) {
      #expect(row.sample == line.sample)
      #expect(row.keep == line.keep)
      #expect(row.kept == line.kept)
      #expect(row.erank_kept == line.erank.kept)
      #expect(row.coverage == line.coverage)
    }
  }

  @Test("what is there is refused with the remedy, kept by --resume, replaced by --overwrite")
  func existing() throws {
    let scratch = Scratch()
    try makeSamples(scratch)
    _ = try survey(scratch, "out", Self.asked)
    let refused = try survey(scratch, "out", Self.asked)
    #expect(refused.code == 73)
    #expect(refused.messageLines.count == 1)
    #expect(refused.messages.contains("--overwrite replaces them, --resume keeps them"))
    let resumed = try survey(scratch, "out", Self.asked, "--resume")
    #expect(resumed.code == 0)
    #expect(resumed.messages.contains("nothing to do: 4 samples surveyed"))
    let other = try survey(scratch, "out", "--resume")
    #expect(other.code == 73)
    #expect(other.messages.contains("made with strategies [\"divprune\",\"agilepruner\"], not []"))
    #expect(try survey(scratch, "out", "--overwrite --quiet").code == 0)
  }

  @Test("a refused sample is named, counted and recorded")
  func refused() throws {
    let scratch = Scratch()
    try makeSamples(scratch)
    try scratch.write("garbage", to: "in/b.npz")
    let run = try survey(scratch, "out", "--quiet")
    #expect(run.code == 1)
    #expect(run.messageLines.count == 1)
    #expect(run.messages.contains("in/b.npz: "))
    #expect(
      String(decoding: try scratch.bytes("out/survey.csv"), as: UTF8.self).contains("in/b.npz: "))
    let none = try Program(["survey", scratch["in/b.npz"], "--output", scratch["none"], "--quiet"])
    #expect(none.code == 65)
    let missing = try Program(["survey", scratch["no"], "--output", scratch["missing"]])
    #expect(missing.code == 65)
    #expect(try !scratch.names().contains("missing"))
  }

  @Test("'all' passes over strategies that a sample cannot serve")
  func all() throws {
    let scratch = Scratch()
    mkdir(scratch["in"], 0o755)
    try scratch.write(Scratch.dump(rows: 4, columns: 4, attention: false), to: "in/a.npz")
    let run = try survey(scratch, "out", "--strategy all --keep 3")
    #expect(run.code == 0)
    let named = try survey(scratch, "named", "--strategy all,vispruner --keep 3")
    #expect(named.code == 1)
    #expect(named.messageLines.first?.contains("in/a.npz: ") == true)
  }

  @Test("shards, by either spelling or from a job array, merge to the whole")
  func shards() throws {
    let scratch = Scratch()
    try makeSamples(scratch)
    _ = try survey(scratch, "whole", Self.asked)
    let array = ["SLURM_ARRAY_TASK_MIN=3", "SLURM_ARRAY_TASK_MAX=7", "SLURM_ARRAY_TASK_STEP=2"]
    let first = try survey(scratch, "parts", Self.asked, "--shard 0/3")
    #expect(first.lines == ["\(scratch["parts"])/survey.3_0.jsonl"])
    let early = try Program(["survey", "--merge", "--output", scratch["parts"]])
    #expect(early.code == 65)
    #expect(early.messages.contains("shard 1/3 is missing"))
    _ = try survey(scratch, "parts", Self.asked, "--num-chunks 3 --chunk-idx 1")
    let third = try survey(
      scratch, "parts", Self.asked,
      variables: array + ["SLURM_ARRAY_TASK_ID=7", "SLURM_ARRAY_TASK_COUNT=3"])
    #expect(third.lines == ["\(scratch["parts"])/survey.3_2.jsonl"])
    #expect(third.messages.contains("shard 2/3, as task 7 of the Slurm job array 3-7"))
    let merged = try Program(["survey", "--merge", "--output", scratch["parts"]])
    #expect(merged.code == 0)
    #expect(try results(scratch, "parts") == results(scratch, "whole"))
    let off = try survey(
      scratch, "off", Self.asked, "--no-slurm", variables: array + ["SLURM_ARRAY_TASK_ID=7"])
    #expect(off.messageLines.count == 1)
    #expect(try results(scratch, "off") == results(scratch, "whole"))
    let uneven = try survey(
      scratch, "uneven", Self.asked,
      variables: [
        "SLURM_ARRAY_TASK_MIN=0", "SLURM_ARRAY_TASK_MAX=7", "SLURM_ARRAY_TASK_ID=7",
        "SLURM_ARRAY_TASK_COUNT=3",
      ])
    #expect(uneven.code == 64)
    #expect(uneven.messages.contains("no part of an evenly spaced array"))
  }

  @Test("tokens of a model are the same with any number of jobs")
  func modelAndJobs() throws {
    let scratch = Scratch()
    let model = "Tests/Fixtures/checkpoints/clip"
    let ask = ["survey", "Samples", "--encoder", model, "--no-cache", "--quiet", "--output"]
    #expect(try Program(ask + [scratch["one"], "--jobs", "1"]).code == 0)
    #expect(try Program(ask + [scratch["four"], "--jobs", "4"]).code == 0)
    #expect(try results(scratch, "four") == results(scratch, "one"))
  }

  @Test(
    "options that contradict each other are refused",
    arguments: [
      ("survey a", "--output"), ("survey --output o", "name at least one sample"),
      ("survey a --output o --resume --overwrite", "not both"),
      ("survey a --output o --keep 3", "--strategy"),
      ("survey a --output o --strategy divprune", "--keep"),
      ("survey a --output o --strategy nobody --keep 3", "nobody"),
      ("survey a --output o --shard 4/4", "0/4"), ("survey a --output o --jobs 0", "--jobs 0"),
      ("survey a --output o --shard 0/4 --num-chunks 4 --chunk-idx 0", "give one"),
      ("survey a --output o --num-chunks 4", "--chunk-idx"),
      ("survey --merge a --output o", "--merge"),
    ])
  func usage(_ line: String, _ part: String) throws {
    let run = try Program(line)
    #expect(run.code == 64)
    #expect(run.messageLines.count == 1)
    #expect(run.messages.contains(part), "\(run.messages)")
  }

  @Test(
    "a signal stops it with its code, and --resume gives what an uninterrupted run does",
    arguments: [("INT", 130), ("TERM", 143), ("HUP", 129), ("KILL", 137)])
  func signals(_ name: String, _ code: Int32) throws {
    let scratch = Scratch()
    mkdir(scratch["in"], 0o755)
    for index in 0..<60 {
      let side = 10 + index % 7
      try scratch.write(Scratch.dump(rows: side, columns: side), to: "in/s\(100 + index).npz")
    }
    let asked = "--strategy all --keep 9,20"
    _ = try survey(scratch, "whole", asked, "--quiet --jobs 1")
    // As soon as the journal has three lines, which is long before the end. What a shell puts into
    // the background ignores Ctrl-C unless it is told otherwise.
    let script = """
      env --default-signal=INT,TERM,HUP "$@" & process=$!
      journal=\(scratch["out"])/.survey.journal
      until [ -e "$journal" ] && [ "$(wc -l < "$journal")" -ge 3 ]; do sleep 0.01; done
      kill -\(name) $process; wait $process
      """
    let command = [
      Program.program, "survey", scratch["in"], "--output", scratch["out"], "--quiet", "--jobs",
      "1",
    ]
    let stopped = try Program(
      ["-c", script, "bash"] + command + asked.words, program: "/bin/bash")
    #expect(stopped.code == code)
    #expect(try scratch.names(in: "out") == [".survey.journal"])
    if name != "KILL" {
      #expect(stopped.messages.contains("prunescope: stopped after "))
      #expect(stopped.messages.contains(" of 60 samples; go on with --resume"))
    }
    let resumed = try survey(scratch, "out", asked, "--quiet --resume --jobs 2")
    #expect(resumed.code == 0)
    #expect(try results(scratch, "out") == results(scratch, "whole"))
  }
}
