internal import Dispatch
internal import LocalFiles
public import SampleSets
public import Surveys
internal import Synchronization

/// A survey of a sample set: what is asked, of which samples, and where the answers go.
///
/// Each sample's rows are on the disk before they are counted as done, so that whatever ends the
/// program loses at most the samples at hand. The results depend neither on the number of jobs nor on
/// how often the work was interrupted.
public struct SurveyRun: Sendable {
  /// The samples.
  public var samples: SampleSet
  /// What is asked of each.
  public var plan: SurveyPlan
  /// The part of the samples that is surveyed; nil for all.
  public var shard: Shard?
  /// What reads the samples.
  public var loader: SampleLoader
  /// What is done to images beforehand, one after the other; dumps are read only where nothing is ever
  /// done.
  public var conditions: [ImageCondition] = [.unchanged]
  /// How many samples are worked on at the same time, 1 or more; each takes its memory.
  public var jobs = 1
  /// The folder of the results; made if it is missing.
  public var folder: String
  /// What the files are called.
  public var name = "survey"
  /// The program's version; results of another one are not gone on with.
  public var version = ""

  /// What to do with what lies in the folder already.
  public enum Mode: Sendable {
    /// Nothing of this name may be there.
    case fresh
    /// Samples that are done are passed over.
    case resume
    /// Results and journals are replaced.
    case overwrite
  }

  /// Creates a run of one job without conditions.
  ///
  /// - Parameters:
  ///   - samples: The samples.
  ///   - plan: What is asked of each.
  ///   - loader: What reads them.
  ///   - folder: The folder of the results.
  public init(samples: SampleSet, plan: SurveyPlan, loader: SampleLoader, folder: String) {
    self.samples = samples
    self.plan = plan
    self.loader = loader
    self.folder = folder
  }

  var names: SurveyNames { SurveyNames(folder: folder, name: name, shard: shard) }

  /// The places of the samples that are surveyed.
  var range: Range<Int> {
    shard?.range(of: samples.references.count) ?? 0..<samples.references.count
  }

  /// Whether the paths that are no samples are told here: by the first part.
  public var tellsRefusals: Bool { shard.map { $0.index == 0 } ?? true }

  /// Carries the survey out.
  ///
  /// - Parameters:
  ///   - mode: What to do with what lies in the folder already.
  ///   - progress: Told after each sample, by one thread at a time.
  ///   - isStopped: Asked before each sample, by any thread; those that were begun are finished.
  /// - Returns: What came of it.
  /// - Throws: ``SurveyRunError`` when files are in the way, of another survey, or cannot be written;
  ///   what was done until then is kept.
  public func run(
    _ mode: Mode, progress: @Sendable (SurveyProgress) -> Void = { _ in },
    isStopped: @Sendable () -> Bool = { false }
  ) throws(SurveyRunError) -> SurveyOutcome {
    try onFiles { () throws(FileError) in try LocalFile.makeFolder(folder) }
    let terms = SurveyTerms(self)
    var journal: SurveyJournal
    switch try start(mode, terms) {
    case .finished(let summary):
      return SurveyOutcome(
        ending: .alreadyFinished, counts: summary.counts, total: range.count, paths: paths)
    case .journal(let begun): journal = begun
    }
    journal = try work(journal, progress, isStopped)
    guard journal.counts.samples == range.count else {
      return SurveyOutcome(
        ending: .stopped, counts: journal.counts, total: range.count, paths: [])
    }
    let counts = try finish(journal, terms)
    return SurveyOutcome(ending: .finished, counts: counts, total: range.count, paths: paths)
  }

  /// The samples whose files were changed since rows were written, as far as the file system tells:
  /// what is gone on with has their old rows.
  ///
  /// - Returns: Their sources, in order; none where there are no rows yet.
  public var changedSamples: [String] {
    guard let rows = LocalFile.stamp(of: names.summary) ?? LocalFile.stamp(of: names.journal) else {
      return []
    }
    return samples.references[range].filter { sample in
      [sample.dumpPath, sample.imagePath].contains { path in
        path.flatMap { LocalFile.stamp(of: $0) }.map { $0.modified > rows.modified } ?? false
      }
    }.map(\.source)
  }

  // MARK: Beginning

  private enum Start {
    case finished(SurveySummary)
    case journal(SurveyJournal)
  }

  /// The files with results that this run leaves.
  var paths: [String] { shard == nil ? [names.lines, names.table] : [names.lines] }

