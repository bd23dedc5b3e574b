import Analysis
import Explorer
import SampleSets
import TerminalUI
import TokenFields
import Testing

/// Searching, sorting and filtering samples, and their list.
@Suite struct ShelfTests {
  static let shelf = [
    TestSamples.small, TestSamples.bare, TestSamples.featured, TestSamples.attentive,
    TestSamples.single,
  ]

  static func session(width: Int = 120, height: Int = 40, tier: ColorTier = .direct)
    -> ExplorerSession
  {
    .begun(
      shelf, missing: ["broken"], strategies: ["random"], width: width, height: height, tier: tier)
  }

  /// The names that `]` goes through from the first sample of the order on.
  static func walk(_ session: ExplorerSession) throws -> [String] {
    var session = session
    try session.play(":1<Enter>")
    var names = [session.state.samples[session.state.sampleIndex].name]
    for _ in 0..<20 {
      let before = session.state.sampleIndex
      try session.play("]")
      if session.state.sampleIndex == before { break }
      names.append(session.state.samples[session.state.sampleIndex].name)
    }
    return names
  }

  // MARK: Orders

  static func value(_ sample: TestSample, _ order: SampleOrder) -> Double? {
    order == .erank ? sample.verdict?.erank : sample.summary.entropy
  }

  @Test(arguments: [SampleOrder.erank, .entropy], [false, true])
  func stepsThroughValuesInOrderAndTheUnknownLast(order: SampleOrder, reversed: Bool) throws {
    var session = Self.session()
    try session.play(":order-\(order.rawValue)<Enter>")
    if reversed { try session.play("O") }
    let known = Self.shelf.filter { Self.value($0, order) != nil }.sorted {
      let (one, other) = (Self.value($0, order) ?? 0, Self.value($1, order) ?? 0)
      return reversed ? one > other : one < other
    }
    let unknown = Self.shelf.filter { Self.value($0, order) == nil }.map(\.reference.name)
    let names = known.map(\.reference.name)
    #expect(Set(known.map { Self.value($0, order) }).count == known.count)
    let walked = try Self.walk(session)
    #expect(walked == names + unknown + ["broken"])
    #expect(session.screen.text(row: 0).contains(" by \(order.rawValue)"))
  }

  @Test func namesAreSortedWithTheirNumbers() throws {
    var session = ExplorerSession.begun(
      [], missing: ["a10", "B2", "a9", "a09b", "", "a", "b1"], strategies: ["random"])
    try session.play("o")
    #expect(try Self.walk(session) == ["", "a", "a9", "a09b", "a10", "b1", "B2"])
    try session.play("O")
    #expect(try Self.walk(session) == ["B2", "b1", "a10", "a09b", "a9", "a", ""])
    try session.play("ooo")
    #expect(session.state.order == .given && !session.state.isReversed)
    #expect(try Self.walk(session) == ["a10", "B2", "a9", "a09b", "", "a", "b1"])
  }

  @Test func equalOnesStayAsTheyWereGiven() throws {
    var session = ExplorerSession.begun([], missing: ["x", "x", "x", "x"], strategies: ["random"])
    for keys in ["o", "O", "o", "O"] {
      try session.play(keys)
      try session.play(":1<Enter>")
      #expect(session.state.sampleIndex == 0, "\(session.state.order)")
      try session.play("]")
      #expect(session.state.sampleIndex == 1)
      try session.play("[")
    }
  }

  @Test func anOrderIsTakenBack() throws {
    var session = Self.session()
    try session.play("o")
    let named = try Self.walk(session)
    try session.play("u")
    #expect(session.state.order == .given)
    #expect(try Self.walk(session) != named)
    try session.play("<C-r>")
    #expect(try Self.walk(session) == named)
  }

