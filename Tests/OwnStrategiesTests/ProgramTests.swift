import Glibc
import LinearAlgebra
import LocalFiles
import OwnStrategies
import TensorFiles
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct ProgramTests {
  // MARK: Answers

  @Test(arguments: ["echo 9 3 5", "echo '[9, 3, 5]'", "printf '9\\n3\\n5'", "echo '[9 3 5]'"])
  func keepsWhatItAnswers(line: String) throws {
    let folder = try Folder()
    let path = try folder.program(line)
    #expect(try selection("program:run=\(path)", keeping: 3) == Selection(kept: [3, 5, 9]))
    #expect(
      try selection("program:run=\(path):ordered=true", keeping: 4) == Selection(order: [9, 3, 5]))
  }

  @Test func isGivenEverythingThatTheFieldCarries() throws {
    let folder = try Folder()
    let path = try folder.program("cat > \(folder["read.npz"]); echo 0")
    // As many heads as tokens: attention of one column more would be taken for another shape.
    let grid = TokenGrid(tiles: 1, rows: 2, columns: 2)
    var field = RandomField.make(seed: 3, grid: grid, heads: 4, projectedWidth: 5)
    field.relevance = [1, 2, 3, 4]
    #expect(try selection("program:run=\(path)", keeping: 3, of: PreparedField(field)).kept == [0])
    let file = try TensorFile.open(folder["read.npz"])
    #expect(
      file.entries.map { "\($0.name) \($0.shape)" } == [
        "features [4, 8]", "projected [4, 5]", "attention [4, 4]", "keys [4, 4, 4]",
        "last_layer_attention [4]", "shallow_attention [4, 4]", "first_layer_attention [4, 4]",
        "clip_image_embeds [4, 5]", "text_embeds [2, 5]", "relevance [4]", "llm_attention [4]",
        "grid [2]", "keep []",
      ])
    #expect(try file.read("keep").values() == [3])
    #expect(try file.read("grid").values() == [2, 2])
    #expect(
      try file.read("features").values() == field.features?.elements.map { Double(Float($0)) })
    #expect(
      try file.read("attention").values() == field.attention?.elements.map { Double(Float($0)) })
  }

  @Test func isToldTheSampleByVariables() throws {
    let folder = try Folder()
    let path = try folder.program(
      """
      echo "$PRUNESCOPE_SAMPLE|$PRUNESCOPE_KEEP|$PRUNESCOPE_TOKENS|$PRUNESCOPE_TILE|$1 $2|$PATH" \\
        > \(folder["told"])
      echo 0
      """)
    _ = try selection("program:run=\(path) a b", keeping: 7)
    let variable = String(cString: try #require(getenv("PATH")))
    #expect(folder.lines(of: "told") == ["cat|7|30||a b|\(variable)"])
    let tiled = namedField("big", grid: TokenGrid(tiles: 2, rows: 2, columns: 3))
    _ = try selection("program:run=\(path)", keeping: 2, of: tiled.tiles[1])
    #expect(folder.lines(of: "told") == ["big|2|6|1| |\(variable)"])
  }

  @Test func isFoundOnPathAndRunWithoutAShell() throws {
    #expect(try selection("program:run=echo 4 5", keeping: 2).kept == [4, 5])
    #expect(
      reason("program:run=echo $HOME 4") == "echo: number 1 is '$HOME'; an index is a whole number")
  }

  @Test func needNotReadWhatItIsGiven() throws {
    let folder = try Folder()
    // More than a pipe holds, so that writing meets a reader that is gone.
    let field = namedField(grid: TokenGrid(rows: 40, columns: 40), width: 64)
    let path = try folder.program("exec < /dev/null; echo 3")
    #expect(try selection("program:run=\(path)", keeping: 1, of: field).kept == [3])
    let reader = try folder.program("test $(wc -c) -gt 400000 && echo 5")
    #expect(try selection("program:run=\(reader)", keeping: 1, of: field).kept == [5])
  }

  @Test func mayWriteAsManyMessagesAsItLikes() throws {
    let folder = try Folder()
    let path = try folder.program("head -c 3000000 /dev/zero >&2; echo 3")
    #expect(try selection("program:run=\(path)", keeping: 1).kept == [3])
  }

  @Test func isAskedOnceForABudget() throws {
    let folder = try Folder()
    let path = try folder.program("echo $PRUNESCOPE_KEEP >> \(folder["runs"]); echo 3")
    let plan = try configured("program:run=\(path)").strategy.plan(for: namedField())
    for budget in [2, 2, 5, 2, 5] { #expect(try plan.selection(keeping: budget).kept == [3]) }
    #expect(folder.lines(of: "runs") == ["2", "5"])
    let failing = try folder.program("echo $PRUNESCOPE_KEEP >> \(folder["fails"]); exit 1")
    let refusing = try configured("program:run=\(failing)").strategy.plan(for: namedField())
    for _ in 0..<3 { #expect(throws: PruningError.self) { try refusing.selection(keeping: 4) } }
    #expect(folder.lines(of: "fails") == ["4"])
  }

  @Test func severalRunSideBySide() async throws {
    let folder = try Folder()
    let path = try folder.program("wc -c > /dev/null; echo $((PRUNESCOPE_KEEP - 1))")
    let plan = try configured("program:run=\(path)").strategy.plan(for: namedField())
    let kept = await withTaskGroup(of: (Int, [Int]?).self) { group in
      for budget in 1...24 {
        group.addTask { (budget, try? plan.selection(keeping: budget).kept) }
      }
      return await group.reduce(into: [Int: [Int]?]()) { $0[$1.0] = $1.1 }
    }
    for budget in 1...24 { #expect(kept[budget] == [budget - 1]) }
  }

  // MARK: Refusals

  @Test(arguments: [
    ("echo 4 31", "number 2 is 31; tokens are 0...29"),
    ("echo 4 -1", "number 2 is -1; tokens are 0...29"),
    ("echo 4 5 4", "numbers 1 and 3 are both 4; each index may be there once"),
    ("echo 1 2 3 4 5", "5 indices; at most 4 were asked for"),
    ("echo the answer is 4", "number 1 is 'the'; an index is a whole number"),
    (
      "head -c 64 /dev/zero | tr '\\0' '\\377'",
      "number 1 is '\(String(repeating: "\u{FFFD}", count: 40))…'; an index is a whole number"
    ),
    ("true", "no index; at least one token must be kept"),
    ("exit 3", "ended with exit code 3"),
    ("echo 1; echo no features >&2; exit 3", "ended with exit code 3: no features"),
    (
      "printf 'one\\ntwo \\033[31mred\\n \\n' >&2; exit 1",
      "ended with exit code 1: two \u{FFFD}[31mred"
    ),
    (
      "head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1",
      "ended with exit code 1: \(String(repeating: "x", count: 160))…"
    ),
    ("echo sorry >&2; kill -SEGV $$", "was ended by signal 11: sorry"),
    (
      "yes 1",
      "wrote more than 4816 bytes and was stopped; an answer is the indices and nothing else"
    ),
  ])
  func refusesByName(lines: String, message: String) throws {
    let folder = try Folder()
    let path = try folder.program(lines)
    #expect(reason("program:run=\(path)") == "\(path): \(message)")
    #expect(reason("program:run=sh \(path) x") == "\(path): \(message)")
  }

  @Test func stopsWhatTakesTooLong() throws {
    let folder = try Folder()
    let path = try folder.program("echo reading >&2; echo $$ > \(folder["number"]); sleep 600")
    #expect(
      reason("program:run=\(path):seconds=0.5")
        == "\(path): did not end within 0.5 s and was stopped: reading; seconds=… sets the limit")
    #expect(ends(folder.lines(of: "number").first))
    // Closing everything is not the same as ending.
    let silent = try folder.program("exec <&- >&- 2>&-; sleep 600")
    #expect(
      reason("program:run=\(silent):seconds=0.5")
        == "\(silent): did not end within 0.5 s and was stopped; seconds=… sets the limit")
  }

  @Test func stopsWhatItLeavesBehind() throws {
    let folder = try Folder()
    // The second process holds the pipes open.
    let path = try folder.program("sleep 600 & echo $! > \(folder["number"]); echo 6")
    #expect(try selection("program:run=\(path):seconds=60", keeping: 1).kept == [6])
    #expect(ends(folder.lines(of: "number").first))
  }

  @Test func stopsWhenNobodyWaitsAnyMore() async throws {
    let folder = try Folder()
    let path = try folder.program(
      """
      test -e \(folder["number"]) && { echo 8; exit; }
      echo $$ > \(folder["number"]); sleep 600
      """)
    let plan = try configured("program:run=\(path):seconds=300").strategy.plan(for: namedField())
    let task = Task.detached { try plan.selection(keeping: 1) }
    while folder.lines(of: "number").isEmpty { try await Task.sleep(for: .milliseconds(10)) }
    task.cancel()
    let error = await #expect(throws: PruningError.self) { try await task.value }
    #expect(
      error
        == .refused(
          strategy: "program \(path)", reason: "was stopped, since nobody waits for it any more"))
    #expect(ends(folder.lines(of: "number").first))
    // Somebody else who asks is not told of it.
    #expect(try plan.selection(keeping: 1).kept == [8])
  }

  @Test func leadsASessionOfItsOwn() throws {
    let folder = try Folder()
    let path = try folder.program("read -r stat < /proc/$$/stat; set -- $stat; echo $(($$ == $6))")
    #expect(try selection("program:run=\(path)", keeping: 1).kept == [1])
  }

  @Test func saysWhyItCannotBeRun() throws {
    let folder = try Folder()
    #expect(
      reason("program:run=no-such-program")
        == "no-such-program: cannot be run: no such file or directory; there is no such program on "
        + "PATH, and one in this folder begins with ./")
    let path = folder["mine.sh"]
    #expect(
      reason("program:run=\(path)")
        == "\(path): cannot be run: no such file or directory; neither it nor the interpreter in its "
        + "first line may be missing")
    _ = try folder.write("echo 1", to: "mine.sh")
    #expect(
      reason("program:run=\(path)")
        == "\(path): cannot be run: permission denied; make it executable with chmod +x, or name its "
        + "interpreter: run=python3 program.py")
    chmod(path, 0o755)
    #expect(
      reason("program:run=\(path)")
        == "\(path): cannot be run: exec format error; its first line must name an interpreter, such "
        + "as #!/usr/bin/env python3")
  }

  @Test(arguments: ["0", "3601", "nan", "x"])
  func timeLimitsHaveARange(seconds: String) {
    #expect(
      throws: PruningError.badValue(
        strategy: "program", parameter: "seconds", value: seconds,
        expected: "a number in 0.1...3600")
    ) { try configured("program:run=a:seconds=\(seconds)") }
  }

  /// Whether a process ends, if not at once: a signal arrives when the system finds the time.
  private func ends(_ number: String?) -> Bool {
    guard let number else { return false }
    for _ in 0..<1000 {
      if !isRunning(number) { return true }
      usleep(10_000)
    }
    return false
  }

  /// Whether a process runs; one that has ended but that nobody has reaped does not.
  private func isRunning(_ number: String) -> Bool {
    // The state follows the name, which stands in parentheses.
    guard let file = content(of: "/proc/\(number)/stat") else { return false }
    let state = file.split(separator: ")").last?.split(separator: " ").first
    return state != "Z" && state != "X"
  }

  /// The content of a file whose size the system does not know beforehand.
  private func content(of path: String) -> String? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1024)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }
}
