import TestSupport
import Testing
import TokenPruning

/// Why tokens are kept or not, as `select --explain` tells it.
@Suite struct ExplainTests {
  /// What JSON says of a token.
  private struct Trace: Decodable {
    struct Comparison: Decodable {
      let measure: String
      let value: Double
      let other: Int?
      let rank: Int?
      let of: Int?
      let quota: Int?
      let cut: Double?
      let cutToken: Int?
      let passed: Bool?
    }
    struct Share: Decodable {
      let group: Int
      let weight: Double
    }
    let token: Int
    let outcome: String
    let step: Int?
    let removedBy: Int?
    let comparisons: [Comparison]
    let shares: [Share]?
    let smallestBudget: Int?
  }
  private struct Line: Decodable {
    let strategy: String
    let keep: Int?
    let kept: [Int]?
    let order: [Int]?
    let trace: [Trace]?
  }

  @Test func aLineForEachTokenStandsUnderItsRow() throws {
    let run = try Program(
      "select Samples/apple.npz --strategy random:seed=3,fastervlm --keep 64 --explain 17,395,17")
    let plain = try Program("select Samples/apple.npz --strategy random:seed=3,fastervlm --keep 64")
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.lines.count == plain.lines.count + 4)
    #expect(run.line(3) == plain.line(3) && run.line(6) == plain.line(4))
    for (line, prefix) in zip(
      [run.line(4), run.line(5), run.line(7), run.line(8)],
      ["    # 17  r0 c17   ", "    #395  r16 c11  ", "    # 17  r0 c17   ", "    #395  r16 c11  "])
    {
      #expect(line.hasPrefix(prefix) && line.contains("; first kept at "), "\(line)")
    }
    #expect(
      run.line(8)
        == "    #395  r16 c11  not kept: class attention .000203 < .00540 of #447, "
        + "rank 225 of 576 (64 taken); first kept at 225")
  }

  @Test func jsonTracesAgreeWithTheSelection() throws {
    let run = try Program(
      "select Samples/apple.npz --strategy all --keep 64 --explain 17,395,299 --json")
    #expect(keys(of: run.line(0)).suffix(3) == ["unstableCount", "trace", "notes"])
    let lines = try run.lines.map { try decoded(Line.self, from: $0) }
    // All that a sample with attention, features and keys can serve.
    #expect(lines.count >= 15)
    for line in lines {
      let traces = try #require(line.trace, "\(line.strategy)")
      #expect(traces.map(\.token) == [17, 395, 299])
      for trace in traces {
        let place = "\(line.strategy), \(trace)"
        let isKept = line.kept?.contains(trace.token) == true
        #expect((trace.outcome == "kept") == isKept, "\(place)")
        let step = line.order?.firstIndex(of: trace.token).map { $0 + 1 }
        #expect(trace.step == step, "\(place)")
        #expect((trace.outcome == "removed") == (trace.removedBy != nil), "\(place)")
        #expect(trace.outcome != "merged" || trace.shares?.isEmpty == false, "\(place)")
        if isKept { #expect(trace.smallestBudget.map { $0 <= 64 } == true, "\(place)") }
        #expect(
          trace.outcome == "kept" || line.kept == nil
            || trace.comparisons.contains { $0.passed == false }, "\(place)")
      }
    }
    let attention = try #require(lines.first { $0.strategy == "fastervlm" }?.trace?[1].comparisons)
    #expect(attention.count == 1 && attention[0].measure == "class attention")
    #expect(attention[0].rank == 225 && attention[0].of == 576 && attention[0].quota == 64)
    #expect(attention[0].cutToken == 447)
  }

  @Test func withoutTheOptionNothingIsTraced() throws {
    let run = try Program("select Samples/apple.npz --strategy fastervlm --keep 64 --json")
    #expect(!keys(of: run.output).contains("trace"))
  }

  @Test func allExplainsEveryToken() throws {
    let run = try Program(
      "select Samples/apple.npz --strategy agilepruner,visionzip --keep 64 --explain all --json")
    for text in run.lines {
      let line = try decoded(Line.self, from: text)
      let traces = try #require(line.trace)
      #expect(traces.map(\.token) == Array(0..<576))
      #expect(traces.filter { $0.outcome == "kept" }.map(\.token) == line.kept)
    }
  }

  @Test func tilesAreNamedAndTracedByThemselves() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 3, rows: 4, columns: 4), to: "a.npz")
    let run = try Program(
      "select a.npz --strategy fastervlm --keep 2 --per-tile --explain 20,47", in: scratch.path)
    #expect(run.line(4).hasPrefix("    #20  t1 r1 c0  "), "\(run.line(4))")
    #expect(run.line(4).contains(" of 16 in tile 1 (1 taken); first kept at "), "\(run.line(4))")
    #expect(
      run.line(5).hasPrefix("    #47  t2 r3 c3  not kept (empty tile): first kept at "),
      "\(run.line(5))")
  }

  @Test func aTokenThatTheSampleDoesNotHaveIsRefusedWithBothNumbers() throws {
    let run = try Program(
      "select Samples/apple.npz --strategy random --keep 4 --explain 3,576")
    #expect(
      run.messageLines == [
        "prunescope: Samples/apple.npz: cannot explain token 576 of 576; tokens are in 0...575"
      ])
    #expect(run.output.isEmpty && run.code == 65)
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    try scratch.write(Scratch.dump(rows: 5, columns: 5), to: "b.npz")
    let some = try Program(
      "select a.npz b.npz --strategy random --keep 4 --explain 20 --json", in: scratch.path)
    #expect(some.lines.count == 1 && some.messageLines.count == 1 && some.code == 1)
  }

  /// A program would have to be run for every budget: all else is told.
  @Test func ownStrategiesAreExplainedAsFarAsTheyCan() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    try scratch.write("5 1 9 2\n", to: "order.txt")
    let lists = try Program(
      "select a.npz --strategy indices:path=order.txt:ordered=true --keep 2 --explain 1,9,7",
      in: scratch.path)
    #expect(
      lists.lines.contains(
        "    #1  r0 c1  kept 2nd as listed: place 2 of 4 (2 taken); first kept at 2"))
    #expect(
      lists.lines.contains("    #9  r2 c1  not kept: place 3 of 4 (2 taken); first kept at 3"))
    #expect(lists.lines.contains("    #7  r1 c3  not kept: kept at no budget"))
    try scratch.write("cat > /dev/null; echo 5 1\n", to: "choose.sh")
    let program = try Program(
      [
        "select", "a.npz", "--strategy", "program:run=sh ./choose.sh", "--keep", "2", "--explain",
        "1,7",
      ],
      in: scratch.path)
    #expect(program.lines.contains("    #1  r0 c1  kept as listed"), "\(program.output)")
    #expect(program.lines.contains("    #7  r1 c3  not kept"), "\(program.output)")
  }
}
