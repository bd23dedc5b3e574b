internal import LocalFiles
internal import Surveys
internal import TextData

/// The samples of a survey that are done, on the disk: a head that says what was asked for, then one
/// line for each sample, in the order in which they were finished.
///
/// In memory is only where each line lies.
struct SurveyJournal: Sendable {
  private var file: JournalFile
  /// The samples that belong here, by their places in the sample set.
  private var range: Range<Int>
  /// Where a sample's line begins, and its length; a length of 0 for one that is not done.
  private var lines: [(offset: Int, count: Int)]
  /// What has been counted of the samples that are done.
  private(set) var counts = SurveyCounts()

  /// The most bytes of a line: a thousand rows of the longest selections.
  static let lineLimit = 64 << 20

  /// The number that the head carries; another one is another form.
  private static let form = 1

  private init(_ file: JournalFile, _ range: Range<Int>) {
    self.file = file
    self.range = range
    lines = Array(repeating: (0, 0), count: range.count)
  }

  /// Begins a journal in an open file, whatever is in it.
  init(
    beginning file: JournalFile, _ terms: SurveyTerms, _ range: Range<Int>
  ) throws(SurveyRunError) {
    self.init(file, range)
    let head = JSONValue.object(["survey_journal": .integer(Self.form), "terms": terms.json])
    try onFiles { () throws(FileError) in
      try file.truncate(to: 0)
      _ = try file.append(Array((head.text + "\n").utf8))
    }
    LocalFile.syncFolder(of: file.path)
  }

  /// Takes up a journal where it ended; a last line that is torn is dropped.
  ///
  /// - Throws: ``SurveyRunError`` when it is of another survey, or not a journal.
  init(
    resuming file: JournalFile, _ terms: SurveyTerms, _ range: Range<Int>
  ) throws(SurveyRunError) {
    var reader = try onFiles { () throws(FileError) in
      try FileLines(file.path, limit: Self.lineLimit)
    }
    guard let head = try Self.next(&reader), head.isEnded else {
      // Ended before its first line was written: nothing was done.
      try self.init(beginning: file, terms, range)
      return
    }
    self.init(file, range)
    try Self.check(head, file.path, terms)
    while let line = try Self.next(&reader) {
      guard line.isEnded else {
        try onFiles { () throws(FileError) in try file.truncate(to: line.offset) }
        break
      }
      let entry = try entry(line.bytes, line: line.number)
      guard lines[entry.sample - range.lowerBound].count == 0 else {
        throw bad(line.number, "sample \(entry.sample) is there twice")
      }
      note(entry.sample, entry.rows, at: line.offset, count: line.bytes.count)
    }
  }

  // MARK: Samples

  /// The places of the samples that are not done, ascending.
  var pending: [Int] { range.filter { lines[$0 - range.lowerBound].count == 0 } }

  /// A sample's line, with its line feed.
  static func line(of sample: Int, _ rows: [SurveyRow]) -> [UInt8] {
    let entry = JSONValue.object([
      "sample": .integer(sample), "rows": .array(rows.map(\.json)),
    ])
    return Array((entry.text + "\n").utf8)
  }

  /// Records a sample; when this returns its line is on the disk.
  mutating func add(_ sample: Int, _ rows: [SurveyRow], line: [UInt8]) throws(FileError) {
    let offset = try file.append(line)
    note(sample, rows, at: offset, count: line.count - 1)
  }

  /// The rows of a sample that is done.
  func rows(of sample: Int) throws(SurveyRunError) -> [SurveyRow] {
    let place = lines[sample - range.lowerBound]
    let bytes = try onFiles { () throws(FileError) in
      try file.read(at: place.offset, count: place.count)
    }
    return try entry(bytes, line: nil).rows
  }

  /// Removes the journal.
  func remove() throws(SurveyRunError) {
    try onFiles { () throws(FileError) in try file.remove() }
    LocalFile.syncFolder(of: file.path)
  }

  private mutating func note(_ sample: Int, _ rows: [SurveyRow], at offset: Int, count: Int) {
    lines[sample - range.lowerBound] = (offset, count)
    counts.add(rows)
  }

  // MARK: Reading

  private static func next(_ reader: inout FileLines) throws(SurveyRunError) -> FileLine? {
    do throws(FileError) { return try reader.next() } catch { throw .file(error) }
  }

  private static func check(
    _ head: FileLine, _ path: String, _ asked: SurveyTerms
  ) throws(SurveyRunError) {
    guard case .object(let members) = try? StrictJSON.parse(head.bytes[...]), members.count == 2,
      members[0].name == "survey_journal", case .number(let form) = members[0].value,
      members[1].name == "terms", let stored = SurveyTerms(members[1].value)
    else {
      throw .badLine(
        path: path, line: 1,
        reason: "not the head of a survey's journal; begin again with --overwrite")
    }
    guard form == "\(Self.form)" else {
      throw .badLine(
        path: path, line: 1,
        reason:
          "a journal of form \(form.prefix(20)), not \(Self.form); begin again with --overwrite"
      )
    }
    if let difference = stored.difference(from: asked) {
      throw .differs(
        path: path, what: difference.what, stored: difference.own, asked: difference.others)
    }
  }

  /// Reads a sample's line, without its line feed.
  private func entry(
    _ bytes: [UInt8], line: Int?
  ) throws(SurveyRunError) -> (sample: Int, rows: [SurveyRow]) {
    do throws(JSONProblem) {
      guard case .object(let members) = try StrictJSON.parse(bytes[...]), members.count == 2,
        members[0].name == "sample", case .number(let number) = members[0].value,
        members[1].name == "rows", case .array(let values) = members[1].value, !values.isEmpty
      else { throw JSONProblem(reason: "not the rows of a sample", offset: 0) }
      guard let sample = Int(number), range.contains(sample) else {
        throw JSONProblem(
          reason: "sample \(number.prefix(20)) is not in \(range.lowerBound)..<\(range.upperBound)",
          offset: 0)
      }
      var rows: [SurveyRow] = []
      for value in values { rows.append(try SurveyRow(value)) }
      return (sample, rows)
    } catch {
      throw bad(line ?? 0, "\(error.reason), at byte \(error.offset)")
    }
  }

  private func bad(_ line: Int, _ reason: String) -> SurveyRunError {
    .badLine(path: file.path, line: line, reason: "\(reason); begin again with --overwrite")
  }
}
