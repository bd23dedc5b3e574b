/// A picture of numbers as a value: what is drawn, not how.
///
/// A terminal, a figure and a table of comma-separated values are made from the same plot. Every
/// number in it is finite, and every point lies within its axes.
public struct Plot: Sendable, Equatable {
  /// What a plot shows.
  public enum Body: Sendable, Equatable {
    /// Curves, points or bars over two axes.
    case chart(Chart)
    /// A square of numbers.
    case matrix(PlotMatrix)
    /// Nothing yet, or nothing at all: the reason, as a phrase.
    case missing(String)
  }

  /// The name of its kind, in kebab case; part of a file's name.
  public let name: String
  /// What is shown, in a few words.
  public let title: String
  /// Of what it is: the sample, for pictures that stand alone.
  public let subject: String
  /// The numbers.
  public let body: Body
  /// What a reader must know beside them, a sentence each without a final period.
  public let notes: [String]

  /// Creates a plot.
  ///
  /// - Parameters:
  ///   - name: The name of its kind.
  ///   - title: What is shown, in a few words.
  ///   - subject: Of what it is.
  ///   - body: The numbers.
  ///   - notes: What a reader must know beside them.
  public init(name: String, title: String, subject: String, body: Body, notes: [String] = []) {
    self.name = name
    self.title = title
    self.subject = subject
    self.body = body
    self.notes = notes
  }
}

/// Curves, points and bars over two axes.
public struct Chart: Sendable, Equatable {
  /// The axis to the right.
  public let x: PlotAxis
  /// The axis upwards.
  public let y: PlotAxis
  /// What the names of series are, as the heading of a column.
  public let seriesColumn: String
  /// The curves; later ones are drawn over earlier ones.
  public let series: [PlotSeries]
  /// What the numbers behind the names of series are; empty where there are none.
  public let detailTitle: String
  /// The bars, if there are any.
  public let bars: PlotBars?
  /// Lines across the whole plot.
  public let marks: [PlotMark]

  /// Creates a chart.
  ///
  /// Points that have no place on the axes, such as those of 0 on a logarithmic one, are left out;
  /// others that lie beyond the axes trap.
  ///
  /// - Parameters:
  ///   - x: The axis to the right.
  ///   - y: The axis upwards.
  ///   - seriesColumn: What the names of series are.
  ///   - series: The curves.
  ///   - detailTitle: What the numbers behind their names are.
  ///   - bars: The bars.
  ///   - marks: Lines across the plot; those beyond the axes are left out.
  public init(
    x: PlotAxis, y: PlotAxis, seriesColumn: String = "series", series: [PlotSeries] = [],
    detailTitle: String = "", bars: PlotBars? = nil, marks: [PlotMark] = []
  ) {
    self.detailTitle = detailTitle
    self.x = x
    self.y = y
    self.seriesColumn = seriesColumn
    self.bars = bars
    self.series = series.map { series in
      series.keeping { x.places($0.x) && y.places($0.y) }
    }
    for point in self.series.lazy.flatMap(\.points) {
      precondition(
        x.range.contains(point.x) && y.range.contains(point.y),
        "a point at \(point.x), \(point.y) is beyond axes of \(x.range) and \(y.range)")
    }
    self.marks = marks.filter { mark in
      let axis = mark.axis == .x ? x : y
      return axis.places(mark.value) && axis.range.contains(mark.value)
    }
  }
}

/// A curve, or points that no line connects.
public struct PlotSeries: Sendable, Equatable {
  /// What a series is among others.
  public enum Role: Sendable, Hashable {
    /// One of several.
    case plain
    /// The one that everything else on the screen is about.
    case current
    /// What others are measured against.
    case reference
  }

  /// How the points of a series are drawn.
  public enum Form: Sendable, Hashable {
    /// A line from each point to the next.
    case line
    /// A small shape at each point, and nothing between them.
    case points
  }

  /// A point of a curve.
  public struct Point: Sendable, Hashable {
    /// The place on the axis to the right.
    public let x: Double
    /// The place on the axis upwards.
    public let y: Double

    /// Creates a point.
    public init(_ x: Double, _ y: Double) {
      self.x = x
      self.y = y
    }
  }

  /// The full name, as files tell it.
  public let name: String
  /// The name in a legend.
  public let title: String
  /// A number or a few words behind the name in a legend; empty for none.
  public let detail: String
  /// One character of one column that stands on the curve; nil for none.
  ///
  /// Points have a shape of their own; the sign takes its place where a screen has no colours.
  public let sign: Character?
  /// Which colour and which dashes, or which shape, it has: series of one plot differ in it.
  public let style: Int
  /// What it is among others.
  public let role: Role
  /// How its points are drawn.
  public let form: Form
  /// The points, by ascending x.
  public let points: [Point]

