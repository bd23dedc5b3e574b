/// One axis of a resize: what of a picture lands where in a window of the resized canvas.
///
/// The picture lies on a canvas (with padding before and after it), the canvas is scaled, and a
/// window is taken. What of the window lies beyond the scaled canvas is padding too. A plain resize
/// has a canvas as long as the picture and takes all of it; padding to a square before resizing
/// makes the canvas longer; a centre crop takes less. Pasting the resized picture on a larger one and
/// cutting that into tiles takes windows that may begin before the scaled canvas, end behind it, or
/// miss it: padding that no filter mixes with the picture.
/// All lengths are in pixels, and all positions are counted from 0 at the left or upper end.
public struct ResizingAxis: Sendable, Hashable {
  /// The picture's own length, 1 or more.
  public let length: Int
  /// The length of the canvas before scaling, at least `offset + length`.
  public let canvas: Int
  /// Where the picture begins on the canvas, 0 or more.
  public let offset: Int
  /// The length of the canvas after scaling, 1 or more.
  public let scaled: Int
  /// Where the window begins, counted from the scaled canvas's beginning; negative before it.
  public let windowStart: Int
  /// The window's length, 1 or more: the length of the result.
  public let window: Int

  /// Creates an axis; lengths that do not fit into each other trap.
  ///
  /// - Parameters:
  ///   - length: The picture's own length.
  ///   - canvas: The length of the canvas before scaling; nil for the picture's own.
  ///   - offset: Where the picture begins on the canvas.
  ///   - scaled: The length of the canvas after scaling.
  ///   - windowStart: Where the window begins, counted from the scaled canvas's beginning.
  ///   - window: The window's length; nil for all of the scaled canvas that follows its start.
  public init(
    length: Int, canvas: Int? = nil, offset: Int = 0, scaled: Int, windowStart: Int = 0,
    window: Int? = nil
  ) {
    self.length = length
    self.canvas = canvas ?? length
    self.offset = offset
    self.scaled = scaled
    self.windowStart = windowStart
    self.window = window ?? (scaled - windowStart)
    precondition(
      length > 0 && offset >= 0 && offset + length <= self.canvas,
      "\(length) pixels at \(offset) do not fit on a canvas of \(self.canvas)")
    precondition(
      scaled > 0 && self.window > 0,
      "a window of \(self.window) at \(windowStart) of \(scaled) pixels shows nothing")
  }

  /// The pixels of the picture that a stretch of the window shows, even in part.
  ///
  /// Positions are scaled linearly; how far the bicubic filter reaches beyond is not counted.
  ///
  /// - Parameter stretch: Pixels of the window; parts outside it are clipped.
  /// - Returns: Pixels of the picture, or nil when the stretch is empty or shows padding only.
  public func source(of stretch: Range<Int>) -> Range<Int>? {
    let clipped = stretch.clamped(to: canvasInWindow)
    guard !clipped.isEmpty else { return nil }
    let lower = scaledDown(clipped.lowerBound + windowStart, roundingUp: false) - offset
    let upper = scaledDown(clipped.upperBound + windowStart, roundingUp: true) - offset
    let pixels = max(lower, 0)..<max(min(upper, length), max(lower, 0))
    return pixels.isEmpty ? nil : pixels
  }

  /// The pixels of the window that a stretch of the picture reaches, even in part.
  ///
  /// - Parameter stretch: Pixels of the picture; parts outside it are clipped.
  /// - Returns: Pixels of the window, or nil when the stretch is empty or was cropped away.
  public func view(of stretch: Range<Int>) -> Range<Int>? {
    let clipped = stretch.clamped(to: 0..<length)
    guard !clipped.isEmpty else { return nil }
    let lower = (clipped.lowerBound + offset) * scaled / canvas - windowStart
    let upper = ((clipped.upperBound + offset) * scaled + canvas - 1) / canvas - windowStart
    let pixels = max(lower, 0)..<max(min(upper, window), max(lower, 0))
    return pixels.isEmpty ? nil : pixels
  }

  /// How much of a stretch of the window shows the picture, and not padding.
  ///
  /// - Parameter stretch: Pixels of the window, at least one, all inside it.
  /// - Returns: A share of the stretch's length, in 0...1.
  public func pictureShare(of stretch: Range<Int>) -> Double {
    precondition(
      !stretch.isEmpty && stretch.lowerBound >= 0 && stretch.upperBound <= window,
      "pixels \(stretch) are not a part of a window of \(window)")
    // In units of 1/scaled of a canvas pixel everything is a whole number.
    let lower = (stretch.lowerBound + windowStart) * canvas
    let upper = (stretch.upperBound + windowStart) * canvas
    let shown = min(upper, (offset + length) * scaled) - max(lower, offset * scaled)
    return shown <= 0 ? 0 : Double(shown) / Double(upper - lower)
  }

  /// How much of the picture the window shows; less than 1 after a crop, and 0 where it misses it.
  public var shownShare: Double {
    // In the units of `pictureShare(of:)`.
    let lower = max(windowStart * canvas, offset * scaled)
    let upper = min((windowStart + window) * canvas, (offset + length) * scaled)
    return upper <= lower ? 0 : Double(upper - lower) / Double(length * scaled)
  }

  /// The pixels of the window that lie on the scaled canvas.
  private var canvasInWindow: Range<Int> {
    let lower = min(max(-windowStart, 0), window)
    return lower..<max(min(scaled - windowStart, window), lower)
  }

  private func scaledDown(_ position: Int, roundingUp: Bool) -> Int {
    (position * canvas + (roundingUp ? scaled - 1 : 0)) / scaled
  }
}