  @Test func neighboursInTheOrderAreReadAhead() throws {
    var session = Self.session()
    try session.play("o")
    let effects = try session.press(":1<Enter>")
    #expect(
      effects.contains(.prefetch([session.state.samples[1]])), "attentive comes before bare")
  }

  // MARK: Filters

  static let filters: [(filter: String, names: [String])] = [
    ("ar", ["bare"]), ("a", ["small", "bare", "featured", "attentive"]),
    ("!a", ["single", "broken"]), ("A !TT", ["small", "bare", "featured"]),
    ("n=24", ["small", "featured", "attentive"]), ("n>24", ["bare"]), ("n<24", ["single"]),
    ("n>=24 a", ["small", "bare", "featured", "attentive"]), ("n<=1", ["single"]),
    ("refused", ["broken"]), ("!refused n=576", ["bare"]), ("simple !n=24", ["bare", "single"]),
    ("entropy<0.5", ["single"]), ("erank<0.5", ["single"]), ("\"re\"", ["bare", "featured"]),
    ("\"a\" n=576", ["bare"]), ("!", []), ("erankle", []), ("complex", []),
  ]

  @Test(arguments: filters)
  func stepsThroughTheSamplesThatPass(filter: String, names: [String]) throws {
    var session = Self.session()
    try session.play("F")
    for character in filter { session.send(.key(.character(character))) }
    try session.play("<Enter>")
    #expect(session.state.filter == filter)
    if names.isEmpty {
      #expect(session.screen.text(row: 0).contains("–/0 of 6"))
      try session.play("]")
      #expect(session.state.message == "no sample passes the filter")
    } else {
      #expect(try Self.walk(session) == names)
      try session.play(":1<Enter>")
      #expect(session.screen.text(row: 0).contains("\(names[0]) 1/\(names.count) of 6"))
    }
    // The prompt begins with the filter; emptied it lets all pass.
    try session.play("F<C-u><Enter>")
    #expect(session.state.filter.isEmpty && session.state.message == "all 6 samples")
    #expect(try Self.walk(session).count == 6)
  }

  @Test(arguments: ["erank>", "erank>abc", "n=", "entropy<1e5x", "n>1 erank=-1", "entropy>0x10"])
  func saysWhatIsNoFilter(text: String) throws {
    var session = Self.session()
    try session.play("F")
    for character in text { session.send(.key(.character(character))) }
    try session.play("<Enter>")
    #expect(session.state.filter.isEmpty)
    #expect(session.state.message?.hasPrefix("'\(text)' is no filter; type street, ") == true)
  }

  @Test func saysHowManyPassUnlessThatMustBeLookedInto() throws {
    var session = Self.session()
    try session.press("Fre<Enter>")
    #expect(session.state.message == "2 of 6 samples")
    try session.press("F<C-u>n=576<Enter>")
    #expect(session.state.message == nil && session.state.shelf.survey != nil)
    session.answerAll()
    #expect(session.screen.text(row: 0).contains("bare 1/1 of 6"))
  }

  @Test func aSampleThatDoesNotPassGivesWay() throws {
    var session = Self.session()
    try session.play("]")
    try session.play("Fle<Enter>")
    #expect(session.state.samples[session.state.sampleIndex].name == "single")
    try session.play("u")
    #expect(session.state.filter.isEmpty && session.state.sampleIndex == 1)
    // Past the last one that passes, the one before.
    try session.play("]]]]Fsmall<Enter>")
    #expect(session.state.sampleIndex == 0)
  }

  // MARK: Searching

  @Test func searchGoesFromMatchToMatchAroundTheEnds() throws {
    var session = Self.session()
    try session.press("/re")
    #expect(session.screen.text(row: 39).contains("1 of 2: bare"))
    try session.play("<Enter>")
    #expect(session.state.sampleIndex == 1 && session.state.message == "1 of 2 that have 're'")
    try session.play("n")
    #expect(session.state.sampleIndex == 2 && session.state.message == "2 of 2 that have 're'")
    try session.play("n")
    #expect(session.state.sampleIndex == 1)
    try session.play("NN")
    #expect(session.state.sampleIndex == 1)
    try session.play("/ATTENT<Enter>")
    #expect(session.state.sampleIndex == 3)
    #expect(session.state.message == "the only sample that has 'ATTENT'")
    #expect(try session.press("n") == [])
    try session.press("/zebra")
    #expect(session.screen.text(row: 39).contains("no sample"))
    try session.play("<Enter>")
    #expect(session.state.message == "no sample has 'zebra'" && session.state.sampleIndex == 3)
  }

  // MARK: Looking into all samples

  @Test func looksIntoSamplesOnceAndFromTheCurrentOneOn() throws {
    var session = Self.session()
    try session.play("]")
    let references = session.state.samples
    let effects = try session.press("S")
    // The first two are known because they were on screen.
    #expect(effects == [.survey(request: 1, Array(references[2...]))])
    #expect(session.screen.text.contains("reading 0/4"))
    #expect(try session.press("SS") == [])
    session.answerAll()
    #expect(session.state.shelf.survey == nil && session.state.shelf.facts.count == 6)
    #expect(session.state.shelf.facts[references[5]]?.refusal == "broken: not found")
    #expect(try session.press("SoS").allSatisfy { if case .survey = $0 { false } else { true } })
  }

  @Test func escapeStopsLookingAndLateAnswersAreDropped() throws {
    var session = Self.session()
    try session.press("ooo")
    #expect(session.state.shelf.survey?.total == 5)
    try session.press("h")
    #expect(session.screen.text(row: 39).contains("looking into all samples, 0 of 5; Esc stops"))
    let effects = try session.press("<Esc>")
    #expect(effects == [.survey(request: 2, [])])
    #expect(session.state.message == "stopped after 0 of 5 samples")
    let known = session.state.shelf.facts.count
    session.send(
      .surveyed(request: 1, [SurveyedSample(session.state.samples[3], SampleFacts(erank: 3))]))
    #expect(session.state.shelf.facts.count == known)
  }

  @Test func readingASampleAnewKeepsItsPlace() throws {
    var session = Self.session()
    try session.play("ooo")
    let order = session.state.shelf.arrangement
    try session.play("r")
    #expect(session.state.shelf.arrangement == order)
  }

  // MARK: The list

  @Test func theListShowsWhatIsKnown() throws {
    var session = Self.session()
    try session.play("S")
    let text = session.screen.text
    for name in ["small", "bare", "featured", "attentive", "single"] {
      #expect(text.contains(name))
    }
    #expect(text.contains("6 samples") && text.contains("broken: not found"))
    #expect(text.contains("▸•1 small") && text.contains("24×24") && text.contains("simple"))
    let erank = NumberText.fixed(TestSamples.bare.verdict?.erank ?? 0, 1)
    #expect(text.contains(erank))
    try session.play("jj<Enter>")
    #expect(session.state.sampleIndex == 2 && session.state.sampleList == nil)
  }

  @Test func keysMoveInTheListAndOtherKeysCloseIt() throws {
    var session = Self.session()
    try session.press("SG")
    #expect(session.state.sampleList?.selected == 5)
    try session.press("gg")
    #expect(session.state.sampleList?.selected == 0)
    try session.press("<PageDown>k/single<Enter>")
    #expect(session.state.sampleList?.selected == 4 && session.state.sampleIndex == 0)
    for close in ["<Esc>", "S", "q"] {
      try session.press(close == "<Esc>" ? close : "S" + close)
      #expect(session.state.sampleList == nil, "\(close)")
    }
    try session.press("S?")
    #expect(session.state.sampleList == nil && session.state.helpScroll == 0)
  }

  @Test func theListNarrowsWhileAFilterIsTyped() throws {
    var session = Self.session()
    try session.play("SFn=24")
    #expect(session.state.shelf.arrangement.shown == [0, 2, 3])
    #expect(session.state.filter.isEmpty)
    try session.press("<Esc>")
    #expect(session.state.shelf.arrangement.shown.count == 6 && session.state.sampleList != nil)
    try session.play("Fn=576<Enter>")
    #expect(session.state.shelf.arrangement.shown == [1] && session.state.sampleList?.selected == 1)
    #expect(session.screen.text.contains("1 of 6 samples"))
    try session.play("F<C-u>zzz<Enter>")
    #expect(session.screen.text.contains("no sample passes 'zzz'"))
    #expect(try session.press("jkG<Enter>").isEmpty == true || session.state.sampleIndex == 1)
  }

  @Test func aClickOpensAndTheWheelScrolls() throws {
    var session = Self.session()
    try session.play("S")
    let row = try #require((0..<40).first { session.screen.text(row: $0).contains("featured") })
    session.send(.mouse(MouseEvent(.wheelDown, column: 60, row: 20)))
    #expect(session.state.sampleList?.selected == 3)
    session.send(.mouse(MouseEvent(.press, column: 60, row: row)))
    #expect(session.state.sampleIndex == 2 && session.state.sampleList == nil)
  }

  @Test(arguments: [(24, 8), (40, 12), (60, 16), (80, 24), (120, 40), (200, 60)])
  func theListFitsEverySize(width: Int, height: Int) throws {
    for tier in [ColorTier.direct, .mono] {
      var session = Self.session(width: width, height: height, tier: tier)
      try session.play("S")
      LayoutLaws.check(session)
      #expect(session.screen.text.contains("small"))
      try session.play("G")
      #expect(session.screen.text.contains("broken"))
      try session.play("F")
      LayoutLaws.check(session)
    }
  }

  /// Sorting happens once for a change, and only the rows that are seen are drawn.
  @Test func tenThousandSamplesAreSortedAndShown() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small], missing: (0..<10_000).map { "image-\($0 * 7919 % 10_000)" },
      strategies: ["random"])
    try session.press("S")
    session.loseAll()
    try session.press("oG")
    #expect(session.screen.text.contains("▸•10001 small"))
    try session.press("k")
    #expect(session.screen.text.contains("▸ 10000 image-9999"))
    try session.press("Fimage-99<Enter>")
    #expect(session.state.shelf.arrangement.shown.count == 111)
  }
}
