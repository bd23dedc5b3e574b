/// Sorts numbers in descending order and tells where each came from; equal ones keep their order.
///
/// A radix sort of the numbers' upper halves, then one pass that puts those right which differ in
/// their lower halves only. A sort by comparisons spends most of its time on branches that the
/// processor cannot guess. The memory is kept between uses, because the strategies sort short lists
/// again and again.
public struct DescendingSort {
  /// A number and its position before sorting.
  public struct Entry: Sendable {
    /// The number.
    public let value: Double
    /// Where it stood.
    public let position: Int32
    /// The upper half of the number's bits, so that larger numbers have smaller keys.
    fileprivate let key: UInt32

    /// Creates an entry of a number that is not NaN.
    public init(value: Double, position: Int32) {
      self.value = value
      self.position = position
      // Adding zero makes a zero of −0, which is its equal.
      let bits = Int64(bitPattern: (value + 0).bitPattern)
      // Positive numbers are ordered as their bits are, negative ones the other way round.
      let ascending = bits ^ ((bits >> 63) | Int64.min)
      key = ~UInt32(truncatingIfNeeded: ascending >> 32)
    }
  }

  /// What to sort, and afterwards the result.
  public var entries: [Entry] = []
  private var spare: [Entry] = []
  private var starts = [Int](repeating: 0, count: 4 * digits)

  private static let digits = 256
  /// Lists up to this length are sorted by insertion alone.
  private static let shortest = 24

  /// Creates a sorter without entries.
  public init() {}

  /// Sorts ``entries``.
  ///
  /// - Complexity: O(*n*) for *n* entries; O(*n* · *m*) where *m* of them agree in 20 binary digits.
  public mutating func sort() {
    if entries.count > Self.shortest {
      countDigits()
      for digit in 0..<4 { distribute(by: digit) }
    }
    insertInPlace()
  }

  /// Counts how often each digit has each value, for all four digits of the keys.
  private mutating func countDigits() {
    starts.withUnsafeMutableBufferPointer { counts in
      counts.update(repeating: 0)
      entries.withUnsafeBufferPointer { entries in
        for entry in entries {
          for digit in 0..<4 { counts[digit * Self.digits + entry.digit(digit)] += 1 }
        }
      }
    }
  }

  /// Moves the entries to the order of one digit, keeping theirs where it is the same.
  private mutating func distribute(by digit: Int) {
    guard let first = entries.first else { return }
    let count = entries.count
    let base = digit * Self.digits
    // All in one place, as the leading digit of numbers of about one size is: nothing moves.
    if starts[base + first.digit(digit)] == count { return }
    if spare.count != count { spare = entries }
    starts.withUnsafeMutableBufferPointer { starts in
      var sum = 0
      for value in base..<(base + Self.digits) {
        (starts[value], sum) = (sum, sum + starts[value])
      }
      entries.withUnsafeBufferPointer { entries in
        spare.withUnsafeMutableBufferPointer { spare in
          for entry in entries {
            let place = base + entry.digit(digit)
            spare[starts[place]] = entry
            starts[place] += 1
          }
        }
      }
    }
    swap(&entries, &spare)
  }

  /// Moves each entry before the smaller ones that precede it.
  private mutating func insertInPlace() {
    entries.withUnsafeMutableBufferPointer { entries in
      for index in entries.indices.dropFirst() where entries[index - 1].value < entries[index].value
      {
        let entry = entries[index]
        var place = index
        while place > 0, entries[place - 1].value < entry.value {
          entries[place] = entries[place - 1]
          place -= 1
        }
        entries[place] = entry
      }
    }
  }
}

extension DescendingSort.Entry {
  /// One of the four digits of the key, the lowest first.
  @inline(__always)
  fileprivate func digit(_ index: Int) -> Int {
    Int((key >> UInt32(8 * index)) & 0xFF)
  }
}
