import Foundation
import TestSupport
import Testing

/// Tables on the command line, and the view of the data set.
@Suite struct DatasetCommandTests {
  /// A folder of three small dumps.
  static func scratch() throws -> Scratch {
    let scratch = Scratch()
    for (index, name) in ["a1", "a2", "a3"].enumerated() {
      try scratch.write(
        Scratch.dump(rows: 4 - index % 2, columns: 4 - index % 2), to: "\(name).npz")
    }
    return scratch
  }

  static func render(_ scratch: borrowing Scratch, _ words: [String]) throws -> Program {
    try Program(["render", scratch.path, "--size", "120x40", "--strategy", "divprune"] + words)
  }

  @Test("a CSV joins by the numbers at the ends of names, and its columns are told")
  func csv() throws {
    let scratch = try Self.scratch()
    try scratch.write(
      "image_id,erank,entropy,loss\r\n1,10,3,0.5\r\n3,30,4,0.25\r\n9,1,1,1\r\n", to: "t.csv")
    let run = try Self.render(
      scratch, ["--table", scratch["t.csv"], "--view", "dataset", "--keys", "$"])
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.line(0).hasPrefix(" data set: 3 samples"))
    for text in ["erank", "30.0", "4.000", ".2500", "a3"] { #expect(run.output.contains(text)) }
    let sorted = try Self.render(
      scratch, ["--table", scratch["t.csv"], "--sort-by", "loss", "--keys", ":1<Enter>"])
    #expect(sorted.line(0).contains("a3 1/3 by loss"))
    let filtered = try Self.render(
      scratch, ["--table", scratch["t.csv"], "--filter", "loss>=0.5"])
    #expect(filtered.line(0).contains("a1 1/1 of 3"))
  }

  @Test("a survey's folder tells how often patches are kept at the strategy and budget on screen")
  func survey() throws {
    let scratch = try Self.scratch()
    let rows = [("a1", 4, "[0,1,2,3]"), ("a1", 2, "[0,11]"), ("a3", 4, "[0,1,2,9]")].map {
      "{\"sample\":\"\($0.0)\",\"rows\":4,\"columns\":4,\"tokens\":16,\"erank_input\":5,\"entropy\":1,"
        + "\"label\":\"divprune\",\"strategy\":\"divprune\",\"keep\":\($0.1),\"kept\":\($0.2)}\n"
    }
    try scratch.write(rows.joined(), to: "survey.jsonl")
    let run = try Self.render(
      scratch,
      ["--table", scratch.path, "--keep", "4", "--view", "dataset", "--keys", "U", "--plain"])
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.output.contains("over 2 samples"))
    #expect(run.output.contains("1 without a row"))
    #expect(!run.output.contains("without a selection"))
    #expect(run.output.contains("most 100.0 %"))
  }

  @Test("of a table's rows, those of refused strategies are told, and no grid takes all memory")
  func hostileSurvey() throws {
    let scratch = try Self.scratch()
    let head = "\"erank_input\":5,\"entropy\":1,\"label\":\"divprune\",\"strategy\":\"divprune\""
    let grid = "\"rows\":4,\"columns\":4,\"tokens\":16"
    let huge = "\"rows\":4000,\"columns\":4000,\"tiles\":1000000,\"tokens\":16"
    let refused = "{\"sample\":\"a2\",\(head),\"keep\":null,\"refusal\":\"no keys\"}\n"
    try scratch.write(
      "{\"sample\":\"a1\",\(head),\(huge),\"keep\":4,\"kept\":[0,1,2,3]}\n" + refused + refused
        + "{\"sample\":\"a3\",\(head),\(grid),\"keep\":4,\"kept\":[0,1,2,9]}\n",
      to: "survey.jsonl")
    let run = try Self.render(
      scratch,
      ["--table", scratch.path, "--keep", "4", "--view", "dataset", "--keys", "U", "--plain"])
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.output.contains("over 1 sample, 1 without a selection, 1 without a row"))
  }

  @Test("samples of one name in two folders are told apart by their sources")
  func folders() throws {
    let scratch = Scratch()
    for folder in ["x", "y"] {
      try FileManager.default.createDirectory(
        atPath: scratch[folder], withIntermediateDirectories: true)
      try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "\(folder)/a.npz")
    }
    let rows = ["x", "y"].map { "a,\(scratch["\($0)/a.npz"]),\($0 == "x" ? 7 : 8)\n" }
    try scratch.write("sample,source,v\n" + rows.joined(), to: "t.csv")
    let run = try Self.render(
      scratch, ["--recursive", "--table", scratch["t.csv"], "--filter", "v=8", "--keys", "]"])
    #expect(run.code == 0 && run.line(0).contains("1/1 of 2"), "\(run.output.prefix(400))")
  }

  @Test("what is no table is told in one line, with its place")
  func refused() throws {
    let scratch = try Self.scratch()
    try scratch.write("id,v\n1,2\n1,3\n", to: "twice.csv")
    try scratch.write("{\"id\":1}\n[]\n", to: "list.jsonl")
    for (name, reason) in [
      ("twice.csv", "twice.csv:3: '1' has a row on line 2 already"),
      ("list.jsonl", "list.jsonl:2: an object must be on each line"),
      ("missing.csv", "missing.csv: no such file or folder"), ("a1.npz", "a1.npz: not a table"),
    ] {
      let run = try Self.render(scratch, ["--table", scratch[name], "--plain"])
      #expect(run.output.contains(reason), "\(run.output.suffix(300))")
      #expect(run.code == 1 && run.messages.contains(reason))
    }
    let run = try Self.render(scratch, ["--axes", "entropy"])
    #expect(run.code == 64 && run.messages.contains("--axes cannot be 'entropy'"))
  }
}
