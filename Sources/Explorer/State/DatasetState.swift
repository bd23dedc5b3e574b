public import Analysis
internal import DataTables
public import SampleSets
public import TokenFields

/// Two columns, to the right and upwards.
public struct DatasetAxes: Sendable, Hashable, CustomStringConvertible {
  /// The column to the right.
  public var x: String
  /// The column upwards.
  public var y: String

  /// The axes of two columns; by default the paper's, erank over entropy.
  public init(x: String = "entropy", y: String = "erank") {
    self.x = x
    self.y = y
  }

  /// Reads two names with a blank or a comma between them; nil for more or fewer.
  public init?(_ text: String) {
    let names = text.split(whereSeparator: { $0 == " " || $0 == "," })
    guard names.count == 2 else { return nil }
    self.init(x: String(names[0]), y: String(names[1]))
  }

  /// Both names with a comma between them.
  public var description: String { "\(x),\(y)" }
}

/// The view of the data set, as far as it is no choice.
public struct DatasetState: Sendable, Equatable {
  /// The sample under the cursor, an index into all samples; nil for the one on screen.
  public internal(set) var selected: Int?
  /// The rectangle that is being drawn, if one is.
  var brush: Brush?
  /// Whether the mouse draws it.
  var isDragging = false
  /// Where the mouse was pressed, before it is moved.
  var dragStart: Brush?
  /// Whether it is shown how often each patch is kept.
  public internal(set) var showsMap = false
  /// The dots, made whenever what they follow from has changed.
  var scatter: Scatter?
  /// How often each patch is kept, as far as it was counted.
  public internal(set) var kept: KeptCounts?
  /// What was asked to be counted.
  var keptQuestion: KeptQuestion?

  /// The view before it was opened.
  public init() {}

  /// Lets go of a rectangle, which means nothing over other axes.
  mutating func dropBrush() {
    brush = nil
    dragStart = nil
    isDragging = false
  }

  /// A rectangle over two axes, by two of its corners.
  struct Brush: Sendable, Equatable {
    var from: (x: Double, y: Double)
    var to: (x: Double, y: Double)

    static func == (one: Brush, other: Brush) -> Bool {
      one.from == other.from && one.to == other.to
    }

    var x: ClosedRange<Double> { min(from.x, to.x)...max(from.x, to.x) }
    var y: ClosedRange<Double> { min(from.y, to.y)...max(from.y, to.y) }
  }
}

/// What is counted: how often a strategy keeps each patch over samples.
public struct KeptQuestion: Sendable, Equatable {
  /// The strategy.
  public let strategy: RequestedStrategy
  /// How many tokens are kept, as it was asked for.
  public let budget: Budget
  /// The samples, ascending indices into `references`: their order changes no count.
  public let samples: [Int]
  /// All samples.
  public let references: [SampleReference]
  /// A table that may know, if there is one.
  public let tables: [String]
}

/// How often each patch is kept over samples.
public struct KeptCounts: Sendable, Equatable {
  /// How the tokens of the samples lie; nil before one was counted.
  public var grid: TokenGrid?
  /// For each token in how many samples it is kept.
  public var counts: [Int] = []
  /// How many samples were counted.
  public var samples = 0
  /// How many have another grid, and were passed over.
  public var otherGrids = 0
  /// How many could not be read, or cannot serve the strategy.
  public var refused = 0
  /// How many the table, if they are from one, has no row of.
  public var absent = 0
  /// How many samples there are.
  public var total: Int
  /// The table that the counts are from; nil where they were computed.
  public var table: String?
  /// Whether nothing more is to come.
  public var isWhole = false

  /// Nothing counted yet.
  public init(total: Int) { self.total = total }

  /// Counts a sample; one of another grid than the first is passed over.
  ///
  /// - Parameters:
  ///   - kept: The patches that are kept, each in 0..<n.
  ///   - grid: How its tokens lie.
  public mutating func count(_ kept: some Sequence<Int>, of grid: TokenGrid) {
    if self.grid == nil {
      self.grid = grid
      counts = Array(repeating: 0, count: grid.count)
    }
    guard self.grid == grid else {
      otherGrids += 1
      return
    }
    for token in kept where counts.indices.contains(token) { counts[token] += 1 }
    samples += 1
  }

  /// How many samples were looked at.
  public var done: Int { samples + otherGrids + refused + absent }
}
