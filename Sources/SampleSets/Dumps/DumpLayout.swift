import TensorFiles
import TokenFields

/// An array that was found in a file.
struct FoundArray: Sendable, Equatable {
  /// What it is.
  var name: DumpArrayName
  /// The name it is stored under.
  var alias: String
  /// Its shape without a leading batch axis.
  var shape: [Int]
  /// The type of its elements; nil when they cannot be read.
  var elementType: ElementType?
  /// The type as it is shown.
  var typeName: String

  /// Drops a batch axis and checks what can be said without knowing the tokens.
  init(_ entry: TensorEntry, as name: DumpArrayName) throws(DumpError.Problem) {
    guard !entry.shape.contains(0) else {
      throw .emptyArray(array: entry.name, shape: entry.shape)
    }
    // One axis of length 1 too many is the batch; with fewer axes it is something of its own. Of
    // three axes of attention it is too, unless the other two are a square of tokens.
    let axes = entry.shape.count
    let isSurplus =
      axes > name.axes.upperBound
      || axes == 3 && name.isAttention && entry.shape[1] != entry.shape[2]
    let isBatch = isSurplus && entry.shape[0] == 1
    let shape = isBatch ? Array(entry.shape.dropFirst()) : entry.shape
    guard name.axes.contains(shape.count) else {
      throw name.axes.upperBound == 3 && name.isAttention && shape.count > 3
        ? .stackedLayers(array: entry.name, shape: entry.shape)
        : .wrongAxes(array: entry.name, shape: entry.shape, expected: name.expectedShape)
    }
    self.name = name
    self.alias = entry.name
    self.shape = shape
    self.elementType = entry.elementType
    self.typeName = entry.typeName
  }

  /// How many tokens the array describes, a class token included.
  var tokenCount: Int {
    switch name {
    case .features, .projected, .clipImageEmbeds, .keys: shape[shape.count - 2]
    default: shape[shape.count - 1]
    }
  }
}

/// How many tokens a dump has, how they lie, and whether a class token may precede them.
struct DumpLayout: Sendable, Equatable {
  /// The most tokens of a dump; strategies compare all pairs, and a video of 256 frames of 32×32
  /// tokens has as many.
  static let maximumTokens = 1 << 18

  /// How the tokens lie.
  let grid: TokenGrid
  /// Whether arrays with one token more are known to begin with a class token.
  let mayHaveClassToken: Bool
  /// What to tell about the grid.
  let notes: [String]

  /// Decides by the grid, or by squares where there is none.
  ///
  /// - Parameters:
  ///   - found: All arrays.
  ///   - values: The numbers of the stored grid; nil when there is none.
  /// - Throws: A problem when they contradict each other, or say too little.
  init(
    _ found: [DumpArrayName: FoundArray], grid values: [Int]?
  ) throws(DumpError.Problem) {
    guard let first = DumpArrayName.fields.lazy.compactMap({ found[$0] }).first else {
      throw .noTokens(found: found.values.map(\.alias).sorted())
    }
    let rows = first.tokenCount
    guard let values else {
      try self.init(square: first, attention: found[.attention])
      return
    }
    var sides = values.count == 2 ? [1] + values : values
    var notes: [String] = []
    let count = sides.reduce(1, *)
    if count == 4 * rows, found[.grid]?.alias == "grid_thw",
      sides[1].isMultiple(of: 2), sides[2].isMultiple(of: 2)
    {
      sides[1] /= 2
      sides[2] /= 2
      notes.append(
        "'grid_thw' \(product(values)) counts patches before 2×2 merging; read as \(product(sides))"
      )
    } else if count != rows, count != rows - 1 {
      throw .gridMismatch(grid: values, array: first.alias, count: rows)
    }
    try self.init(
      TokenGrid(tiles: sides[0], rows: sides[1], columns: sides[2]), mayHaveClassToken: true,
      notes: notes)
  }

  /// Decides by squares: n tokens, or n+1 when class attention has as many.
  private init(square first: FoundArray, attention: FoundArray?) throws(DumpError.Problem) {
    let rows = first.tokenCount
    if let side = squareRoot(rows) {
      try self.init(
        TokenGrid(rows: side, columns: side),
        mayHaveClassToken: attention?.tokenCount == rows + 1, notes: [])
    } else if let side = squareRoot(rows - 1), attention?.tokenCount == rows {
      try self.init(TokenGrid(rows: side, columns: side), mayHaveClassToken: true, notes: [])
    } else {
      throw .noGrid(array: first.alias, count: rows)
    }
  }

  private init(
    _ grid: TokenGrid, mayHaveClassToken: Bool, notes: [String]
  ) throws(DumpError.Problem) {
    guard grid.count <= Self.maximumTokens else {
      throw .tooManyTokens(count: grid.count, limit: Self.maximumTokens)
    }
    self.grid = grid
    self.mayHaveClassToken = mayHaveClassToken
    self.notes = notes
  }
}

/// What the axes of an attention array mean.
enum AttentionLayout: Sendable, Equatable {
  /// h×n: class attention over patches.
  case patches(heads: Int)
  /// h×(n+1): class attention that begins with what the class token gives itself.
  case withClassToken(heads: Int)
  /// h×(n+1)×(n+1): every token's attention, the class token's first.
  case full(heads: Int)
  /// h×n×n: attention among patches, read as what each receives.
  case received(heads: Int)

  /// Decides by the shape.
  ///
  /// - Parameters:
  ///   - array: An attention array of one to three axes.
  ///   - tokens: The number of tokens, without class token.
  ///   - receivedAttention: Whether attention among patches may be read.
  /// - Throws: A problem when the shape fits none, or two.
  init(
    _ array: FoundArray, tokens: Int, receivedAttention: Bool
  ) throws(DumpError.Problem) {
    let shape = array.shape
    let last = array.tokenCount
    let rows = shape.count > 1 ? shape[shape.count - 2] : 1
    if shape.count == 3, rows != last {
      throw .stackedLayers(array: array.alias, shape: shape)
    }
    guard last == tokens || last == tokens + 1 else {
      throw .wrongCount(array: array.alias, count: last, tokens: tokens)
    }
    let heads = shape.count == 3 ? shape[0] : 1
    if rows == last, shape.count == 3 || last > 1 {
      if last == tokens + 1 {
        self = .full(heads: heads)
      } else if receivedAttention {
        self = .received(heads: heads)
      } else {
        throw .ambiguousSquare(array: array.alias, shape: shape, tokens: tokens)
      }
    } else {
      self = last == tokens ? .patches(heads: rows) : .withClassToken(heads: rows)
    }
  }
}
