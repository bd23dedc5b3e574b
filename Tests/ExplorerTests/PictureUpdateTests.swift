import Analysis
import Explorer
import Imaging
import TerminalUI
import Testing

/// How the picture is drawn.
@Suite struct PictureUpdateTests {
  /// A key and what alone it changes, beside the message.
  struct Change: Sendable, CustomTestStringConvertible {
    let keys: String
    let message: String?
    let change: @Sendable (inout ExplorerState) -> Void
    var testDescription: String { keys }

    init(
      _ keys: String, _ message: String? = nil,
      _ change: @escaping @Sendable (inout ExplorerState) -> Void
    ) {
      self.keys = keys
      self.message = message
      self.change = change
    }
  }

  static let changes: [Change] = [
    Change("t") { $0.showsHeat = false }, Change("tt") { $0.showsHeat = true },
    Change("i", "this sample has no image") { $0.showsImage = false },
    Change("<Space>", "original") { $0.showsMask = false },
    Change("<Space><Space>", "what is kept") { $0.showsMask = true },
    Change(".") { $0.layer = .norm }, Change(",") { $0.layer = .agreement },
    Change(",.") { $0.layer = .attention }, Change(",,") { $0.layer = .groups },
    Change(",,,") { $0.layer = .order }, Change("t.") { $0.layer = .norm },
    Change("R", "scale rank") { $0.scale = .rank },
    Change("RR", "scale linear") { $0.scale = .linear }, Change("RRR", "scale log") { _ in },
    Change("c", "colour map grey") { $0.colorMap = .grey },
    Change("C", "colour map magma") { $0.colorMap = .magma },
    Change("cccc", "colour map viridis") { _ in }, Change("CCCC", "colour map viridis") { _ in },
    Change("a", "heat 50 %") { $0.opacity = 50 }, Change("A", "heat 20 %") { $0.opacity = 20 },
    Change("aaaaa", "heat 100 %") { $0.opacity = 100 },
    Change("aaaaaa", "heat is at 100 % already") { $0.opacity = 100 },
    Change("AA", "heat 5 %") { $0.opacity = 5 },
    Change("AAA", "heat is at 5 % already") { $0.opacity = 5 },
    Change("b", "pruned patches: grey") { $0.maskStyle = .grey },
    Change("B", "pruned patches: marks") { $0.maskStyle = .marks },
    Change("bbbbb", "pruned patches: dim") { _ in }, Change("z") { $0.zoom = 1 },
    Change("zzZ") { $0.zoom = 1 }, Change("Z", "this is as small as it gets") { _ in },
    Change("zzzzzzzzzzzz") { $0.zoom = 12 },
    Change("zzzzzzzzzzzzz", "this is as large as it gets") { $0.zoom = 12 },
    Change(">") { $0.head = 0 }, Change(">>") { $0.head = 1 }, Change(">>>") { _ in },
    Change("<lt>") { $0.head = 1 }, Change("<lt><lt>") { $0.head = 0 },
    Change("<lt><lt><lt>") { _ in },
    Change(".t>") { $0.head = 0 },
  ]

  @Test(arguments: changes)
  func changesNothingElse(change: Change) throws {
    var session = ExplorerSession.begun([TestSamples.small])
    var expected = session.state
    change.change(&expected)
    expected.message = change.message
    #expect(try session.press(change.keys) == [])
    #expect(session.state == expected)
  }

  @Test func everyLayerIsReachedBothWays() throws {
    for key in [".", ","] {
      var session = ExplorerSession.begun([TestSamples.small])
      var seen: Set<HeatLayer> = []
      for _ in HeatLayer.allCases {
        seen.insert(session.state.layer)
        try session.play(key)
      }
      #expect(seen == Set(HeatLayer.allCases) && session.state.layer == .attention)
    }
  }

  @Test func headsNeedAttention() throws {
    var session = ExplorerSession.begun([TestSamples.featured])
    try session.press("..>")
    #expect(session.state.head == nil && session.state.layer == .similarity)
  }

  @Test func showingAnImageThatIsThereNeedsNoWords() throws {
    var session = ExplorerSession.begun([TestSamples.street])
    try session.press("i")
    #expect(!session.state.showsImage && session.state.message == nil)
  }

  @Test func comingToTheLayerOfCosinesAsksForThem() throws {
    var session = ExplorerSession.begun([TestSamples.small])
    let loaded = try #require(session.state.sample)
    try session.press(".")
    let effects = try session.press(".")
    let request = session.state.requests.similarity
    #expect(
      effects == [
        .similarities(
          request: request, loaded,
          TokenProbe(token: session.state.cursor, measure: .features)),
        .remind(kind: .similarity, request: request),
      ])
  }

  @Test func monoBeginsWithoutHeat() {
    #expect(!ExplorerSession([TestSamples.small], tier: .mono).state.showsHeat)
    var state = ExplorerSession([TestSamples.small]).state
    #expect(state.showsHeat)
    state.begin(
      size: ScreenSize(width: 9, height: 9), traits: ScreenTraits(tier: .mono, unicode: false),
      usesMouse: false)
    #expect(!state.showsHeat && !state.usesMouse && state.size.width == 9)
    #expect(state.traits == ScreenTraits(tier: .mono, unicode: false))
  }
}
