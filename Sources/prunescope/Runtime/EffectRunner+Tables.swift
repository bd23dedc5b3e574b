import Analysis
import DataTables
import Explorer
import LocalFiles
import SampleSets
import TokenFields
import TokenPruning

extension EffectRunner {
  /// Reads a table and joins it to samples; how far it is, is told on the way.
  func readTable(_ request: Int, _ path: String, _ samples: [SampleReference]) {
    do throws(TableFileError) {
      let file = try TableFile(path)
      var builder = SampleTableBuilder(of: SampleNames(of: samples))
      try file.read(
        where: SampleTableBuilder.reads,
        progress: { done, total in
          self.post(
            .tableRead(request: request, .reading(done: done, total: total)))
          return !Task.isCancelled
        }
      ) { (row, line) throws(DataTableProblem) in
        try builder.append(row, line: line)
      }
      post(.tableRead(request: request, .joined(builder.finish())))
    } catch {
      post(.tableRead(request: request, .refused(error.description.printable)))
    }
  }

  // MARK: How often patches are kept

  /// How long counts are collected before they are posted.
  private static let interval = Duration.milliseconds(200)

  /// Counts how often a strategy keeps each patch: from a table that has it, else sample by sample.
  func countKept(_ request: Int, _ question: KeptQuestion) async {
    // One encoder for all samples, whatever is chosen meanwhile.
    let loader = self.loader
    for path in question.tables {
      if let counts = keptInTable(request, question, path) {
        post(.keptCounted(request: request, counts))
        return
      }
      if Task.isCancelled { return }
    }
    let clock = ContinuousClock()
    var lastPost = clock.now
    var counts = KeptCounts(total: question.samples.count)
    for index in question.samples {
      guard await waitForQuiet() else { return }
      if let (kept, grid) = selection(of: question.references[index], question, loader) {
        counts.count(kept, of: grid)
      } else {
        counts.refused += 1
      }
      if clock.now - lastPost > Self.interval {
        post(.keptCounted(request: request, counts))
        lastPost = clock.now
      }
    }
    counts.isWhole = true
    post(.keptCounted(request: request, counts))
  }

  /// What is kept of a sample; nil where it cannot be read, or cannot serve the strategy.
  private func selection(
    of reference: SampleReference, _ question: KeptQuestion, _ loader: SampleLoader
  ) -> (kept: [Int], grid: TokenGrid)? {
    // In memory are the tokens of the encoder that is chosen now.
    let known = self.loader.options == loader.options ? kept(reference) : nil
    guard let sample = known ?? (try? loader.load(reference)) else { return nil }
    let count = sample.field.count
    let keep = question.budget.tokens(of: count) ?? count
    let evaluator = SampleEvaluator(sample.field, perTile: question.strategy.isPerTile)
    guard
      let evaluation = try? evaluator.evaluate(question.strategy.strategy, keeping: keep)
    else { return nil }
    return (evaluation.selection.kept, sample.field.field.grid)
  }

  /// Counts from a table; nil where it has none of this strategy and budget.
  private func keptInTable(
    _ request: Int, _ question: KeptQuestion, _ path: String
  ) -> KeptCounts? {
    guard !question.strategy.isPerTile, let file = try? TableFile(path) else { return nil }
    let names = SampleNames(of: question.references)
    let subset = Set(question.samples)
    let wanted = [
      "kept", "keep", "label", "strategy", "tokens", "rows", "columns", "tiles", "condition",
      "source", "refusal",
    ]
    let isWanted = { (name: String) in
      wanted.contains(name) || SampleTableBuilder.keyColumns.contains(name)
    }
    let label = question.strategy.strategy.label
    let quoted = Array("\"\(label)\"".utf8)
    var counted: Set<Int> = []
    var refused: Set<Int> = []
    var counts = KeptCounts(total: question.samples.count)
    counts.table = path
    try? file.read(
      where: isWanted, isLikely: { $0.holds(quoted) },
      progress: { _, _ in
        self.post(.keptCounted(request: request, counts))
        return !Task.isCancelled
      }
    ) { (row, _) throws(DataTableProblem) in
      let row = KeptRow(row)
      guard row.label == label, !row.isChanged, let name = row.sample,
        let sample = names.index(of: name, source: row.source), subset.contains(sample)
      else { return }
      if row.isRefused { refused.insert(sample) }
      guard let grid = row.grid, row.keep == question.budget.tokens(of: grid.count),
        let kept = row.kept, counted.insert(sample).inserted
      else { return }
      counts.count(kept, of: grid)
    }
    guard counts.done > 0 else { return nil }
    counts.refused = refused.subtracting(counted).count
    counts.absent = counts.total - counts.done
    counts.isWhole = true
    return counts
  }
}

/// What a row of a table says of kept patches.
private struct KeptRow {
  var sample: String?
  var source: String?
  var label: String?
  var keep: Int?
  var kept: [Int]?
  var grid: TokenGrid?
  var isChanged = false
  var isRefused = false

  /// The most tokens of a sample, and so the most counts that a row can ask memory for.
  private static let mostTokens = 1 << 20

  init(_ row: [(name: String, value: DataValue)]) {
    let values = Dictionary(row.map { ($0.name, $0.value) }, uniquingKeysWith: { _, last in last })
    func number(_ name: String) -> Int? {
      values[name]?.number.flatMap { (1...1_000_000).contains($0) ? Int($0) : nil }
    }
    sample = SampleTableBuilder.keyColumns.lazy.compactMap { values[$0]?.text }.first
    source = values["source"]?.text
    label = values["label"]?.text ?? values["strategy"]?.text
    keep = number("keep")
    isChanged = values["condition"]?.text != nil
    isRefused = values["refusal"]?.text != nil
    switch values["kept"] {
    // A single patch is a number where nothing else tells of a list.
    case .number(let patch)? where patch >= 0 && patch < 1e6: kept = [Int(patch)]
    case .text(let text)?: kept = text.split(separator: " ").compactMap { Int($0) }
    default: break
    }
    let tiles = number("tiles") ?? 1
    // Three numbers of at most a million each do not overflow.
    if let rows = number("rows"), let columns = number("columns"),
      tiles * rows * columns <= Self.mostTokens
    {
      grid = TokenGrid(tiles: tiles, rows: rows, columns: columns)
    }
  }
}

extension DataValue {
  /// The value as text; nil where nothing is known.
  fileprivate var text: String? { self == .missing ? nil : description }
}

extension ArraySlice<UInt8> {
  /// Whether some bytes occur in it.
  fileprivate func holds(_ part: [UInt8]) -> Bool {
    guard let first = part.first, part.count <= count else { return false }
    for start in startIndex...(endIndex - part.count) where self[start] == first {
      if self[start..<(start + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}

extension SampleNames {
  /// The names of samples and of their files.
  init(of samples: [SampleReference]) {
    self.init(
      samples.map { ($0.name, [$0.dumpPath, $0.imagePath].compactMap { $0 }) })
  }
}
