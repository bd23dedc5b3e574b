import NcursesDriver
import Testing

@Suite struct FramePacingTests {
  /// Counts a frame and looks whether the terminal is asked after it.
  private func expect(
    _ pacing: inout FramePacing, _ size: Int, now: Int, asks: Bool,
    at location: SourceLocation = #_sourceLocation
  ) {
    let asked = pacing.drew(size, now: now)
    #expect(asked == asks, sourceLocation: location)
  }

  @Test func drawsAtOnceAfterARest() {
    var pacing = FramePacing()
    for now in 0..<FramePacing.burst {
      #expect(pacing.delay(now: now) == 0)
      expect(&pacing, 100, now: now, asks: false)
    }
    let whole = FramePacing.burst * FramePacing.interval
    #expect(pacing.delay(now: 5) == whole - 5)
    #expect(pacing.delay(now: whole) == 0)
    #expect(pacing.delay(now: 1_000_000) == 0)
  }

  @Test func drawsSoManyFramesASecondAndNoMore() {
    var pacing = FramePacing()
    var frames = 0
    for now in 0..<1000 where pacing.delay(now: now) == 0 {
      expect(&pacing, 100, now: now, asks: false)
      frames += 1
    }
    #expect((60...66).contains(frames))
  }

  @Test func asksNothingOfATerminalThatIsNotKnownToAnswer() {
    var pacing = FramePacing()
    for now in 0..<100 { expect(&pacing, 100_000, now: now * 20, asks: false) }
    #expect(!pacing.isUnread)
    #expect(pacing.delay(now: 10_000) == 0)
  }

  @Test func drawsNothingAfterALargeFrameUntilItIsRead() {
    var pacing = FramePacing()
    pacing.acknowledge()
    expect(&pacing, 100_000, now: 0, asks: true)
    #expect(pacing.isUnread)
    #expect(pacing.delay(now: 100) > 1000)
    pacing.acknowledge()
    #expect(!pacing.isUnread)
    #expect(pacing.delay(now: 100) == 0)
  }

  @Test func drawsSmallFramesMeanwhileUpToALimit() {
    var pacing = FramePacing()
    pacing.acknowledge()
    // Three moves of the cursor ask nothing; then every few of them are asked about together.
    for count in 1...2 { expect(&pacing, 1500, now: count * 20, asks: false) }
    expect(&pacing, 1500, now: 60, asks: true)
    var now = 60
    var sent = 0
    while pacing.delay(now: now + 20) == 0, sent < 1_000_000 {
      now += 20
      expect(&pacing, 1500, now: now, asks: false)
      sent += 1500
    }
    #expect((FramePacing.allowance..<FramePacing.allowance + 1500).contains(sent))
    pacing.acknowledge()
    #expect(pacing.delay(now: now + 20) == 0)
  }

  @Test func waitsForNoAnswerForEver() {
    var pacing = FramePacing()
    pacing.acknowledge()
    expect(&pacing, 64_000, now: 0, asks: true)
    let patience = pacing.delay(now: 0)
    #expect((5000..<20_000).contains(patience))
    #expect(pacing.delay(now: patience) == 0)
    // The terminal is not asked again until it answers something.
    expect(&pacing, 64_000, now: patience, asks: false)
    #expect(!pacing.isUnread)
    pacing.acknowledge()
    expect(&pacing, 64_000, now: 2 * patience, asks: true)
    #expect(pacing.delay(now: 2 * patience + 100) > 1000)
    pacing.forgetQuestion()
    #expect(pacing.delay(now: 2 * patience + 100) == 0)
  }
}
