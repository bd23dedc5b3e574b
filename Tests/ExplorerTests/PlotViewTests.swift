import Analysis
import Explorer
import Plots
import SampleSets
import TerminalUI
import TokenFields
import TokenMetrics
import TokenPruning
import Testing

extension PlotFacts {
  /// What the program would find out for a plot, all at once.
  static func computed(
    _ name: String, of sample: LoadedSample, _ strategies: [RequestedStrategy], keep: Int
  ) -> PlotFacts {
    var facts = PlotFacts()
    guard let kind = PlotCatalog.named(name) else { return facts }
    let evaluator = SampleEvaluator(sample.field)
    let served = strategies.compactMap { requested in
      (try? evaluator.evaluate(requested.strategy, keeping: keep, metrics: [])).map {
        (requested, $0)
      }
    }
    let input = PlotInput(
      for: [kind], subject: sample.reference.name, evaluator: evaluator,
      evaluations: served.map { ($0.0.strategy, $0.1) }, budget: keep)
    facts.spectrum = input.spectrum
    for (pair, plotted) in zip(served, input.strategies) {
      facts.curves[pair.0.strategy.label] = plotted.curve
      facts.keptSpectra[pair.0.row] = plotted.spectrum
      facts.thresholds[pair.0.row] = plotted
    }
    return facts
  }
}

/// Plots in the picture's place.
@Suite struct PlotViewTests {
  static let names = ["agilepruner", "fastervlm", "divprune", "random"]

  static func session(_ sample: TestSample = TestSamples.bare) -> ExplorerSession {
    .begun([sample, TestSamples.small], strategies: names, isCheap: false)
  }

  @Test func everyKindOfPlotIsAView() {
    #expect(ViewKind.allCases.compactMap { $0.plot?.name } == PlotCatalog.all.map { $0.name })
  }

  @Test func stepsThroughPlotsAndBackToThePicture() throws {
    var session = Self.session()
    try session.play("v")
    var seen: [String] = []
    for _ in PlotCatalog.all {
      try session.play("p")
      seen.append(session.state.view.rawValue)
    }
    #expect(seen == PlotCatalog.all.map { $0.name })
    try session.play("gP")
    #expect(session.state.view == .threshold)
    try session.play("<Esc>")
    #expect(session.state.view == .split)
  }

  @Test(arguments: ViewKind.allCases.filter { $0.plot != nil })
  func aPlotIsDrawnInThePicturesPlace(view: ViewKind) throws {
    var session = Self.session()
    session.send(.action(.show(view)))
    session.answerAll()
    let text = session.screen.text
    #expect(!text.contains("computing"), "\(text)")
    #expect(text.contains("agilepruner"))
    #expect(text.contains("BUDGET"))
  }

  @Test func isAskedForOnceAndAgainWhenWhatItReadsChanges() throws {
    var session = Self.session()
    func questions(_ effects: [ExplorerEffect]) -> Int {
      effects.count { if case .readPlot = $0 { true } else { false } }
    }
    #expect(questions(try session.press("p")) == 1)
    session.answerAll()
    // Curves show every budget: a step asks for nothing.
    #expect(questions(try session.press("=")) == 0)
    session.answerAll()
    #expect(questions(try session.press("2")) == 1)
    session.answerAll()
    session.send(.action(.show(.spectrum)))
    session.answerAll()
    // A spectrum is of what is kept now.
    #expect(questions(try session.press("=")) == 1)
    session.answerAll()
    #expect(questions(try session.press("<Esc>=")) == 0)
  }

  @Test func answersForAnotherSampleAreDropped() throws {
    var session = Self.session()
    let effects = try session.press("p")
    let late = effects.flatMap { session.answers(to: $0) }
    session.loseAll()
    try session.press("]")
    for answer in late { session.send(answer) }
    #expect(session.state.plots == PlotFacts())
  }

  @Test func whatASampleLacksIsSaid() throws {
    var session = ExplorerSession.begun([TestSamples.attentive], strategies: ["fastervlm"])
    session.send(.action(.show(.spectrum)))
    session.answerAll()
    #expect(session.screen.text.contains("this sample has no features"))
  }
}
