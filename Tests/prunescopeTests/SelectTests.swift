import TestSupport
import Testing
import TokenPruning

/// A line of `select --json`, with every field that the contract names.
struct SelectLine: Decodable {
  struct Grid: Decodable, Equatable {
    let tiles: Int?
    let rows: Int
    let columns: Int
  }
  struct Erank: Decodable {
    let input: Double
    let kept: Double?
    let output: Double?
    let array: String
    let outputArray: String?
    let centred: Bool
  }
  struct Group: Decodable {
    let representative: Int?
    let members: [Int]
    let weights: [Double]
  }
  struct Operations: Decodable {
    let conventional: Double
    let exact: Double
  }
  struct All: Decodable {
    let equivalentTokens: Double
    let prefillFLOPs: Operations
  }
  struct Tile: Decodable {
    let patches: Int
    let classTokens: Int?
    let mergedTokens: Int?
  }
  struct Cost: Decodable {
    let patches: Int
    let classTokens: Int
    let mergedTokens: Int
    let budget: String
    let perTile: [Tile]?
    let model: String
    let textTokens: Int
    let equivalentTokens: Double
    let prefillFLOPs: Operations
    let allTokens: All
  }
  struct Decision: Decodable {
    let rank: Int
    let token: Int
    let rival: Int?
    let margin: Double
  }
  let sample: String
  let source: String
  let encoder: String?
  let tokens: Int
  let grid: Grid
  let strategy: String
  let perTile: Bool?
  let keep: Int?
  let ownBudget: Int?
  let kept: [Int]?
  let output: Int
  let order: [Int]?
  let important: [Int]?
  let groups: [Int]?
  let sizes: [Int]?
  let absorbed: [Group]?
  let erank: Erank
  let entropy: Double?
  let attentionMass: Double?
  let coverage: Double?
  let minDistance: Double?
  let paddingShare: Double?
  let cost: Cost
  let unstable: [Decision]
  let unstableCount: Int
  let notes: [String]
}

@Suite struct SelectTests {
  @Test func jsonHasTheFieldsOfTheContractInItsOrder() throws {
    let run = try Program(
      "select Samples/street.safetensors --strategy agilepruner --keep 64 --json")
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(
      keys(of: run.output) == [
        "sample", "source", "encoder", "tokens", "grid", "strategy", "parameters", "keep", "kept",
        "output", "order", "erank", "entropy", "attentionMass", "coverage", "minDistance",
        "paddingShare", "cost", "unstable", "unstableCount", "notes",
      ])
    let line = try decoded(SelectLine.self, from: run.output)
    #expect(line.sample == "street" && line.source == "Samples/street.safetensors")
    #expect(line.encoder == "handcrafted" && line.tokens == 576)
    #expect(line.grid == SelectLine.Grid(tiles: nil, rows: 24, columns: 24))
    #expect(line.strategy == "agilepruner" && line.keep == 64 && line.output == 64)
    let kept = try #require(line.kept)
    #expect(kept == kept.sorted() && Set(kept).count == 64)
    #expect(line.order.map { $0.sorted() } == kept)
    #expect(line.erank.array == "projected" && line.erank.centred)
    let erank = try #require(line.erank.kept)
    #expect(erank > 1 && erank < line.erank.input)
    #expect(line.erank.output == nil && line.erank.outputArray == nil)
    let share = try #require(line.attentionMass)
    #expect(share > 0 && share < 1)
    #expect(line.notes == [])
    #expect(run.output.contains(#""parameters":{"signal":"erank","erank-average":90.4,"#))
  }

