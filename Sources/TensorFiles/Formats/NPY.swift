import LocalFiles

/// One array of NumPy, as `numpy.save` writes it.
///
/// Behind the ``NPYHeader`` lie the elements and nothing else.
struct NPYFile: TensorContainer {
  let tensors: [StoredTensor]
  private let source: ByteSource
  private let header: NPYHeader

  init(_ source: ByteSource, name: String) throws(MemberProblem) {
    do throws(TensorFileError.Problem) {
      header = try NPYHeader(total: source.count) { (count) throws(TensorFileError.Problem) in
        try source.read(at: 0, count: count, for: "the .npy header")
      }
    } catch {
      throw MemberProblem(error)
    }
    self.source = source
    tensors = [
      StoredTensor(
        name: name, shape: header.shape, type: header.type, columnMajor: header.columnMajor)
    ]
  }

  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    let count = source.count - header.byteCount
    return try source.read(at: header.byteCount, count: count, for: "the data")[...]
  }
}

/// A folder of .npy files, each of them a tensor with the name of the file without its ending.
///
/// Only regular files that end in `.npy` count, not those whose name begins with a dot: some systems
/// leave such companions beside every file.
struct NPYFolder: TensorContainer {
  let tensors: [StoredTensor]
  let otherMembers: Int
  private let files: [String]

  init(_ path: String) throws(MemberProblem) {
    var tensors: [StoredTensor] = []
    var files: [String] = []
    let listing: (names: [String], notUTF8: [String])
    do throws(FileError) {
      listing = try LocalFile.names(in: path)
    } catch {
      throw MemberProblem(.unreadable(error))
    }
    for name in listing.names {
      let file = path + (path.hasSuffix("/") ? "" : "/") + name
      guard let stem = Self.stem(of: name), LocalFile.kind(of: file) == .file else { continue }
      guard files.count < Limits.members else {
        throw MemberProblem(
          .tooManyMembers(count: UInt64(listing.names.count), limit: Limits.members))
      }
      do throws(TensorFileError.Problem) {
        let container = try Self.open(file, name: stem)
        tensors += container.tensors
      } catch {
        throw MemberProblem(error, member: name)
      }
      files.append(file)
    }
    self.tensors = tensors
    self.files = files
    otherMembers = listing.names.count - files.count + listing.notUTF8.count
  }

  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    // Opened anew, so that a folder of many arrays does not hold them all open; what was listed
    // must still be what is there.
    let container = try Self.open(files[position], name: tensors[position].name)
    guard container.tensors == [tensors[position]] else {
      throw .headersDisagree(about: "type and shape: it was replaced while it was read")
    }
    return try container.data(of: 0)
  }

  /// The name of a tensor in a folder: that of its file without `.npy`; nil for other files.
  static func stem(of name: String) -> String? {
    guard name.hasSuffix(".npy"), !name.hasPrefix("."), name.utf8.count > 4 else { return nil }
    return String(name.dropLast(4))
  }

  private static func open(
    _ file: String, name: String
  ) throws(TensorFileError.Problem) -> NPYFile {
    let opened: OpenedFile
    do throws(FileError) {
      opened = try OpenedFile(file)
    } catch {
      throw .unreadable(error)
    }
    do throws(MemberProblem) {
      return try NPYFile(.file(opened), name: name)
    } catch {
      throw error.problem
    }
  }
}

/// Writes arrays as `numpy.save` does.
public enum NPY {
  /// The bytes of an .npy file of version 1.0, in C order, least significant byte first.
  ///
  /// - Parameter tensor: What to write; a bfloat16 tensor traps, since NumPy has no such type.
  /// - Returns: A whole file; the same tensor always gives the same bytes.
  public static func bytes(of tensor: Tensor) -> [UInt8] {
    let kind: String =
      switch tensor.elementType {
      case .float16, .float32, .float64: "f"
      case .int8, .int16, .int32, .int64: "i"
      case .uint8, .uint16, .uint32, .uint64: "u"
      case .bfloat16: preconditionFailure("NumPy has no bfloat16; write safetensors")
      }
    let size = tensor.elementType.byteCount
    let descr = (size == 1 ? "|" : "<") + kind + String(size)
    let lengths = tensor.shape.map(String.init).joined(separator: ", ")
    let shape = tensor.shape.count == 1 ? "(\(lengths),)" : "(\(lengths))"
    var text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }"
    // The data begins at a multiple of 64, so that whoever maps the file can use it as it lies.
    let length = (10 + text.utf8.count + 1 + 63) / 64 * 64 - 10
    text += String(repeating: " ", count: length - text.utf8.count - 1) + "\n"
    return NPYHeader.magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + text.utf8
      + tensor.bytes
  }
}
