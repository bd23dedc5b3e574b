public import Imaging

/// Pictures side by side, each with lines of text above it.
///
/// This is the figure that compares strategies: the sample's own picture first, then one panel for
/// each selection. All words and numbers are the caller's.
public struct Strip: Sendable, Equatable {
  /// One picture with its text.
  public struct Panel: Sendable, Equatable {
    /// The picture, shown pixel for pixel.
    public var image: Image
    /// The text above it: the first line is the title, the others are fainter.
    public var lines: [String]

    /// Creates a panel.
    ///
    /// - Parameters:
    ///   - image: The picture.
    ///   - lines: The text above it; each line is shortened to the picture's width.
    public init(image: Image, lines: [String]) {
      self.image = image
      self.lines = lines
    }
  }

  /// The panels, from left to right and then from top to bottom.
  public var panels: [Panel]
  /// How many panels stand side by side before the next row begins.
  public var columns: Int

  /// Creates a strip.
  ///
  /// - Parameters:
  ///   - panels: One or more pictures with their text.
  ///   - columns: How many panels stand side by side, 1 or more; all of them when nil.
  public init(panels: [Panel], columns: Int? = nil) {
    precondition(!panels.isEmpty, "a strip of 0 panels shows nothing")
    let columns = columns ?? panels.count
    precondition(columns > 0, "a strip needs 1 or more columns, not \(columns)")
    self.panels = panels
    self.columns = min(columns, panels.count)
  }

  /// Draws the strip.
  ///
  /// Every panel has the same cell, as wide as the widest picture and as high as the highest one
  /// and the most lines need. Texts begin on the same line, and pictures under them do too. Letters
  /// are large where all lines fit so, else small; what is still too long is shortened. A thin grey
  /// line frames each picture.
  ///
  /// - Returns: A picture on white with a margin of 12 pixels around and between the panels.
  public func drawn() -> Image {
    let cell = Cell(of: panels)
    let margin = FigureStyle.margin
    let rows = (panels.count + columns - 1) / columns
    var figure = Image(
      width: margin + columns * (cell.width + margin),
      height: margin + rows * (cell.height + margin), filledWith: .white)
    for (index, panel) in panels.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: columns)
      draw(
        panel, in: cell, on: &figure, x: margin + column * (cell.width + margin),
        y: margin + row * (cell.height + margin))
    }
    return figure
  }

  private func draw(_ panel: Panel, in cell: Cell, on figure: inout Image, x: Int, y: Int) {
    for (number, line) in panel.lines.enumerated() {
      BitmapFont.draw(
        BitmapFont.fitted(line, into: panel.image.width, scale: cell.textScale), on: &figure, x: x,
        y: y + number * BitmapFont.lineHeight * cell.textScale, scale: cell.textScale,
        color: number == 0 ? FigureStyle.ink : FigureStyle.faintInk)
    }
    let (image, top) = (panel.image, y + cell.textHeight)
    figure.fill(
      x: x - 1, y: top - 1, width: image.width + 2, height: image.height + 2,
      with: FigureStyle.frame)
    figure.paste(image, x: x, y: top)
  }

  /// The room that every panel has.
  private struct Cell {
    let width: Int
    let textScale: Int
    let textHeight: Int
    let height: Int

    init(of panels: [Panel]) {
      width = panels.map(\.image.width).max() ?? 1
      // All texts are of one size: large where every line of every panel has room.
      let isRoomy = panels.allSatisfy { panel in
        let scale = FigureStyle.textScale(forWidth: panel.image.width)
        return scale == 2
          && panel.lines.allSatisfy { BitmapFont.width(of: $0, scale: 2) <= panel.image.width }
      }
      textScale = isRoomy ? 2 : 1
      let lines = panels.map(\.lines.count).max() ?? 0
      textHeight = lines > 0 ? lines * BitmapFont.lineHeight * textScale + 2 : 0
      height = textHeight + (panels.map(\.image.height).max() ?? 1)
    }
  }
}
