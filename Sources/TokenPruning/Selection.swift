/// The tokens that a strategy keeps at one budget, and those that it hands on in their place.
public struct Selection: Sendable, Equatable {
  /// The kept tokens, ascending and distinct; none where a strategy only merges.
  public let kept: [Int]
  /// The kept tokens in the order in which they were chosen; nil where a strategy has none.
  public let order: [Int]?
  /// The tokens kept for their attention, where a strategy keeps the others for another reason;
  /// ascending.
  public let important: [Int]?
  /// Which tokens were mixed into which, for strategies that merge.
  public let merging: Merging?
  /// How many class tokens are handed on beside the patches.
  public let classTokens: Int
  /// How many of these each tile hands on, where every tile was pruned by itself.
  public let classTokensPerTile: [Int]?

  /// Creates a selection from tokens in any order.
  public init(
    kept: [Int], order: [Int]? = nil, important: [Int]? = nil, merging: Merging? = nil,
    classTokens: Int = 0, classTokensPerTile: [Int]? = nil
  ) {
    self.kept = kept.ascending
    self.order = order
    self.important = important?.ascending
    self.merging = merging
    self.classTokens = classTokens
    self.classTokensPerTile = classTokensPerTile
  }

  /// Creates a selection whose order is known.
  public init(order: some Collection<Int>, merging: Merging? = nil) {
    self.init(kept: Array(order), order: Array(order), merging: merging)
  }

  /// Whether a token is kept, for each of `count` tokens.
  public func flags(count: Int) -> [Bool] {
    var flags = [Bool](repeating: false, count: count)
    for token in kept { flags[token] = true }
    return flags
  }

  /// The kept tokens that are handed on as they are, ascending: all that no group stands for.
  public var unmerged: [Int] {
    guard let merging else { return kept }
    let represented = Set(merging.groups.compactMap(\.representative))
    return kept.filter { !represented.contains($0) }
  }

  /// How many groups are handed on as tokens of their own, in place of no kept patch.
  public var addedTokens: Int { merging?.groups.count { $0.representative == nil } ?? 0 }

  /// How many tokens are handed on: class tokens, patches as they are, and merged tokens.
  public var outputCount: Int { classTokens + unmerged.count + (merging?.groups.count ?? 0) }
}

extension [Int] {
  /// The elements in ascending order; tokens of a sample without comparing them.
  fileprivate var ascending: [Int] {
    guard count > 16 else { return sorted() }
    var (least, most) = (self[0], self[0])
    for element in self {
      least = element < least ? element : least
      most = element > most ? element : most
    }
    guard least >= 0, most < 64 * count else { return sorted() }
    var isPresent = [Bool](repeating: false, count: most + 1)
    for element in self { isPresent[element] = true }
    var distinct: [Int] = []
    distinct.reserveCapacity(count)
    for element in least...most where isPresent[element] { distinct.append(element) }
    // One that is there twice is there twice in the result.
    return distinct.count == count ? distinct : sorted()
  }
}
