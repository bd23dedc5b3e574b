import Analysis
import Explorer
import SampleSets
import TerminalUI
import Testing

/// Exports from the screen: asked first, or at once.
@Suite struct ExportFormTests {
  static func session(width: Int = 120, height: Int = 40, tier: ColorTier = .direct)
    -> ExplorerSession
  {
    .begun(
      SampleUpdateTests.shelf, missing: ["broken"], strategies: ["random", "uniform-grid"],
      width: width, height: height, tier: tier)
  }

  static func request(
    _ session: ExplorerSession, _ rows: [Int], _ kinds: [ExportKind], folder: String = "out"
  ) throws -> ExportRequest {
    ExportRequest(
      sample: try #require(session.state.sample),
      strategies: rows.map { session.state.rows[$0].strategy }, keep: 6, folder: folder,
      kinds: kinds, model: session.state.model, textTokens: session.state.textTokens)
  }

  @Test func asksBeforeItWrites() throws {
    var session = Self.session()
    try session.press("<Tab>")
    let effects = try session.press("e")
    let request = try Self.request(session, [1], [.mask, .overlay])
    #expect(effects == [.previewExport(request: 1, request)])
    #expect(session.state.prompt?.purpose == .export && session.state.prompt?.text == "out")
    session.answerAll()
    #expect(session.screen.text.contains("out/small.first.png"))
    #expect(session.screen.text.contains("3, with the record"))
    #expect(try session.press("<Enter>") == [.export(request)])
    #expect(session.state.message == "exporting…" && session.state.exportForm == nil)
    session.send(.exported("wrote out/a.png and 3 more"))
    #expect(session.state.message == "wrote out/a.png and 3 more")
  }

  @Test func writesAllThatAreCompared() throws {
    var session = Self.session()
    try session.press("<Tab>E")
    let strip: [ExportKind] = [.mask, .overlay, .heatmap, .strip]
    #expect(session.screen.text.contains("2 strategies"))
    #expect(try session.press("<Enter>") == [.export(try Self.request(session, [1, 0], strip))])
    // What is not in the comparison is not exported, but the current one is.
    try session.press("2E")
    #expect(try session.press("<Enter>") == [.export(try Self.request(session, [1], strip))])
  }

  @Test func kindsAreTakenInAndOut() throws {
    var session = Self.session()
    try session.play("e<Tab><Space>l<Space>")
    #expect(session.state.exportForm?.kinds == [])
    #expect(session.screen.text.contains("no kind of file is chosen"))
    #expect(try session.press("<Enter>") == [])
    #expect(session.state.prompt?.note == "choose a kind of file with Tab and Space")
    try session.play("l<Space>")
    #expect(session.screen.text.contains("[x] heatmap") && session.screen.text.contains("[ ] mask"))
    // Letters do not go into the folder here.
    try session.press("x")
    #expect(session.state.prompt?.text == "out" && session.state.prompt?.note != nil)
    try session.press("h<S-Tab><S-Tab>")
    #expect(session.state.exportForm?.field == 0)
    #expect(try session.press("<Enter>") == [.export(try Self.request(session, [0], [.heatmap]))])
    // The next export begins with what was chosen, and ge asks nothing.
    #expect(try session.press("ge") == [.export(try Self.request(session, [0], [.heatmap]))])
    try session.press("e")
    #expect(session.state.exportForm?.kinds == [.heatmap])
  }

  @Test func theFolderIsEditedAndRemembered() throws {
    var session = Self.session()
    try session.press("e<C-u>")
    #expect(try session.press("<Enter>") == [])
    #expect(session.state.prompt?.note == "name a folder")
    try session.press("figures/now<Enter>")
    #expect(
      try session.press("ge")
        == [.export(try Self.request(session, [0], [.mask, .overlay], folder: "figures/now"))])
    try session.press("e<C-u>other<Enter>e<Up><Up>")
    #expect(session.state.prompt?.text == "figures/now")
    try session.press("<Esc>")
    #expect(session.state.exportForm == nil && session.state.exportSettings.folder == "other")
  }

  @Test func tellsWhenANameIsTakenOrTheFolderIsNone() throws {
    var session = Self.session()
    try session.press("e")
    let request = session.state.requests.preview
    session.send(
      .exportPreviewed(request: request, ExportPreview(first: "out/a-2.png", count: 3, number: 2)))
    #expect(session.screen.text.contains("a name is taken: these get the number 2"))
    // What answers an earlier question is dropped.
    session.send(
      .exportPreviewed(
        request: request - 1, ExportPreview(first: "earlier/name", count: 9, number: 1)))
    #expect(!session.screen.text.contains("earlier/name"))
    session.send(
      .exportPreviewed(
        request: request,
        ExportPreview(first: "", count: 3, number: 1, obstacle: "out: a file, not a folder")))
    #expect(session.screen.text.contains("out: a file, not a folder"))
  }

  @Test func heatNeedsAttention() throws {
    var session = Self.session()
    try session.play("]]E")
    #expect(session.state.sample?.reference.name == "featured")
    try session.play("<Tab><Tab><Tab><Space>")
    #expect(session.state.exportForm?.kinds.contains(.heatmap) == false)
    try session.play("<Space>")
    #expect(session.state.prompt?.note == "no heatmap: no class attention")
  }

  @Test func aClickTakesAKindInOrOut() throws {
    var session = Self.session()
    try session.press("e")
    let row = try #require((0..<40).first { session.screen.text(row: $0).contains("] heatmap") })
    let line = session.screen.text(row: row)
    let column = try #require(line.firstRange(of: "[ ] heatmap")).lowerBound
    session.send(
      .mouse(
        MouseEvent(
          .press, column: line.distance(from: line.startIndex, to: column) + 2, row: row)))
    #expect(session.state.exportForm?.kinds == [.mask, .overlay, .heatmap])
  }

  @Test func exportsNothingBeforeThereIsSomething() throws {
    var session = ExplorerSession(SampleUpdateTests.shelf)
    session.send(.start)
    for key in ["e", "E", "ge"] {
      #expect(try session.press(key) == [])
      #expect(session.state.message == "nothing to export yet" && session.state.prompt == nil)
    }
    var refused = Self.session()
    try refused.play("]]]e")
    #expect(refused.state.message == "this sample could not be read")
  }

  @Test(arguments: [(24, 8), (40, 12), (60, 16), (80, 24), (120, 40), (200, 60)])
  func fitsEverySize(width: Int, height: Int) throws {
    for tier in [ColorTier.direct, .mono] {
      var session = Self.session(width: width, height: height, tier: tier)
      try session.play("e")
      for step in 0..<8 {
        LayoutLaws.check(session)
        let place = try #require(session.screen.cursor)
        #expect(session.screen[place.column, place.row].style.reverse, "field \(step)")
        try session.play("<Tab>")
      }
    }
  }
}
