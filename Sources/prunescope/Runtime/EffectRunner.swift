internal import LinearAlgebra
import Analysis
import Dispatch
import Explorer
import LocalFiles
import Plots
import SampleSets
import Synchronization
import TokenFields
import TokenPruning

/// Carries out effects beside the screen and hands their answers back as events.
///
/// A newer request of a kind cancels the older one; `update` drops what arrives of it all the same.
final class EffectRunner: Sendable {
  private let readsAhead: Bool
  private let wake: @Sendable () -> Void
  private let work: Mutex<Work>
  private let exports = DispatchGroup()
  private let programs = WaitingExecutor()
  private let surveys = WaitingExecutor()
  private let tables = WaitingExecutor()
  private let counting = WaitingExecutor()

  /// How samples are read.
  var loader: SampleLoader { work.withLock { $0.loader } }

  /// What is under way and what waits to be collected.
  private struct Work {
    var loader: SampleLoader
    var tasks: [TaskKind: Task<Void, Never>] = [:]
    var answers: [ExplorerEvent] = []
    var unanswered = 0
    /// How much of that nobody waits for.
    var aside = 0
    /// The samples that were read last, newest first.
    var samples: [LoadedSample] = []
    /// The evaluators of each sample that is kept, by the identity of its field: of all tokens, and of
    /// every tile by itself.
    var evaluators: [ObjectIdentifier: [Bool: SampleEvaluator]] = [:]
  }

  /// Kinds of task of which only the newest goes on.
  private enum TaskKind: Hashable {
    /// Work that the screen waits for.
    case work(WorkKind)
    /// Reading ahead.
    case prefetch
    /// Looking for decisions that rounding could turn.
    case stability
    /// Finding out why strategies keep a token or not.
    case explanation
    /// Computing what a plot reads.
    case plot
    /// Waiting for the cursor to rest.
    case rest
    /// Comparing the pinned patches.
    case pair
    /// Looking up what an export would write.
    case preview
    /// Looking into all samples.
    case survey
    /// Counting how often patches are kept.
    case kept
    /// Telling what each tile holds.
    case tiles
  }

  /// How many samples stay in memory: the one on screen, its neighbours, and one to go back to.
  private static let keptSamples = 4

  /// Creates a runner.
  ///
  /// - Parameters:
  ///   - loader: How samples are read.
  ///   - readsAhead: Whether neighbours of a sample are read before they are asked for.
  ///   - wake: Called from any thread when an answer can be collected.
  init(
    loader: SampleLoader, readsAhead: Bool, wake: @escaping @Sendable () -> Void
  ) {
    work = Mutex(Work(loader: loader))
    self.readsAhead = readsAhead
    self.wake = wake
  }

  /// All answers since the last call, in order.
  func collect() -> [ExplorerEvent] {
    work.withLock { work in
      defer { work.answers = [] }
      return work.answers
    }
  }

  /// Whether nothing is under way and nothing waits to be collected; reminders do not count.
  var isSettled: Bool { work.withLock { $0.unanswered == 0 && $0.answers.isEmpty } }

  /// Whether somebody waits for something that is under way.
  var isBusy: Bool { work.withLock { $0.unanswered > $0.aside } }

  /// Waits until every export that was asked for is written or refused.
  func finishExports() { exports.wait() }