  private func start(_ mode: Mode, _ terms: SurveyTerms) throws(SurveyRunError) -> Start {
    let isBegun = LocalFile.kind(of: names.journal) != nil
    switch mode {
    case .fresh:
      if isBegun { throw .unfinished(path: names.journal) }
      try refuseResults()
    case .resume:
      if !isBegun, let summary = try finished(terms) { return .finished(summary) }
    case .overwrite: break
    }
    let file = try onFiles { () throws(FileError) in try JournalFile(names.journal) }
    if mode == .resume { return .journal(try SurveyJournal(resuming: file, terms, range)) }
    if mode == .fresh {
      // Another process may have begun, or even finished, since the folder was looked at.
      if file.size > 0 { throw .unfinished(path: names.journal) }
      do throws(SurveyRunError) {
        try refuseResults()
      } catch {
        try? file.remove()
        throw error
      }
    }
    return .journal(try SurveyJournal(beginning: file, terms, range))
  }

  private func refuseResults() throws(SurveyRunError) {
    for path in paths + [names.summary] where LocalFile.kind(of: path) != nil {
      throw .finished(path: path)
    }
  }

  /// What a finished run of the same terms left; nil when nothing is there at all.
  private func finished(_ terms: SurveyTerms) throws(SurveyRunError) -> SurveySummary? {
    guard let summary = try SurveySummary(at: names.summary) else {
      for path in paths where LocalFile.kind(of: path) != nil { throw .foreign(path: path) }
      return nil
    }
    if let difference = summary.terms.difference(from: terms) {
      throw .differs(
        path: names.summary, what: difference.what, stored: difference.own,
        asked: difference.others)
    }
    for path in paths where LocalFile.kind(of: path) == nil { throw .foreign(path: names.summary) }
    let size = LocalFile.stamp(of: names.lines)?.size ?? 0
    guard size == summary.bytes else {
      throw .changed(path: names.lines, bytes: size, expected: summary.bytes)
    }
    return summary
  }

  // MARK: Working

  private struct State {
    var journal: SurveyJournal
    var failure: FileError?
  }

  /// Works on the samples that are not done, until all are, or it is stopped.
  private func work(
    _ journal: SurveyJournal, _ progress: @Sendable (SurveyProgress) -> Void,
    _ isStopped: @Sendable () -> Bool
  ) throws(SurveyRunError) -> SurveyJournal {
    let pending = journal.pending
    let resumed = journal.counts.samples
    let next = Atomic(0)
    let state = Mutex(State(journal: journal))
    withoutActuallyEscaping(progress) { progress in
      withoutActuallyEscaping(isStopped) { isStopped in
        DispatchQueue.concurrentPerform(iterations: max(1, min(jobs, pending.count))) { _ in
          while !isStopped() {
            let place = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard place < pending.count else { return }
            let sample = pending[place]
            let (rows, line) = answer(sample)
            let isRecorded = state.withLock { state in
              let told = record(sample, rows, line, resumed: resumed, in: &state)
              if let told { progress(told) }
              return told != nil
            }
            guard isRecorded else { return }
          }
        }
      }
    }
    let end = state.withLock { $0 }
    if let failure = end.failure { throw .file(failure) }
    return end.journal
  }

  /// Records a sample; nil once something could not be written.
  private func record(
    _ sample: Int, _ rows: [SurveyRow], _ line: [UInt8], resumed: Int, in state: inout State
  ) -> SurveyProgress? {
    guard state.failure == nil else { return nil }
    do throws(FileError) {
      try state.journal.add(sample, rows, line: line)
    } catch {
      state.failure = error
      return nil
    }
    return SurveyProgress(
      done: state.journal.counts.samples, total: range.count, resumed: resumed,
      refused: state.journal.counts.refusedSamples, refusals: Self.messages(of: rows))
  }

  /// Why rows are refused, each reason once.
  private static func messages(of rows: [SurveyRow]) -> [String] {
    var messages: [String] = []
    for row in rows {
      guard let refusal = row.refusal else { continue }
      let message = refusal.hasPrefix(row.source) ? refusal : "\(row.source): \(refusal)"
      if !messages.contains(message) { messages.append(message) }
    }
    return messages
  }

  /// The rows of a sample, and its line in the journal.
  private func answer(_ sample: Int) -> (rows: [SurveyRow], line: [UInt8]) {
    let reference = samples.references[sample]
    let rows = rows(of: reference)
    let line = SurveyJournal.line(of: sample, rows)
    guard line.count > SurveyJournal.lineLimit else { return (rows, line) }
    let refused = [
      refusal(
        reference,
        "\(rows.count) rows take \(line.count) bytes, more than \(SurveyJournal.lineLimit); ask for "
          + "fewer strategies or budgets at once")
    ]
    return (refused, SurveyJournal.line(of: sample, refused))
  }
}
