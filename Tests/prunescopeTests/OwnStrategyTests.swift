import Foundation
import Glibc
import OwnStrategies
import TestSupport
import Testing
import TokenPruning

/// Files of indices and programs, wherever strategies are named.
@Suite struct OwnStrategyTests {
  /// A folder with a sample, files of indices for it, and a program for the shell.
  private static func prepared() throws -> Scratch {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 6, columns: 6), to: "cat.npz")
    try scratch.write("9 3 5 7", to: "kept.txt")
    try scratch.write(#"{"4": [0, 1, 2, 3], "5": [0, 1, 2, 3, 35]}"#, to: "budgets.json")
    try scratch.program("seq $((PRUNESCOPE_KEEP - 1)) -1 0", to: "mine.sh")
    return scratch
  }

  /// The strategies of the catalog that the sample can serve.
  private static func served(in scratch: borrowing Scratch) throws -> [String] {
    let run = try Program("select cat.npz --strategy all --keep 4 --json", in: scratch.path)
    return try run.lines.map { try decoded(SelectLine.self, from: $0).strategy }
  }

  @Test func selectTakesThemBesideTheCatalog() throws {
    let scratch = try Self.prepared()
    let run = try Program(
      [
        "select", "cat.npz", "--keep", "4", "--json", "--strategy",
        "random,indices:path=kept.txt,all,program:run=./mine.sh:ordered=true",
      ], in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    let lines = try run.lines.map { try decoded(SelectLine.self, from: $0) }
    let others = try Self.served(in: scratch).filter { $0 != "random" }
    #expect(lines.map(\.strategy) == ["random", "indices"] + others + ["program"])
    #expect(lines[1].kept == [3, 5, 7, 9] && lines[1].order == nil)
    #expect(lines[1].notes.contains("kept.txt lists 4 tokens to be kept at every budget"))
    #expect(run.line(1).contains(#""parameters":{"path":"kept.txt","ordered":false}"#))
    #expect(lines.last?.kept == [0, 1, 2, 3] && lines.last?.order == [3, 2, 1, 0])
    for line in [lines[1], try #require(lines.last)] {
      let erank = try #require(line.erank.kept)
      #expect(erank > 0 && line.attentionMass != nil && line.coverage != nil)
    }
  }

  @Test(arguments: ["", "--csv"])
  func selectShowsThemInEveryForm(form: String) throws {
    let scratch = try Self.prepared()
    let run = try Program(
      "select cat.npz --strategy indices:path=kept.txt,program:run=./mine.sh --keep 4 \(form)",
      in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.lines.contains { $0.contains("indices") && $0.contains("kept.txt") })
    #expect(run.lines.contains { $0.contains("program") && $0.contains("mine.sh") })
  }

  @Test func whatTheyRefuseIsOneLineAndTheRestIsDone() throws {
    let scratch = try Self.prepared()
    try scratch.program("printf 'no \\033[2Jluck\\n' >&2; exit 2", to: "bad.sh")
    let run = try Program(
      "select cat.npz --strategy all,program:run=./bad.sh,indices:path=budgets.json --keep 4,6 --json",
      in: scratch.path)
    #expect(
      run.messageLines == [
        "prunescope: cat.npz: 'program ./bad.sh': ended with exit code 2: no \u{FFFD}[2Jluck",
        "prunescope: cat.npz: 'program ./bad.sh': ended with exit code 2: no \u{FFFD}[2Jluck",
        "prunescope: cat.npz: 'indices budgets.json': has nothing for a budget of 6; it has 4, 5",
      ])
    let served = try Self.served(in: scratch)
    #expect(run.code == 1 && run.lines.count == 2 * served.count + 1)
    let tiled = try Program(
      "select cat.npz --strategy indices --keep 4", in: scratch.path)
    #expect(tiled.code == 64 && tiled.messages.contains("'indices' needs path=…, a .npy, .json"))
  }

  @Test func tilesAreAskedOneByOne() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 2, rows: 4, columns: 4), to: "cat.npz")
    try scratch.write("1", to: "kept.txt")
    try scratch.program("echo $((PRUNESCOPE_TILE + 4))", to: "mine.sh")
    let run = try Program(
      "select cat.npz --strategy program:run=./mine.sh,indices:path=kept.txt --keep 6 --per-tile "
        + "--json", in: scratch.path)
    #expect(try decoded(SelectLine.self, from: run.output).kept == [4, 21])
    #expect(
      run.messageLines == [
        "prunescope: cat.npz: 'indices kept.txt': lists tokens of whole samples; leave out --per-tile"
      ])
  }

  @Test func exportsCarryAndRepeatThem() throws {
    let scratch = try Self.prepared()
    let run = try Program(
      "export cat.npz --strategy indices:path=kept.txt,program:run=./mine.sh --keep 4 --output out "
        + "--kind mask,overlay,strip", in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(
      run.lines == [
        "out/cat.indices-path-kept.txt.4.mask.png", "out/cat.indices-path-kept.txt.4.overlay.png",
        "out/cat.program-run-.-mine.sh.4.mask.png", "out/cat.program-run-.-mine.sh.4.overlay.png",
        "out/cat.4.strip.png", "out/cat.4.json",
      ])
    let again = try Program("export --repeat out/cat.4.json --output again", in: scratch.path)
    #expect(again.code == 0 && again.messages.isEmpty)
    let name = "cat.indices-path-kept.txt.4.mask.png"
    #expect(try scratch.bytes("again/\(name)") == scratch.bytes("out/\(name)"))
    try scratch.write("9 3 5 8", to: "kept.txt")
    let other = try Program("export --repeat out/cat.4.json --output other", in: scratch.path)
    #expect(other.messages.contains("'indices:path=kept.txt' at 4 now differs in 2 tokens"))
  }

  @Test func theExplorerListsThemByShortNames() throws {
    let scratch = try Self.prepared()
    try scratch.program("exit 4", to: "bad.sh")
    let start = [
      "render", "cat.npz", "--size", "100x30", "--strategy",
      "indices:path=\(scratch["budgets.json"]),fastervlm,program:run=./mine.sh,program:run=./bad.sh",
    ]
    let run = try Program(start + ["--keep", "4"], in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.line(0).contains("budgets.json  4/36"))
    #expect(run.lines.contains { $0.contains("▸1 budgets.json      4") })
    #expect(run.lines.contains { $0.contains(" 3 mine.sh           4") })
    #expect(run.lines.contains { $0.contains(" 4 bad.sh  ended with exit code 4") })
  }

  @Test func theExplorerAsksAgainAtEveryBudget() throws {
    let scratch = try Self.prepared()
    let start = [
      "render", "cat.npz", "--size", "120x40", "--keep", "6", "--strategy",
      "fastervlm,indices:path=budgets.json", "--keys",
    ]
    let refused = " 2 budgets.json  has nothing"
    #expect(try Program(start + [""], in: scratch.path).output.contains(refused))
    let answered = try Program(start + ["-"], in: scratch.path)
    #expect(answered.lines.contains { $0.contains(" 2 budgets.json") && $0.contains("  5 ") })
    #expect(try Program(start + ["h - ="], in: scratch.path).output.contains(refused))
    // The list has room for the beginning; whoever looks at the strategy is told all of it.
    let whole = "budgets.json has nothing for a budget of 6; it has 4, 5"
    #expect(try Program(start + ["<Tab>"], in: scratch.path).output.contains(whole))
    #expect(try Program(start + ["<Tab> - ="], in: scratch.path).output.contains(whole))
    #expect(try !Program(start + ["<Tab> -"], in: scratch.path).output.contains("has nothing"))
  }

  @Test func exportsFromTheKeyboardHaveThem() throws {
    let scratch = try Self.prepared()
    let run = try Program(
      [
        "render", "cat.npz", "--size", "100x30", "--keep", "4", "--strategy",
        "program:run=./mine.sh", "--keys", "ge", "--exports", "out",
      ], in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(try scratch.names(in: "out").contains("cat.program-run-.-mine.sh.4.mask.png"))
  }

  /// However this program ends, what it started ends too.
  @Test func noProgramOutlivesThisOne() throws {
    let scratch = try Self.prepared()
    try scratch.program("echo $$ > number; sleep 600", to: "slow.sh")
    try scratch.program(
      """
      "$1" select cat.npz --strategy program:run=./slow.sh:seconds=600 --keep 4 &
      while ! test -s number; do sleep 0.05; done
      kill -KILL $!
      wait $!
      tries=0
      # One that has ended but that nobody has reaped yet has no command line.
      while test -n "$(cat "/proc/$(cat number)/cmdline" 2>/dev/null | tr '\\0' ' ')"; do
        tries=$((tries + 1))
        test $tries -lt 400 || { echo alive; exit; }
        sleep 0.05
      done
      echo gone
      """, to: "test.sh")
    let run = try Program([Program.program], in: scratch.path, program: scratch["test.sh"])
    #expect(run.lines == ["gone"])
  }

  // MARK: The example

  private static var hasNumPy: Bool {
    (try? Program(["-c", "import numpy"], program: "python3"))?.code == 0
  }

  @Test(.enabled(if: hasNumPy, "the example needs python3 with numpy, which is not installed"))
  func theExampleKeepsTheLongestFeatures() throws {
    for label in [
      "program:run=Samples/own_strategy.py", "program:run=python3 Samples/own_strategy.py",
    ] {
      let run = try Program([
        "select", "Samples/apple.npz", "--keep", "64", "--json", "--strategy",
        label + ":ordered=true:seconds=60",
      ])
      #expect(run.code == 0 && run.messages.isEmpty)
      let line = try decoded(SelectLine.self, from: run.output)
      #expect(line.kept?.count == 64 && line.order?.sorted() == line.kept)
    }
  }

  @Test func readmeShowsTheExample() throws {
    let shown = try GeneratedBlocks("README.md").text
      .split(separator: "```python\n").map { $0.split(separator: "\n```")[0] }
      .first { $0.contains("sys.stdin") }
    let example = try String(
      contentsOfFile: Fixture.repository() + "/Samples/own_strategy.py", encoding: .utf8)
    #expect(example.hasSuffix(try #require(shown) + "\n"))
  }

  @Test func samplesTellTheirNames() throws {
    let scratch = try Self.prepared()
    try scratch.copy("Samples/apple.png", to: "apple.png")
    try scratch.program("echo $PRUNESCOPE_SAMPLE >> told; echo 0", to: "mine.sh")
    let run = try Program("select . --strategy program:run=./mine.sh --keep 1", in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(String(decoding: try scratch.bytes("told"), as: UTF8.self) == "apple\ncat\n")
  }

  @Test func theExampleHasTenLinesAndCanBeRun() throws {
    let path = Fixture.repository() + "/Samples/own_strategy.py"
    #expect(access(path, X_OK) == 0)
    let run = try Program(["-c", "", path], program: "grep")
    #expect(run.lines == ["10"])
  }
}

extension Scratch {
  /// Writes a program of the shell.
  func program(_ lines: String, to name: String) throws {
    try write("#!/bin/sh\n" + lines + "\n", to: name)
    chmod(self[name], 0o755)
  }
}