  /// Creates a series.
  ///
  /// - Parameters:
  ///   - name: The full name, as files tell it.
  ///   - title: The name in a legend; the full one when nil.
  ///   - detail: A number or a few words behind it.
  ///   - sign: One character of one column that stands on the curve.
  ///   - style: Which colour and which dashes, or which shape, it has.
  ///   - role: What it is among others.
  ///   - form: How its points are drawn.
  ///   - points: The points in any order.
  public init(
    name: String, title: String? = nil, detail: String = "", sign: Character? = nil, style: Int,
    role: Role = .plain, form: Form = .line, points: [Point]
  ) {
    self.name = name
    self.title = title ?? name
    self.detail = detail
    self.sign = sign
    self.style = style
    self.role = role
    self.form = form
    self.points = points.sorted { $0.x < $1.x }
  }

  fileprivate func keeping(_ condition: (Point) -> Bool) -> PlotSeries {
    points.allSatisfy(condition)
      ? self
      : PlotSeries(
        name: name, title: title, detail: detail, sign: sign, style: style, role: role, form: form,
        points: points.filter(condition))
  }
}

/// How often values fall into intervals, and how many of these are of a special kind.
public struct PlotBars: Sendable, Equatable {
  /// One bar.
  public struct Bar: Sendable, Hashable {
    /// Where it begins on the axis to the right.
    public let from: Double
    /// Where it ends, beyond its beginning.
    public let to: Double
    /// Its height, 0 or more.
    public let whole: Double
    /// The height of the part at its foot, at most the whole.
    public let part: Double

    /// Creates a bar.
    ///
    /// - Parameters:
    ///   - from: Where it begins.
    ///   - to: Where it ends.
    ///   - whole: Its height.
    ///   - part: The height of the part at its foot.
    public init(from: Double, to: Double, whole: Double, part: Double) {
      self.from = from
      self.to = to
      self.whole = whole
      self.part = part
    }
  }

  /// The bars from left to right, none over another.
  public let bars: [Bar]
  /// What the whole of a bar is, in a legend.
  public let wholeTitle: String
  /// What the part at its foot is; nil when there is no such part.
  public let partTitle: String?
  /// The headings of the columns of numbers: beginning, end, whole and part.
  public let columns: [String]

  /// Creates bars.
  ///
  /// - Parameters:
  ///   - bars: The bars from left to right.
  ///   - wholeTitle: What the whole of a bar is.
  ///   - partTitle: What the part at its foot is; nil when there is none.
  ///   - columns: Four headings: beginning, end, whole and part.
  public init(bars: [Bar], wholeTitle: String, partTitle: String?, columns: [String]) {
    precondition(columns.count == 4, "bars have 4 columns of numbers, not \(columns.count)")
    self.bars = bars
    self.wholeTitle = wholeTitle
    self.partTitle = partTitle
    self.columns = columns
  }
}

/// A line across a plot, at a value that matters.
public struct PlotMark: Sendable, Hashable {
  /// On which axis the value lies.
  public enum Axis: Sendable, Hashable {
    /// On the axis to the right: the line is upright.
    case x
    /// On the axis upwards: the line is level.
    case y
  }

  /// On which axis the value lies.
  public let axis: Axis
  /// The value.
  public let value: Double
  /// What it is, in a few words.
  public let label: String

  /// Creates a mark.
  ///
  /// - Parameters:
  ///   - axis: On which axis the value lies.
  ///   - value: The value.
  ///   - label: What it is, in a few words.
  public init(_ axis: Axis, at value: Double, _ label: String) {
    self.axis = axis
    self.value = value
    self.label = label
  }
}

/// A square of numbers, each of two things.
public struct PlotMatrix: Sendable, Equatable {
  /// One of the things compared.
  public struct Item: Sendable, Hashable {
    /// The full name, as files tell it.
    public let name: String
    /// The name beside a row.
    public let title: String
    /// One character of one column that stands over a column.
    public let sign: Character

    /// Creates an item.
    ///
    /// - Parameters:
    ///   - name: The full name.
    ///   - title: The name beside a row.
    ///   - sign: One character that stands over a column.
    public init(name: String, title: String, sign: Character) {
      self.name = name
      self.title = title
      self.sign = sign
    }
  }

  /// The things compared, m of them, in the order of rows and columns.
  public let items: [Item]
  /// The numbers, m rows of m, each in 0...1.
  public let values: [[Double]]
  /// What the numbers are, as the heading of a column.
  public let column: String
  /// The place of the item that the screen is about; nil for none.
  public let current: Int?

  /// Creates a matrix.
  ///
  /// - Parameters:
  ///   - items: The things compared.
  ///   - values: The numbers, a row for each item, each in 0...1.
  ///   - column: What the numbers are.
  ///   - current: The place of the item that the screen is about.
  public init(items: [Item], values: [[Double]], column: String, current: Int? = nil) {
    precondition(
      values.count == items.count && values.allSatisfy { $0.count == items.count },
      "\(items.count) items need as many rows and columns, not \(values.count)")
    precondition(
      values.allSatisfy { $0.allSatisfy((0...1).contains) }, "a value of a matrix is not in 0...1")
    self.items = items
    self.values = values
    self.column = column
    self.current = current
  }
}
