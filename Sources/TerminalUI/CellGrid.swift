/// A rectangle of cells: where it begins and how large it is.
public struct CellRect: Sendable, Hashable {
  /// The leftmost column.
  public var column: Int
  /// The uppermost row.
  public var row: Int
  /// Columns.
  public var width: Int
  /// Rows.
  public var height: Int

  /// Creates a rectangle; negative sizes become 0.
  public init(column: Int, row: Int, width: Int, height: Int) {
    self.column = column
    self.row = row
    self.width = max(0, width)
    self.height = max(0, height)
  }

  /// Whether a place lies inside.
  public func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < self.column + width && row >= self.row
      && row < self.row + height
  }
}

/// A screen of cells as a value: drawn on by panels, compared by tests, shown by drivers.
///
/// Whatever falls outside is dropped, so a panel never has to ask how large the screen is.
public struct CellGrid: Sendable, Equatable {
  /// Columns.
  public let width: Int
  /// Rows.
  public let height: Int
  /// All cells, row after row.
  public private(set) var cells: [Cell]
  /// The layers of pixels that were laid on the cells, in order.
  public private(set) var layers: [PixelLayer] = []
  /// Where the hardware cursor rests, if it is shown: screen readers follow it.
  public var cursor: CellPlace?

  /// A place on the screen.
  public struct CellPlace: Sendable, Hashable {
    /// The column, from 0.
    public var column: Int
    /// The row, from 0.
    public var row: Int

    /// Creates a place.
    public init(column: Int, row: Int) {
      self.column = column
      self.row = row
    }
  }

  /// Creates an empty screen.
  public init(width: Int, height: Int) {
    self.width = max(0, width)
    self.height = max(0, height)
    cells = Array(repeating: Cell(), count: self.width * self.height)
  }

  /// The whole screen.
  public var bounds: CellRect { CellRect(column: 0, row: 0, width: width, height: height) }

  /// The cell at a place; an empty one outside.
  public subscript(column: Int, row: Int) -> Cell {
    get {
      guard column >= 0, row >= 0, column < width, row < height else { return Cell() }
      return cells[row * width + column]
    }
    set {
      guard column >= 0, row >= 0, column < width, row < height else { return }
      cells[row * width + column] = newValue
    }
  }

  /// Fills a rectangle with one cell.
  public mutating func fill(_ rect: CellRect, with cell: Cell) {
    for row in max(0, rect.row)..<max(0, min(height, rect.row + rect.height), rect.row) {
      for column in max(0, rect.column)..<max(0, min(width, rect.column + rect.width), rect.column)
      {
        self[column, row] = cell
      }
    }
  }

  /// Lays pixels on the cells of a rectangle, where they are seen in place of the characters on a
  /// screen that draws pixels.
  ///
  /// The characters stay, for all other screens and for the time until the pixels are there. What is
  /// written on a cell afterwards covers its pixels. Of more than 255 layers the rest is left out.
  ///
  /// - Parameter layer: The pixels and their place.
  public mutating func lay(_ layer: PixelLayer) {
    guard layers.count < Int(UInt8.max) else { return }
    layers.append(layer)
    let area = layer.area
    for row in max(0, area.row)..<max(0, min(height, area.row + area.height), area.row) {
      for column in max(0, area.column)..<max(0, min(width, area.column + area.width), area.column)
      {
        cells[row * width + column].layer = UInt8(layers.count)
      }
    }
  }

  /// Writes text from a place to the right and returns the columns it took.
  ///
  /// Characters are placed by their display width; control characters are shown as `�`, so that a
  /// file's name can never command the terminal. Text that does not fit into `limit` columns ends
  /// with `…`.
  @discardableResult
  public mutating func write(
    _ text: some StringProtocol, column: Int, row: Int, style: CellStyle = .plain,
    limit: Int = .max
  ) -> Int {
    let room = min(limit, width - column)
    guard room > 0 else { return 0 }
    let fitted = DisplayWidth.fit(text, into: room)
    var at = column
    for character in fitted {
      let shown = DisplayWidth.printable(character)
      let columns = DisplayWidth.columns(of: shown)
      self[at, row] = Cell(shown, style)
      if columns == 2 { self[at + 1, row] = Cell(nil, style) }
      at += columns
    }
    return at - column
  }

  /// One row as text, without trailing blanks; empty outside.
  ///
  /// What is left of a wide character that something was drawn over is a blank, as on a terminal.
  public func text(row: Int) -> String {
    guard (0..<height).contains(row) else { return "" }
    var line = ""
    for case let character? in drawnRow(row, unicode: true).map(\.character) {
      line.append(character)
    }
    while line.last == " " { line.removeLast() }
    return line
  }

  /// The whole screen as text, one line a row, without trailing blanks.
  public var text: String {
    (0..<height).map { text(row: $0) }.joined(separator: "\n")
  }
}
