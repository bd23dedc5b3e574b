import Foundation
import TestSupport
import Testing

/// Sessions that are saved at their end and gone on with.
@Suite struct SavedSessionTests {
  /// Runs a session of lines of keys, with a folder for its state.
  static func run(
    _ arguments: [String], _ keys: String, in scratch: borrowing Scratch,
    folder: String = Fixture.repository()
  ) throws -> Program {
    let input = scratch["keys.txt"]
    try Data(keys.utf8).write(to: URL(fileURLWithPath: input))
    return try Program(
      arguments + ["--plain"], in: folder, variables: ["XDG_STATE_HOME=\(scratch["state"])"],
      input: input)
  }

  static func saved(_ scratch: borrowing Scratch) -> String {
    scratch["state/prunescope/session.json"]
  }

  static func write(_ text: String, _ scratch: borrowing Scratch) throws {
    try FileManager.default.createDirectory(
      atPath: scratch["state/prunescope"], withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: saved(scratch)))
  }

  @Test func aSessionGoesOnWhereItEnded() throws {
    let scratch = Scratch()
    let first = try Self.run(
      ["Samples", "--strategy", "random,divprune,scope"],
      "]]gg\nma<Tab>\n%30%<Enter>\nvb\n.t.\n/street<Enter>\noF!desk<Enter>\nG2gx\nq\n", in: scratch)
    #expect(first.code == 0 && first.messages.isEmpty, "\(first.messages)")
    let last = first.output.components(separatedBy: "\n\n").last ?? ""
    // From another folder, without naming anything.
    let second = try Self.run(["--restore"], "q\n", in: scratch, folder: scratch.path)
    #expect(second.code == 0 && second.messages.isEmpty, "\(second.messages)")
    let begin = second.output
    #expect(begin.contains("sample street, ") && begin.contains("keep 173 of 576 tokens"))
    #expect(begin.contains("view split") && begin.contains("PATCH #575"))
    // But for what was said last, both screens are the same.
    let quiet = { (text: String) in
      text.split(separator: "\n").filter { !$0.hasPrefix("message:") && !$0.isEmpty }
    }
    #expect(quiet(begin) == quiet(last))
    let third = try Self.run(["--restore"], "'a\n/<Up>\n<Esc>q\n", in: scratch)
    #expect(third.output.contains("message: patch #0 of crowd"))
    #expect(third.output.contains("search: street"))
  }

  @Test func theCommandLineComesFirst() throws {
    let scratch = Scratch()
    _ = try Self.run(["Samples", "--strategy", "random,divprune"], "]%9<Enter>\nq\n", in: scratch)
    let run = try Self.run(
      ["explore", "Samples/street.png", "--restore", "--keep", "7", "--view", "diff"], "",
      in: scratch)
    #expect(run.code == 0)
    #expect(run.output.contains("sample street, 1/1") && run.output.contains("keep 7 of 576"))
    #expect(run.output.contains("view diff"))
    #expect(run.messages == "prunescope: not here: sample 'chart'\n")
  }

  @Test func theEndOfInputAndControlCSaveToo() throws {
    for (keys, code) in [("]\n", 0), ("]<C-c>\n", 130), ("]q", 0)] as [(String, Int32)] {
      let scratch = Scratch()
      #expect(try Self.run(["Samples"], keys, in: scratch).code == code)
      #expect(
        try String(contentsOfFile: Self.saved(scratch), encoding: .utf8).contains("\"chart\""))
    }
  }

  @Test func renderSavesNothing() throws {
    let scratch = Scratch()
    let state = "XDG_STATE_HOME=\(scratch["state"])"
    #expect(try Program(["render", "Samples", "--plain"], variables: [state]).code == 0)
    #expect(!FileManager.default.fileExists(atPath: scratch["state"]))
  }

  @Test func whatCannotBeSavedIsAWarning() throws {
    let scratch = Scratch()
    try Data().write(to: URL(fileURLWithPath: scratch["state"]))
    let run = try Self.run(["Samples"], "q\n", in: scratch)
    #expect(run.code == 0)
    #expect(run.messages.hasPrefix("prunescope: the session is not saved: \(scratch["state"])"))
    #expect(run.messageLines.count == 1)
  }

  @Test func saysWhatIsMissing() throws {
    let scratch = Scratch()
    for name in ["apple", "chart"] {
      try FileManager.default.copyItem(
        atPath: Fixture.repository() + "/Samples/\(name).png", toPath: scratch["\(name).png"])
    }
    _ = try Self.run(
      [scratch["apple.png"], scratch["chart.png"], "--strategy", "random,divprune"],
      "]ma<Tab>\nq\n",
      in: scratch)
    try FileManager.default.removeItem(atPath: scratch["chart.png"])
    let text = try String(contentsOfFile: Self.saved(scratch), encoding: .utf8)
    try Self.write(text.replacingOccurrences(of: "divprune", with: "vanished"), scratch)
    let run = try Self.run(["--restore"], "", in: scratch)
    #expect(run.output.contains("sample apple, 1/1"))
    #expect(
      run.messageLines == [
        "prunescope: \(scratch["chart.png"]): no such file or folder",
        "prunescope: not here: strategy 'vanished', sample 'chart', mark a on 'chart'",
      ])
    #expect(run.output.contains("message: not here: strategy 'vanished', sample 'chart'"))
  }

  static let refused: [(text: String, message: String)] = [
    ("", "not a session; start without --restore"),
    ("[]", "not a session; start without --restore"),
    ("{\"version\":1}", "not a session; start without --restore"),
    ("{\"version\":\"1\"}", "not a session; start without --restore"),
    ("{\"version\":7}", "a session of version 7, not 1; start without --restore"),
    (
      String(repeating: "[", count: 100_000), "not a session; start without --restore"
    ),
  ]

  @Test(arguments: refused.indices)
  func refusesWhatIsNoSession(index: Int) throws {
    let scratch = Scratch()
    try Self.write(Self.refused[index].text, scratch)
    let run = try Self.run(["--restore"], "", in: scratch)
    #expect(run.code == 65 && run.output.isEmpty)
    #expect(run.messages == "prunescope: \(Self.saved(scratch)): \(Self.refused[index].message)\n")
    // What could not be read is not written over.
    #expect(
      try String(contentsOfFile: Self.saved(scratch), encoding: .utf8) == Self.refused[index].text)
  }

  @Test func saysThatNothingWasSaved() throws {
    let scratch = Scratch()
    let run = try Self.run(["--restore"], "", in: scratch)
    #expect(run.code == 65)
    #expect(
      run.messages
        == "prunescope: \(Self.saved(scratch)): no session was saved yet; start without --restore\n"
    )
    #expect(try Program("--restore --plain").messages.contains("there is no home folder"))
  }

  /// Numbers and words that no session of ours has change nothing and end nothing.
  @Test func hostileValuesArePassedOver() throws {
    let scratch = Scratch()
    _ = try Self.run(["Samples"], "ma%9<Enter>\nq\n", in: scratch)
    var text = try String(contentsOfFile: Self.saved(scratch), encoding: .utf8)
    for (before, after) in [
      ("\"opacity\":35", "\"opacity\":-9223372036854775808"), ("\"zoom\":0", "\"zoom\":99999"),
      ("\"view\":\"single\"", "\"view\":\"\\u001b[2J\""),
      ("\"patch\":300", "\"patch\":9223372036854775807"),
      ("\"letter\":\"a\"", "\"letter\":\"\\u0007\""), ("\"filter\":\"\"", "\"filter\":\"erank>\""),
      ("\"budget\":\"9\"", "\"budget\":\"-1\""), ("\"textTokens\":30", "\"textTokens\":-5"),
      ("\"options\":[]", "\"options\":[\"--no-such-option\"]"),
      ("\"prompts\":{}", "\"prompts\":{\"budget\":[\"\(String(repeating: "9", count: 9000))\"]}"),
    ] {
      text = text.replacingOccurrences(of: before, with: after)
    }
    try Self.write(text, scratch)
    let run = try Self.run(["--restore"], "%<Up>\n<Esc>q\n", in: scratch)
    #expect(run.code == 0 && run.messages.isEmpty, "\(run.messages)")
    #expect(run.output.contains("keep 64 of 576") && run.output.contains("PATCH #575"))
    #expect(!run.output.contains("\u{1B}"))
  }

  @Test func aLineOfKeysThatIsNoneIsSaid() throws {
    let scratch = Scratch()
    let run = try Self.run(["Samples"], "<Nope>\n]\n", in: scratch)
    #expect(run.code == 0 && run.messages.hasPrefix("prunescope: no key is named '<Nope>'"))
    #expect(run.output.contains("sample chart, 2/14"))
  }
}