  @Test func aLineForEachSampleStrategyAndBudgetInThatOrder() throws {
    let run = try Program(
      "select Samples/apple.npz Samples/street.png --strategy random:seed=3,fastervlm --keep 10,50% "
        + "--json")
    let lines = try run.lines.map { try decoded(SelectLine.self, from: $0) }
    #expect(
      try lines.map { "\($0.sample) \($0.strategy) \(try #require($0.keep))" } == [
        "apple random 10", "apple random 288", "apple fastervlm 10", "apple fastervlm 288",
        "street random 10", "street random 288", "street fastervlm 10", "street fastervlm 288",
      ])
    #expect(run.output.contains(#""parameters":{"seed":3}"#))
  }

  @Test(arguments: ["", "--json", "--csv"])
  func equalInputGivesEqualBytes(form: String) throws {
    let line = "select Samples/apple.npz Samples/chart.png --strategy all --keep 64 \(form)"
    let first = try Program(line)
    #expect(first.code == 0 && !first.output.isEmpty)
    #expect(try Program(line).output == first.output)
  }

  @Test func csvHasAHeaderAndALineForEach() throws {
    let run = try Program("select Samples/apple.npz --strategy all --keep 64 --csv")
    #expect(
      run.lines.first
        == "sample,source,encoder,tokens,strategy,parameters,keep,kept_count,erank_input,erank_kept,"
        + "entropy,attention_mass,coverage,min_distance,padding_share,kept,notes,output,"
        + "class_tokens,merged_tokens,equivalent_tokens,model,text_tokens,prefill_tflops,"
        + "erank_output,unstable")
    let json = try Program("select Samples/apple.npz --strategy all --keep 64 --json")
    let lines = try json.lines.map { try decoded(SelectLine.self, from: $0) }
    #expect(run.lines.count == 1 + lines.count && !lines.isEmpty)
    for (line, other) in zip(run.lines.dropFirst(), lines) where other.notes.isEmpty {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      try #require(fields.count == 26, "\(line)")
      #expect(fields[0] == "apple" && fields[4] == other.strategy && fields[6] == "64")
      #expect(fields[7] == (other.kept.map { "\($0.count)" } ?? ""))
      #expect(fields[15].split(separator: " ").map { Int($0) } == other.kept ?? [])
      let cost = other.cost
      #expect(
        fields[17...22].elementsEqual([
          "\(other.output)", "\(cost.classTokens)", "\(cost.mergedTokens)",
          "\(cost.equivalentTokens)", "llava-1.5-7b", "30",
        ]))
      #expect(Double(fields[23]) == cost.prefillFLOPs.conventional / 1e12)
      #expect(Double(fields[24]) == other.erank.output)
      #expect(fields[25] == "\(other.unstableCount)")
    }
  }

  @Test func csvQuotesWhatNeedsIt() throws {
    let scratch = Scratch()
    try scratch.copy("Samples/chart.png", to: "a,\"b\".png")
    let run = try Program("select . --strategy random --keep 2 --csv", in: scratch.path)
    #expect(
      run.line(1).hasPrefix(#""a,""b""","./a,""b"".png",handcrafted,576,random,seed=0,2,2,"#))
  }

  @Test func textEchoesKeptOfAll() throws {
    let run = try Program("select Samples/apple.npz --strategy agilepruner,random --keep 11.1%")
    #expect(run.line(0) == "apple  handcrafted  24×24 = 576 tokens  erank 59.24  entropy 4.974")
    #expect(
      run.line(1)
        == "  prefill of llava-1.5-7b with 30 text tokens: 3.146 TFLOPs for all 576")
    #expect(
      run.line(2)
        == "  strategy      kept/tokens    share   out   TFLOPs  erank  attn%  cover   mind   pad%")
    #expect(run.lines.count == 5)
    for (line, name) in zip(run.lines.dropFirst(3), ["agilepruner", "random"]) {
      #expect(line.hasPrefix("  \(name) "))
      #expect(line.contains("      64/576    11.1%    64    0.475 "), "\(line)")
    }
  }

  @Test func textHasALineForEveryStrategyOfTheCatalog() throws {
    let run = try Program("select Samples/apple.npz --strategy all --keep 64")
    let json = try Program("select Samples/apple.npz --strategy all --keep 64 --json")
    let lines = try json.lines.map { try decoded(SelectLine.self, from: $0) }
    for (text, line) in zip(run.lines.dropFirst(3), lines) {
      #expect(text.hasPrefix("  \(line.strategy) "))
      let kept = (line.kept.map { "\($0.count)" } ?? "–") + "/576"
      #expect(text.contains(" " + kept + (line.unstableCount > 0 ? "* " : "  ")), "\(text)")
    }
    #expect(
      run.output.contains("\n  *     decided by a hair: ")
        == lines.contains { $0.unstableCount > 0 })
  }

  @Test func aBudgetAboveTheSampleIsRefusedOnceWithBothNumbers() throws {
    let run = try Program("select Samples/apple.npz --strategy all --keep 700")
    #expect(
      run.messageLines == [
        "prunescope: Samples/apple.npz: cannot keep 700 of 576 tokens; the budget must be in 1...576"
      ])
    #expect(run.output.isEmpty && run.code == 65)
    let some = try Program("select Samples/apple.npz --strategy random --keep 700,5 --csv")
    #expect(some.lines.count == 2 && some.messageLines.count == 1 && some.code == 1)
  }

  @Test func aStrategyThatLacksItsEvidenceIsRefusedByName() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4, attention: false), to: "a.npz")
    let alone = try Program("select a.npz --strategy fastervlm --keep 4", in: scratch.path)
    #expect(
      alone.messageLines == [
        "prunescope: a.npz: 'fastervlm' reads class attention, which this sample does not carry"
      ])
    #expect(alone.output.isEmpty && alone.code == 65)
    let both = try Program(
      "select a.npz --strategy fastervlm,divprune --keep 4 --json", in: scratch.path)
    #expect(both.messageLines == alone.messageLines && both.lines.count == 1 && both.code == 1)
    let line = try decoded(SelectLine.self, from: both.output)
    #expect(line.entropy == nil && line.attentionMass == nil)
    #expect(
      line.notes == [
        "divprune is defined on projected features; this sample has features only, which were used"
      ])
  }

  @Test func allMeansEveryStrategyThatTheSampleCanServe() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4, attention: false), to: "a.npz")
    let run = try Program("select a.npz --strategy all --keep 4 --json", in: scratch.path)
    let names = try run.lines.map { try decoded(SelectLine.self, from: $0).strategy }
    #expect(names == ["divprune", "downsample", "uniform-grid", "random"])
    #expect(run.messages.isEmpty && run.code == 0)
  }

  @Test func substitutionsAreToldInEveryForm() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    let note =
      "divprune is defined on projected features; this sample has features only, which were used"
    let text = try Program("select a.npz --strategy divprune --keep 4,5", in: scratch.path)
    #expect(text.lines.count == 6 && text.lines.last == "  note  " + note)
    let csv = try Program("select a.npz --strategy divprune --keep 4 --csv", in: scratch.path)
    #expect(csv.lines.last?.contains(",\"" + note + "\",4,0,0,4.0,") == true)
  }

  @Test func tilesShareTheBudgetOnRequest() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 3, rows: 4, columns: 4), to: "a.npz")
    let one = try Program("select a.npz --strategy fastervlm --keep 12 --json", in: scratch.path)
    #expect(!keys(of: one.output).contains("perTile"))
    let run = try Program(
      "select a.npz --strategy fastervlm --keep 12 --json --per-tile", in: scratch.path)
    let line = try decoded(SelectLine.self, from: run.output)
    #expect(line.perTile == true && line.grid == SelectLine.Grid(tiles: 3, rows: 4, columns: 4))
    let kept = try #require(line.kept)
    #expect((0..<3).map { tile in kept.count { $0 / 16 == tile } } == [4, 4, 4])
    #expect(line.cost.budget == "per-tile")
    #expect(line.cost.perTile?.map(\.patches) == [4, 4, 4])
    #expect(line.cost.perTile?.map(\.classTokens) == [0, 0, 0])
    let global = try decoded(SelectLine.self, from: one.output)
    #expect(global.cost.budget == "global")
    #expect(global.cost.perTile?.map(\.patches).reduce(0, +) == 12)
  }

  @Test func uncentredEranksOnRequestChangeTheReportOnly() throws {
    let line = "select Samples/apple.npz --strategy agilepruner --keep 64 --json"
    let centred = try decoded(SelectLine.self, from: Program(line).output)
    let uncentred = try decoded(SelectLine.self, from: Program(line + " --erank uncentred").output)
    #expect(!uncentred.erank.centred && uncentred.erank.input < centred.erank.input)
    #expect(uncentred.kept == centred.kept)
  }

  @Test func oneTokenHasNoDistance() throws {
    let run = try Program("select Samples/apple.npz --strategy random --keep 1 --json")
    let line = try decoded(SelectLine.self, from: run.output)
    #expect(line.minDistance == nil && line.erank.kept == 0)
    #expect(run.output.contains(#""minDistance":null"#))
  }
}
