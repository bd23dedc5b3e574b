/// An even division of a grid into r×c cells, as many as a budget allows.
struct Lattice: Sendable, Equatable {
  /// The grid's rows and columns.
  let gridRows: Int, gridColumns: Int
  /// The lattice's rows and columns.
  let rows: Int, columns: Int

  /// The lattice with the most points of at most `budget`, on ties the one whose shape is nearest
  /// to the grid's (smallest |r/c − rows/columns|), then the one with the fewest rows.
  ///
  /// A budget of 1 is one cell; a budget of all tokens, or more, has a cell for each.
  ///
  /// - Complexity: O(*r*) for *r* rows of the grid.
  init(of budget: Int, on gridRows: Int, by gridColumns: Int) {
    // |r/c − rows/columns| times `columns` is this over c: whole numbers keep ties exact.
    func distortion(_ lattice: (rows: Int, columns: Int)) -> Int {
      abs(lattice.rows * gridColumns - gridRows * lattice.columns)
    }
    var best = (rows: 1, columns: 1)
    for latticeRows in 1...min(gridRows, budget) {
      // For a given number of rows only the most columns that fit can win.
      let candidate = (rows: latticeRows, columns: min(gridColumns, budget / latticeRows))
      let points = candidate.rows * candidate.columns
      let most = best.rows * best.columns
      let isNearer =
        distortion(candidate) * best.columns < distortion(best) * candidate.columns
      if points > most || (points == most && isNearer) { best = candidate }
    }
    (self.gridRows, self.gridColumns) = (gridRows, gridColumns)
    (rows, columns) = best
  }

  /// The token in the middle of each cell, cell by cell in reading order.
  var middles: [Int] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        (2 * row + 1) * gridRows / (2 * rows) * gridColumns
          + (2 * column + 1) * gridColumns / (2 * columns)
      }
    }
  }

  /// The tokens of each cell, cell by cell in reading order; every token is in exactly one.
  var cells: [[Int]] {
    (0..<rows).flatMap { row in
      (0..<columns).map { column in
        let gridRows = (row * gridRows / rows)..<((row + 1) * gridRows / rows)
        let gridColumns = (column * gridColumns / columns)..<((column + 1) * gridColumns / columns)
        return gridRows.flatMap { gridRow in
          gridColumns.map { gridRow * self.gridColumns + $0 }
        }
      }
    }
  }
}
