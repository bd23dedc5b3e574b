import DataTables
import Encoders
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// What the explorer shows and does while a model computes tokens, and how another one is chosen.
@Suite struct EncoderTests {
  private static let street = TestSamples.street

  /// A session that waits for an encoder: the picture is there, the tokens are not.
  private static func waiting(
    unicode: Bool = true
  ) throws -> (session: ExplorerSession, request: Int) {
    var session = ExplorerSession([street, TestSamples.small], unicode: unicode)
    let effects = session.send(.start)
    for case .load(let request, _) in effects {
      session.loseAll()
      session.send(.pictureLoaded(request: request, try #require(street.loaded.picture)))
      return (session, request)
    }
    throw Missing()
  }

  private struct Missing: Error {}

  private static func lowestLine(_ session: ExplorerSession) -> String {
    session.screen.text(row: session.state.size.height - 1)
  }

  @Test func tellsHowFarTheEncoderIs() throws {
    var (session, request) = try Self.waiting()
    session.send(.encoding(request: request, EncodingProgress(done: 0, total: 24)))
    #expect(Self.lowestLine(session).contains("encoding ░░░░░░░░░░░░░░░░ 0 of 24 layers"))
    session.send(.encoding(request: request, EncodingProgress(done: 12, total: 24)))
    #expect(
      Self.lowestLine(session).contains("encoding ████████░░░░░░░░ 12 of 24 layers; Esc stops"))
    session.send(.sampleLoaded(request: request, Self.street.loaded, Self.street.summary))
    #expect(session.state.encoding == nil)
    #expect(!Self.lowestLine(session).contains("encoding"))
  }

  @Test func tellsItInASCII() throws {
    var (session, request) = try Self.waiting(unicode: false)
    session.send(.encoding(request: request, EncodingProgress(done: 6, total: 24)))
    #expect(Self.lowestLine(session).contains("encoding ####............ 6 of 24 layers"))
  }

  @Test func oldProgressIsNotShown() throws {
    var (session, request) = try Self.waiting()
    session.send(.encoding(request: request - 1, EncodingProgress(done: 3, total: 24)))
    #expect(session.state.encoding == nil)
    try session.press("]")
    session.send(.encoding(request: request, EncodingProgress(done: 5, total: 24)))
    #expect(session.state.encoding == nil, "that was the sample before")
  }

  @Test func escapeStopsTheEncoder() throws {
    var (session, request) = try Self.waiting()
    session.send(.encoding(request: request, EncodingProgress(done: 3, total: 24)))
    #expect(try session.press("<Esc>").contains(.stopReading))
    #expect(session.state.encoding == nil)
    #expect(session.state.refusal == "encoding was stopped; r begins anew")
    session.send(.sampleLoaded(request: request, Self.street.loaded, Self.street.summary))
    #expect(session.state.sample == nil, "an answer that comes all the same is void")
    session.send(.sampleRefused(request: request, reason: "encoding was cancelled"))
    #expect(session.state.refusal == "encoding was stopped; r begins anew")
    try session.press("r")
    session.answerAll()
    #expect(session.state.sample == Self.street.loaded)
  }

  @Test func anotherEncoderIsTyped() throws {
    var session = ExplorerSession.begun([Self.street, TestSamples.small])
    session.state.invocation.options = [
      "--encoder", "old", "--layer=-3", "--class-attention", "received", "--heads", "12", "--bf16",
    ]
    let effects = try session.press("gEmodels/clip<Enter>")
    #expect(effects.contains(.useEncoder("models/clip")))
    #expect(
      effects.contains { effect in
        if case .load(_, Self.street.reference) = effect { return true }
        return false
      })
    #expect(session.state.sample == nil && session.state.picture == nil)
    #expect(session.state.currentOptions == ["--bf16", "--encoder", "models/clip"])
    #expect(session.state.encoders == ["models/clip"])
    #expect(session.state.shelf.facts.isEmpty, "what was known was known of other tokens")
    session.answerAll()
    #expect(session.state.sample == Self.street.loaded)
    #expect(try session.press("gE<Enter>").isEmpty, "an empty line changes nothing")
  }

