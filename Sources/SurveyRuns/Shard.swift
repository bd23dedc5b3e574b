/// A part of a sample set: stretch `index` of `count` that are equal but for rounding.
///
/// The split depends on nothing but the list of samples: whoever works on the parts, and with however
/// many cores, their results one behind the other are those of the whole.
public struct Shard: Sendable, Hashable {
  /// Which part, from 0.
  public let index: Int
  /// How many parts there are.
  public let count: Int

  /// The most parts of a set.
  public static let largestCount = 1_000_000

  /// Creates a part; nil for numbers that are none.
  ///
  /// - Parameters:
  ///   - index: Which one, from 0 to below `count`.
  ///   - count: How many there are, from 1 to ``largestCount``.
  public init?(index: Int, count: Int) {
    guard (1...Self.largestCount).contains(count), (0..<count).contains(index) else { return nil }
    self.index = index
    self.count = count
  }

  /// Reads `i/N` with i from 0 to below N; nil for anything else.
  ///
  /// - Parameter text: Both numbers in plain digits.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let index = Int(parts[0]), let count = Int(parts[1])
    else { return nil }
    self.init(index: index, count: count)
  }

  /// Which of so many samples belong to the part.
  ///
  /// - Parameter total: How many samples there are.
  /// - Returns: Their places, from ⌊index·total/count⌋ to before ⌊(index+1)·total/count⌋.
  public func range(of total: Int) -> Range<Int> {
    index * total / count..<(index + 1) * total / count
  }
}

extension Shard: CustomStringConvertible {
  /// The part as it is written: `i/N`.
  public var description: String { "\(index)/\(count)" }
}
