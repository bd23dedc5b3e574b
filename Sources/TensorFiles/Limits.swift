/// How much of a file is believed before its content has proved it.
enum Limits {
  /// The longest header of an .npy file; NumPy writes 118 bytes and version 1 cannot exceed this.
  static let npyHeaderBytes = 1 << 16
  /// The longest header of a safetensors file; a checkpoint of 1000 tensors needs 0.1 MB.
  static let safetensorsHeaderBytes = 8 << 20
  /// The most tensors or zip members of one file; dumps have about ten.
  static let members = 1 << 14
  /// The largest directory of a zip archive: its most members with generous names.
  static let zipDirectoryBytes = 16 << 20
  /// The most axes of a tensor; NumPy 2 itself stops at 64.
  static let axes = 64
  /// The most bytes of one tensor; full attention of 16 heads over 2880 tokens in float32 has 0.5 GiB.
  static let tensorBytes = 2 << 30
  /// The most bytes that all deflated members of an archive may declare: deflate shrinks zeros a
  /// thousandfold, so the size of the file bounds nothing.
  static let inflatedBytes = 1 << 30
  /// The longest pickle of a PyTorch file; a checkpoint of 1000 tensors needs 0.2 MB.
  static let pickleBytes = 16 << 20
  /// The most values on a pickle's stack; PyTorch fills dictionaries by 1000 pairs at a time.
  static let pickleStack = 1 << 16
  /// The most containers of a pickle, and the most values that it remembers or leads to.
  static let pickleObjects = 1 << 20
  /// The longest name in a pickle, in bytes; those of checkpoints have about 100.
  static let pickleName = 1 << 10
  /// How deep a pickle's containers may lie in each other; that of an optimizer needs 5.
  static let pickleDepth = 16
}

/// The number of elements of a shape.
///
/// - Parameters:
///   - shape: The length of each axis.
///   - byteCount: The bytes of one element, which must not overflow either.
/// - Returns: The product of all axes; 1 for a shape without axes.
/// - Throws: A problem when there are too many axes, a negative one, or the bytes exceed an `Int`.
func elementCount(
  of shape: [Int], byteCount: Int = 8
) throws(TensorFileError.Problem) -> Int {
  guard shape.count <= Limits.axes else {
    throw .tooManyAxes(count: shape.count, limit: Limits.axes)
  }
  var bytes = byteCount
  var count = 1
  for length in shape {
    let (product, overflows) = bytes.multipliedReportingOverflow(by: max(length, 1))
    guard length >= 0, !overflows else { throw .shapeOverflow(shape: shape) }
    bytes = product
    count *= length
  }
  return count
}
