import Glibc
import TestSupport
import Testing

/// What may be named as a sample, and what happens when it is none.
@Suite struct InputTests {
  /// The names of the samples that `inspect --json` saw, in their order.
  private func samples(_ run: Program) throws -> [String] {
    try run.lines.map { try decoded(InspectLine.self, from: $0).sample }
  }

  @Test func aMissingFileIsRefusedAndTheRestIsDone() throws {
    let run = try Program("inspect missing.png Samples/chart.png --json")
    #expect(run.messageLines == ["prunescope: missing.png: no such file or folder"])
    #expect(try samples(run) == ["chart"])
    #expect(run.code == 1)
  }

  @Test func nothingUsableEndsWith65() throws {
    for line in ["inspect missing.png", "select a b --strategy all --keep 1", "render missing.png"]
    {
      let run = try Program(line)
      #expect(run.code == 65 && run.output.isEmpty, "\(line)")
      #expect(run.messageLines.allSatisfy { $0.hasSuffix("no such file or folder") })
    }
  }

  @Test func listsNamePathsBesideThem() throws {
    let scratch = Scratch()
    try scratch.copy("Samples/chart.png", to: "b.png")
    try scratch.copy("Samples/apple.png", to: "a.png")
    try scratch.write("\u{FEFF}# two\n\n  b.png \r\n\(scratch["a.png"])\n", to: "list.txt")
    for path in ["list.txt", "@list.txt", "./list.txt"] {
      let run = try Program("inspect \(path) --json", in: scratch.path)
      #expect(try samples(run) == ["b", "a"], "\(path): \(run.messages)")
      #expect(run.code == 0)
    }
  }

  @Test func listsWithoutAPathAreRefused() throws {
    let scratch = Scratch()
    try scratch.write("# nothing\n", to: "list.txt")
    try scratch.write("list.txt\n", to: "outer.txt")
    let empty = try Program("inspect list.txt", in: scratch.path)
    #expect(
      empty.messageLines == ["prunescope: list.txt: a list without a path; write one on each line"])
    #expect(empty.code == 65)
    let nested = try Program("inspect outer.txt", in: scratch.path)
    #expect(nested.messageLines == ["prunescope: list.txt: a list inside a list is not read"])
    #expect(nested.code == 65)
  }

  @Test func aPipeNamedAsAnImageIsRefusedAndNotWaitedFor() throws {
    let scratch = Scratch()
    mkfifo(scratch["x.png"], 0o644)
    mkfifo(scratch["x.txt"], 0o644)
    for (line, message) in [
      ("inspect x.png", "x.png: not a file or a folder"),
      ("inspect x.txt", "x.txt: not a file or a folder"),
      ("inspect @x.txt", "x.txt: not a regular file"),
      ("inspect .", "./x.png: not a regular file"),
      ("export --repeat x.txt --output out", "x.txt: not a regular file"),
    ] {
      let run = try Program(line, in: scratch.path)
      #expect(run.messageLines == ["prunescope: " + message], "\(line)")
      #expect(run.code == 65)
    }
  }

  @Test func damagedDumpsAreRefusedByName() throws {
    let scratch = Scratch()
    let whole = Scratch.dump(rows: 4, columns: 4)
    try scratch.write(Array(whole.dropLast(100)), to: "cut.npz")
    try scratch.write(Array("not a dump".utf8), to: "other.npz")
    try scratch.copy("Samples/chart.png", to: "fine.png")
    let run = try Program("inspect . --json", in: scratch.path)
    let messages = run.messageLines
    try #require(messages.count == 2)
    #expect(messages[0].hasPrefix("prunescope: ./cut.npz: has no zip directory"))
    #expect(messages[1].hasPrefix("prunescope: ./other.npz: begins with 6e 6f 74 20"))
    #expect(try samples(run) == ["fine"])
    #expect(run.code == 1)
  }

  @Test func aDamagedDumpBesideAnImageIsNotPassedOver() throws {
    let scratch = Scratch()
    try scratch.copy("Samples/chart.png", to: "chart.png")
    try scratch.write(Array("not a dump".utf8), to: "chart.npz")
    for path in [".", "chart.png"] {
      let run = try Program("inspect \(path)", in: scratch.path)
      #expect(run.messageLines.count == 1 && run.messages.contains("chart.npz: begins with"))
      #expect(run.code == 65)
    }
    // Asking for an encoder is a way around it.
    #expect(try Program("inspect . --encoder handcrafted", in: scratch.path).code == 0)
  }

  @Test func namesOfFilesNeverCommandTheTerminal() throws {
    let scratch = Scratch()
    mkdir(scratch["a\u{1B}[31mb"], 0o755)
    try scratch.copy("Samples/chart.png", to: "a\u{1B}[31mb/c\u{1B}]0;t\u{7}\u{9B}\u{202E}.png")
    try scratch.write(Array("x".utf8), to: "bad\u{1B}[2J.npz")
    for line in [
      "inspect . --recursive", "inspect . --recursive --json",
      "select . --recursive --strategy random --keep 2",
      "select . --recursive --strategy random --keep 2 --json",
      "select . --recursive --strategy random --keep 2 --csv",
      "render . --recursive --size 80x24", "encode . --recursive --output out",
      "export . --recursive --strategy random --keep 2 --output out --kind strip",
    ] {
      let run = try Program(line, in: scratch.path)
      #expect(!run.output.isEmpty)
      for scalar in (run.output + run.messages).unicodeScalars where scalar != "\n" {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
          Issue.record("\(line) writes U+\(String(scalar.value, radix: 16))")
        default: break
        }
      }
    }
  }

  @Test func foldersThatLinkToThemselvesAreReadOnce() throws {
    let scratch = Scratch()
    try scratch.copy("Samples/chart.png", to: "chart.png")
    symlink(".", scratch["again"])
    let run = try Program("inspect . --recursive --json", in: scratch.path)
    #expect(try samples(run) == ["chart"])
  }
}
