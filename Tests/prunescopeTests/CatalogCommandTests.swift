import Encoders
import ImageFiles
import OwnStrategies
import Scenes
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// `strategies`, `scenes` and `encode`.
@Suite struct CatalogCommandTests {
  private struct Strategy: Decodable {
    struct Parameter: Decodable {
      let name: String
      let takes: String
      let required: Bool?
      let summary: String
    }
    let name: String
    let family: String
    let summary: String
    let evidence: [String]
    let promises: [String]
    let parameters: [Parameter]
    let source: String
  }

  @Test func strategiesAreThoseOfTheCatalogsInTheirOrder() throws {
    let types = StrategyCatalog.all + OwnStrategyCatalog.all
    let run = try Program("strategies --json")
    let lines = try run.lines.map { try decoded(Strategy.self, from: $0) }
    #expect(lines.map(\.name) == types.map { $0.name })
    for (line, type) in zip(lines, types) {
      #expect(line.family == type.family.rawValue && line.source == type.source)
      #expect(line.evidence == type.init(ParameterValues()).evidence.map(\.rawValue))
      #expect(line.parameters.map(\.name) == type.parameters.map(\.name))
      #expect(line.parameters.map { $0.required ?? false } == type.parameters.map(\.isRequired))
      #expect(line.promises == type.init(ParameterValues()).promises.words)
    }
    for line in run.lines {
      #expect(
        keys(of: line) == [
          "name", "family", "summary", "evidence", "promises", "ownBudget", "parameters", "source",
        ])
    }
    let text = try Program("strategies")
    for type in types {
      #expect(text.lines.contains { $0.hasPrefix(type.name + " ") && $0.hasSuffix(type.summary) })
      #expect(
        text.lines.contains(
          "  promises " + type.init(ParameterValues()).promises.words.joined(separator: ", ")))
      for parameter in type.parameters { #expect(text.output.contains("\n  \(parameter.name)")) }
    }
  }

  @Test func scenesAreListedAndDrawn() throws {
    let list = try Program("scenes")
    #expect(list.lines.count == SceneCatalog.all.count)
    for (line, scene) in zip(list.lines, SceneCatalog.all) {
      #expect(line.hasPrefix(scene.name + " ") && line.hasSuffix(scene.summary))
      #expect(line.contains(" \(scene.complexity.rawValue) "))
    }
    let scratch = Scratch()
    let drawn = try Program("scenes --output \(scratch["a"])")
    #expect(drawn.lines == SceneCatalog.all.map { scratch["a/\($0.name).png"] })
    let again = try Program("scenes --output \(scratch["a"])")
    #expect(again.lines == SceneCatalog.all.map { scratch["a/\($0.name)-2.png"] })
    #expect(try scratch.bytes("a/apple.png") == scratch.bytes("a/apple-2.png"))
    #expect(try scratch.names(in: "a").count == 2 * SceneCatalog.all.count)
  }

  @Test func encodedTokensSelectAsTheImageDoes() throws {
    let scratch = Scratch()
    for format in ["npz", "safetensors"] {
      let run = try Program(
        "encode Samples/desk.png --output \(scratch.path) --format \(format)")
      #expect(run.lines == [scratch["desk.\(format)"]] && run.code == 0)
      let dumped = try Program(
        "select \(scratch["desk.\(format)"]) --strategy all --keep 64 --json")
      let own = try Program("select Samples/desk.png --strategy all --keep 64 --json")
      #expect(dumped.lines.count == CostTests.served.count)
      for (one, other) in zip(dumped.lines, own.lines) {
        let (one, other) = (
          try decoded(SelectLine.self, from: one), try decoded(SelectLine.self, from: other)
        )
        // The dump is float32: what is decided by less may fall the other way.
        let different = Set(one.kept ?? []).symmetricDifference(other.kept ?? []).count
        #expect(different <= 4, "\(one.strategy) differs in \(different) tokens")
        #expect(abs(one.erank.input - other.erank.input) < 1e-3 * other.erank.input)
      }
    }
    let again = try Program("encode Samples/desk.png --output \(scratch.path)")
    #expect(again.lines == [scratch["desk-2.npz"]])
    #expect(try scratch.bytes("desk.npz") == scratch.bytes("desk-2.npz"))
  }

  @Test func whatHasNoImageIsNotEncoded() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    let run = try Program("encode a.npz --output out", in: scratch.path)
    #expect(run.messageLines == ["prunescope: a.npz: no image to encode; name a .png or .jpg"])
    #expect(run.code == 65 && run.output.isEmpty)
  }
}
