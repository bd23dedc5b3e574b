internal import Imaging
internal import TerminalUI

/// Colours that tell groups of patches apart: each hue in a dark and a light form.
///
/// Names of colours mean nothing here; neighbours on the picture get colours that are far apart in
/// hue, or near in hue and different in lightness.
struct GroupPalette: Sendable {
  /// The dark form of every hue, then the light form of every hue.
  let colors: [RGB]
  /// How far apart neighbours shall be at least, as ``distance(_:_:)`` counts.
  private let wanted: Int

  private var hues: Int { colors.count / 2 }

  /// The colours for a screen: those of the terminal itself where it has sixteen, else places of the
  /// 6×6×6 cube, which 256 colours show unchanged.
  static func of(_ tier: ColorTier) -> GroupPalette { tier == .ansi16 ? sixteen : cube }

  /// Oklab lightness about 0.56 and 0.80, hues about 45 degrees apart.
  private static let cube = GroupPalette(
    colors: [
      RGB(215, 0, 0), RGB(175, 95, 0), RGB(95, 135, 0), RGB(0, 135, 95),
      RGB(0, 135, 175), RGB(0, 95, 255), RGB(135, 95, 215), RGB(215, 0, 175),
      RGB(255, 135, 135), RGB(255, 175, 0), RGB(175, 215, 0), RGB(95, 215, 135),
      RGB(0, 215, 215), RGB(95, 175, 255), RGB(215, 175, 255), RGB(255, 135, 215),
    ], wanted: 3)

  /// The colours of sixteen that are no greys, as xterm has them.
  private static let sixteen = GroupPalette(
    colors: [
      RGB(205, 0, 0), RGB(205, 205, 0), RGB(0, 205, 0), RGB(0, 205, 205), RGB(0, 0, 238),
      RGB(205, 0, 205),
      RGB(255, 0, 0), RGB(255, 255, 0), RGB(0, 255, 0), RGB(0, 255, 255), RGB(92, 92, 255),
      RGB(255, 0, 255),
    ], wanted: 2)

  /// How different two colours are: two for each step of hue, one for the other lightness.
  func distance(_ one: Int, _ other: Int) -> Int {
    let steps = abs(one % hues - other % hues)
    return 2 * min(steps, hues - steps) + (one / hues == other / hues ? 0 : 1)
  }

  /// A colour for each of several groups, given which groups touch.
  ///
  /// Greedy, in the order of the groups: of the colours that are far enough from those of all
  /// neighbours the one that was used least, else the one that is farthest from them.
  ///
  /// - Parameter neighbours: For each group those that it touches.
  /// - Returns: For each group an index into ``colors``.
  func assignment(neighbours: [Set<Int>]) -> [Int] {
    var chosen = [Int?](repeating: nil, count: neighbours.count)
    var uses = [Int](repeating: 0, count: colors.count)
    // Steps that have no factor in common with the number of colours: groups that follow each other
    // look different even where they do not touch.
    let order = colors.indices.map { $0 * 5 % colors.count }
    for group in neighbours.indices {
      let taken = Set(neighbours[group].compactMap { chosen[$0] })
      let farthest = order.map { candidate in
        (candidate, taken.map { distance(candidate, $0) }.min() ?? .max)
      }
      let good = farthest.filter { $0.1 >= wanted }
      let best =
        good.min { uses[$0.0] < uses[$1.0] } ?? farthest.max { $0.1 < $1.1 }
      chosen[group] = best?.0
      uses[best?.0 ?? 0] += 1
    }
    return chosen.map { $0 ?? 0 }
  }
}