  /// Carries out an effect; effects that concern the terminal are the event loop's.
  func run(_ effect: ExplorerEffect) {
    switch effect {
    case .load(let request, let reference):
      start(.work(.sample)) { await self.load(request, reference) }
    case .stopReading:
      work.withLock { $0.tasks[.work(.sample)]?.cancel() }
    case .useEncoder(let name): use(encoder: name)
    case .prefetch(let references):
      // A model at work takes every core; what nobody asked for is not worth that.
      guard readsAhead, !loader.takesTime else { return }
      start(.prefetch) {
        for reference in references where !Task.isCancelled { self.read(reference) }
      }
    case .evaluate(let request, let sample, let strategies, let keep):
      start(.work(.evaluation)) { await self.evaluate(request, sample, strategies, keep) }
    case .similarities(let request, let sample, let probe):
      start(.work(.similarity)) { await self.answer(request, sample, probe) }
    case .summariseTiles(let request, let sample):
      start(.tiles) {
        for tile in 0..<sample.field.field.grid.tiles where !Task.isCancelled {
          self.post(
            .tileSummarised(request: request, TileSummary(ofTile: tile, in: sample.field)))
        }
      }
    case .comparePins(let request, let sample, let pair):
      start(.pair) {
        self.post(
          .pinsCompared(request: request, TokenPair(pair.first, pair.second, in: sample.field)))
      }
    case .instabilities(let request, let sample, let requested, let keep):
      start(.stability) { await self.examine(request, sample, requested, keep) }
    case .explain(let request, let sample, let subject, let strategies):
      let work = WhyWork(
        evaluator: evaluator(of: sample, perTile: strategies.arePerTile), subject: subject,
        strategies: strategies)
      start(.explanation) {
        await work.run { self.post(.explained(request: request, $0)) }
      }
    case .readPlot(
      let request, let sample, let name, let strategies, let keep, let presets, let known):
      guard let kind = PlotCatalog.named(name) else { return }
      let work = PlotWork(
        kind: kind, evaluator: evaluator(of: sample, perTile: strategies.arePerTile),
        strategies: strategies, keep: keep, presets: presets, known: known)
      start(.plot) {
        guard await Self.rest() else { return }
        await work.run { self.post(.plotRead(request: request, $0)) }
      }
    case .rest:
      start(.rest) { if await Self.rest() { self.post(.rested) } }
    case .remind(let kind, let request): remind(kind, request)
    case .previewExport(let request, let wanted):
      start(.preview) { self.preview(request, wanted) }
    case .survey(let request, let references):
      start(.survey, on: surveys) { await self.survey(request, references) }
    case .export(let request):
      exports.enter()
      start(nil) {
        self.post(.exported(self.export(request)))
        self.exports.leave()
      }
    case .readTable(let request, let path, let samples):
      start(nil, on: tables) { self.readTable(request, path, samples) }
    case .countKept(let request, let question):
      start(.kept, on: counting) {
        if let question { await self.countKept(request, question) }
      }
    case .redraw, .suspend, .setMouse, .copy, .quit: break
    }
  }

  // MARK: Tasks

  private func start(
    _ kind: TaskKind?, on executor: WaitingExecutor? = nil,
    _ body: @escaping @Sendable () async -> Void
  ) {
    let isAside = kind == .prefetch || kind == .survey || kind == .kept
    work.withLock { work in
      if let kind { work.tasks[kind]?.cancel() }
      work.unanswered += 1
      if isAside { work.aside += 1 }
      let task = Task.detached(
        executorPreference: executor, priority: isAside ? .utility : .userInitiated
      ) {
        await body()
        self.work.withLock { work in
          work.unanswered -= 1
          if isAside { work.aside -= 1 }
        }
        self.wake()
      }
      if let kind { work.tasks[kind] = task }
    }
  }

  func post(_ event: ExplorerEvent) {
    work.withLock { $0.answers.append(event) }
    wake()
  }

  private func remind(_ kind: WorkKind, _ request: Int) {
    Task.detached {
      try? await Task.sleep(for: .milliseconds(200))
      self.post(.slow(kind: kind, request: request))
    }
  }

  // MARK: Samples

  /// Computes tokens with another encoder from now on; what others computed is let go.
  private func use(encoder name: String) {
    work.withLock { work in
      var options = work.loader.options
      options.encoder = EncoderChoice(name)
      work.loader = SampleLoader(
        options, encoders: work.loader.encoders, cache: work.loader.cache)
      work.tasks[.prefetch]?.cancel()
      work.samples = []
    }
  }

  private func load(_ request: Int, _ reference: SampleReference) async {
    let loader = self.loader
    if let known = kept(reference) {
      post(.sampleLoaded(request: request, known, SampleSummary(known.field)))
      reachVerdict(request, known)
      return
    }
    do throws(SampleError) {
      let image = try loader.image(of: reference)
      if let image {
        post(.pictureLoaded(request: request, try loader.preview(of: image)))
      }
      if Task.isCancelled { return }
      let tells = loader.takesTime
      let sample = try loader.load(reference, image: image) { progress in
        guard tells else { return }
        self.post(.encoding(request: request, progress))
      }
      keep(sample, readBy: loader)
      post(.sampleLoaded(request: request, sample, SampleSummary(sample.field)))
      reachVerdict(request, sample)
    } catch {
      post(.sampleRefused(request: request, reason: error.description.printable))
    }
  }

  private func reachVerdict(_ request: Int, _ sample: LoadedSample) {
    if Task.isCancelled { return }
    post(.verdictReached(request: request, Verdict(sample.field)))
  }

  /// Reads a sample for later; a refusal is not told before somebody looks at it.
  private func read(_ reference: SampleReference) {
    let loader = self.loader
    guard kept(reference) == nil, let sample = try? loader.load(reference) else { return }
    _ = sample.field.erank()
    keep(sample, readBy: loader)
  }

  func kept(_ reference: SampleReference) -> LoadedSample? {
    work.withLock { $0.samples.first { $0.reference == reference } }
  }

