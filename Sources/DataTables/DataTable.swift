/// Named columns of equal length.
public struct DataTable: Sendable, Equatable {
  /// A column.
  public struct Column: Sendable, Equatable {
    /// Its name; no other column has it.
    public let name: String
    /// A value for each row.
    public var values: [DataValue]

    /// Creates a column.
    public init(name: String, values: [DataValue]) {
      self.name = name
      self.values = values
    }
  }

  /// The columns, in the order of the file.
  public private(set) var columns: [Column] = []
  /// The rows.
  public private(set) var count = 0
  /// For each row the line on which it began, from 1.
  public private(set) var lines: [Int] = []

  private var places: [String: Int] = [:]

  /// Creates a table without columns and rows.
  public init() {}

  /// The column of a name; nil when there is none.
  public subscript(name: String) -> Column? { places[name].map { columns[$0] } }

  /// The names of the columns, in order.
  public var names: [String] { columns.map(\.name) }

  /// Adds a row; columns that it names first are made, with nothing known in earlier rows.
  ///
  /// Nothing is known of columns that it does not name.
  ///
  /// - Parameters:
  ///   - values: Values by name; a name that is there twice counts once, with its last value.
  ///   - line: The line on which it began.
  public mutating func append(_ values: some Sequence<(name: String, value: DataValue)>, line: Int)
  {
    for (name, value) in values {
      let place: Int
      if let known = places[name] {
        place = known
      } else {
        place = columns.count
        places[name] = place
        columns.append(Column(name: name, values: []))
      }
      var column = columns[place].values
      columns[place].values = []
      while column.count < count { column.append(.missing) }
      if column.count > count { column[count] = value } else { column.append(value) }
      columns[place].values = column
    }
    count += 1
    lines.append(line)
    for place in columns.indices where columns[place].values.count < count {
      columns[place].values.append(.missing)
    }
  }
}
