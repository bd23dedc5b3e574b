import Foundation
import SurveyRuns
import Surveys
import TestSupport
import LinearAlgebra
import Testing

@Suite struct HostileFileTests {
  /// Taking up a journal of these bytes.
  private func resumed(_ scratch: borrowing Scratch, _ journal: [UInt8]) throws -> String {
    try scratch.write(journal, to: "out/.survey.journal")
    let run = try scratch.run("out", ["divprune"])
    return message { try run.run(.resume) }
  }

  @Test("a journal that is none, or of which a line is none, is refused in one line")
  func badJournals() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(3)
    let run = try scratch.run("out", ["divprune"])
    _ = try run.run(.fresh, stoppingAfter: 2)
    let journal = try scratch.text("out/.survey.journal")
    let lines = journal.split(separator: "\n").map { $0 + "\n" }
    let head = String(lines[0])
    let cases: [(String, String)] = [
      ("garbage\n", "line 1: not the head"), ("\n", "line 1: not the head"),
      ("{}\n", "line 1: not the head"),
      (
        head.replacing("\"survey_journal\":1", with: "\"survey_journal\":2"),
        "line 1: a journal of form 2"
      ),
      (head + "garbage\n", "line 2: a value must be here"),
      (head + "{\"sample\":0}\n", "line 2: not the rows of a sample"),
      (head + "{\"sample\":0,\"rows\":[]}\n", "line 2: not the rows of a sample"),
      (head + "{\"sample\":0,\"rows\":[{}]}\n", "line 2: 'sample' is missing"),
      (head + "{\"sample\":3,\"rows\":[{}]}\n", "line 2: sample 3 is not in 0..<3"),
      (head + "{\"sample\":-1,\"rows\":[{}]}\n", "line 2: sample -1 is not in 0..<3"),
      (head + "{\"sample\":1e9,\"rows\":[{}]}\n", "line 2: sample 1e9 is not in 0..<3"),
      (head + lines[1] + lines[1], "line 3: sample 0 is there twice"),
      (head + "\u{0}\u{1B}[2J\n", "line 2: a value must be here"),
      (head + String(repeating: "[", count: 100_000) + "\n", "line 2: it nests deeper"),
    ]
    for (content, expected) in cases {
      let text = try resumed(scratch, Array(content.utf8))
      #expect(text.contains(expected), "\(text)")
      #expect(text.contains("begin again with --overwrite"))
      #expect(!text.contains("\n") && !text.contains("\u{1B}"))
    }
  }

  @Test("a journal of random changes never ends the program, and is right where it is taken")
  func mutations() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let run = try scratch.run("out", ["divprune"])
    _ = try run.run(.fresh, stoppingAfter: 1)
    let journal = try scratch.bytes("out/.survey.journal")
    var generator = SplitMix64(seed: 7)
    var refused = 0
    for _ in 0..<300 {
      var changed = journal
      for _ in 0...generator.next(below: 3) {
        changed[generator.next(below: changed.count)] = UInt8(generator.next(below: 256))
      }
      try? FileManager.default.removeItem(atPath: scratch.path + "/out")
      try FileManager.default.createDirectory(
        atPath: scratch.path + "/out", withIntermediateDirectories: true)
      let text = try resumed(scratch, changed)
      refused += text.isEmpty ? 0 : 1
      #expect(!text.contains("\n"))
    }
    #expect(refused > 150)
  }

  @Test("a line beyond every measure is refused without being read whole")
  func hugeLine() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(1)
    let run = try scratch.run("out", ["divprune"])
    _ = try run.run(.fresh, stoppingAfter: 0)
    // A hole of 8 GiB: it takes no room on the disk, and must take none in memory.
    let handle = try #require(FileHandle(forWritingAtPath: scratch.path + "/out/.survey.journal"))
    try handle.truncate(atOffset: 8 << 30)
    #expect(message { try run.run(.resume) }.contains("line 2 is longer than the 67108864 bytes"))
  }

  @Test("rows that are none are refused with file and line")
  func badRows() throws {
    let scratch = try Scratch()
    try scratch.write(Array("{\"sample\":\"a\",\"source\":\"b\"}\n\n[]\n".utf8), to: "x.jsonl")
    var rows = 0
    let text = message {
      try SurveyFile.forEachRow(at: scratch.path + "/x.jsonl") { _ in rows += 1 }
      throw SurveyRunError.nothing(path: "", expected: "")
    }
    #expect(rows == 1)
    #expect(
      text
        == "\(scratch.path)/x.jsonl: line 3: an object must be on each line, at byte 0; a row of a "
        + "survey must be on each line")
  }

  @Test("a folder that cannot be made, and files in its place, are refused")
  func folders() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(1)
    try scratch.write([], to: "taken")
    let blocked = try scratch.run("taken")
    #expect(!message { try blocked.run(.fresh) }.isEmpty)
    let run = try scratch.run("out")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/out/.survey.journal", withIntermediateDirectories: true)
    #expect(!message { try run.run(.resume) }.isEmpty)
    #expect(!message { try run.run(.overwrite) }.isEmpty)
  }

  @Test("a disk that is full leaves what was done before")
  func fullDisk() throws {
    let scratch = try Scratch()
    try scratch.makeDumps(2)
    let run = try scratch.run("out")
    try FileManager.default.createDirectory(
      atPath: scratch.path + "/out", withIntermediateDirectories: true)
    // The device that is always full cannot be locked away: a journal must be a file of its own.
    try FileManager.default.createSymbolicLink(
      atPath: scratch.path + "/out/.survey.journal", withDestinationPath: "/dev/full")
    #expect(!message { try run.run(.overwrite) }.isEmpty)
  }
}
