import Synchronization

/// The indices of numbers, largest number first, sorted no further than anybody asks.
///
/// On ties the lower index comes first. Safe to use from several threads.
public final class LargestFirst: Sendable {
  /// The numbers.
  public let values: [Double]
  private let sorted = Mutex<[Int]?>(nil)

  /// Ranks numbers of which none is NaN; nothing is sorted yet.
  public init(_ values: [Double]) { self.values = values }

  /// The number of numbers.
  public var count: Int { values.count }

  /// All indices.
  ///
  /// - Complexity: O(*n* log *n*) once.
  public var all: [Int] {
    sorted.withLock { sorted in
      if let sorted { return sorted }
      let indices = values.indicesDescending
      sorted = indices
      return indices
    }
  }

  /// The indices of the largest numbers.
  ///
  /// - Parameter count: How many, from 0; more than there are gives all.
  /// - Returns: As ``all``, cut after `count`.
  /// - Complexity: O(*n* + *k* log *k*) for *k* of *n* as long as ``all`` has not been asked for,
  ///   then O(*k*).
  public func prefix(_ count: Int) -> [Int] {
    if let known = sorted.withLock({ $0 }) { return Array(known.prefix(count)) }
    // Where most are wanted the others are soon asked for too.
    if 2 * count > values.count { return Array(all.prefix(count)) }
    return values.indicesOfLargest(count)
  }
}

extension [Double] {
  /// The indices of the largest elements in descending order; on ties the lower index first.
  ///
  /// Elements are dealt into buckets by the leading bits of what their bits exceed those of the
  /// smallest by; only the buckets of the largest are put in order.
  ///
  /// - Parameter count: How many, from 0; more than there are gives all.
  /// - Returns: That many indices.
  /// - Complexity: O(*n* + *k*) for elements that spread over the buckets, else O(*n* log *n*).
  func indicesOfLargest(_ count: Int) -> [Int] {
    let wanted = Swift.min(Swift.max(count, 0), self.count)
    guard wanted > 0 else { return [] }
    return withUnsafeBufferPointer { Buckets($0).largest(wanted) }
      ?? Array<Int>(indicesDescending.prefix(wanted))
  }
}

/// Numbers dealt into buckets, those of the largest numbers first.
private struct Buckets {
  private static let bits = 11
  /// More in one bucket than this are not put in order by insertion.
  private static let most: UInt16 = 24

  private let values: UnsafeBufferPointer<Double>
  private let top: UInt64
  private let shift: UInt64

  init(_ values: UnsafeBufferPointer<Double>) {
    self.values = values
    let (least, most) = values.extremes
    top = Self.key(most)
    let width = UInt64.bitWidth - (top - Self.key(least)).leadingZeroBitCount
    shift = UInt64(max(0, width - Self.bits))
  }

  /// Bits that are ordered as the numbers are.
  @inline(__always)
  private static func key(_ value: Double) -> UInt64 {
    // Adding zero makes a zero of −0, which is its equal.
    let bits = (value + 0).bitPattern
    return bits ^ (UInt64(bitPattern: Int64(bitPattern: bits) >> 63) | 1 << 63)
  }

  @inline(__always)
  private func bucket(of value: Double) -> Int { Int((top - Self.key(value)) >> shift) }

  /// The indices of the largest numbers.
  ///
  /// - Parameter wanted: How many, from 1 to the number of numbers.
  /// - Returns: That many; nil where too many share a bucket.
  func largest(_ wanted: Int) -> [Int]? {
    guard values.count <= UInt16.max else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt16.self, capacity: values.count) { buckets in
      withUnsafeTemporaryAllocation(of: UInt16.self, capacity: 1 << Self.bits) { starts in
        starts.update(repeating: 0)
        for index in values.indices {
          let bucket = bucket(of: values[index])
          buckets[index] = UInt16(truncatingIfNeeded: bucket)
          starts[bucket] &+= 1
        }
        return dealt(buckets, starts, wanted)
      }
    }
  }

  /// Deals the indices of the largest numbers into their places and puts them in order.
  ///
  /// - Parameters:
  ///   - buckets: The bucket of each number.
  ///   - starts: How many numbers are in each bucket.
  ///   - wanted: How many, from 1 to the number of numbers.
  /// - Returns: That many; nil where too many share a bucket.
  private func dealt(
    _ buckets: UnsafeMutableBufferPointer<UInt16>, _ starts: UnsafeMutableBufferPointer<UInt16>,
    _ wanted: Int
  ) -> [Int]? {
    var (sum, last) = (UInt16(0), 0)
    while sum < wanted {
      let size = starts[last]
      guard size <= Self.most else { return nil }
      starts[last] = sum
      sum += size
      last += 1
    }
    return withUnsafeTemporaryAllocation(of: Int.self, capacity: Int(sum)) { indices in
      for index in values.indices where buckets[index] < last {
        let bucket = Int(buckets[index])
        indices[Int(starts[bucket])] = index
        starts[bucket] &+= 1
      }
      insert(indices)
      return Array(indices[..<wanted])
    }
  }

  /// Moves each index before those of smaller numbers that precede it.
  private func insert(_ indices: UnsafeMutableBufferPointer<Int>) {
    for end in indices.indices.dropFirst()
    where values[indices[end - 1]] < values[indices[end]] {
      let index = indices[end]
      var place = end
      while place > 0, values[indices[place - 1]] < values[index] {
        indices[place] = indices[place - 1]
        place -= 1
      }
      indices[place] = index
    }
  }
}
