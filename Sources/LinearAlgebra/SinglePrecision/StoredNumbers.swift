/// Numbers of a trained model where they lie: in memory, or in a file that is mapped into it.
///
/// A checkpoint of a gigabyte is neither copied nor widened as a whole; whoever computes with it takes
/// the rows that are needed, as float32. The bytes are those of this machine's order (little-endian).
@safe
public struct StoredNumbers: Sendable {
  /// How each number is stored.
  public enum Format: String, Sendable, Hashable, CaseIterable {
    /// IEEE 754 single precision.
    case float32
    /// IEEE 754 half precision.
    case float16
    /// The upper half of a single-precision number.
    case bfloat16

    /// The bytes of one number.
    public var byteCount: Int { self == .float32 ? 4 : 2 }
  }

  /// How many numbers there are.
  public let count: Int
  /// How each is stored.
  public let format: Format

  /// Where the numbers lie; what an empty list has instead is never read.
  nonisolated(unsafe) let start: UnsafeRawPointer
  private let owner: any Sendable & AnyObject

  /// Refers to numbers that somebody else keeps.
  ///
  /// - Parameters:
  ///   - owner: What keeps the bytes readable and unchanged as long as it lives.
  ///   - bytes: The numbers, at any alignment; a whole number of them.
  ///   - format: How each is stored.
  public init(owner: any Sendable & AnyObject, bytes: UnsafeRawBufferPointer, format: Format) {
    precondition(
      bytes.count % format.byteCount == 0,
      "\(bytes.count) bytes are not a whole number of \(format) numbers")
    self.owner = owner
    self.format = format
    count = bytes.count / format.byteCount
    start = bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(owner).toOpaque())
  }

  /// Keeps numbers in memory.
  public init(_ values: [Float]) {
    let kept = KeptFloats(values)
    self.init(owner: kept, bytes: UnsafeRawBufferPointer(kept.memory), format: .float32)
  }

  /// A part of the numbers.
  ///
  /// - Parameter range: Positions, all inside; anything else traps.
  public subscript(range: Range<Int>) -> StoredNumbers {
    precondition(
      range.lowerBound >= 0 && range.upperBound <= count, "numbers \(range) of \(count)")
    return StoredNumbers(
      owner: owner,
      bytes: UnsafeRawBufferPointer(
        start: start + range.lowerBound * format.byteCount, count: range.count * format.byteCount),
      format: format)
  }

  /// All numbers in single precision, which holds every number of the three formats exactly.
  public var floats: [Float] {
    [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      widen(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }

  /// Whether a BLAS routine can read them where they lie.
  var isReadyForProducts: Bool {
    format == .float32 && Int(bitPattern: start) % MemoryLayout<Float>.alignment == 0
  }
}

/// Floats at a fixed place in memory.
private final class KeptFloats: Sendable {
  nonisolated(unsafe) let memory: UnsafeMutableBufferPointer<Float>

  init(_ values: [Float]) {
    memory = .allocate(capacity: values.count)
    _ = memory.initialize(from: values)
  }

  deinit { memory.deallocate() }
}
