import Glibc

/// One thing to measure: work whose result is known.
struct Row {
  /// What is measured, as the first column says it.
  let title: String
  /// The most it may take, in milliseconds; nil without a goal.
  let goal: Double?
  /// What the work must return, up to rounding.
  ///
  /// The work's result is compared after every run. That shows that it was done, and no compiler
  /// can leave out what the result depends on.
  let expected: Double
  /// The work.
  let work: () async -> Double

  init(
    _ title: String, goal: Double? = nil, expecting expected: Double,
    work: @escaping () async -> Double
  ) {
    self.title = title
    self.goal = goal
    self.expected = expected
    self.work = work
  }
}

/// Runs rows and prints them.
struct Table {
  /// How long a row runs, in seconds.
  let secondsPerRow: Double
  /// What the titles of rows to run contain; all do when it is empty.
  let only: String
  /// Results that were not as expected.
  private(set) var failures: [String] = []
  private var pendingHeading: String?

  private static let titleWidth = 58
  private static let fewestRuns = 5

  init(secondsPerRow: Double, only: String) {
    self.secondsPerRow = secondsPerRow
    self.only = only
  }

  /// Begins a group of rows; its heading is printed before the first of them.
  mutating func heading(_ text: String) {
    let columns = ["median", "best", "cpu"].map { Self.right($0, 10) }.joined()
    pendingHeading = "\n" + Self.left(text, Self.titleWidth) + columns
  }

  /// Measures rows in turn and prints each; the first one is what the others are compared with.
  mutating func compare(_ all: [Row]) async {
    let rows = all.filter { only.isEmpty || $0.title.contains(only) }
    guard !rows.isEmpty else { return }
    var timings: [Timing] = []
    for row in rows { timings.append(Timing(batch: await batch(of: row))) }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(secondsPerRow * Double(rows.count))
    while clock.now < end || timings[0].wall.count < Self.fewestRuns {
      for (index, row) in rows.enumerated() { await run(row, &timings[index]) }
    }
    if let heading = pendingHeading { print(heading) }
    pendingHeading = nil
    for (index, row) in rows.enumerated() {
      var ratio: String?
      if index > 0 { ratio = Self.ratio(timings[index].median, to: timings[0].median) }
      print(Self.line(row, timings[index], ratio))
    }
  }

  /// Measures one row and prints it.
  mutating func measure(_ row: Row) async { await compare([row]) }

  // MARK: Running

  /// How often work is repeated between two looks at the clock: short work until it takes 20 µs.
  private mutating func batch(of row: Row) async -> Int {
    let clock = ContinuousClock()
    check(await row.work(), row)
    let start = clock.now
    check(await row.work(), row)
    let seconds = (clock.now - start).seconds
    return max(1, Int(20e-6 / max(seconds, 1e-9)))
  }

  private mutating func run(_ row: Row, _ timing: inout Timing) async {
    let clock = ContinuousClock()
    let cpu = Self.processSeconds()
    let start = clock.now
    var sum = 0.0
    for _ in 0..<timing.batch { sum += await row.work() }
    timing.wall.append((clock.now - start).seconds / Double(timing.batch))
    timing.cpu.append((Self.processSeconds() - cpu) / Double(timing.batch))
    check(sum / Double(timing.batch), row)
  }

  private mutating func check(_ result: Double, _ row: Row) {
    let tolerance = 1e-9 * max(1, abs(row.expected))
    guard abs(result - row.expected) > tolerance else { return }
    let failure = "\(row.title): the result is \(result) where \(row.expected) is right"
    if !failures.contains(failure) { failures.append(failure) }
  }

  private static func processSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  // MARK: Printing

  private static func line(_ row: Row, _ timing: Timing, _ ratio: String?) -> String {
    var text = left(row.title, titleWidth)
    for seconds in [timing.median, timing.best, timing.medianCPU] {
      text += right(milliseconds(seconds), 10)
    }
    if let ratio { text += "  " + ratio }
    if let goal = row.goal {
      text += "  goal \(goal) ms: " + (timing.median * 1000 <= goal ? "met" : "MISSED")
    }
    return text
  }

  private static func ratio(_ seconds: Double, to base: Double) -> String {
    "×\(digits(seconds / max(base, 1e-12), 2)) of the first"
  }

  private static func milliseconds(_ seconds: Double) -> String {
    let value = seconds * 1000
    return digits(value, value < 0.1 ? 4 : value < 10 ? 3 : 1)
  }

  private static func digits(_ value: Double, _ decimals: Int) -> String {
    let factor = pow(10, Double(decimals))
    let whole = Int((value * factor).rounded())
    let text = String(whole % Int(factor))
    let fraction = String(repeating: "0", count: decimals - text.count) + text
    return "\(whole / Int(factor)).\(fraction)"
  }

  private static func left(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.count))
  }

  private static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(1, width - text.count)) + text
  }
}

/// The times of one row.
private struct Timing {
  /// How many times the work was done between two looks at the clock.
  let batch: Int
  /// Seconds by the clock, of each run.
  var wall: [Double] = []
  /// Seconds of all threads together, of each run.
  var cpu: [Double] = []

  init(batch: Int) { self.batch = batch }

  var median: Double { Self.median(wall) }
  var best: Double { wall.min() ?? 0 }
  var medianCPU: Double { Self.median(cpu) }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return 0 }
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
