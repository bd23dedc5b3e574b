public import LocalFiles

/// A file of tensors that is refused: which file, which of its tensors, and why.
public struct TensorFileError: Error, Sendable, Equatable {
  /// The file or folder.
  public var path: String
  /// The tensor or archive member that is at fault; nil when it is the file as a whole.
  public var member: String?
  /// What is wrong.
  public var problem: Problem

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - path: The file or folder.
  ///   - member: The tensor or member at fault.
  ///   - problem: What is wrong.
  public init(path: String, member: String? = nil, problem: Problem) {
    self.path = path
    self.member = member
    self.problem = problem
  }

  /// The reasons to refuse a file; each is one check of a reader.
  public enum Problem: Error, Sendable, Equatable {
    // Of every format.

    /// The file could not be opened or read.
    case unreadable(FileError)
    /// The first bytes belong to no format that is read.
    case unrecognised(firstBytes: [UInt8])
    /// The file is of a known kind that is not read.
    case foreign(kind: String)
    /// A part ends before it is complete.
    case truncated(part: String, needed: Int, available: Int)
    /// A part is larger than what is believed of a file.
    case tooLarge(part: String, bytes: UInt64, limit: Int)
    /// There are more tensors or members than a dump has.
    case tooManyMembers(count: UInt64, limit: Int)
    /// A name is not UTF-8.
    case nameNotUTF8(number: Int)
    /// Two tensors have the same name.
    case duplicateName
    /// No tensor has the name that was asked for.
    case noSuchTensor
    /// A shape has too many axes.
    case tooManyAxes(count: Int, limit: Int)
    /// A shape's size in bytes is negative or exceeds 64 bits.
    case shapeOverflow(shape: [Int])
    /// The elements are of a type that is not read.
    case unsupportedElements(type: String)
    /// The elements may be bfloat16 numbers, but nobody said so.
    case bfloat16NotAsked(type: String)
    /// The data is longer or shorter than shape and type need.
    case wrongDataSize(needed: Int, available: Int)
    /// A record does not begin with its signature.
    case wrongSignature(part: String, found: [UInt8])

    // Of .npy files.

    /// The version of the .npy format is not 1, 2 or 3.
    case unsupportedVersion(major: Int, minor: Int)
    /// The header of an .npy file is not the dictionary that it must be.
    case malformedHeader(reason: String)

    // Of zip archives.

    /// There is no end record, so the archive is cut off or has bytes behind it.
    case noArchiveEnd
    /// The archive is spread over several files.
    case splitArchive
    /// The directory does not end where its end record begins.
    case misplacedDirectory(end: UInt64, expected: Int)
    /// The directory holds fewer or more bytes than its members take.
    case directorySize(declared: Int, used: Int)
    /// A member's own header contradicts the directory.
    case headersDisagree(about: String)
    /// A member lies over another one or over the directory.
    case overlaps(other: String)
    /// A member is encrypted.
    case encrypted
    /// A member is compressed by a method that is not read.
    case unsupportedCompression(method: Int)
    /// A stored member has two different sizes.
    case storedSizes(compressed: Int, uncompressed: Int)
    /// The deflated data is damaged.
    case damagedDeflate
    /// A member inflates to another size than it declares; nil: to a larger one.
    case inflatedSize(declared: Int, produced: Int?)
    /// The deflated data ends before the member does.
    case compressedSize(declared: Int, used: Int)
    /// The checksum of a member's content is wrong.
    case wrongChecksum(declared: UInt32, computed: UInt32)

    // Of PyTorch files.

    /// The file has PyTorch's format of before version 1.6.
    case oldPyTorch
    /// The file is a program, not weights alone.
    case torchScript
    /// The pickle is not what PyTorch writes.
    case malformedPickle(reason: String, offset: Int)
    /// The pickle names a function or class that is no part of a tensor.
    case refusedGlobal(name: String)
    /// The pickle has an operation that makes objects, or belongs to another protocol.
    case refusedOperation(name: String)
    /// A member is compressed, so that it cannot be read in place.
    case mustBeStored(method: Int)
    /// The numbers are written in another order of bytes.
    case bigEndianTensors
    /// The archive has no member for a storage.
    case missingStorage(key: String)
    /// A tensor reaches beyond its storage.
    case outsideStorage(offset: Int, shape: [Int], strides: [Int], count: Int)
    /// A tensor's numbers do not lie row after row.
    case strided(shape: [Int], strides: [Int])
    /// A tensor cannot be read where it lies.
    case notInPlace(reason: String)

    // Of safetensors files.

    /// The header is not JSON as it must be.
    case malformedJSON(reason: String, offset: Int)
    /// The header's JSON does not describe tensors.
    case malformedEntry(reason: String)
    /// The data of a tensor does not begin where that before it ends.
    case notContiguous(begin: Int, expected: Int)
    /// A tensor's end lies before its beginning.
    case negativeRange(begin: Int, end: Int)
    /// The tensors end before or behind the file's end.
    case unaccountedData(described: Int, available: Int)
  }
}

extension TensorFileError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    if case .unreadable(let error) = problem { return error.description }
    let place = member.map { "\(printable(path)): '\(printable($0))'" } ?? printable(path)
    return "\(place): \(problem)"
  }
}

