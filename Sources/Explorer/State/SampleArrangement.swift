internal import DataTables
internal import SampleSets

/// The samples in the order in which they are stepped through, as far as they pass the filter.
public struct SampleArrangement: Sendable, Equatable {
  /// The samples that are stepped through, in order: indices into all samples.
  public let shown: [Int]
  /// What it was made for; another request makes another one.
  let request: Request
  /// For each sample its place among all in this order.
  private let ranks: [Int]
  /// For each sample its place in ``shown``; −1 for one that does not pass.
  private let places: [Int]

  /// What an arrangement follows from.
  struct Request: Sendable, Equatable {
    var order = SampleOrder.given
    /// The column of a table that the order reads.
    var column = ""
    var isReversed = false
    var filter = SampleFilter.all
    /// The state of knowledge, where the order or the filter reads it.
    var knowledge = 0
    /// The tables, where the order or the filter reads them.
    var table = SampleTable.empty
  }

  /// All samples as they were given.
  init(count: Int) {
    shown = Array(0..<count)
    (ranks, places) = (shown, shown)
    request = Request()
  }

  /// Sorts and filters samples.
  ///
  /// The order is stable: equal ones stay as they were given, also where it is reversed. Samples
  /// whose value is not known come last either way.
  ///
  /// - Complexity: O(count · log count).
  init(_ request: Request, samples: [SampleReference], shelf: SampleShelf) {
    let sorted = Self.sorted(request, samples, shelf)
    var ranks = [Int](repeating: 0, count: samples.count)
    for (rank, index) in sorted.enumerated() { ranks[index] = rank }
    let filter = request.filter
    shown =
      filter.isAll
      ? sorted
      : sorted.filter { filter.admits($0, in: shelf, facts: shelf.factList[$0]) }
    var places = [Int](repeating: -1, count: samples.count)
    for (place, index) in shown.enumerated() { places[index] = place }
    (self.ranks, self.places, self.request) = (ranks, places, request)
  }

  private static func sorted(
    _ request: Request, _ samples: [SampleReference], _ shelf: SampleShelf
  ) -> [Int] {
    let given = Array(samples.indices)
    switch request.order {
    case .given: return request.isReversed ? given.reversed() : given
    case .name:
      let names = shelf.names
      return given.sorted { one, other in
        let (first, second) = request.isReversed ? (other, one) : (one, other)
        if names[first].precedes(names[second]) { return true }
        return names[second].precedes(names[first]) ? false : one < other
      }
    case .erank, .entropy:
      let values = shelf.factList.map { facts in
        request.order == .erank ? facts?.erank : facts?.entropy
      }
      return sorted(given, by: values.map { $0 ?? .nan }, isReversed: request.isReversed)
    case .column:
      guard let column = request.table[request.column] else {
        return request.isReversed ? given.reversed() : given
      }
      return sorted(given, by: column.sortingValues, isReversed: request.isReversed)
    }
  }

  /// Samples by numbers; those without one come last.
  private static func sorted(_ given: [Int], by values: [Double], isReversed: Bool) -> [Int] {
    let known = given.filter { !values[$0].isNaN }.sorted { one, other in
      let (first, second) = (values[one], values[other])
      if first != second { return isReversed ? first > second : first < second }
      return one < other
    }
    return known + given.filter { values[$0].isNaN }
  }

  /// The place of a sample, from 0; nil for one that does not pass the filter.
  func place(of sample: Int) -> Int? {
    guard places.indices.contains(sample), places[sample] >= 0 else { return nil }
    return places[sample]
  }

  /// The sample before or behind another in the order, whether or not that one passes the filter.
  ///
  /// - Parameters:
  ///   - sample: The sample to step from.
  ///   - step: 1 or −1.
  /// - Returns: An index; nil at the end.
  /// - Complexity: O(log count).
  func neighbor(of sample: Int, _ step: Int) -> Int? {
    guard ranks.indices.contains(sample) else { return shown.first }
    if let place = place(of: sample) {
      return shown.indices.contains(place + step) ? shown[place + step] : nil
    }
    // The first one that comes behind it.
    var (low, high) = (0, shown.count)
    while low < high {
      let middle = (low + high) / 2
      if ranks[shown[middle]] < ranks[sample] { low = middle + 1 } else { high = middle }
    }
    let wanted = step > 0 ? low : low - 1
    return shown.indices.contains(wanted) ? shown[wanted] : nil
  }
}

extension SampleColumn {
  /// Numbers in the order of the values: texts by alphabet.
  var sortingValues: [Double] {
    guard kind == .text else { return values }
    let order = words.indices.sorted { FoldedName(words[$0]).precedes(FoldedName(words[$1])) }
    var ranks = [Double](repeating: 0, count: words.count)
    for (rank, word) in order.enumerated() { ranks[word] = Double(rank) }
    return values.map { $0.isNaN ? $0 : ranks[Int($0)] }
  }
}
