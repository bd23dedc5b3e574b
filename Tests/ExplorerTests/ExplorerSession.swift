import Analysis
import DataTables
import Encoders
import Explorer
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning

/// A session that tests drive: it answers work when it is told to, never by itself.
struct ExplorerSession {
  /// The state; tests may also set it.
  var state: ExplorerState
  /// Work that has not been answered, oldest first.
  private(set) var unanswered: [ExplorerEffect] = []
  /// Whether strategies are really evaluated, or answered at no cost.
  var isCheap: Bool
  /// The tables that can be read, by their paths.
  var tables: [String: SampleTable] = [:]
  private let shelf: [SampleReference: TestSample]

  /// A session that has not begun.
  ///
  /// - Parameters:
  ///   - shelf: The samples that can be read.
  ///   - missing: Names of samples at the end of the list that cannot.
  ///   - strategies: As the command line spells them; all of the catalog by default.
  ///   - budget: How many tokens to keep.
  ///   - width: Columns of the screen.
  ///   - height: Rows of the screen.
  ///   - tier: The screen's colours.
  ///   - unicode: Whether more than ASCII can be shown.
  ///   - isCheap: Whether strategies are answered at no cost.
  ///   - types: The strategies there are; the catalog's by default.
  init(
    _ shelf: [TestSample], missing: [String] = [], strategies: [String]? = nil,
    budget: Budget = .count(6), width: Int = 120, height: Int = 40, tier: ColorTier = .direct,
    unicode: Bool = true, isCheap: Bool = true, types: [any PruningStrategy.Type]? = nil
  ) {
    self.shelf = Dictionary(uniqueKeysWithValues: shelf.map { ($0.reference, $0) })
    self.isCheap = isCheap
    let known = types ?? StrategyCatalog.all
    let list = strategies ?? known.map { $0.name }
    state = ExplorerState(
      samples: shelf.map(\.reference) + missing.map { SampleReference(name: $0) },
      strategies: list.map { name in
        do { return try StrategyCatalog.make(name, among: known) } catch {
          preconditionFailure("\(error)")
        }
      },
      budget: budget, size: ScreenSize(width: width, height: height),
      traits: ScreenTraits(tier: tier, unicode: unicode), exportFolder: "out")
  }

  /// A session whose first sample is there, evaluated.
  static func begun(
    _ shelf: [TestSample], missing: [String] = [], strategies: [String]? = nil,
    budget: Budget = .count(6), width: Int = 120, height: Int = 40, tier: ColorTier = .direct,
    unicode: Bool = true, isCheap: Bool = true, types: [any PruningStrategy.Type]? = nil
  ) -> ExplorerSession {
    var session = ExplorerSession(
      shelf, missing: missing, strategies: strategies, budget: budget, width: width,
      height: height, tier: tier, unicode: unicode, isCheap: isCheap, types: types)
    session.send(.start)
    session.answerAll()
    return session
  }

  /// What is on screen.
  var screen: CellGrid { render(state) }

  /// Applies an event; work among its effects waits for ``answerAll()``.
  @discardableResult
  mutating func send(_ event: ExplorerEvent) -> [ExplorerEffect] {
    let effects = update(&state, event)
    for effect in effects {
      switch effect {
      case .load, .evaluate, .similarities, .comparePins, .summariseTiles, .instabilities,
        .readPlot, .explain, .rest, .survey, .previewExport, .readTable, .countKept:
        unanswered.append(effect)
      default: break
      }
    }
    return effects
  }

  /// Presses the keys of a script and returns all their effects.
  @discardableResult
  mutating func press(_ script: String) throws -> [ExplorerEffect] {
    try Key.sequence(script).flatMap { send(.key($0)) }
  }

  /// Presses the keys of a script, with all work answered after each.
  mutating func play(_ script: String) throws {
    for key in try Key.sequence(script) {
      send(.key(key))
      answerAll()
    }
  }

  /// Answers all work, and what follows from the answers.
  mutating func answerAll() {
    while !unanswered.isEmpty { answerOldest() }
  }

  /// Answers the work that has waited longest.
  mutating func answerOldest() {
    guard !unanswered.isEmpty else { return }
    for answer in answers(to: unanswered.removeFirst()) { send(answer) }
  }

  /// Forgets work, as if its answers never came.
  mutating func loseAll() { unanswered = [] }

