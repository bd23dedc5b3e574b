/// The choices of a session that undo goes back to, and redo forward again.
///
/// Always equal to another: it never changes unless the choices beside it do.
public struct History: Sendable, Equatable {
  /// Earlier choices, oldest first.
  public private(set) var past: [Choices] = []
  /// Choices that were undone, the next one last.
  public private(set) var future: [Choices] = []
  /// What the newest entry was made by, as long as more of the same joins it.
  private var openRun: Run?

  /// How often it was walked, back or forth.
  private(set) var walks = 0

  /// Always true.
  public static func == (one: History, other: History) -> Bool { true }

  /// Changes that come in numbers and are taken back together.
  enum Run: Sendable, Equatable {
    /// Moves of the cursor.
    case cursor
    /// Steps of the budget.
    case budget
  }

  /// The most changes that are remembered; a day's work has fewer.
  static let limit = 10_000

  /// Remembers choices that have just been changed.
  ///
  /// - Parameters:
  ///   - old: What was chosen before.
  ///   - run: What the change was one of many of, if it was.
  mutating func record(_ old: Choices, run: Run?) {
    future = []
    defer { openRun = run }
    if let run, run == openRun, !past.isEmpty { return }
    past.append(old)
    if past.count > Self.limit { past.removeFirst(past.count - Self.limit) }
  }

  /// The choices before the newest change; nil when there are none.
  ///
  /// A run that ended where it began, such as a step to the left and one to the right, is passed over.
  mutating func undo(_ now: Choices) -> Choices? {
    while past.last == now { past.removeLast() }
    guard let old = past.popLast() else { return nil }
    future.append(now)
    openRun = nil
    walks += 1
    return old
  }

  /// The choices after the change that was undone last; nil when there are none.
  mutating func redo(_ now: Choices) -> Choices? {
    while future.last == now { future.removeLast() }
    guard let next = future.popLast() else { return nil }
    past.append(now)
    openRun = nil
    walks += 1
    return next
  }
}