  @Test("the data set of another encoder begins anew", arguments: [true, false])
  func anotherEncoderOfADataSet(hasEncoder: Bool) throws {
    var session = ExplorerSession([Self.street, TestSamples.small], strategies: ["random"])
    var builder = SampleTableBuilder(of: DatasetTests.names(["street", "small"]))
    for (line, name) in ["street", "small"].enumerated() {
      var row: [(name: String, value: DataValue)] = [
        ("sample", .text(name)), ("erank", .number(5)), ("entropy", .number(1)),
      ]
      if hasEncoder { row.append(("encoder", .text("old"))) }
      try builder.append(row, line: line + 1)
    }
    session.tables["t"] = builder.finish()
    session.state.invocation.tables = ["t"]
    session.state.view = .dataset
    session.send(.start)
    session.answerAll()
    try session.press("U")
    let old = session.state.requests.kept
    let effects = try session.press("gEmodels/clip<Enter>")
    #expect(session.state.invocation.tables == (hasEncoder ? [] : ["t"]))
    #expect(session.state.shelf.table.columns.isEmpty == hasEncoder)
    #expect(effects.contains(.countKept(request: old + 1, nil)))
    #expect(
      effects.contains { if case .countKept(old + 2, .some) = $0 { true } else { false } })
    #expect(session.state.datasetView.kept?.done == 0)
    session.send(.keptCounted(request: old, KeptCounts(total: 9)))
    #expect(session.state.datasetView.kept?.total == 2, "counts of the old encoder are void")
    #expect(
      effects.contains { if case .survey(_, let list) = $0 { list.count == 2 } else { false } })
    session.answerAll()
    #expect(session.state.shelf.facts.count == 2)
  }

  @Test func thePaletteKnowsTheEncoders() throws {
    var session = ExplorerSession.begun([Self.street])
    session.state.encoders = ["handcrafted", "models/clip"]
    #expect(try session.press(":encoder<Enter>").isEmpty)
    #expect(session.state.prompt?.purpose == .encoder)
    try session.press("<Esc>")
    #expect(try session.press(":models clip<Enter>").contains(.useEncoder("models/clip")))
  }

  /// A sample whose attention of three layers is known.
  private static let layered: TestSample = {
    var field = TestSamples.small.loaded.field.field
    let count = field.count
    field.layerAttention = LayerAttention(
      (0..<(3 * 2 * count)).map { Float($0 / (2 * count) * 100 + $0 % count + 1) }, layers: 3,
      heads: 2, count: count)
    return TestSample("layered", field)
  }()

  @Test func layersOfAttentionAreWalkedThrough() throws {
    var session = ExplorerSession.begun([Self.layered])
    let shown = { (session: ExplorerSession) in session.screen.text }
    #expect(!shown(session).contains("of layer"))
    try session.play("g>")
    #expect(session.state.attentionLayer == 0)
    #expect(shown(session).contains("class attention of layer 1 of 3, mean of 2 heads"))
    try session.play("g>g>")
    #expect(shown(session).contains("layer 3 of 3"))
    try session.play(">")
    #expect(shown(session).contains("class attention of layer 3 of 3, head 1 of 2"))
    try session.play("g>")
    #expect(session.state.attentionLayer == nil, "behind the last comes what strategies read")
    try session.play("g<lt>")
    #expect(session.state.attentionLayer == 2)
    try session.play("u")
    #expect(session.state.attentionLayer == nil, "a choice can be taken back")
  }

  @Test func aSampleOfOneLayerSaysSo() throws {
    var session = ExplorerSession.begun([TestSamples.small])
    try session.play("g>")
    #expect(session.state.message == "of this sample the attention of one layer is known")
    #expect(session.state.attentionLayer == nil)
  }

  @Test func aLayerThatTheNextSampleLacksIsForgotten() throws {
    var session = ExplorerSession.begun([Self.layered, TestSamples.small])
    try session.play("g>]")
    #expect(session.state.attentionLayer == nil)
  }

  @Test func attentionThatIsNotTheClassTokensIsNamed() throws {
    var field = TestSamples.small.loaded.field.field
    field.attentionSource = .received
    let session = ExplorerSession.begun([TestSample("siglip", field)])
    #expect(session.screen.text.contains("received attention, mean of 2 heads"))
  }
}
