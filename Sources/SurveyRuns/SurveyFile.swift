internal import LocalFiles
public import Surveys
internal import TextData

/// Surveys that lie in files, read row by row.
public enum SurveyFile {
  /// The most bytes of a row.
  static let rowLimit = 64 << 20

  /// The files with a survey's rows, in their order.
  ///
  /// - Parameters:
  ///   - path: A file of JSON lines, or a folder.
  ///   - name: The name of the survey in a folder.
  /// - Returns: The file; of a folder the one with the whole survey, else its parts'.
  /// - Throws: ``SurveyRunError`` when there is no survey, or a part is missing.
  public static func find(
    in path: String, survey name: String = "survey"
  ) throws(SurveyRunError) -> [String] {
    guard LocalFile.kind(of: path) == .folder else {
      guard LocalFile.kind(of: path) != nil else { throw .file(.notFound(path: path)) }
      return [path]
    }
    let whole = SurveyNames(folder: path, name: name, shard: nil).lines
    if LocalFile.kind(of: whole) != nil { return [whole] }
    return try shards(in: path, survey: name).map {
      SurveyNames(folder: path, name: name, shard: $0).lines
    }
  }

  /// Reads a file of JSON lines.
  ///
  /// - Parameters:
  ///   - path: The file; empty lines are passed over.
  ///   - body: Told each row, in the order of the file.
  /// - Throws: ``SurveyRunError`` when the file cannot be read, with the line that is no row, and
  ///   whatever `body` throws. Memory is that of a row.
  public static func forEachRow(
    at path: String, _ body: (SurveyRow) throws(SurveyRunError) -> Void
  ) throws(SurveyRunError) {
    var reader = try onFiles { () throws(FileError) in try FileLines(path, limit: rowLimit) }
    while let line = try next(&reader) {
      if line.bytes.isEmpty { continue }
      let row: SurveyRow
      do throws(JSONProblem) {
        row = try SurveyRow(json: line.bytes[...])
      } catch {
        throw .badLine(
          path: path, line: line.number,
          reason: "\(error.reason), at byte \(error.offset); a row of a survey must be on each line"
        )
      }
      try body(row)
    }
  }

  /// What a reader of a survey's rows must know and rows do not tell.
  ///
  /// - Parameter files: Files of rows, as ``find(in:survey:)`` names them.
  /// - Returns: Sentences without a final period, from what lies beside the files; none where nothing
  ///   does.
  public static func remarks(on files: [String]) -> [String] {
    var remarks: [String] = []
    for file in files where file.hasSuffix(".jsonl") {
      guard let summary = try? SurveySummary(at: String(file.dropLast(5)) + "json") else {
        continue
      }
      if !summary.terms.has("centred") {
        remarks.append("eranks of this survey are uncentred: the mean token was not subtracted")
      }
      if summary.terms.has("per_tile") {
        remarks.append("each tile was pruned by itself in this survey")
      }
    }
    return remarks.enumerated().filter { !remarks[..<$0.offset].contains($0.element) }
      .map(\.element)
  }

  private static func next(_ reader: inout FileLines) throws(SurveyRunError) -> FileLine? {
    do throws(FileError) { return try reader.next() } catch { throw .file(error) }
  }

  /// The parts of a survey in a folder, all of one split.
  static func shards(
    in folder: String, survey name: String
  ) throws(SurveyRunError) -> [Shard] {
    let files = try onFiles { () throws(FileError) in try LocalFile.names(in: folder).names }
    let found = files.compactMap { SurveyNames.shard(ofFile: $0, survey: name) }
    let counts = Set(found.map(\.count)).sorted()
    guard let count = counts.first else {
      throw .nothing(path: folder, expected: "\(name).jsonl and no \(name).N_i.jsonl")
    }
    guard counts.count == 1 else { throw .severalSplits(folder: folder, counts: counts) }
    let present = Set(found.map(\.index))
    if let missing = (0..<count).first(where: { !present.contains($0) }),
      let shard = Shard(index: missing, count: count)
    {
      throw .missingShard(folder: folder, shard: shard)
    }
    return found.sorted { $0.index < $1.index }
  }
}
