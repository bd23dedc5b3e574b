import Dispatch
import Explorer

/// Keeps back frames that would be drawn anew as a whole within moments.
///
/// A new sample's picture without its selection is bright where the next frame is dark: to draw it
/// first would send nearly twice the bytes. Where the selection takes longer the picture is shown
/// alone, so that nobody waits before an old screen.
struct FrameHold {
  /// How long a frame is kept back, in milliseconds.
  static let longest = 40

  /// When the first frame of these was kept back, in nanoseconds.
  private var since: UInt64?

  /// How much longer a frame is to be kept back, in milliseconds; 0 when it is to be drawn.
  mutating func milliseconds(for state: ExplorerState) -> Int {
    guard state.isAboutToSelect else {
      since = nil
      return 0
    }
    let now = DispatchTime.now().uptimeNanoseconds
    let begin = since ?? now
    since = begin
    return max(0, Self.longest - Int((now - begin) / 1_000_000))
  }
}
