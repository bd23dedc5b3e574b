internal import LinearAlgebra

/// Tokens that are merged two by two into ever fewer, the way of ToMe.
///
/// A token of zero length has cosine 0 to all others. Ties go to the earlier place in the list,
/// which is the lower index only until a first step has put it in another order.
///
/// Source: Token Merging, ICLR 2023, arXiv 2210.09461, Sec. 3 (bipartite soft matching).
struct BipartiteMerging: Sendable {
  /// The tokens of the field that each present token is made of.
  private(set) var members: [[Int]]
  /// What tokens are compared by, one row each: the mean over the members.
  private var metric: Matrix
  /// How many steps were made.
  private(set) var steps = 0
  /// The matches of the last step, the pairs most alike first; none before the first step.
  private(set) var matches: [Match] = []

  /// A token at an even place with the one at an odd place that is most like it.
  struct Match: Sendable {
    /// The first member of the one at the even place.
    let even: Int
    /// The first member of the one at the odd place.
    let odd: Int
    /// How like they are.
    let cosine: Double
    /// Whether the step merged them.
    let isMerged: Bool
  }

  /// Starts with every token by itself, in the order of `tokens`.
  ///
  /// - Parameters:
  ///   - tokens: The tokens, in the order whose even and odd places are matched.
  ///   - metric: What they are compared by, a row for each of them in that order.
  init(_ tokens: some Collection<Int>, comparing metric: Matrix) {
    members = tokens.map { [$0] }
    self.metric = metric
  }

  /// The number of tokens now.
  var count: Int { members.count }

  /// Merges the `removed` tokens at even places that are most alike to one at an odd place into it.
  ///
  /// What comes out is first the even ones that are left, by descending likeness, then the odd ones
  /// in their order. To remove none changes nothing.
  ///
  /// - Parameters:
  ///   - removed: How many to merge away, at most half of all.
  ///   - record: Gets the decisions that were close.
  /// - Complexity: O(*m*² · *d*) for *m* tokens compared by *d* numbers.
  mutating func step(removing removed: Int, record: (Instability) -> Void = { _ in }) {
    precondition(removed <= count / 2, "merging \(removed) of \(count) tokens in one step")
    guard removed > 0 else { return }
    steps += 1
    let evens = Array(stride(from: 0, to: count, by: 2))
    let odds = Array(stride(from: 1, to: count, by: 2))
    let directions = metric.unitRows
    let cosines = directions.selecting(rows: evens)
      .innerProducts(with: directions.selecting(rows: odds))
    let matches = cosines.rowMaxima
    let order = matches.map(\.value).indicesDescending
    tell(order, matches, evens, odds, removed, record)
    self.matches = order.enumerated().map { rank, even in
      Match(
        even: members[evens[even]][0], odd: members[odds[matches[even].column]][0],
        cosine: matches[even].value, isMerged: rank < removed)
    }

    var merged = Array(odds.map { members[$0] })
    var sums = metric.selecting(rows: odds)
    for (place, group) in merged.enumerated() { sums.scaleRow(place, by: Double(group.count)) }
    for even in order[..<removed] {
      let place = matches[even].column
      let group = members[evens[even]]
      merged[place] += group
      sums.addRow(evens[even], of: metric, times: Double(group.count), to: place)
    }
    for (place, group) in merged.enumerated() { sums.scaleRow(place, by: 1 / Double(group.count)) }
    let left = order[removed...].map { evens[$0] }
    members = left.map { members[$0] } + merged
    metric = metric.selecting(rows: left).appending(sums)
  }

  /// Close matches among the merged, and any close neighbours in the order: what is left keeps it.
  private func tell(
    _ order: [Int], _ matches: [RowMaximum], _ evens: [Int], _ odds: [Int], _ removed: Int,
    _ record: (Instability) -> Void
  ) {
    for even in order[..<removed] {
      Instability(
        rank: steps, token: members[evens[even]][0], rival: members[odds[matches[even].column]][0],
        difference: matches[even].lead
      ).map(record)
    }
    for (one, next) in zip(order, order.dropFirst()) {
      Instability(
        rank: steps, token: members[evens[one]][0], rival: members[evens[next]][0],
        difference: matches[one].value - matches[next].value
      ).map(record)
    }
  }
}

extension BipartiteMerging.Match {
  /// What a report says of the token at the even place, or of the other one.
  ///
  /// - Parameters:
  ///   - last: The last pair that was merged in the step; those more alike went before.
  ///   - isEven: Of which of the two.
  /// - Returns: The comparison; nothing hangs on it for the one at the odd place, which stays.
  func comparison(last: BipartiteMerging.Match?, ofEven isEven: Bool) -> TokenReason.Comparison {
    TokenReason.Comparison(
      .similarity, cosine, to: isEven ? odd : even,
      cut: isEven ? last.map { TokenReason.Cut($0.cosine, of: $0.even) } : nil,
      isPassed: isEven ? !isMerged : nil)
  }
}
