import LinearAlgebra
import TestSupport
import TokenFields

/// Strategies straight from their definitions: plain loops, every step anew for every budget.
enum ReferenceStrategies {
  /// DivPrune: the token whose nearest other is farthest, then whatever is farthest from the chosen.
  static func divPrune(_ tokens: ReferenceTokens, keeping budget: Int) -> [Int] {
    func distance(_ one: Int, _ other: Int) -> Double {
      1 - ReferenceTokens.cosine(tokens.projected[one], tokens.projected[other])
    }
    let isolation = (0..<tokens.count).map { token in
      // The second smallest of its row of distances, that to itself included.
      let toItself = tokens.projected[token].contains { $0 != 0 } ? 0.0 : 1.0
      let row = (0..<tokens.count).map { $0 == token ? toItself : distance(token, $0) }.sorted()
      return row.count > 1 ? row[1] : 0
    }
    return farthest(from: firstLargest(isolation), of: tokens.count, budget: budget, distance)
  }

  /// Farthest-point sampling from a start.
  static func farthestPoints(
    _ tokens: ReferenceTokens, euclidean: Bool, startsAtAttention: Bool, keeping budget: Int
  ) -> [Int] {
    let vectors = tokens.projected
    return farthest(
      from: startsAtAttention ? firstLargest(tokens.attention) : 0, of: tokens.count,
      budget: budget
    ) { one, other in
      euclidean
        ? ReferenceTokens.squaredDistance(vectors[one], vectors[other])
        : 1 - ReferenceTokens.cosine(vectors[one], vectors[other])
    }
  }

  /// VisPruner: rounds over explicit lists.
  static func visPruner(
    _ tokens: ReferenceTokens, ratio: Double, keeping budget: Int
  ) -> (important: [Int], diverse: [Int]) {
    let order = tokens.byAttention
    let importantCount = Int(Double(budget) * ratio)
    let diverseCount = budget - importantCount
    var residual = Array(order[importantCount...])
    while diverseCount > 0, residual.count > diverseCount {
      let evens = residual.indices.filter { $0 % 2 == 0 }.map { residual[$0] }
      let odds = residual.indices.filter { $0 % 2 == 1 }.map { residual[$0] }
      let scored = evens.map { even -> (token: Int, score: Double) in
        let cosines = odds.map {
          ReferenceTokens.cosine(tokens.features[even], tokens.features[$0])
        }
        return (even, cosines.max() ?? -.infinity)
      }
      // The highest score first, the earlier of equal ones first.
      let ranked = scored.enumerated().sorted {
        ($1.element.score, $0.offset) < ($0.element.score, $1.offset)
      }
      let deleted = min(8, residual.count - diverseCount, evens.count)
      residual = ranked.dropFirst(deleted).map(\.element.token) + odds
    }
    return (Array(order[..<importantCount]), diverseCount > 0 ? residual : [])
  }

  /// AgilePruner: the walk, stopped at the budget, then the fill.
  static func agilePruner(
    _ tokens: ReferenceTokens, threshold: (_ rank: Int) -> Double, keeping budget: Int
  ) -> [Int] {
    let byAttention = tokens.byAttention
    var isAlive = [Bool](repeating: true, count: tokens.count)
    var chosen: [Int] = []
    for (place, token) in byAttention.enumerated() where isAlive[token] && chosen.count < budget {
      chosen.append(token)
      for other in 0..<tokens.count where other != token {
        let cosine = ReferenceTokens.cosine(tokens.projected[token], tokens.projected[other])
        if 1 - cosine < threshold(place + 1) { isAlive[other] = false }
      }
    }
    for token in byAttention where chosen.count < budget && !chosen.contains(token) {
      chosen.append(token)
    }
    return chosen
  }

  /// The even lattice by trying every shape, then the farthest of what is left.
  static func uniformGrid(rows: Int, columns: Int, keeping budget: Int) -> [Int] {
    var best = (rows: 1, columns: 1)
    for latticeRows in 1...rows {
      for latticeColumns in 1...columns where latticeRows * latticeColumns <= budget {
        let (most, points) = (best.rows * best.columns, latticeRows * latticeColumns)
        // |r/c − R/C| over the common denominator: fractions compare exactly.
        let distortion = abs(latticeRows * columns - rows * latticeColumns) * best.columns
        let known = abs(best.rows * columns - rows * best.columns) * latticeColumns
        if points > most || points == most && distortion < known {
          best = (latticeRows, latticeColumns)
        }
      }
    }
    var kept: [Int] = []
    for row in 0..<best.rows {
      for column in 0..<best.columns {
        let y = Int((Double(row) + 0.5) * Double(rows) / Double(best.rows))
        let x = Int((Double(column) + 0.5) * Double(columns) / Double(best.columns))
        kept.append(y * columns + x)
      }
    }
    while kept.count < budget {
      let gaps = (0..<(rows * columns)).map { token in
        kept.map { other -> Double in
          let down = token / columns - other / columns
          let across = token % columns - other % columns
          return Double(down * down + across * across)
        }.min() ?? 0
      }
      kept.append(firstLargest(gaps))
    }
    return kept
  }

  /// A shuffle that deals from the front: each place takes one of those left, counted by 64 bits.
  static func random(seed: UInt64, count: Int) -> [Int] {
    var state = seed
    func bits() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
      return value ^ (value >> 31)
    }
    var tokens = Array(0..<count)
    for place in 0..<count {
      let left = UInt64(count - place)
      let drawn = Int(bits().multipliedFullWidth(by: left).high)
      (tokens[place], tokens[place + drawn]) = (tokens[place + drawn], tokens[place])
    }
    return tokens
  }

  /// The index of the largest value, the first of equal ones.
  static func firstLargest(_ values: [Double]) -> Int {
    var best = 0
    for index in values.indices where values[index] > values[best] { best = index }
    return best
  }

  /// Chooses, again and again, what is farthest from its nearest chosen one.
  private static func farthest(
    from start: Int, of count: Int, budget: Int, _ distance: (Int, Int) -> Double
  ) -> [Int] {
    var chosen = [start]
    while chosen.count < budget {
      var best = -1
      var bestGap = -Double.infinity
      for token in 0..<count where !chosen.contains(token) {
        let gap = chosen.map { distance(token, $0) }.min() ?? 0
        if gap > bestGap { (best, bestGap) = (token, gap) }
      }
      chosen.append(best)
    }
    return chosen
  }
}
