/// A kind of file that can be exported.
public enum ExportKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Kept tokens white, pruned ones black, 1 bit.
  case mask
  /// The image with pruned patches blended to white.
  case overlay
  /// The class attention as a heat map with a legend.
  case heatmap
  /// The image and several strategies side by side, titled.
  case strip
  /// The image with every patch in the colour of the group that it was merged into.
  case groups
  /// The tokens that are handed on, as arrays.
  case tokens
  /// Patches that only the first of two strategies keeps, only the second, both, or neither.
  case diff
  /// How many of the strategies keep each patch.
  case agreement
  /// Effective rank, coverage and attention share of every strategy over the budget.
  case curves
  /// The singular values of all tokens and of the kept ones.
  case spectrum
  /// The class attention of all tokens and of the kept ones, with the cut.
  case histogram
  /// AgilePruner's threshold over the attention rank.
  case threshold
  /// The overlap of every two strategies.
  case jaccard
}

/// What exports from the screen write, and where.
public struct ExportSettings: Sendable, Equatable {
  /// The folder; it is made if it is missing.
  public var folder: String
  /// The kinds of file for one strategy; nil for what suits it: mask and overlay, and groups and
  /// tokens where it merges.
  public var kinds: [ExportKind]?
  /// The kinds of file for several strategies.
  public var kindsOfAll: [ExportKind] = [.mask, .overlay, .heatmap, .strip]
  /// Whether the last export was of all strategies that are compared.
  public var ofAll = false

  /// Settings of a session that has exported nothing.
  public init(folder: String) { self.folder = folder }
}

/// What an export will write, while it is being asked.
public struct ExportForm: Sendable, Equatable {
  /// Whether every strategy of the comparison is written, or the current one alone.
  public var ofAll: Bool
  /// The kinds of file.
  public var kinds: Set<ExportKind>
  /// The field that keys go to: 0 for the folder, then the kinds in their order.
  public var field = 0
  /// What would be written; nil while it is looked up.
  public var preview: ExportPreview?

  /// The kinds in the order in which they are written.
  public var orderedKinds: [ExportKind] { ExportKind.allCases.filter(kinds.contains) }
}

/// What an export would write.
public struct ExportPreview: Sendable, Equatable {
  /// The path of the first file; empty where there is none.
  public let first: String
  /// How many files there would be, the record among them.
  public let count: Int
  /// The number in their names; 1 where the plain names are free and have none.
  public let number: Int
  /// Why nothing can be written there, if that is known already.
  public let obstacle: String?

  /// Creates a preview.
  public init(first: String, count: Int, number: Int, obstacle: String? = nil) {
    self.first = first
    self.count = count
    self.number = number
    self.obstacle = obstacle
  }
}
