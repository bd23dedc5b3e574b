/// An array that an encoder made of an image, by us or in somebody's dump.
public struct EncodedArray: Sendable, Equatable {
  /// The project's name for it, such as `features` or `last_layer_attention`.
  public let name: String
  /// The length of each axis.
  public let shape: [Int]
  /// All numbers, the last axis running fastest.
  public let values: [Float]
  /// Whether the values are the outcome of a softmax over the last axis.
  public let isAttention: Bool
  /// How exactly the numbers are stored.
  public let precision: NumberPrecision

  /// Creates an array.
  ///
  /// - Parameters:
  ///   - name: The project's name for it.
  ///   - shape: The length of each axis, 0 or more.
  ///   - values: As many numbers as the shape says; anything else traps.
  ///   - isAttention: Whether the values are the outcome of a softmax over the last axis.
  ///   - precision: How exactly the numbers are stored. Single precision is taken for less when
  ///     the numbers show that they were widened; see ``NumberPrecision/init(widened:)``.
  /// - Complexity: O(numbers).
  public init(
    name: String, shape: [Int], values: [Float], isAttention: Bool,
    precision: NumberPrecision = .float32
  ) {
    precondition(
      values.count == shape.reduce(1, *), "\(values.count) numbers for the shape \(shape)")
    self.name = name
    self.shape = shape
    self.values = values
    self.isAttention = isAttention
    self.precision =
      precision == .float32 ? NumberPrecision(widened: values) ?? .float32 : precision
  }

  /// The same array with other numbers, whose precision is not looked at again.
  init(_ array: EncodedArray, shape: [Int], values: [Float]) {
    (name, isAttention, precision) = (array.name, array.isAttention, array.precision)
    (self.shape, self.values) = (shape, values)
  }

  /// The length of the last axis; 1 for a single number.
  var rowLength: Int { shape.last ?? 1 }

  /// The axis along which the tokens lie: the last one of attention, else the one before it.
  var tokenAxis: Int? {
    let axis = shape.count - (isAttention ? 1 : 2)
    return axis >= 0 ? axis : nil
  }

  /// The part of the array whose positions on one axis are in a range.
  ///
  /// - Complexity: O(numbers kept).
  func slice(axis: Int, _ range: Range<Int>) -> EncodedArray {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    var kept: [Float] = []
    kept.reserveCapacity(outer * range.count * inner)
    for block in 0..<outer {
      let start = block * shape[axis] * inner
      kept += values[(start + range.lowerBound * inner)..<(start + range.upperBound * inner)]
    }
    var shape = shape
    shape[axis] = range.count
    return EncodedArray(self, shape: shape, values: kept)
  }

  /// The array without an axis: the mean over it, in double precision.
  ///
  /// - Complexity: O(numbers).
  func mean(axis: Int) -> EncodedArray {
    let inner = shape[(axis + 1)...].reduce(1, *)
    let outer = shape[..<axis].reduce(1, *)
    let count = shape[axis]
    var means: [Float] = []
    means.reserveCapacity(outer * inner)
    for block in 0..<outer {
      for position in 0..<inner {
        let sum = (0..<count).reduce(0.0) {
          $0 + Double(values[(block * count + $1) * inner + position])
        }
        means.append(Float(sum / Double(count)))
      }
    }
    return EncodedArray(self, shape: shape.removing(axis), values: means)
  }

  /// The array with another shape of as many numbers.
  func reshaped(_ shape: [Int]) -> EncodedArray {
    EncodedArray(self, shape: shape, values: values)
  }

  /// The shape as people write it: `16×577×577`.
  var shapeText: String { Self.text(of: shape) }

  /// A shape as people write it; of a single number `1`.
  static func text(of shape: [Int]) -> String {
    shape.isEmpty ? "1" : shape.map(String.init).joined(separator: "×")
  }
}

extension [Int] {
  /// The axes without one of them.
  fileprivate func removing(_ axis: Int) -> [Int] {
    var shape = self
    shape.remove(at: axis)
    return shape
  }
}
