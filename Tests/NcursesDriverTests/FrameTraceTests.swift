import NcursesDriver
import Testing

@Suite struct FrameTraceTests {
  /// The places that a frame writes on a screen of 20×5.
  private func places(_ frame: String, after first: String = "\u{1B}[1;1H") -> Set<Int>? {
    var trace = FrameTrace(columns: 20, rows: 5)
    guard trace.read(Array(first.utf8), write: { _ in }) else { return nil }
    var places: Set<Int> = []
    return trace.read(Array(frame.utf8), write: { places.insert($0) }) ? places : nil
  }

  @Test(
    arguments: [
      ("ab", [0, 1]), ("\u{1B}[2;3Hx", [22]), ("\u{1B}[3dx\u{1B}[9Gy", [40, 48]),
      ("\u{1B}[4Cx", [4]), ("\u{1B}[2B\u{1B}[Cx\u{8}\u{8}y", [41, 40]),
      ("\u{1B}[5;20Hx\u{1B}[A\u{1B}[2Dy", [99, 77]),
      ("\u{1B}[2;5H\u{1B}[3X", [24, 25, 26]), ("\u{1B}[2;18H\u{1B}[K", [37, 38, 39]),
      ("\u{1B}[2;3H\u{1B}[1K", [20, 21, 22]), ("\r\n\tx", [28]),
      ("\u{1B}[38;2;1;2;3m\u{1B}(B\u{1B}[?25l\u{1B}[m-\u{1B}7\u{1B}8", [0]),
      ("é\u{301}x", [0, 1]), ("a\u{1B}7b\u{1B}8c", [0, 1]), ("▀x", [0, 1]), ("字x", [0, 1, 2]),
    ] as [(String, [Int])])
  func knowsWhatIsWritten(frame: String, written: [Int]) throws {
    let places = try #require(self.places(frame))
    #expect(places.isSuperset(of: written))
    // What is too much lies right behind.
    #expect(places.subtracting(written).allSatisfy { written.contains($0 - 1) })
  }

  @Test(arguments: ["\u{1B}[J", "\u{1B}[2L", "\u{1B}c", "\u{1B}[3", "\u{1B}", "\u{1B}M"])
  func givesUpOnWhatMayWriteAnywhere(frame: String) {
    #expect(places(frame) == nil)
  }

  @Test func doesNotGuessWhereTheCursorIs() {
    #expect(places("x", after: "") == nil)
    #expect(places("\u{1B}[3Gx", after: "") == nil)
  }
}
