public import Imaging
public import TokenFields

/// Colours that tell groups of patches apart, also where only lightness is seen.
///
/// 24 colours: eight hues at each of three lightnesses. Two groups that touch get different
/// lightnesses as far as three suffice, and different colours always if they are not surrounded by
/// all 24; groups far apart may share one.
public enum GroupPalette {
  /// The colours, eight dark ones, eight of middle lightness and eight light ones.
  ///
  /// Hues are 45° apart in OKLCH, those of the next lightness 15° further on; lightness is 0.42, 0.62
  /// and 0.84, chroma 0.17 or as much as sRGB holds. Any two are at least 23 apart in CIE Lab, and
  /// two of different lightness at least 18 in lightness alone.
  public static let colors: [RGB] = [
    0x92002E, 0x733E00, 0x554F00, 0x005E28, 0x005959, 0x00537C, 0x4934A3, 0x7C1878,
    0xD95544, 0xB37900, 0x7B9200, 0x009E72, 0x0097AA, 0x3186E9, 0x9769DC, 0xCA549D,
    0xFFB797, 0xF5C40D, 0x98E36B, 0x00EACE, 0x76D9FF, 0xB6C9FF, 0xE7B3FF, 0xFFB1C8,
  ].map { RGB(hex: $0) }

  /// How many colours have the same lightness.
  static let shades = 8

  /// A colour of ``colors`` for each group.
  ///
  /// Groups with the most neighbours choose first, each what differs most from the colours around it;
  /// equal arguments give equal colours.
  ///
  /// - Parameters:
  ///   - groups: For each token its group, −1 for none.
  ///   - count: How many groups there are.
  ///   - grid: How the tokens lie; tiles stand on top of one another.
  /// - Returns: `count` places in ``colors``.
  /// - Complexity: O(*n* log *n*) for *n* tokens.
  public static func assign(_ groups: [Int], count: Int, on grid: TokenGrid) -> [Int] {
    let borders = borders(of: groups, count: count, on: grid)
    let lengths = borders.map { $0.values.reduce(0, +) }
    let order = (0..<count).sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    var chosen = [Int?](repeating: nil, count: count)
    var uses = [Int](repeating: 0, count: colors.count)
    for group in order {
      // The cost of each colour: what it shares with the colours around it, by length of border,
      // and a little for every group that has it elsewhere.
      var costs = uses.map { 0.3 * Double($0 * max(lengths[group], 1)) }
      for (neighbour, length) in borders[group].sorted(by: { $0.key < $1.key }) {
        guard let taken = chosen[neighbour] else { continue }
        for color in colors.indices { costs[color] += Double(length) * likeness[taken][color] }
      }
      let best = costs.indices.min { (costs[$0], $0) < (costs[$1], $1) } ?? 0
      chosen[group] = best
      uses[best] += 1
    }
    return chosen.map { $0 ?? 0 }
  }

  /// How much two colours can be mistaken for one another: most when they are the same, much when
  /// they are as light as each other, and the less the further apart they are.
  private static let likeness: [[Double]] = {
    let labs = colors.map { Lab($0) }
    return labs.indices.map { one in
      labs.indices.map { other in
        guard one != other else { return 1000 }
        let (first, second) = (labs[one], labs[other])
        let (light, a, b) = (
          first.lightness - second.lightness, first.a - second.a, first.b - second.b
        )
        let distance = Double(light * light + a * a + b * b).squareRoot()
        return (one / shades == other / shades ? 10 : 0) + 20 / distance
      }
    }
  }()

  /// For each group how many sides of patches it shares with each other group.
  private static func borders(
    of groups: [Int], count: Int, on grid: TokenGrid
  ) -> [[Int: Int]] {
    precondition(
      groups.count == grid.count, "groups of \(groups.count) tokens on a grid of \(grid.count)")
    var borders = [[Int: Int]](repeating: [:], count: count)
    func touch(_ one: Int, _ other: Int) {
      guard one >= 0, other >= 0, one != other else { return }
      borders[one][other, default: 0] += 1
      borders[other][one, default: 0] += 1
    }
    for token in groups.indices {
      if (token + 1) % grid.columns != 0 { touch(groups[token], groups[token + 1]) }
      let below = token + grid.columns
      if below < groups.count { touch(groups[token], groups[below]) }
    }
    return borders
  }
}
