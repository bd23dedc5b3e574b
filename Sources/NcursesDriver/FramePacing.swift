/// When the next frame may be drawn.
///
/// A line is slow where nobody notices it here: ssh takes megabytes that then are on their way for
/// seconds. Large frames therefore end with a question that the terminal answers once it has read
/// them; until it does, only little more is sent, and frames that become old meanwhile are never
/// sent at all. Times are milliseconds of any clock.
package struct FramePacing {
  /// The shortest time between two frames that follow one another for long: about 60 a second.
  package static let interval = 16
  /// How many frames may follow one another at once after a rest: an answer to a key often comes in
  /// two, what is known at once and what had to be computed.
  package static let burst = 3
  /// After so many bytes the terminal is asked whether it has read them.
  package static let questionSize = 4 << 10
  /// How much may be sent while the answer is awaited, unless more is on its way already.
  package static let allowance = 16 << 10

  /// Bytes since the last question.
  private var unasked = 0
  /// How much was on its way with the question that is not answered yet, and since when.
  private var question: (size: Int, time: Int)?
  /// When the latest frames were drawn, the oldest first.
  private var latest: [Int] = []
  /// Whether the terminal answers the question, as far as is known.
  private var asks = false

  /// Creates a pacing of which the first frame may be drawn at once.
  package init() {}

  /// Whether an answer is still to come.
  package var isUnread: Bool { question != nil }

  /// How long to wait from now on; 0 when a frame may be drawn.
  ///
  /// An answer may end the wait earlier.
  package func delay(now: Int) -> Int {
    var pause = 0
    if latest.count == Self.burst, let oldest = latest.first {
      pause = max(0, oldest + Self.burst * Self.interval - now)
    }
    guard let question, question.size > Self.allowance || unasked >= Self.allowance else {
      return pause
    }
    return max(pause, question.time + patience(for: question.size) - now)
  }

  /// Counts a frame.
  ///
  /// - Parameters:
  ///   - size: Its bytes.
  ///   - now: When it was drawn.
  /// - Returns: Whether the question is to be sent after it.
  package mutating func drew(_ size: Int, now: Int) -> Bool {
    if latest.count == Self.burst { latest.removeFirst() }
    latest.append(now)
    if let question, question.time + patience(for: question.size) <= now {
      // A terminal that does not answer cannot be waited for.
      self.question = nil
      asks = false
    }
    unasked += size
    guard asks, question == nil, unasked >= Self.questionSize else { return false }
    question = (unasked, now)
    unasked = 0
    return true
  }

  /// The terminal has read all up to the question; it is known to answer from now on.
  package mutating func acknowledge() {
    question = nil
    asks = true
  }

  /// Waits for no answer any more: what was sent is lost, or the user asks for a frame anyhow.
  package mutating func forgetQuestion() {
    question = nil
    unasked = 0
  }

  /// How long the answer after so many bytes may take: a second, and what the bytes take at 8 kB a
  /// second.
  private func patience(for size: Int) -> Int { 1000 + size / 8 }
}
