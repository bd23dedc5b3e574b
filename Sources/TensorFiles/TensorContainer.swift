/// What every format promises: a list of tensors, and the bytes of one of them.
///
/// A format checks in its initialiser whatever it can without the data. The name is a label from the
/// file and must never be used as a path.
protocol TensorContainer: Sendable {
  /// The tensors in the file's order; names may still be there twice.
  var tensors: [StoredTensor] { get }
  /// Text beside the tensors.
  var metadata: [String: String] { get }
  /// How many members are no tensors.
  var otherMembers: Int { get }

  /// Reads the stored bytes of a tensor.
  ///
  /// - Parameter position: Its position in ``tensors``.
  /// - Returns: The bytes as stored; the caller checks their count against shape and type.
  /// - Throws: A problem when they cannot be read or a checksum is wrong.
  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8>

  /// Where the stored bytes of a tensor lie in the file.
  ///
  /// - Parameter position: Its position in ``tensors``.
  /// - Returns: The bytes' place, of the size that shape and type say; nil when the format does not
  ///   keep tensors such that they can be read in place.
  /// - Throws: A problem when this one cannot be.
  func place(of position: Int) throws(TensorFileError.Problem) -> Range<Int>?
}

extension TensorContainer {
  var metadata: [String: String] { [:] }
  var otherMembers: Int { 0 }
  func place(of position: Int) throws(TensorFileError.Problem) -> Range<Int>? { nil }
}

/// How a tensor is stored.
struct StoredTensor: Sendable, Equatable {
  /// The name in the file.
  var name: String
  /// The length of each axis, all 0 or more, with a product of bytes that fits an `Int`.
  var shape: [Int]
  /// The type of the elements.
  var type: StoredType
  /// Whether the first axis runs fastest.
  var columnMajor = false

  /// What the outside sees of it.
  var entry: TensorEntry {
    switch type {
    case .numbers(let type, _):
      TensorEntry(name: name, shape: shape, elementType: type, typeName: type.rawValue)
    case .twoBytes(let spelling, _), .other(let spelling, _):
      TensorEntry(name: name, shape: shape, elementType: nil, typeName: spelling)
    }
  }
}

/// A problem together with the member that has it; the path is added where files are opened.
struct MemberProblem: Error {
  var member: String?
  var problem: TensorFileError.Problem

  init(_ problem: TensorFileError.Problem, member: String? = nil) {
    self.problem = problem
    self.member = member
  }
}
