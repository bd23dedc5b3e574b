import Analysis
import Encoders
import Explorer
import LinearAlgebra
import SampleSets
import Scenes
import TerminalUI
import TokenFields
import TokenPruning

/// Frames of the explorer: drawing one, and all that a key does until the next one is drawn.
func measureFrames(in table: inout Table) async {
  for (width, height) in [(80, 24), (120, 40), (200, 60)] {
    guard let session = Session(width: width, height: height) else { return }
    let state = session.state
    table.heading("FRAMES, \(width)×\(height), 24-BIT COLOUR")
    await table.measure(
      Row("drawing a frame", expecting: Double(width * height)) {
        Double(render(state).cells.count)
      })
    await table.measure(
      Row("a frame as escape sequences", expecting: 1) {
        var encoder = ANSIEncoder(traits: state.traits)
        return encoder.encode(render(state)).isEmpty ? 0 : 1
      })
    guard width == 120 else { continue }
    for key in ["l", "=", "+", "<Tab>", ".", "i", "t", "?"] {
      await table.measure(row(key, session))
    }
  }
}

/// A key from a settled state to the next frame.
private func row(_ spelling: String, _ session: Session) -> Row {
  let keys = (try? Key.sequence(spelling)) ?? []
  let cells = Double(session.state.size.width * session.state.size.height)
  return Row("key \(spelling) and its frame", expecting: cells) {
    var copy = session
    for key in keys { copy.apply(.key(key)) }
    return Double(render(copy.state).cells.count)
  }
}

/// A session without a terminal whose effects are carried out at once, on this thread.
private struct Session {
  private(set) var state: ExplorerState
  private let evaluator: SampleEvaluator

  /// Opens a scene with all strategies and computes all there is.
  init?(width: Int, height: Int) {
    guard let scene = SceneCatalog.scene(named: "street") else { return nil }
    let reference = SampleReference(name: scene.name, scene: scene.name)
    guard let sample = try? SampleLoader().load(reference) else { return nil }
    state = ExplorerState(
      samples: [reference], strategies: StrategyCatalog.all.map { ConfiguredStrategy($0) },
      budget: .count(64), size: ScreenSize(width: width, height: height),
      traits: ScreenTraits(tier: .direct, unicode: true), exportFolder: "exports")
    evaluator = SampleEvaluator(sample.field)
    apply(.start)
    apply(
      .sampleLoaded(
        request: state.requests.sample, sample, SampleSummary(sample.field)))
    apply(.verdictReached(request: state.requests.sample, Verdict(sample.field)))
  }

  /// Applies an event and whatever follows from it.
  mutating func apply(_ event: ExplorerEvent) {
    for effect in update(&state, event) {
      switch effect {
      case .evaluate(let request, _, let strategies, let keep):
        apply(.evaluated(request: request, answers(strategies, keep)))
      case .similarities(let request, let sample, let probe):
        apply(.similarities(request: request, probe, probe.values(in: sample.field)))
      default: break
      }
    }
  }

  private func answers(_ strategies: [RequestedStrategy], _ keep: Int) -> [StrategyAnswer] {
    strategies.compactMap { requested in
      guard let evaluation = try? evaluator.evaluate(requested.strategy, keeping: keep),
        let plan = try? evaluator.plan(of: requested.strategy)
      else { return nil }
      return StrategyAnswer(
        row: requested.row, outcome: .evaluation(evaluation), plan: PlanReference(plan))
    }
  }
}
