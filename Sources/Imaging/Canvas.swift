/// A picture that shapes are painted on, with smooth edges.
///
/// The canvas is a value: what is drawn depends on nothing but the calls, and is the same on every
/// machine. Coordinates are in pixels from the upper left corner, so pixel (x, y) is the square
/// from (x, y) to (x + 1, y + 1). A filled shape covers each pixel by the exact area of the pixel
/// inside it; colours are mixed in sRGB by coverage times opacity. Whatever lies outside the
/// picture is left out.
public struct Canvas: Sendable {
  /// What has been painted so far.
  public private(set) var image: Image
  private var clip: Coverage?

  /// Creates a canvas of one colour.
  public init(width: Int, height: Int, color: RGB) {
    image = Image(width: width, height: height, filledWith: color)
  }

  /// Creates a canvas that paints over a picture.
  public init(_ image: Image) { self.image = image }

  /// Pixels in a row.
  public var width: Int { image.width }
  /// Rows of pixels.
  public var height: Int { image.height }

  // MARK: Filling

  /// Fills a path.
  ///
  /// Where contours overlap, turns in the same direction fill once and opposite turns cancel, so
  /// an inner contour of the opposite direction is a hole.
  ///
  /// - Parameters:
  ///   - path: The outlines; each is closed by a straight line.
  ///   - paint: What to fill with.
  ///   - opacity: From 0 for no effect to 1.
  /// - Complexity: O(area of the path's bounding box + length of its outline).
  public mutating func fill(_ path: Path, with paint: Paint, opacity: Double = 1) {
    guard let coverage = Coverage(filling: path, width: width, height: height) else { return }
    lay(paint, through: coverage, opacity: opacity)
  }

  /// Fills an upright rectangle; its sides need not lie on pixels.
  public mutating func fillRectangle(
    x: Double, y: Double, width: Double, height: Double, with paint: Paint, opacity: Double = 1
  ) {
    fill(.rectangle(x: x, y: y, width: width, height: height), with: paint, opacity: opacity)
  }

  /// Fills a polygon, given its corners in order.
  public mutating func fillPolygon(_ corners: [Point], with paint: Paint, opacity: Double = 1) {
    fill(.polygon(corners), with: paint, opacity: opacity)
  }

  /// Fills an ellipse, turned clockwise by an angle in radians.
  public mutating func fillEllipse(
    center: Point, radiusX: Double, radiusY: Double, turned angle: Double = 0, with paint: Paint,
    opacity: Double = 1
  ) {
    let path = Path.ellipse(center: center, radiusX: radiusX, radiusY: radiusY, turned: angle)
    fill(path, with: paint, opacity: opacity)
  }

  /// Fills a disc.
  public mutating func fillCircle(
    center: Point, radius: Double, with paint: Paint, opacity: Double = 1
  ) {
    fillEllipse(center: center, radiusX: radius, radiusY: radius, with: paint, opacity: opacity)
  }

  /// Fills the whole picture.
  public mutating func fillAll(with paint: Paint, opacity: Double = 1) {
    fillRectangle(
      x: 0, y: 0, width: Double(width), height: Double(height), with: paint, opacity: opacity)
  }

  // MARK: Lines

  /// Draws every contour of a path as a line with round ends and joints.
  ///
  /// A pixel is covered by how far the line's edge reaches past its centre, and once only however
  /// often the line crosses itself. Lines thinner than a pixel get fainter instead.
  ///
  /// - Parameters:
  ///   - path: The contours; they stay open unless their last point is their first.
  ///   - thickness: The line's width in pixels.
  ///   - paint: What to draw with.
  ///   - opacity: From 0 for no effect to 1.
  public mutating func stroke(
    _ path: Path, thickness: Double, with paint: Paint, opacity: Double = 1
  ) {
    let lines = path.contours.map { contour in
      contour.map { (point: $0, thickness: thickness) }
    }
    guard let coverage = Coverage(stroking: lines, width: width, height: height) else { return }
    lay(paint, through: coverage, opacity: opacity)
  }

  /// Draws a straight line with round ends.
  public mutating func strokeLine(
    from start: Point, to end: Point, thickness: Double, with paint: Paint, opacity: Double = 1
  ) {
    stroke(Path([[start, end]]), thickness: thickness, with: paint, opacity: opacity)
  }

  /// Draws a line whose thickness changes along the way, like a pen or a branch.
  ///
  /// - Parameters:
  ///   - points: Points of the line, each with the thickness there.
  ///   - paint: What to draw with.
  ///   - opacity: From 0 for no effect to 1.
  public mutating func stroke(
    _ points: [(point: Point, thickness: Double)], with paint: Paint, opacity: Double = 1
  ) {
    guard let coverage = Coverage(stroking: [points], width: width, height: height) else { return }
    lay(paint, through: coverage, opacity: opacity)
  }

  // MARK: Regions and pictures

  /// Draws with everything outside a path left as it is.
  ///
  /// - Parameters:
  ///   - path: Where drawing has an effect; nested clips meet.
  ///   - draw: Draws on the canvas it is given.
  public mutating func clipped(to path: Path, draw: (inout Canvas) -> Void) {
    guard var region = Coverage(filling: path, width: width, height: height) else { return }
    let outer = clip
    if let outer { region.multiply(by: outer) }
    clip = region
    draw(&self)
    clip = outer
  }

  /// Copies a picture, its upper left pixel to column `x` and row `y`; opacity mixes it in.
  public mutating func draw(_ picture: Image, x: Int, y: Int, opacity: Double = 1) {
    for row in max(0, -y)..<max(max(0, -y), min(picture.height, height - y)) {
      for column in max(0, -x)..<max(max(0, -x), min(picture.width, width - x)) {
        blend(Tint(picture[column, row]), x: x + column, y: y + row, by: opacity)
      }
    }
  }

  // MARK: Mixing

  private mutating func lay(_ paint: Paint, through coverage: Coverage, opacity: Double) {
    if case .solid(let color) = paint {
      let tint = Tint(color)
      coverage.forEachCovered { x, y, share in blend(tint, x: x, y: y, by: share * opacity) }
    } else {
      coverage.forEachCovered { x, y, share in
        let tint = paint.tint(x: Double(x) + 0.5, y: Double(y) + 0.5)
        blend(tint, x: x, y: y, by: share * opacity)
      }
    }
  }

  private mutating func blend(_ tint: Tint, x: Int, y: Int, by share: Double) {
    var share = share * tint.opacity
    if let clip { share *= clip.share(x: x, y: y) }
    guard share > 0 else { return }
    share = min(share, 1)
    let start = 3 * (y * image.width + x)
    image.samples[start] = mix(image.samples[start], tint.red, share)
    image.samples[start + 1] = mix(image.samples[start + 1], tint.green, share)
    image.samples[start + 2] = mix(image.samples[start + 2], tint.blue, share)
  }

  private func mix(_ from: UInt8, _ to: Double, _ share: Double) -> UInt8 {
    let from = Double(from)
    return UInt8(from + (to - from) * share + 0.5)
  }
}
