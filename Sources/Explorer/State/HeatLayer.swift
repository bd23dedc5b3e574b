/// What the heat of the picture shows.
public enum HeatLayer: String, Sendable, Hashable, CaseIterable {
  /// Class attention: the mean of the heads, or one of them.
  case attention
  /// The length of each token's feature vector.
  case norm
  /// How each token is to the one that is pinned, else to the one under the cursor: cosines or attention.
  case similarity
  /// The order in which the current strategy chose its tokens.
  case order
  /// The group that the current strategy merged each token into.
  case groups
  /// How many strategies keep each token.
  case agreement

  /// Whether the layer changes when the cursor moves, as long as nothing is pinned.
  var followsCursor: Bool { self == .similarity }
}

/// How a layer's values become positions on the colour map.
public enum HeatScale: String, Sendable, Hashable, CaseIterable {
  /// Proportional between the smallest and the largest.
  case linear
  /// Proportional between the logarithms.
  case log
  /// By rank.
  case rank
}

/// How pruned patches are drawn.
public enum MaskStyle: String, Sendable, Hashable, CaseIterable {
  /// Darker and without colour.
  case dim
  /// An even grey.
  case grey
  /// Black.
  case black
  /// Almost white, as in the papers' figures.
  case white
  /// As they are; only the mark tells kept ones.
  case marks
}
