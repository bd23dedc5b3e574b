public import DataTables

/// The scores of captions, each joined with what a survey knows, and their totals.
public struct ChairReport: Sendable {
  /// A value with its column's name.
  public typealias Field = (name: String, value: DataValue)

  /// The scores, in the order of the captions.
  public let scores: [CaptionScore]
  /// What the survey knows of each; empty without a survey.
  public let joined: [[String: DataValue]]
  /// Captions whose sample the survey does not have.
  public let unjoined: Int
  /// Captions whose sample the survey has, but not their strategy and budget.
  public let absent: Int
  /// Captions whose strategy and budget several rows of the survey fit, with different values.
  public let ambiguous: Int

  private let joinedColumns: [String]

  /// The joined columns that are numbers worth a mean and a correlation.
  private static let measures = [
    "erank_input", "entropy", "erank_kept", "coverage", "attention_mass",
  ]

  /// Joins scores with a survey.
  ///
  /// - Parameters:
  ///   - scores: The scores.
  ///   - survey: The survey; nil for none.
  public init(_ scores: [CaptionScore], survey: SurveyJoin? = nil) {
    self.scores = scores
    guard let survey else {
      (joined, joinedColumns) = (scores.map { _ in [:] }, [])
      (unjoined, absent, ambiguous) = (0, 0, 0)
      return
    }
    let known = scores.map(survey.values)
    joined = known.map { $0?.values ?? [:] }
    unjoined = known.count { $0 == nil }
    absent = known.count { $0?.selection == .absent }
    ambiguous = known.count { $0?.selection == .ambiguous }
    joinedColumns = SurveyJoin.sampleColumns + SurveyJoin.selectionColumns
  }

  /// Captions of an image that has one before, under an equal strategy and budget; all of them count.
  public var repeated: Int {
    scores.count
      - Set(scores.map { [$0.sample, $0.caption.strategy ?? "", $0.caption.budget ?? ""] }).count
  }

  // MARK: Captions

  /// The columns of ``row(_:)``, in their order.
  public var columns: [String] {
    Self.scoreColumns + joinedColumns
  }

  private static let scoreColumns = [
    "sample", "image", "strategy", "keep", "words", "tokens", "mentions", "hallucinated", "objects",
    "recalled", "chair_s", "chair_i", "recall", "mentioned_words", "hallucinated_words",
  ]

  /// A caption's values, one for each of ``columns``.
  ///
  /// - Parameter index: The caption's place in ``scores``.
  /// - Returns: The values; `chair_s` is 1 for a caption with a hallucination, else 0.
  public func row(_ index: Int) -> [Field] {
    let score = scores[index]
    let values: [DataValue] = [
      .text(score.sample), .text(score.caption.image), .of(score.caption.strategy),
      score.caption.keep.map { DataValue($0) } ?? .missing, .of(score.words), .of(score.tokens),
      .of(score.mentions.count), .of(score.hallucinated.count), .of(score.objects.count),
      .of(score.recalled), .of(score.hallucinated.isEmpty ? 0 : 1), .of(score.chairI),
      .of(score.recall), .of(score.mentions.map(\.word).joined(separator: ", ")),
      .of(score.hallucinated.map(\.word).joined(separator: ", ")),
    ]
    return Array(zip(Self.scoreColumns, values))
      + joinedColumns.map { ($0, joined[index][$0] ?? .missing) }
  }

  // MARK: Groups

  /// Captions of one strategy at one budget, or all of them.
  public struct Group: Sendable {
    /// The strategy; nil for all captions, and where they name none.
    public let strategy: String?
    /// The budget, equal ones in one spelling; nil as above.
    public let keep: String?
    /// Whether these are all captions.
    public let isOverall: Bool
    /// The places of the captions.
    public let members: [Int]
  }

  /// The groups in the order of their first captions, and last all captions; only these where no
  /// caption names a strategy or a budget.
  public var groups: [Group] {
    var order: [[String?]] = []
    var members: [[String?]: [Int]] = [:]
    for (index, score) in scores.enumerated() {
      let key = [score.caption.strategy, score.caption.budget]
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(index)
    }
    let all = Group(strategy: nil, keep: nil, isOverall: true, members: Array(scores.indices))
    if order.allSatisfy({ $0 == [nil, nil] }) { return [all] }
    return order.map { key in
      Group(strategy: key[0], keep: key[1], isOverall: false, members: members[key] ?? [])
    } + [all]
  }

  /// A group's values: its totals, the means of what was joined, and how each of these goes with
  /// CHAIR_i over its captions (Pearson's correlation, `r_` before the column's name).
  ///
  /// - Parameter group: The group.
  /// - Returns: The values, of equal columns for every group.
  public func row(of group: Group) -> [Field] {
    let totals = ScoreTotals(group.members.map { scores[$0] })
    var row: [Field] = [
      ("group", .text(group.isOverall ? "all" : "strategy")), ("strategy", .of(group.strategy)),
      ("keep", group.keep.map { DataValue($0) } ?? .missing), ("captions", .of(totals.captions)),
      ("chair_s", .of(totals.chairS)), ("chair_i", .of(totals.chairI)),
      ("recall", .of(totals.recall)), ("words", .of(totals.meanWords)),
      ("tokens", .of(totals.meanTokens)), ("mentions", .of(totals.mentions)),
      ("hallucinated", .of(totals.hallucinated)),
    ]
    guard !joinedColumns.isEmpty else { return row }
    for column in Self.measures {
      let values = group.members.compactMap { joined[$0][column]?.number }
      let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      row.append((column, .of(mean)))
    }
    for column in Self.measures {
      let pairs: [(Double, Double)] = group.members.compactMap { place in
        guard let value = joined[place][column]?.number, let chair = scores[place].chairI else {
          return nil
        }
        return (value, chair)
      }
      row.append(("r_" + column, .of(correlation(of: pairs))))
    }
    return row
  }
}

extension DataValue {
  fileprivate static func of(_ value: Int) -> DataValue { .number(Double(value)) }
  fileprivate static func of(_ value: Double?) -> DataValue {
    value.map { .number($0) } ?? .missing
  }
  fileprivate static func of(_ value: String?) -> DataValue {
    value.map { $0.isEmpty ? .missing : .text($0) } ?? .missing
  }
}