  /// The events that answer a piece of work.
  func answers(to effect: ExplorerEffect) -> [ExplorerEvent] {
    switch effect {
    case .load(let request, let reference):
      guard let sample = shelf[reference] else {
        return [.sampleRefused(request: request, reason: "\(reference.name): not found")]
      }
      let picture = sample.loaded.picture.map {
        ExplorerEvent.pictureLoaded(request: request, $0)
      }
      return (picture.map { [$0] } ?? []) + [
        .sampleLoaded(request: request, sample.loaded, sample.summary),
        .verdictReached(request: request, sample.verdict),
      ]
    case .evaluate(let request, let loaded, let strategies, let keep):
      guard let sample = shelf[loaded.reference] else { return [] }
      return [
        .evaluated(
          request: request,
          strategies.map {
            isCheap ? sample.cheapAnswer($0, keep: keep) : sample.answer($0, keep: keep)
          })
      ]
    case .explain(let request, let loaded, let subject, let strategies):
      return [
        .explained(request: request, Explanations.computed(subject, of: loaded, strategies))
      ]
    case .readPlot(let request, let loaded, let name, let strategies, let keep, _, _):
      return [
        .plotRead(
          request: request,
          PlotFacts.computed(name, of: loaded, strategies, keep: keep))
      ]
    case .similarities(let request, let loaded, let probe):
      guard isCheap else {
        return [.similarities(request: request, probe, probe.values(in: loaded.field))]
      }
      let count = loaded.field.count
      return [
        .similarities(
          request: request, probe,
          (0..<count).map { 1 - Double(abs($0 - probe.token)) / Double(count) })
      ]
    case .summariseTiles(let request, let loaded):
      return (0..<loaded.field.field.grid.tiles).map {
        .tileSummarised(request: request, TileSummary(ofTile: $0, in: loaded.field))
      }
    case .comparePins(let request, let loaded, let pair):
      return [
        .pinsCompared(
          request: request, TokenPair(pair.first, pair.second, in: loaded.field))
      ]
    case .instabilities(let request, let loaded, let requested, let keep):
      let found = isCheap ? [] : shelf[loaded.reference]?.instabilities(requested, keep: keep)
      return [.instabilities(request: request, row: requested.row, found ?? [])]
    case .rest: return [.rested]
    case .survey(let request, let references):
      // One by one, as a slow runner answers.
      return references.map { .surveyed(request: request, [SurveyedSample($0, facts(of: $0))]) }
    case .previewExport(let request, let wanted):
      return [
        .exportPreviewed(
          request: request,
          ExportPreview(
            first: wanted.folder + "/" + wanted.sample.reference.name + ".first.png",
            count: wanted.kinds.isEmpty ? 0 : wanted.kinds.count * wanted.strategies.count + 1,
            number: 1))
      ]
    case .readTable(let request, let path, _):
      guard let table = tables[path] else {
        return [.tableRead(request: request, .refused("\(path): no such file or folder"))]
      }
      return [
        .tableRead(request: request, .reading(done: 1, total: 2)),
        .tableRead(request: request, .joined(table)),
      ]
    case .countKept(let request, let question):
      guard let question else { return [] }
      return counts(of: question).map { .keptCounted(request: request, $0) }
    default: return []
    }
  }

  /// How often patches are kept, told after each sample.
  private func counts(of question: KeptQuestion) -> [KeptCounts] {
    var counts = KeptCounts(total: question.samples.count)
    return question.samples.indices.map { place in
      if let sample = shelf[question.references[question.samples[place]]],
        case .evaluation(let evaluation) = sample.cheapAnswer(
          question.strategy, keep: question.budget.tokens(of: sample.loaded.field.count) ?? 1
        ).outcome
      {
        counts.count(evaluation.selection.kept, of: sample.loaded.field.field.grid)
      } else {
        counts.refused += 1
      }
      counts.isWhole = place == question.samples.count - 1
      return counts
    }
  }

  /// What a look into a sample finds.
  private func facts(of reference: SampleReference) -> SampleFacts {
    guard let sample = shelf[reference] else {
      return SampleFacts(refusal: "\(reference.name): not found")
    }
    return SampleFacts(
      grid: sample.loaded.field.field.grid, erank: sample.verdict?.erank,
      entropy: sample.summary.entropy, isComplex: sample.verdict?.isComplex)
  }
}
