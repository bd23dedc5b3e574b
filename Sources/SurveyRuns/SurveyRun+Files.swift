internal import LocalFiles
internal import Surveys
internal import TextData

/// Writes rows into a survey's files, one after the other.
struct SurveyWriter {
  private let lines: StreamedFile
  private let table: StreamedFile?

  /// Begins the files.
  ///
  /// - Parameters:
  ///   - names: What they are called.
  ///   - hasTable: Whether there is CSV too.
  /// - Throws: ``SurveyRunError/file(_:)`` when nothing can be written there.
  init(_ names: SurveyNames, hasTable: Bool) throws(SurveyRunError) {
    lines = try onFiles { () throws(FileError) in try StreamedFile(names.lines) }
    table = hasTable ? try onFiles { () throws(FileError) in try StreamedFile(names.table) } : nil
    try onFiles { () throws(FileError) in try table?.write((SurveyRow.csvHeader + "\n").utf8) }
  }

  /// Adds a row.
  func write(_ row: SurveyRow) throws(SurveyRunError) {
    try onFiles { () throws(FileError) in
      try lines.write((row.json.text + "\n").utf8)
      try table?.write((row.csv + "\n").utf8)
    }
  }

  /// Gives the files their names, and then says beside them that they are whole.
  ///
  /// - Parameters:
  ///   - terms: What was asked for.
  ///   - counts: What was counted of the rows.
  ///   - names: What the files are called.
  /// - Throws: ``SurveyRunError/file(_:)`` when the system refuses.
  func finish(
    _ terms: SurveyTerms, _ counts: SurveyCounts, _ names: SurveyNames
  ) throws(SurveyRunError) {
    let summary = SurveySummary(terms: terms, counts: counts, bytes: lines.count)
    try onFiles { () throws(FileError) in
      try lines.finish()
      try table?.finish()
      try LocalFile.write(Array(summary.text.utf8), to: names.summary)
    }
    LocalFile.syncFolder(of: names.summary)
  }
}

extension SurveyRun {
  /// Writes the rows of a journal in the samples' order, and then removes it.
  ///
  /// - Returns: What was counted, paths that are no samples included.
  func finish(
    _ journal: SurveyJournal, _ terms: SurveyTerms
  ) throws(SurveyRunError) -> SurveyCounts {
    var counts = journal.counts
    let writer = try SurveyWriter(names, hasTable: shard == nil)
    for row in pathRefusals {
      try writer.write(row)
      counts.add([row])
    }
    for sample in range {
      for row in try journal.rows(of: sample) { try writer.write(row) }
    }
    try writer.finish(terms, counts, names)
    try journal.remove()
    return counts
  }

  /// Puts the parts of a survey together, as if they had been one.
  ///
  /// - Parameters:
  ///   - folder: The folder with every part's files, which stay.
  ///   - name: The name of the survey.
  ///   - mode: What to do with results of the whole that are there already.
  /// - Returns: What came of it.
  /// - Throws: ``SurveyRunError`` when a part is missing, of another survey, or was changed, and when
  ///   nothing can be written.
  public static func merge(
    folder: String, name: String = "survey", _ mode: Mode = .fresh
  ) throws(SurveyRunError) -> SurveyOutcome {
    let shards = try SurveyFile.shards(in: folder, survey: name)
    let whole = SurveyNames(folder: folder, name: name, shard: nil)
    var parts: [(names: SurveyNames, summary: SurveySummary)] = []
    var counts = SurveyCounts()
    for shard in shards {
      let names = SurveyNames(folder: folder, name: name, shard: shard)
      let summary = try summary(of: shard, names)
      try check(summary, names, of: shard, like: parts.first)
      counts.add(summary.counts)
      parts.append((names, summary))
    }
    let terms = parts[0].summary.terms.ofWhole
    let paths = [whole.lines, whole.table]
    func outcome(_ ending: SurveyOutcome.Ending) -> SurveyOutcome {
      SurveyOutcome(ending: ending, counts: counts, total: counts.samples, paths: paths)
    }
    if mode != .overwrite {
      let bytes = parts.reduce(0) { $0 + $1.summary.bytes }
      let merged = SurveySummary(terms: terms, counts: counts, bytes: bytes)
      if mode == .resume, try SurveySummary(at: whole.summary) == merged,
        LocalFile.stamp(of: whole.lines)?.size == bytes, LocalFile.kind(of: whole.table) == .file
      {
        return outcome(.alreadyFinished)
      }
      for path in paths + [whole.summary] where LocalFile.kind(of: path) != nil {
        throw .finished(path: path)
      }
    }
    let writer = try SurveyWriter(whole, hasTable: true)
    for part in parts {
      try SurveyFile.forEachRow(at: part.names.lines) { (row) throws(SurveyRunError) in
        try writer.write(row)
      }
    }
    try writer.finish(terms, counts, whole)
    return outcome(.finished)
  }

  /// What a part left when it was finished.
  private static func summary(
    of shard: Shard, _ names: SurveyNames
  ) throws(SurveyRunError) -> SurveySummary {
    guard LocalFile.kind(of: names.lines) != nil, let summary = try SurveySummary(at: names.summary)
    else { throw .missingShard(folder: names.folder, shard: shard) }
    return summary
  }

  private static func check(
    _ summary: SurveySummary, _ names: SurveyNames, of shard: Shard,
    like first: (names: SurveyNames, summary: SurveySummary)?
  ) throws(SurveyRunError) {
    let size = LocalFile.stamp(of: names.lines)?.size ?? 0
    guard size == summary.bytes else {
      throw .changed(path: names.lines, bytes: size, expected: summary.bytes)
    }
    guard summary.terms.shard == shard.description else {
      throw .differs(
        path: names.summary, what: "shard", stored: summary.terms.shard ?? "none",
        asked: shard.description)
    }
    guard let first else { return }
    if let difference = summary.terms.ofWhole.difference(from: first.summary.terms.ofWhole) {
      throw .differs(
        path: names.summary, what: difference.what, stored: difference.own,
        asked: "\(difference.others) as \(first.names.stem)")
    }
  }
}