  /// Keeps a sample in memory, unless another encoder was chosen while it was read.
  private func keep(_ sample: LoadedSample, readBy loader: SampleLoader) {
    work.withLock { work in
      guard work.loader.options == loader.options else { return }
      work.samples.removeAll { $0.reference == sample.reference }
      work.samples.insert(sample, at: 0)
      for dropped in work.samples.dropFirst(Self.keptSamples) {
        work.evaluators[ObjectIdentifier(dropped.field)] = nil
      }
      work.samples = Array(work.samples.prefix(Self.keptSamples))
    }
  }

  private func evaluator(of sample: LoadedSample, perTile: Bool) -> SampleEvaluator {
    work.withLock { work in
      let identity = ObjectIdentifier(sample.field)
      if let known = work.evaluators[identity]?[perTile] { return known }
      let new = SampleEvaluator(sample.field, perTile: perTile)
      // The sample on screen may have left the list, pushed out by samples that were read ahead;
      // its evaluator goes as soon as another sample asks for one.
      let kept = Set(work.samples.map { ObjectIdentifier($0.field) })
      work.evaluators = work.evaluators.filter { kept.contains($0.key) }
      work.evaluators[identity, default: [:]][perTile] = new
      return new
    }
  }

  // MARK: Selections

  /// Evaluates side by side and answers as results come, but at most every 40 ms: a fast step of the
  /// budget is one frame, a slow first selection shows the quick strategies at once.
  private func evaluate(
    _ request: Int, _ sample: LoadedSample, _ strategies: [RequestedStrategy], _ keep: Int
  ) async {
    let evaluator = evaluator(of: sample, perTile: strategies.arePerTile)
    await withTaskGroup(of: StrategyAnswer?.self) { group in
      for requested in strategies {
        let executor = requested.strategy.type.family == .own ? programs : nil
        group.addTask(executorPreference: executor) { Self.answer(requested, evaluator, keep) }
      }
      let clock = ContinuousClock()
      var lastPost = clock.now
      var waiting: [StrategyAnswer] = []
      for await answer in group {
        if let answer { waiting.append(answer) }
        if clock.now - lastPost > .milliseconds(40), !waiting.isEmpty {
          post(.evaluated(request: request, waiting))
          waiting = []
          lastPost = clock.now
        }
      }
      if !waiting.isEmpty { post(.evaluated(request: request, waiting)) }
    }
  }

  private static func answer(
    _ requested: RequestedStrategy, _ evaluator: SampleEvaluator, _ keep: Int
  ) -> StrategyAnswer? {
    if Task.isCancelled { return nil }
    do throws(PruningError) {
      let evaluation = try evaluator.evaluate(requested.strategy, keeping: keep)
      let plan = try evaluator.plan(of: requested.strategy)
      return StrategyAnswer(
        row: requested.row, outcome: .evaluation(evaluation), plan: PlanReference(plan))
    } catch {
      return StrategyAnswer(row: requested.row, outcome: .unavailable(error.reasonInList))
    }
  }

  /// Looks for close decisions once the budget rests: on the way to another one they would only take
  /// time from its selections.
  private func examine(
    _ request: Int, _ sample: LoadedSample, _ requested: RequestedStrategy, _ keep: Int
  ) async {
    guard await Self.rest() else { return }
    let found = evaluator(of: sample, perTile: requested.isPerTile)
      .instabilities(of: requested.strategy, keeping: keep)
    post(.instabilities(request: request, row: requested.row, found))
  }

  /// Waits for 50 ms; false when something newer came in the meantime.
  private static func rest() async -> Bool {
    (try? await Task.sleep(for: .milliseconds(50))) != nil
  }

  private func answer(_ request: Int, _ sample: LoadedSample, _ probe: TokenProbe) async {
    // The cursor must rest: a layer that follows it repaints the whole picture.
    guard await Self.rest() else { return }
    post(.similarities(request: request, probe, probe.values(in: sample.field)))
  }

  // MARK: Export

  private func export(_ request: ExportRequest) -> String {
    let evaluator = evaluator(of: request.sample, perTile: request.isPerTile)
    var list: [(strategy: ConfiguredStrategy, evaluation: Evaluation)] = []
    for strategy in request.strategies {
      if let evaluation = try? evaluator.evaluate(strategy, keeping: request.keep) {
        list.append((strategy, evaluation))
      }
    }
    var exporter = Exporter(
      sample: request.sample, evaluator: evaluator, folder: request.folder,
      loadOptions: loader.options)
    exporter.model = request.model
    exporter.textTokens = request.textTokens
    do throws(FileError) {
      let written = try exporter.export(list, kinds: request.kinds)
      guard let first = written.first else { return "nothing to export" }
      return "wrote \(first)" + (written.count > 1 ? " and \(written.count - 1) more" : "")
    } catch {
      return error.description.printable
    }
  }
}

extension [RequestedStrategy] {
  /// Whether they are applied to every tile by itself: all of a request are, or none.
  fileprivate var arePerTile: Bool { first?.isPerTile ?? false }
}
