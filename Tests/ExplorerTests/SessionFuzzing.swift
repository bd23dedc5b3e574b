import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import TokenPruning
import Testing

/// Sessions of thousands of events that no person would make.
@Suite struct SessionFuzzing {
  static let shelf =
    TestSamples.odd + [
      TestSamples.small, TestSamples.attentive, TestSamples.featured,
    ]

  /// Whatever happened, these hold.
  static func check(_ state: ExplorerState) {
    #expect(state.samples.isEmpty || state.samples.indices.contains(state.sampleIndex))
    #expect(
      state.rows.indices.contains(state.current) && state.rows.indices.contains(state.previous))
    #expect((0...12).contains(state.zoom) && (5...100).contains(state.opacity))
    let typed = state.prompt?.text.count ?? 0
    #expect(state.helpScroll ?? 0 >= 0 && typed <= Prompt.limit)
    if let keep = state.keep {
      #expect(
        (1...state.tokenCount).contains(keep) && (0..<state.tokenCount).contains(state.cursor))
      #expect((0..<state.tokenCount).contains(state.markedToken))
    }
    let heads = state.summary?.heads ?? .max
    if let head = state.head { #expect((0..<heads).contains(head)) }
    for row in state.rows {
      switch row.status {
      case .ready: #expect(row.evaluation?.budget == state.keep)
      case .unavailable: #expect(row.evaluation == nil)
      case .pending: break
      }
    }
    #expect(state.pins.count <= 2 && Set(state.pins.map(\.letter)).count == state.pins.count)
    #expect(state.pins.allSatisfy { state.tokenCount == 0 || $0.token < state.tokenCount })
    if let kept = state.currentEvaluation?.selection.kept, let last = kept.last {
      #expect(kept[0] >= 0 && last < state.tokenCount)
    }
    if let similarities = state.similarities, let token = state.similarityToken {
      #expect(similarities.count == state.tokenCount && token < state.tokenCount)
    }
  }

  static let keys: [Key] = {
    var keys = KeyTable.bindings.flatMap { binding in
      binding.keys.flatMap { (try? Key.sequence($0)) ?? [] }
    }
    keys += (0x20...0x7E).map { .character(Character(Unicode.Scalar(UInt8($0)))) }
    return keys + [
      .enter, .enter, .backspace, .delete, .function(9), .character("漢"), .character("\u{1B}"),
    ]
  }()

  static func mouse(_ size: ScreenSize, _ generator: inout SplitMix64) -> MouseEvent {
    let actions: [MouseEvent.Action] = [
      .press, .drag, .drag, .release, .hover, .wheelUp, .wheelDown,
    ]
    return MouseEvent(
      actions[generator.next(below: actions.count)],
      column: generator.next(below: size.width + 4) - 2,
      row: generator.next(below: size.height + 4) - 2)
  }

  static func event(_ state: ExplorerState, _ generator: inout SplitMix64) -> ExplorerEvent {
    switch generator.next(below: 100) {
    case 0..<70: .key(keys[generator.next(below: keys.count)])
    case 70..<95: .mouse(mouse(state.size, &generator))
    case 95..<97:
      .resize(
        ScreenSize(width: generator.next(below: 301), height: generator.next(below: 101)))
    default:
      .slow(
        kind: [.sample, .evaluation, .similarity][generator.next(below: 3)],
        request: generator.next(below: 30))
    }
  }

  /// Answers come at once, late, out of turn, twice, or never.
  @Test(arguments: 0..<12 as Range<UInt64>)
  func anySequenceOfEventsIsSurvived(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var session = ExplorerSession(
      Self.shelf, missing: ["broken"], strategies: ["random", "divprune", "uniform-grid"],
      budget: .percentage(11.1), width: 80, height: 24,
      tier: ColorTier.allCases[Int(seed) % 4], unicode: seed % 3 != 0)
    if seed % 2 == 1 {
      session = ExplorerSession(
        Self.shelf, missing: ["broken"], budget: .percentage(11.1), width: 80, height: 24,
        tier: ColorTier.allCases[Int(seed) / 2 % 4], unicode: seed % 3 != 0, isCheap: false,
        types: TestStrategies.all)
    }
    session.send(.start)
    var late: [ExplorerEvent] = []
    for step in 0..<2500 {
      session.send(Self.event(session.state, &generator))
      switch generator.next(below: 8) {
      case 0...4: session.answerAll()
      case 5: session.answerOldest()
      case 6:
        late += session.unanswered.flatMap { session.answers(to: $0) }
        session.loseAll()
      default:
        if let answer = late.popLast() { session.send(answer) }
      }
      Self.check(session.state)
      if step % 25 == 0 { LayoutLaws.check(session, typed: ["漢", "\u{FFFD}"]) }
    }
    session.send(.key(.escape))
    session.answerAll()
    Self.check(session.state)
  }

  /// Once all is answered and nothing is open, every strategy that takes part is known.
  @Test(arguments: 100..<106 as Range<UInt64>)
  func everythingSettles(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.single, TestSamples.bare],
      width: 80, height: 24, isCheap: false,
      types: [RandomTokens.self, BlockMerger.self, Absorber.self, Hairline.self])
    for _ in 0..<400 {
      session.send(Self.event(session.state, &generator))
      session.answerAll()
      let state = session.state
      for (index, row) in state.rows.enumerated() where state.isComputed(index) {
        #expect(row.status == .ready && row.evaluation?.budget == state.keep)
      }
      #expect(state.sample?.reference == state.samples[state.sampleIndex])
      #expect(state.slowWork == nil)
      #expect(state.openProbe == nil && state.openPair == nil)
      #expect((state.pair != nil) == (state.pins.count == 2))
      #expect(state.rows[state.current].instabilities != nil && state.openStability == nil)
      if state.layer == .groups, state.showsHeat { #expect(state.markedToken == state.cursor) }
      if state.layer == .similarity, state.showsHeat {
        #expect(state.similarityToken == state.pins.last?.token ?? state.cursor)
      }
    }
  }
}
