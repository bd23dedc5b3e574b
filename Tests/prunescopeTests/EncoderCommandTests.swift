import TensorFiles
import TestSupport
import Testing

/// The command line with a model's checkpoint.
@Suite struct EncoderCommandTests {
  private static func fixture(_ name: String) -> String { Fixture.path("encoders/\(name)") }

  @Test func encodesWithACheckpointAndReadsItBack() throws {
    let scratch = Scratch()
    let run = try Program(
      "encode Samples/street.png --encoder \(Self.fixture("llava-float16")) --no-cache "
        + "--output \(scratch["dumps"]) --format safetensors")
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.lines == [scratch["dumps"] + "/street.safetensors"])
    let file = try TensorFile.open(run.lines[0])
    #expect(
      file.entries.map(\.name).sorted() == [
        "attention", "features", "first_layer_attention", "grid", "keys", "last_layer_attention",
        "layer_attention", "padding", "projected",
      ])
    #expect(file.metadata["encoder"] == "llava-float16")
    #expect(file.metadata["preprocess"] == "hf-crop")
    let direct = try Program(
      "inspect Samples/street.png --encoder \(Self.fixture("llava-float16")) --no-cache --json")
    let again = try Program("inspect \(run.lines[0]) --json")
    #expect(direct.code == 0 && again.code == 0)
    for member in ["\"erank\":", "\"entropy\":"] {
      let numbers = [direct, again].map { run in
        let parts = run.output.split(separator: member, maxSplits: 1)
        return String(parts[parts.count - 1].prefix { $0 != "," && $0 != "}" })
      }
      #expect(numbers[0] == numbers[1], "\(member)")
      #expect((Double(numbers[0]) ?? 0) > 1)
    }
    #expect(direct.output.contains("\"source\":\"Samples/street.png\""))
  }

  @Test func writesEveryLayerOnRequest() throws {
    let scratch = Scratch()
    let run = try Program(
      "encode Samples/street.png --encoder \(Self.fixture("siglip")) --no-cache --all-layers "
        + "--output \(scratch["dumps"])")
    #expect(run.code == 0)
    let shapes = Dictionary(
      uniqueKeysWithValues: try TensorFile.open(run.lines[0]).entries.map { ($0.name, $0.shape) })
    #expect(shapes["all_hidden_states"] == [4, 36, 36])
    #expect(shapes["received_attention_layers"] == [3, 3, 36])
    #expect(shapes["class_attention_layers"] == nil, "there is no class token")
    #expect(shapes["full_attention"] == [3, 36, 36])
    #expect(shapes["pooling_attention"] == [3, 36])
    #expect(shapes["queries"] == [3, 36, 12])
    #expect(shapes["pixels"] == [26, 26, 3])
  }

  @Test(arguments: ["received", "pooling"])
  func bothStandInsForClassAttentionAreOffered(source: String) throws {
    let run = try Program(
      "inspect Samples/street.png --encoder \(Self.fixture("siglip")) --no-cache "
        + "--class-attention \(source)")
    #expect(run.code == 0)
    let told =
      source == "received"
      ? "class attention is what each patch receives of all others on average"
      : "class attention is that of the pooling head's probe"
    #expect(run.output.contains(told))
  }

  @Test func refusesALayerAndAnAttentionThatAreNotThere() throws {
    for (options, message) in [
      (
        "--layer=-9",
        "siglip: no layer -9; it has 3 layers, so name 1 to 3, or -3 to -1 from the end"
      ),
      (
        "--class-attention class",
        "siglip: it has no class token; ask for received or pooling attention"
      ),
    ] {
      let run = try Program(
        "inspect Samples/street.png --encoder \(Self.fixture("siglip")) --no-cache \(options)")
      #expect(run.code == 65)
      #expect(run.messageLines == ["prunescope: \(message)"])
    }
  }

  @Test func tilesAreEncodedOneByOne() throws {
    let run = try Program(
      "inspect Samples/street.png --encoder \(Self.fixture("clip-quick-gelu")) --no-cache "
        + "--preprocess anyres")
    #expect(run.code == 0)
    #expect(run.output.contains("5×6×6 = 180"))
  }

  @Test func tellsWhatACheckpointIs() throws {
    let run = try Program("doctor --weights \(Self.fixture("llava-float16"))")
    #expect(run.code == 0)
    for line in [
      "  tower        clip", "  layers       3", "  width        32", "  heads        4",
      "  stored as    float16, 0 MiB of tower and projector", "  features     behind layer 2 of 3",
    ] { #expect(run.lines.contains(line), "\(line)") }
  }

  @Test func agreesWithItsOwnDumpAndSaysWhatAnotherDidOtherwise() throws {
    let scratch = Scratch()
    let encoder = Self.fixture("clip-quick-gelu")
    func dump(_ options: String) throws -> String {
      try Program(
        "encode Samples/street.png --encoder \(encoder) --no-cache \(options) --overwrite "
          + "--output \(scratch["dumps"])"
      ).lines[0]
    }
    func diagnosis(_ dump: String) throws -> Program {
      try Program("doctor --weights \(encoder) --reference \(dump) --image Samples/street.png")
    }
    let same = try diagnosis(try dump(""))
    #expect(same.code == 0)
    #expect(same.output.contains("the dump agrees with the encoder"))
    #expect(!same.output.contains("differs"))
    for (options, word) in [("--layer=-1", "layer"), ("--preprocess stretch", "stretch")] {
      let other = try diagnosis(try dump(options))
      #expect(other.code == 1)
      #expect(other.lines.contains { $0.contains("finding") && $0.contains(word) }, "\(options)")
    }
    let json = try Program(
      "doctor --weights \(encoder) --reference \(try dump("")) --image Samples/street.png --json")
    #expect(json.output.contains("\"agrees\":true"))
  }
}
