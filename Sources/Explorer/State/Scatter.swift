internal import DataTables
internal import Plots

/// All samples as places over two columns, with what lines and legend say of them.
///
/// Made once for a change of what it follows from, so that a frame only draws it. Two are equal when
/// they were made of the same.
struct Scatter: Sendable, Equatable {
  /// What it follows from.
  struct Request: Sendable, Equatable {
    var axes: DatasetAxes
    var color: String
    var knowledge: Int
    var table: SampleTable
  }

  let request: Request
  /// A place for each sample, not a number where one of both is not known.
  let x: [Double]
  let y: [Double]
  /// The axes; nil where there is no such column of numbers.
  let xAxis: PlotAxis?
  let yAxis: PlotAxis?
  /// How the values of the samples that have a place are distributed.
  let xSpread: Distribution?
  let ySpread: Distribution?
  /// How many samples have a place.
  let known: Int
  /// What colours the dots; nil for nothing.
  let color: ScatterColor?
  /// Why there are no dots; nil where there may be.
  let obstacle: String?

  static func == (one: Scatter, other: Scatter) -> Bool { one.request == other.request }

  /// Looks up all values.
  ///
  /// - Complexity: O(samples · log samples).
  init(_ request: Request, _ count: Int, _ shelf: SampleShelf) {
    self.request = request
    let across = shelf.values(of: request.axes.x)
    let upwards = shelf.values(of: request.axes.y)
    obstacle =
      Self.obstacle(across, request.axes.x, shelf) ?? Self.obstacle(upwards, request.axes.y, shelf)
    let unknown = [Double](repeating: .nan, count: count)
    var (x, y) = (across?.values ?? unknown, upwards?.values ?? unknown)
    if obstacle != nil { (x, y) = (unknown, unknown) }
    var (xs, ys): ([Double], [Double]) = ([], [])
    for sample in x.indices {
      guard x[sample].isFinite, y[sample].isFinite else {
        (x[sample], y[sample]) = (.nan, .nan)
        continue
      }
      xs.append(x[sample])
      ys.append(y[sample])
    }
    (self.x, self.y, known) = (x, y, xs.count)
    xSpread = Distribution(xs)
    ySpread = Distribution(ys)
    xAxis = obstacle == nil ? Self.axis(request.axes.x, xSpread) : nil
    yAxis = obstacle == nil ? Self.axis(request.axes.y, ySpread) : nil
    color =
      request.color.isEmpty
      ? nil : shelf.values(of: request.color).flatMap(ScatterColor.init)
  }

  private static func obstacle(
    _ values: SampleValues?, _ name: String, _ shelf: SampleShelf
  ) -> String? {
    guard let values else { return shelf.noColumn(name) }
    return values.kind == .text ? "'\(name)' holds texts; an axis needs numbers" : nil
  }

  /// An axis with a little room beyond the outermost values.
  private static func axis(_ name: String, _ spread: Distribution?) -> PlotAxis {
    let unit = name == "entropy" ? "nats" : ""
    guard let spread else { return PlotAxis(name, unit: unit, column: name, holding: []) }
    let room = (spread.maximum - spread.minimum) * 0.03
    let ends = [spread.minimum - room, spread.maximum + room].filter(\.isFinite)
    return PlotAxis(
      name, unit: unit, column: name, holding: ends + [spread.minimum, spread.maximum])
  }

  /// Whether a sample has a place.
  func has(_ sample: Int) -> Bool { x.indices.contains(sample) && !x[sample].isNaN }
}

/// What colours dots: a number on a ramp, or one of a few things.
struct ScatterColor: Sendable {
  let name: String
  /// A place on the ramp in 0...1 for each sample, or the number of a thing; not a number where nothing
  /// is known.
  let values: [Double]
  /// The ends of the ramp; nil for things.
  let range: ClosedRange<Double>?
  /// Whether a fiftieth of the samples may lie beyond either end.
  let isClipped: Bool
  /// The things, the most frequent first; of more than there are colours the last is all others.
  let things: [String]

  /// The most things that are told apart.
  static let mostThings = 8

  /// Nil where nothing is known of any sample.
  init?(_ column: SampleValues) {
    name = column.name
    let known = column.values.filter { !$0.isNaN }
    guard var low = known.min(), var high = known.max() else { return nil }
    let isFew =
      column.kind != .number || (low >= 0 && high <= 7 && known.allSatisfy { $0 == $0.rounded() })
    guard isFew else {
      // Of many values the outermost would leave all others one colour.
      if known.count >= 50 {
        let sorted = known.sorted()
        (low, high) = (quantile(0.02, of: sorted), quantile(0.98, of: sorted))
      }
      isClipped = known.count >= 50
      range = low...high
      things = []
      let width = high / 2 - low / 2
      values = column.values.map { value in
        value.isNaN ? value : width > 0 ? min(max((value / 2 - low / 2) / width, 0), 1) : 1
      }
      return
    }
    range = nil
    isClipped = false
    var counts: [Double: Int] = [:]
    for value in known { counts[value, default: 0] += 1 }
    let ordered = counts.keys.sorted {
      // Numbers and flags in their order, texts by how many have them.
      if column.kind != .text { return $0 < $1 }
      let (one, other) = (counts[$0] ?? 0, counts[$1] ?? 0)
      return one != other ? one > other : $0 < $1
    }
    let hasOthers = ordered.count > Self.mostThings
    let told = hasOthers ? Array(ordered.prefix(Self.mostThings - 1)) : ordered
    let places = Dictionary(uniqueKeysWithValues: told.enumerated().map { ($1, Double($0)) })
    values = column.values.map { value in
      value.isNaN ? value : places[value] ?? Double(Self.mostThings - 1)
    }
    things =
      told.map { value in
        switch column.kind {
        case .text: column.words[Int(value)]
        case .flag: value != 0 ? "yes" : "no"
        case .number: shortText(value)
        }
      } + (hasOthers ? ["others"] : [])
  }
}
