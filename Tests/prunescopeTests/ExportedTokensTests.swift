import Foundation
import ImageFiles
import TensorFiles
import TestSupport
import Testing
import TokenPruning

/// What `export --kind tokens,groups` writes, and records that tell of it.
@Suite struct ExportedTokensTests {
  @Test func tokensOfAStrategyThatDoesNotMergeAreTheKeptRows() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    let run = try Program(
      "export a.npz --strategy divprune --keep 6 --kind tokens --output out", in: scratch.path)
    #expect(run.lines == ["out/a.divprune.6.tokens.npz", "out/a.divprune.6.json"])
    let file = try TensorFile.open(scratch["out/a.divprune.6.tokens.npz"])
    func integers(_ name: String) throws -> [Int] { try file.read(name).values().map { Int($0) } }

    let kept = try integers("kept")
    #expect(kept.count == 6)
    #expect(try integers("positions") == kept && integers("members") == kept)
    #expect(try integers("offsets") == Array(0...6) && integers("grid") == [1, 6])
    #expect(try file.read("weights").values() == [Double](repeating: 1, count: 6))
    #expect(try integers("groups") == [Int](repeating: -1, count: 16))
    #expect(try integers("sizes") == [])

    let features = try file.read("features")
    #expect(features.shape == [6, 8] && features.elementType == .float32)
    let all = try TensorFile.open(scratch["a.npz"]).read("features").values()
    #expect(features.values() == kept.flatMap { all[8 * $0..<8 * $0 + 8] })
    let metadata = try file.read("prunescope_metadata").values().map { UInt8($0) }
    let texts = try JSONDecoder().decode([String: String].self, from: Data(metadata))
    #expect(texts["strategy"] == "divprune" && texts["space"] == "features")
    #expect(texts["keep"] == "6" && texts["output"] == "6" && texts["kept"] == nil)
  }

  @Test(arguments: CostTests.served)
  func rowsAreTheSumsThatTheArchiveSays(name: String) throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/apple.npz --strategy \(name) --keep 64 --kind tokens --output "
        + scratch.path)
    try #require(run.code == 0, "\(run.messages)")
    let file = try TensorFile.open(run.line(0))
    let line = try decoded(
      SelectLine.self,
      from: Program("select Samples/apple.npz --strategy \(name) --keep 64 --json").output)
    func integers(_ name: String) throws -> [Int] { try file.read(name).values().map { Int($0) } }
    let (offsets, members) = (try integers("offsets"), try integers("members"))
    let weights = try file.read("weights").values()
    let features = try file.read("features")
    let (rows, width) = (features.shape[0], features.shape[1])
    #expect(rows == line.output - line.cost.classTokens && offsets.count == rows + 1)
    #expect(try integers("kept") == line.kept ?? [] && integers("sizes") == line.sizes ?? [])
    #expect(offsets.last == members.count && members.count == weights.count)

    let metadata = try file.read("prunescope_metadata").values().map { UInt8($0) }
    let texts = try JSONDecoder().decode([String: String].self, from: Data(metadata))
    let space = try #require(texts["space"])
    let all = try TensorFile.open(Fixture.repository() + "/Samples/apple.npz").read(space).values()
    let written = features.values()
    for row in 0..<rows {
      for column in 0..<width {
        let sum = (offsets[row]..<offsets[row + 1]).reduce(0.0) {
          $0 + weights[$1] * all[members[$1] * width + column]
        }
        #expect(abs(written[row * width + column] - sum) <= 1e-5 * max(1, abs(sum)))
      }
    }
  }

  @Test func theArchiveIsADumpWithoutAGrid() throws {
    let scratch = Scratch()
    _ = try Program(
      "export Samples/apple.npz --strategy fastervlm --keep 50 --kind tokens --output "
        + scratch.path)
    let run = try Program(["inspect", scratch["apple.fastervlm.50.tokens.npz"]])
    #expect(run.code == 0 && run.line(1) == "  tokens   1×50 = 50, handcrafted")
  }

  @Test func groupsOfAStrategyThatDoesNotMergeAreTheOverlay() throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/apple.npz --strategy random --keep 64 --kind groups,overlay --output "
        + scratch.path)
    #expect(run.code == 0)
    let groups = try ImageFile.load(scratch["apple.random.64.groups.png"]).image
    #expect(try ImageFile.load(scratch["apple.random.64.overlay.png"]).image == groups)
  }

  // MARK: Records

  /// The record of an export with a part replaced.
  private func repeating(
    _ part: String, with other: String, in scratch: borrowing Scratch
  ) throws -> Program {
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    _ = try Program(
      "export a.npz --strategy fastervlm --keep 4 --kind mask --output one", in: scratch.path)
    let record = String(decoding: try scratch.bytes("one/a.fastervlm.4.json"), as: UTF8.self)
    try #require(record.contains(part))
    try scratch.write(record.replacing(part, with: other), to: "b.json")
    return try Program("export --repeat b.json --output two", in: scratch.path)
  }

  @Test func recordsOfOlderVersionsAreRepeated() throws {
    let scratch = Scratch()
    let run = try repeating(
      #""model":"llava-1.5-7b","textTokens":30,"selections""#, with: #""selections""#, in: scratch)
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(
      try scratch.bytes("two/a.fastervlm.4.json") == scratch.bytes("one/a.fastervlm.4.json"))
  }

  @Test(arguments: [
    (#""textTokens":30,"selections""#, #""textTokens":9223372036854775807,"selections""#),
    (#""textTokens":30,"selections""#, #""textTokens":-1,"selections""#),
    (#""model":"llava-1.5-7b","textTokens""#, #""model":"gpt-2","textTokens""#),
    (#""keep":4"#, #""keep":17"#),
    (#""keep":4"#, #""keep":0"#),
  ])
  func recordsThatSayWhatCannotBeAreRefused(part: String, other: String) throws {
    let scratch = Scratch()
    let run = try repeating(part, with: other, in: scratch)
    #expect(
      run.messageLines == [
        "prunescope: b.json: not a record of an export; name the .json file that 'export' wrote"
      ])
    #expect(run.code == 65)
  }

  @Test func aStrategyWithoutABudgetOfItsOwnCannotBeRepeatedWithoutOne() throws {
    let scratch = Scratch()
    let run = try repeating(#""keep":4"#, with: #""keep":null"#, in: scratch)
    #expect(run.messageLines.count == 1 && run.messages.contains("no budget of its own"))
    #expect(run.code == 65)
  }

  @Test func groupsThatDifferAreTold() throws {
    let scratch = Scratch()
    let run = try repeating(
      #""output":4,"cost""#,
      with: #""output":4,"absorbed":[{"members":[1,2,3],"weights":[1,1,1]}],"cost""#, in: scratch)
    #expect(run.messages.contains("'fastervlm' at 4 now differs in 3 tokens from"))
  }
}
