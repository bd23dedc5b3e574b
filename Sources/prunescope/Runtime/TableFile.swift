import DataTables
import LocalFiles

/// A table in a file: CSV, TSV, JSON lines, or the folder of a survey, read row by row.
struct TableFile {
  /// The file.
  let path: String
  private let form: Form

  private enum Form {
    case csv, tsv, jsonLines
  }

  /// The file of a table that was named.
  ///
  /// - Parameter path: A file, or a folder with `survey.jsonl` or `survey.csv`.
  /// - Throws: ``TableFileError`` when it is missing or of another kind.
  init(_ path: String) throws(TableFileError) {
    var path = path
    switch LocalFile.kind(of: path) {
    case nil: throw TableFileError(FileError.notFound(path: path).description)
    case .folder:
      let inside = ["survey.jsonl", "survey.csv"].map { path.slashed + $0 }
      guard let found = inside.first(where: { LocalFile.kind(of: $0) == .file }) else {
        throw TableFileError(
          "\(path): a folder without survey.jsonl; name a survey's folder, a .csv, .tsv or .jsonl file"
        )
      }
      path = found
    default: break
    }
    self.path = path
    let name = path.lowercased()
    if name.hasSuffix(".csv") {
      form = .csv
    } else if name.hasSuffix(".tsv") {
      form = .tsv
    } else if name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") || name.hasSuffix(".json") {
      form = .jsonLines
    } else {
      throw TableFileError(
        "\(path): not a table; name a .csv, .tsv or .jsonl file, or a survey's folder")
    }
  }

  /// Reads all rows in order.
  ///
  /// - Parameters:
  ///   - isWanted: Whether a column is read.
  ///   - isLikely: Whether a line of JSON is worth reading; others are passed over.
  ///   - progress: Takes bytes read, of how many, about every megabyte; false ends the reading.
  ///   - body: Takes a row and the line on which it begins.
  /// - Throws: ``TableFileError`` for what cannot be read, and is no table.
  func read(
    where isWanted: (String) -> Bool, isLikely: (ArraySlice<UInt8>) -> Bool = { _ in true },
    progress: (Int, Int) -> Bool,
    _ body: ([(name: String, value: DataValue)], Int) throws(DataTableProblem) -> Void
  ) throws(TableFileError) {
    var reader: FileLines
    do throws(FileError) { reader = try FileLines(path) } catch {
      throw TableFileError(error.description)
    }
    var rows = DelimitedRows(isTabbed: form == .tsv)
    var told = 0
    while let next = try next(&reader) {
      let (bytes, line) = (next.bytes[...], next.number)
      if next.offset - told > 1 << 20 {
        told = next.offset
        guard progress(told, reader.size) else { return }
      }
      if form == .jsonLines {
        guard bytes.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }), isLikely(bytes) else {
          continue
        }
        try parsing { () throws(DataTableProblem) in
          try body(DataTable.values(ofJSON: bytes, line: line, where: isWanted), line)
        }
      } else {
        try parsing { () throws(DataTableProblem) in
          if let row = try rows.take(bytes, line: line, where: isWanted) {
            try body(row.values, row.line)
          }
        }
      }
    }
    if form != .jsonLines { try parsing { () throws(DataTableProblem) in try rows.finish() } }
  }

  private func next(
    _ reader: inout FileLines
  ) throws(TableFileError) -> FileLine? {
    do throws(FileError) { return try reader.next() } catch {
      throw TableFileError(error.description)
    }
  }

  private func parsing(
    _ body: () throws(DataTableProblem) -> Void
  ) throws(TableFileError) {
    do throws(DataTableProblem) { try body() } catch {
      throw TableFileError("\(path):\(error.line): \(error.reason)")
    }
  }
}

/// Why a table cannot be read, in one line.
struct TableFileError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
