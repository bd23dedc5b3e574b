public import Imaging
public import TokenFields

/// A picture that tells which patches one selection keeps, which another one, which both.
///
/// Each has a colour and letters where these fit: `A` on blue for the first alone, `B` on orange for
/// the second alone, `AB` on green for both. Patches that neither keeps recede and have a point.
public struct DifferenceOverlay: Sendable, Equatable {
  /// Who keeps a patch.
  private enum Owner: Int, CaseIterable {
    case first
    case second
    case both
    case neither

    var letters: String { ["A", "B", "AB", "·"][rawValue] }

    /// What the patch is blended with, and by how much: so dark that white letters keep a contrast of
    /// 4.5 to 1 on a white picture.
    var tint: (color: RGB, share: Double) {
      switch self {
      case .first: (RGB(hex: 0x1552CC), 0.85)
      case .second: (RGB(hex: 0x9A4C00), 0.85)
      case .both: (RGB(hex: 0x0B6602), 0.85)
      case .neither: (.white, 0.8)
      }
    }
  }

  /// How the tokens lie.
  public let grid: TokenGrid
  /// What the first selection is called.
  public let firstName: String
  /// What the second one is called.
  public let secondName: String
  private let owners: [Owner]

  /// Compares two selections.
  ///
  /// - Parameters:
  ///   - first: Kept tokens in any order; each must be one of the grid's.
  ///   - firstName: What this selection is called.
  ///   - second: Kept tokens of the other, likewise.
  ///   - secondName: What the other is called.
  ///   - grid: How the tokens lie.
  public init(
    _ first: [Int], named firstName: String, _ second: [Int], named secondName: String,
    grid: TokenGrid
  ) {
    self.grid = grid
    self.firstName = firstName
    self.secondName = secondName
    var flags = [Int](repeating: 0, count: grid.count)
    for (bit, kept) in [(1, first), (2, second)] {
      for token in kept {
        precondition(
          flags.indices.contains(token), "token \(token) is none of the \(grid.count) of \(grid)")
        flags[token] |= bit
      }
    }
    owners = flags.map { [Owner.neither, .first, .second, .both][$0] }
  }

  private func count(_ owner: Owner) -> Int { owners.count { $0 == owner } }

  /// The lines of the legend: names and counts, and at the end how much the two have in common.
  package var legend: [String] {
    let (first, second, both) = (count(.first), count(.second), count(.both))
    let union = first + second + both
    let jaccard = union == 0 ? 1 : Double(both) / Double(union)
    return [
      "only \(firstName) \(first)", "only \(secondName) \(second)", "both \(both)",
      "neither \(count(.neither))",
      "Jaccard \(NumberLabel.text(jaccard)) = \(both)/\(union) of \(owners.count) tokens",
    ]
  }

  /// Lays the comparison over a picture; tiles are stacked from top to bottom in it.
  public func drawn(on image: Image) -> Image {
    let layout = PatchLayout(of: grid, width: image.width, height: image.height)
    var result = image
    for (token, owner) in owners.enumerated() {
      let (columns, rows) = layout.patch(token)
      let (color, share) = owner.tint
      for row in rows {
        for column in columns {
          result[column, row] = result[column, row].mixed(with: color, share: share)
        }
      }
    }
    for (token, owner) in owners.enumerated() {
      Self.write(owner, into: layout.patch(token), on: &result)
    }
    return result
  }

  /// The whole figure: a title, the comparison over a picture, and its legend.
  ///
  /// - Parameters:
  ///   - image: The picture, or squares that stand for one.
  ///   - title: The line above; shortened when it is too wide.
  /// - Returns: A picture larger than `image` by a margin, the title and five lines.
  public func figure(on image: Image, title: String) -> Image {
    let map = drawn(on: image)
    let margin = FigureStyle.margin
    // A sample of the colour with its letters, and the words behind it.
    func width(_ scale: Int) -> Int {
      (Self.swatch.width + 6) * scale
        + (legend.map { BitmapFont.width(of: $0, scale: scale) }.max() ?? 0)
    }
    let inner = max(image.width, width(1))
    let scale = width(2) <= inner ? 2 : 1
    let titleScale = BitmapFont.width(of: title, scale: 2) <= inner ? 2 : 1
    let line = (Self.swatch.height + 2) * scale
    let top = margin + BitmapFont.lineHeight * titleScale + 4
    var figure = Image(
      width: inner + 2 * margin, height: top + map.height + 10 + line * legend.count + margin,
      filledWith: .white)
    BitmapFont.draw(
      BitmapFont.fitted(title, into: inner, scale: titleScale), on: &figure, x: margin, y: margin,
      scale: titleScale, color: FigureStyle.ink)
    figure.fill(
      x: margin - 1, y: top - 1, width: map.width + 2, height: map.height + 2,
      with: FigureStyle.frame)
    figure.paste(map, x: margin, y: top)
    for (index, text) in legend.enumerated() {
      drawEntry(index, text, on: &figure, y: top + map.height + 10 + index * line, scale: scale)
    }
    return figure
  }

  private static let swatch = (width: 18, height: 14)

  /// Draws a line of the legend; those of owners have a sample of their colour before them.
  private func drawEntry(
    _ index: Int, _ text: String, on image: inout Image, y: Int, scale: Int
  ) {
    var x = FigureStyle.margin
    let (width, height) = (Self.swatch.width * scale, Self.swatch.height * scale)
    if Owner.allCases.indices.contains(index) {
      let owner = Owner.allCases[index]
      image.fill(
        x: x, y: y, width: width, height: height,
        with: owner == .neither ? FigureStyle.frame : owner.tint.color)
      Self.write(owner, into: (x..<(x + width), y..<(y + height)), on: &image)
      x += width + 6 * scale
    }
    BitmapFont.draw(
      text, on: &image, x: x, y: y + (height - BitmapFont.capHeight * scale) / 2, scale: scale,
      color: FigureStyle.ink)
  }

  /// Writes the letters into the middle of a patch if they fit.
  private static func write(
    _ owner: Owner, into patch: (columns: Range<Int>, rows: Range<Int>), on image: inout Image
  ) {
    let (width, height) = (patch.columns.count, patch.rows.count)
    let scale = min(width / 14, height / 14) >= 2 ? 2 : 1
    let text = BitmapFont.width(of: owner.letters, scale: scale)
    guard text + 2 <= width, BitmapFont.capHeight * scale + 2 <= height else { return }
    BitmapFont.draw(
      owner.letters, on: &image, x: patch.columns.lowerBound + (width - text) / 2,
      y: patch.rows.lowerBound + (height - BitmapFont.capHeight * scale) / 2, scale: scale,
      color: owner == .neither ? FigureStyle.faintInk : .white)
  }
}
