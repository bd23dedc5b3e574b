import ArgumentParser
import Captions
import DataTables
import LocalFiles
import SurveyRuns

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
    let table = try path.hasSuffix(".csv") ? csvTable(path) : lineTable(path)
    return try named(path) { () throws(CaptionProblem) in try SurveyJoin(table) }
  }

  private func csvTable(_ path: String) throws -> DataTable {
    var table = DataTable()
    var rows = DelimitedRows()
    try forEachLine(of: path) { (line) throws(DataTableProblem) in
      if let row = try rows.take(line.bytes[...], line: line.number, where: SurveyJoin.needs) {
        table.append(row.values, line: row.line)
      }
    }
    try tabular(path) { () throws(DataTableProblem) in try rows.finish() }
    return table
  }

  /// The table of a survey's JSON lines.
  private func lineTable(_ path: String) throws -> DataTable {
    let files: [String]
    do throws(SurveyRunError) {
      files = try SurveyFile.find(in: path)
    } catch { throw end("\(error)") }
    var table = DataTable()
    for file in files {
      try forEachLine(of: file) { (line) throws(DataTableProblem) in
        guard line.bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
        let values = try DataTable.values(
          ofJSON: line.bytes[...], line: line.number, where: SurveyJoin.needs)
        table.append(values, line: line.number)
      }
    }
    return table
  }

  /// Reads a table line by line; with its lists it may be longer than memory.
  private func forEachLine(
    of path: String, _ body: (FileLine) throws(DataTableProblem) -> Void
  ) throws {
    var lines = try read { () throws(FileError) in try FileLines(path) }
    while let line = try read({ () throws(FileError) in try lines.next() }) {
      try tabular(path) { () throws(DataTableProblem) in try body(line) }
    }
  }

  /// Puts the file's name before what is wrong with a table.
  private func tabular(_ path: String, _ body: () throws(DataTableProblem) -> Void) throws {
    do throws(DataTableProblem) {
      try body()
    } catch { throw end("\(path): \(CaptionProblem(error.reason, line: error.line))") }
  }

  // MARK: Files

  private func whole(_ path: String, limit: Int) throws -> [UInt8] {
    try read { () throws(FileError) in try LocalFile.read(path, limit: limit) }
  }

  /// Tells why a file cannot be read.
  private func read<Result>(_ body: () throws(FileError) -> Result) throws -> Result {
    do throws(FileError) {
      return try body()
    } catch { throw end(error.description) }
  }

  /// Reads a file piece by piece.
  private func forEachPiece(
    of path: String, _ body: (ArraySlice<UInt8>) throws(CaptionProblem) -> Void
  ) throws {
    let file = try read { () throws(FileError) in try OpenedFile(path) }
    var offset = 0
    while offset < file.size {
      let count = min(Self.pieceBytes, file.size - offset)
      let piece = try read { () throws(FileError) in try file.read(at: offset, count: count) }
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
