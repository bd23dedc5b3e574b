internal import TokenFields
import Analysis
import Explorer
import LocalFiles
import SampleSets
import TokenPruning

extension EffectRunner {
  /// How long answers are collected before they are posted: each is a sorted list and a frame.
  private static let interval = Duration.milliseconds(200)

  /// Looks into samples one after the other and keeps none of them.
  ///
  /// It works on a thread of its own and begins with no sample while anything else is under way, so
  /// that what is on screen never waits for more than one sample's worth of a core.
  func survey(_ request: Int, _ references: [SampleReference]) async {
    let clock = ContinuousClock()
    var lastPost = clock.now
    var waiting: [SurveyedSample] = []
    for reference in references {
      guard await waitForQuiet() else { return }
      waiting.append(SurveyedSample(reference, facts(of: reference)))
      if clock.now - lastPost > Self.interval {
        post(.surveyed(request: request, waiting))
        waiting = []
        lastPost = clock.now
      }
    }
    if !waiting.isEmpty { post(.surveyed(request: request, waiting)) }
  }

  /// Waits while work is under way that somebody waits for; false when the survey was cancelled.
  func waitForQuiet() async -> Bool {
    while isBusy {
      if (try? await Task.sleep(for: .milliseconds(10))) == nil { return false }
    }
    return !Task.isCancelled
  }

  private func facts(of reference: SampleReference) -> SampleFacts {
    let sample: LoadedSample
    do throws(SampleError) {
      if let known = kept(reference) { sample = known } else { sample = try loader.load(reference) }
    } catch {
      return SampleFacts(refusal: error.description.printable)
    }
    let verdict = Verdict(sample.field)
    return SampleFacts(
      grid: sample.field.field.grid, erank: verdict?.erank, entropy: sample.field.entropy,
      isComplex: verdict?.isComplex)
  }

  // MARK: What an export would write

  /// Looks up the names of files, and whether they are free; nothing is written.
  func preview(_ request: Int, _ wanted: ExportRequest) {
    post(.exportPreviewed(request: request, Self.preview(wanted)))
  }

  private static func preview(_ wanted: ExportRequest) -> ExportPreview {
    let names = ExportNames(
      sample: wanted.sample.reference.name.fileSafe(80),
      selections: wanted.strategies.map { ($0.label, wanted.keep, false) },
      hasAttention: wanted.sample.field.attention != nil
    ).all(Set(wanted.kinds))
    let number = ExportNames.freeNumber(names, in: wanted.folder)
    return ExportPreview(
      first: names.first.map { wanted.folder.slashed + $0.numbered(number) } ?? "",
      count: names.count, number: number, obstacle: obstacle(wanted.folder))
  }

  /// Why nothing can be written into a folder, as far as looking tells: a file has its name or that of
  /// a folder above it.
  private static func obstacle(_ folder: String) -> String? {
    var path = folder.hasPrefix("/") ? "/" : ""
    for part in folder.split(separator: "/") {
      path = path.isEmpty ? String(part) : path.slashed + part
      guard let kind = LocalFile.kind(of: path) else { return nil }
      if kind != .folder { return "\(path.printable): a file, not a folder" }
    }
    return nil
  }
}
