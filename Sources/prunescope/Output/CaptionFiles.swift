import ArgumentParser
import Captions
import DataTables
import LocalFiles

/// Reads the files of `chair`; what is wrong with one is told, and ends the program with code 65.
struct CaptionFiles {
  /// How much of a file is read at a time.
  private static let pieceBytes = 1 << 20
  /// The most bytes of a file that is read whole, such as captions.
  private static let wholeBytes = 1 << 30

  /// The captions of a file.
  func captions(_ path: String) throws -> [Caption] {
    let bytes = try whole(path, limit: Self.wholeBytes)
    return try named(path) { () throws(CaptionProblem) in try Caption.all(in: bytes[...]) }
  }

  /// The list of synonyms; the built-in one without a path.
  func synonyms(_ path: String?) throws -> ObjectSynonyms {
    guard let path else { return .coco }
    let bytes = try whole(path, limit: ObjectSynonyms.maximumBytes)
    return try named(path) { () throws(CaptionProblem) in try ObjectSynonyms(bytes[...]) }
  }

  /// What is in the images, by annotations and reference captions.
  func objects(
    _ paths: [String], references: [String], synonyms: ObjectSynonyms
  ) throws -> ImageObjects {
    var objects = ImageObjects(synonyms: synonyms)
    for path in paths {
      if path.hasSuffix(".jsonl") {
        let bytes = try whole(path, limit: Self.wholeBytes)
        try named(path) { () throws(CaptionProblem) in try objects.read(jsonLines: bytes[...]) }
      } else {
        var reader = AnnotationReader()
        try forEachPiece(of: path) { (piece) throws(CaptionProblem) in try reader.read(piece) }
        try named(path) { () throws(CaptionProblem) in try reader.finish(into: &objects) }
      }
    }
    for category in objects.addedCategories {
      Console.report(
        "category '\(category)' is not in the list of synonyms; captions are searched for its name")
    }
    for path in references {
      var reader = ReferenceReader()
      try forEachPiece(of: path) { (piece) throws(CaptionProblem) in
        try reader.read(piece, into: &objects)
      }
      try named(path) { () throws(CaptionProblem) in try reader.finish() }
    }
    return objects
  }

  /// A survey by its folder or by one of its files; of its rows only what is joined is stored.
  func survey(_ path: String) throws -> SurveyJoin {
    let names = ["survey.jsonl", "survey.csv"].map { path + (path.hasSuffix("/") ? "" : "/") + $0 }
    var file = path
    if LocalFile.kind(of: path) == .folder {
      guard let name = names.first(where: { LocalFile.kind(of: $0) == .file }) else {
        throw end("\(path): there is neither survey.jsonl nor survey.csv; name a survey's folder")
      }
      file = name
    }
    let table = try file.hasSuffix(".csv") ? csvTable(file) : lineTable(file)
    return try named(file) { () throws(CaptionProblem) in try SurveyJoin(table) }
  }

  private func csvTable(_ path: String) throws -> DataTable {
    let bytes = try whole(path, limit: Self.wholeBytes)
    return try named(path) { () throws(CaptionProblem) in
      do throws(DataTableProblem) {
        return try DataTable(csv: bytes[...], where: SurveyJoin.needs)
      } catch { throw CaptionProblem(error.reason, line: error.line) }
    }
  }

  /// A table of JSON lines, of which there may be more than fit in memory with their lists.
  private func lineTable(_ path: String) throws -> DataTable {
    var table = DataTable()
    var (rest, line): ([UInt8], Int) = ([], 0)
    func take(_ bytes: ArraySlice<UInt8>) throws(CaptionProblem) {
      line += 1
      guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
      do throws(DataTableProblem) {
        let values = try DataTable.values(ofJSON: bytes, line: line, where: SurveyJoin.needs)
        table.append(values, line: line)
      } catch { throw CaptionProblem(error.reason, line: error.line) }
    }
    try forEachPiece(of: path) { (piece) throws(CaptionProblem) in
      var start = piece.startIndex
      while let end = piece[start...].firstIndex(of: 0x0A) {
        rest += piece[start..<end]
        try take(rest[...])
        rest.removeAll(keepingCapacity: true)
        start = end + 1
      }
      rest += piece[start...]
      guard rest.count <= Self.pieceBytes * 16 else {
        throw CaptionProblem("a line of more than \(Self.pieceBytes * 16) bytes", line: line + 1)
      }
    }
    try named(path) { () throws(CaptionProblem) in try take(rest[...]) }
    return table
  }

  // MARK: Files

  private func whole(_ path: String, limit: Int) throws -> [UInt8] {
    do throws(FileError) {
      return try LocalFile.read(path, limit: limit)
    } catch { throw end(error.description) }
  }

  /// Reads a file piece by piece.
  private func forEachPiece(
    of path: String, _ body: (ArraySlice<UInt8>) throws(CaptionProblem) -> Void
  ) throws {
    let file: OpenedFile
    do throws(FileError) { file = try OpenedFile(path) } catch { throw end(error.description) }
    var offset = 0
    while offset < file.size {
      let count = min(Self.pieceBytes, file.size - offset)
      let piece: [UInt8]
      do throws(FileError) {
        piece = try file.read(at: offset, count: count)
      } catch { throw end(error.description) }
      try named(path) { () throws(CaptionProblem) in try body(piece[...]) }
      offset += count
    }
  }

  /// Puts the file's name before a problem.
  private func named<Result>(
    _ path: String, _ body: () throws(CaptionProblem) -> Result
  ) throws -> Result {
    do throws(CaptionProblem) {
      return try body()
    } catch { throw end("\(path): \(error)") }
  }

  private func end(_ message: String) -> ExitCode {
    Console.report(message)
    return Exit.noInput
  }
}
