internal import TextData

/// Makes rows of the lines of a CSV or TSV file, one after the other, so that the file need not fit
/// into memory.
///
/// The first line names the columns. A field of CSV in quotes may hold line breaks; TSV has no quotes.
public struct DelimitedRows: Sendable {
  private let isTabbed: Bool
  private var names: [String] = []
  private var wanted: [Int] = []
  /// The column that names the samples.
  private var key: String?
  /// The lines of a record whose last quote is not closed, and the number of the first.
  private var open: [UInt8] = []
  private var openLine = 0

  /// The most bytes of a record.
  private static let limit = 64 << 20

  /// Begins a file.
  ///
  /// - Parameter isTabbed: Whether tabs part fields, not commas.
  public init(isTabbed: Bool = false) { self.isTabbed = isTabbed }

  /// Takes a line.
  ///
  /// - Parameters:
  ///   - bytes: The line without its line feed.
  ///   - line: Its number, from 1.
  ///   - isWanted: Whether a column is read.
  /// - Returns: A row that ends with the line; nil for the names, an empty line, and within a record.
  /// - Throws: ``DataTableProblem`` for what is not CSV, names that are empty or there twice, and
  ///   rows that have not as many fields as there are names.
  public mutating func take(
    _ bytes: ArraySlice<UInt8>, line: Int, where isWanted: (String) -> Bool = { _ in true }
  ) throws(DataTableProblem) -> (values: [(name: String, value: DataValue)], line: Int)? {
    if open.isEmpty { openLine = line }
    guard let fields = try isTabbed ? tabbed(bytes, line) : record(bytes, line) else { return nil }
    guard !names.isEmpty else {
      try take(names: fields, isWanted)
      return nil
    }
    guard fields.count == names.count else {
      throw DataTableProblem(
        reason: "\(fields.count) fields, but \(names.count) columns", line: openLine)
    }
    let values = wanted.map { place in
      let (name, text) = (names[place], fields[place])
      return (name, name == key ? DataValue(name: text) : DataValue(text))
    }
    return (values, openLine)
  }

  /// Ends the file.
  ///
  /// - Throws: ``DataTableProblem`` when a quote is open, or there is no line.
  public func finish() throws(DataTableProblem) {
    if !open.isEmpty {
      throw DataTableProblem(reason: "a quote that is not closed", line: openLine)
    }
    if names.isEmpty {
      throw DataTableProblem(reason: "it is empty; the first line must name the columns", line: 1)
    }
  }

  private mutating func take(
    names fields: [String], _ isWanted: (String) -> Bool
  ) throws(DataTableProblem) {
    if fields.contains("") {
      throw DataTableProblem(reason: "a column without a name", line: openLine)
    }
    var seen: Set<String> = []
    if let twice = fields.first(where: { !seen.insert($0).inserted }) {
      throw DataTableProblem(reason: "two columns are named '\(twice)'", line: openLine)
    }
    names = fields
    wanted = fields.indices.filter { isWanted(fields[$0]) }
    key = SampleTableBuilder.key(among: wanted.map { fields[$0] })
  }

  private func tabbed(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(DataTableProblem) -> [String]? {
    var bytes = bytes
    if line == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    if bytes.last == 0x0D { bytes = bytes.dropLast() }
    guard !bytes.isEmpty else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DataTableProblem(reason: "text must be UTF-8", line: line)
    }
    return text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }

  private mutating func record(
    _ bytes: ArraySlice<UInt8>, _ line: Int
  ) throws(DataTableProblem) -> [String]? {
    // A record ends where as many quotes are closed as were opened.
    let isOdd = bytes.count { $0 == UInt8(ascii: "\"") } % 2 == 1
    var record = bytes
    if !open.isEmpty || isOdd {
      // An odd number of quotes opens a field, or closes the one that is open.
      let ends = !open.isEmpty && isOdd
      open += bytes
      open.append(0x0A)
      guard ends else {
        guard open.count <= Self.limit else {
          throw DataTableProblem(reason: "a quote that is not closed", line: openLine)
        }
        return nil
      }
      record = open[...]
      open = []
    } else if record.last == 0x0D {
      record = record.dropLast()
    }
    do throws(CSVProblem) {
      return try CSV.rows(of: record).first?.fields
    } catch {
      throw DataTableProblem(reason: error.reason, line: openLine + error.line - 1)
    }
  }
}