extension TensorFileError.Problem: CustomStringConvertible {
  /// What is wrong with numbers, then what would be right, without the place.
  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .unrecognised(let bytes):
      "begins with \(hexadecimal(bytes)), which is no .npy, .npz, safetensors or PyTorch file"
    case .foreign(let kind):
      "\(kind) is not read; save the arrays with numpy.savez or as safetensors"
    case .truncated(let part, let needed, let available):
      "\(part) needs \(needed) bytes, but only \(available) are left"
    case .tooLarge(let part, let bytes, let limit):
      "\(part) has \(bytes) bytes; at most \(limit) are read"
    case .tooManyMembers(let count, let limit):
      "holds \(count) members; at most \(limit) are read"
    case .nameNotUTF8(let number): "the name of member \(number) is not UTF-8"
    case .duplicateName: "is there twice; names must differ"
    case .noSuchTensor: "is not in the file"
    case .tooManyAxes(let count, let limit): "has \(count) axes; at most \(limit) are read"
    case .shapeOverflow(let shape):
      "a shape of \(product(shape)) has no size in bytes; axes must be 0 or more and fit 64 bits"
    case .unsupportedElements(let type):
      "elements of type '\(printable(type))' are not supported; "
        + "use float16, float32, float64, or bfloat16 in safetensors"
    case .bfloat16NotAsked(let type):
      "elements of type '\(printable(type))' are two bytes without meaning; "
        + "'--bf16' reads them as bfloat16"
    case .wrongDataSize(let needed, let available):
      "the data needs \(needed) bytes, but \(available) are there"
    case .wrongSignature(let part, let found):
      "\(part) begins with \(hexadecimal(found)), which is not its signature"
    case .unsupportedVersion, .malformedHeader: numpyDescription
    case .malformedJSON, .malformedEntry, .notContiguous, .negativeRange, .unaccountedData:
      safetensorsDescription
    case .oldPyTorch, .torchScript, .malformedPickle, .refusedGlobal, .refusedOperation,
      .mustBeStored, .bigEndianTensors, .missingStorage, .outsideStorage, .strided, .notInPlace:
      pytorchDescription
    default: zipDescription
    }
  }

  private var numpyDescription: String {
    switch self {
    case .unsupportedVersion(let major, let minor):
      "version \(major).\(minor) of the .npy format is not known; 1.0, 2.0 and 3.0 are read"
    case .malformedHeader(let reason): "the .npy header is malformed: \(reason)"
    default: preconditionFailure("not a problem of .npy files")
    }
  }

  private var zipDescription: String {
    switch self {
    case .noArchiveEnd:
      "has no zip directory at its end; it was cut off or something was appended"
    case .splitArchive: "is one part of a split zip archive; join the parts first"
    case .misplacedDirectory(let end, let expected):
      "the zip directory ends at byte \(end) instead of \(expected)"
    case .directorySize(let declared, let used):
      "the zip directory declares \(declared) bytes, but its members take \(used)"
    case .headersDisagree(let subject):
      "the member's own header and the zip directory disagree about its \(subject)"
    case .overlaps(let other): "its data lies over \(printable(other))"
    case .encrypted: "is encrypted; save it without a password"
    case .unsupportedCompression(let method):
      "is compressed by method \(method); stored (0) and deflated (8) are read"
    case .storedSizes(let compressed, let uncompressed):
      "is stored, but declares \(compressed) bytes and \(uncompressed) uncompressed ones"
    case .damagedDeflate: "its deflated data is damaged"
    case .inflatedSize(let declared, let produced):
      "inflates to \(produced.map { "\($0)" } ?? "more") bytes instead of \(declared)"
    case .compressedSize(let declared, let used):
      "its deflated data ends after \(used) of \(declared) bytes"
    case .wrongChecksum(let declared, let computed):
      "its checksum is \(hexadecimal(computed)) instead of \(hexadecimal(declared)); "
        + "it was damaged"
    default: preconditionFailure("not a problem of zip archives")
    }
  }

  private var safetensorsDescription: String {
    switch self {
    case .malformedJSON(let reason, let offset):
      "the safetensors header is malformed at byte \(offset): \(reason)"
    case .malformedEntry(let reason): "the safetensors header is malformed: \(reason)"
    case .notContiguous(let begin, let expected):
      "its data begins at byte \(begin) instead of \(expected); there may be no gap or overlap"
    case .negativeRange(let begin, let end):
      "its data begins at byte \(begin) and ends at \(end), before its beginning"
    case .unaccountedData(let described, let available):
      "the tensors take \(described) bytes, but \(available) follow the header"
    default: preconditionFailure("not a problem of safetensors files")
    }
  }
}

/// Text out of a file as it may be shown: without control characters, and not endless.
///
/// - Parameters:
///   - text: Any text.
///   - limit: The most characters to show.
/// - Returns: The text on one line; what is left out is marked by `…`.
package func printable(_ text: String, limit: Int = 200) -> String {
  var shown = String.UnicodeScalarView()
  for scalar in text.unicodeScalars.prefix(limit) {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: shown.append("\u{FFFD}")
    default: shown.append(scalar)
    }
  }
  return String(shown) + (text.unicodeScalars.count > limit ? "…" : "")
}

/// Axis lengths as people write them: `16×577×577`.
package func product(_ shape: [Int]) -> String {
  shape.isEmpty ? "no axes" : shape.map(String.init).joined(separator: "×")
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.isEmpty
    ? "nothing"
    : bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

private func hexadecimal(_ checksum: UInt32) -> String {
  let digits = String(checksum, radix: 16)
  return "0x" + String(repeating: "0", count: 8 - digits.count) + digits
}
