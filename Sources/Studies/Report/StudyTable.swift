internal import TextData

/// A table with a caption: columns with headings, rows of numbers and words.
public struct StudyTable: Sendable, Equatable {
  /// A column.
  public struct Column: Sendable, Equatable {
    /// On which side its cells line up.
    public enum Alignment: Sendable, Hashable {
      /// Words.
      case left
      /// Numbers.
      case right
    }

    /// The name in files, in snake case; no other column of the table has it.
    public let key: String
    /// The heading.
    public let heading: String
    /// The unit, under or behind the heading; empty for plain numbers and words.
    public let unit: String
    /// How many digits numbers have after the point where they are not in full.
    public let decimals: Int
    /// On which side its cells line up.
    public let alignment: Alignment

    /// A column of numbers.
    ///
    /// - Parameters:
    ///   - key: The name in files.
    ///   - heading: The heading; the key with blanks when nil.
    ///   - unit: The unit.
    ///   - decimals: Digits after the point, 0...9.
    /// - Returns: A column that lines up at the right.
    public static func number(
      _ key: String, _ heading: String? = nil, unit: String = "", decimals: Int
    ) -> Column {
      Column(
        key: key, heading: heading ?? StudyText.heading(key), unit: unit, decimals: decimals,
        alignment: .right)
    }

    /// A column of words.
    ///
    /// - Parameters:
    ///   - key: The name in files.
    ///   - heading: The heading; the key with blanks when nil.
    /// - Returns: A column that lines up at the left.
    public static func text(_ key: String, _ heading: String? = nil) -> Column {
      Column(
        key: key, heading: heading ?? StudyText.heading(key), unit: "", decimals: 0,
        alignment: .left)
    }
  }

  /// What stands in a row under a heading.
  public enum Cell: Sendable, Equatable {
    /// Nothing is known.
    case missing
    /// A finite number.
    case number(Double)
    /// How many.
    case count(Int)
    /// Words.
    case text(String)

    /// A number, or nothing for nil and for what is no number.
    public init(_ value: Double?) {
      self = value.flatMap { $0.isFinite ? .number($0) : nil } ?? .missing
    }
  }

  /// The name in files, in kebab case.
  public let name: String
  /// What the table shows, a sentence without a final period.
  public let caption: String
  /// The columns.
  public let columns: [Column]
  /// The rows, each of as many cells as there are columns.
  public let rows: [[Cell]]

  /// Creates a table.
  ///
  /// - Parameters:
  ///   - name: The name in files.
  ///   - caption: What the table shows.
  ///   - columns: The columns, no two of the same key.
  ///   - rows: The rows, each of as many cells as there are columns.
  public init(name: String, caption: String, columns: [Column], rows: [[Cell]]) {
    precondition(
      Set(columns.map(\.key)).count == columns.count, "two columns of '\(name)' have the same key")
    precondition(
      rows.allSatisfy { $0.count == columns.count },
      "rows of '\(name)' must have \(columns.count) cells")
    self.name = name
    self.caption = caption
    self.columns = columns
    self.rows = rows
  }

  /// The table with its columns of one encoder's name and such left out where all rows say the same.
  ///
  /// - Parameter key: The key of the column.
  /// - Returns: The table without that column when its cells are equal, else the table itself.
  func without(uniform key: String) -> StudyTable {
    guard let place = columns.firstIndex(where: { $0.key == key }),
      let first = rows.first?[place], rows.allSatisfy({ $0[place] == first })
    else { return self }
    func left<Element>(_ list: [Element]) -> [Element] {
      list.enumerated().filter { $0.offset != place }.map(\.element)
    }
    return StudyTable(name: name, caption: caption, columns: left(columns), rows: rows.map(left))
  }
}
