import LocalFiles

/// The ways in which tensors are stored.
public enum TensorFormat: String, Sendable, Hashable, CaseIterable {
  /// One array of NumPy.
  case npy
  /// A zip archive of NumPy arrays.
  case npz
  /// A safetensors file.
  case safetensors
  /// A folder of .npy files.
  case folder
  /// A zip archive of PyTorch: a pickle, of which only tensors are read, and their bytes.
  case pytorch
}

/// What is known of a tensor before it is read.
public struct TensorEntry: Sendable, Equatable {
  /// Its name: a label, never a path, and not checked for control characters.
  public let name: String
  /// The length of each axis.
  public let shape: [Int]
  /// The type of its elements; nil when such elements are not read.
  public let elementType: ElementType?
  /// The type as it is shown: that of ``elementType``, else the file's own spelling.
  public let typeName: String
}

/// A file of tensors: what it holds, and a way to read one of them.
///
/// The format is recognised by the first bytes, never by the name. Opening reads headers and
/// directories only, and checks everything that can be checked without the data: that sizes agree
/// with shapes, that nothing overlaps, that names differ.
public struct TensorFile: Sendable {
  /// The path it was opened with.
  public let path: String
  /// How it stores tensors.
  public let format: TensorFormat
  /// The tensors: in a zip archive in the order of its directory, in a safetensors file in that of
  /// the data, in a folder by name.
  public let entries: [TensorEntry]
  /// Text that the file carries beside its tensors; only safetensors files have any.
  public let metadata: [String: String]
  /// How many members or files were passed over because they are no arrays.
  public let otherMembers: Int

  private let content: any TensorContainer
  private let place: MappedPlace?
  private let positions: [String: Int]

  /// Opens a file or folder and lists its tensors without reading them.
  ///
  /// - Parameter path: An .npy, .npz, safetensors or PyTorch file, or a folder of .npy files.
  /// - Returns: The file; it stays open as long as this value lives.
  /// - Throws: ``TensorFileError`` when it cannot be read or is not what it must be.
  public static func open(_ path: String) throws(TensorFileError) -> TensorFile {
    do throws(MemberProblem) {
      if LocalFile.kind(of: path) == .folder {
        return try TensorFile(path: path, format: .folder, content: NPYFolder(path))
      }
      let file: OpenedFile
      do throws(FileError) {
        file = try OpenedFile(path)
      } catch {
        throw MemberProblem(.unreadable(error))
      }
      return try TensorFile(path: path, source: .file(file))
    } catch {
      throw TensorFileError(path: path, member: error.member, problem: error.problem)
    }
  }

  /// Lists the tensors of a file that lies in memory.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - path: What to call it in messages.
  /// - Returns: The file.
  /// - Throws: ``TensorFileError`` when it is not what it must be.
  public static func open(
    _ bytes: [UInt8], as path: String
  ) throws(TensorFileError) -> TensorFile {
    do throws(MemberProblem) {
      return try TensorFile(path: path, source: .memory(bytes))
    } catch {
      throw TensorFileError(path: path, member: error.member, problem: error.problem)
    }
  }

  /// Reads one tensor.
  ///
  /// - Parameters:
  ///   - name: One of the names in ``entries``.
  ///   - bfloat16Integers: Whether elements that are integers of two bytes, or two bytes without
  ///     meaning, are the bits of bfloat16 numbers: NumPy has no such type, so files cannot say.
  /// - Returns: The tensor, complete and with its checksum verified where the format has one.
  /// - Throws: ``TensorFileError`` when its elements are not supported or its data is damaged.
  public func read(
    _ name: String, bfloat16Integers: Bool = false
  ) throws(TensorFileError) -> Tensor {
    do throws(TensorFileError.Problem) {
      guard let position = positions[name] else { throw .noSuchTensor }
      let stored = content.tensors[position]
      let (type, bigEndian) = try stored.type.decodable(bfloat16Integers: bfloat16Integers)
      let needed = try elementCount(of: stored.shape, byteCount: type.byteCount) * type.byteCount
      guard needed <= Limits.tensorBytes else {
        throw .tooLarge(part: "the tensor", bytes: UInt64(needed), limit: Limits.tensorBytes)
      }
      let bytes = try content.data(of: position)
      guard bytes.count == needed else {
        throw .wrongDataSize(needed: needed, available: bytes.count)
      }
      return tensor(
        from: bytes, shape: stored.shape, elementType: type, bigEndian: bigEndian,
        columnMajor: stored.columnMajor)
    } catch {
      throw TensorFileError(path: path, member: name, problem: error)
    }
  }

  /// Finds one tensor's bytes in the mapped file, without reading or copying them.
  ///
  /// The file is mapped when the first tensor is asked for. Bytes in memory are copied instead. No
  /// checksum is verified, since that would read everything.
  ///
  /// - Parameter name: One of the names in ``entries``.
  /// - Returns: The tensor, row after row and least significant byte first.
  /// - Throws: ``TensorFileError`` when the format is neither safetensors nor PyTorch's, the elements
  ///   are not supported or lie in another order, or the file cannot be mapped.
  public func map(_ name: String) throws(TensorFileError) -> MappedTensor {
    do throws(TensorFileError.Problem) {
      guard let position = positions[name] else { throw .noSuchTensor }
      let stored = content.tensors[position]
      guard let place, let range = try content.place(of: position) else {
        throw .notInPlace(reason: "only tensors of safetensors and PyTorch files are")
      }
      let (type, bigEndian) = try stored.type.decodable(bfloat16Integers: false)
      guard !bigEndian, !stored.columnMajor else {
        throw .notInPlace(reason: "its numbers lie in another order than this machine's")
      }
      let needed = try elementCount(of: stored.shape, byteCount: type.byteCount) * type.byteCount
      guard range.count == needed else {
        throw .wrongDataSize(needed: needed, available: range.count)
      }
      return try place.tensor(at: range, shape: stored.shape, elementType: type)
    } catch {
      throw TensorFileError(path: path, member: name, problem: error)
    }
  }

  private init(path: String, source: ByteSource) throws(MemberProblem) {
    let first: [UInt8]
    do throws(TensorFileError.Problem) {
      first = try source.read(at: 0, count: min(source.count, 16), for: "the file")
    } catch {
      throw MemberProblem(error)
    }
    if first.starts(with: NPYHeader.magic) {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let content = try NPYFile(source, name: NPYFolder.stem(of: name) ?? name)
      try self.init(path: path, format: .npy, content: content, source: source)
    } else if first.starts(with: ZipDirectory.memberSignature)
      || first.starts(with: ZipDirectory.endSignature)
    {
      let members = try ZipDirectory(source).members
      if PyTorchArchive.recognises(members) {
        let content = try PyTorchArchive(source, members: members)
        try self.init(path: path, format: .pytorch, content: content, source: source)
      } else {
        let content = try NPZArchive(source, members: members)
        try self.init(path: path, format: .npz, content: content, source: source)
      }
    } else if first.count > 8, first[8] == UInt8(ascii: "{") {
      let content = try SafetensorsFile(source)
      try self.init(path: path, format: .safetensors, content: content, source: source)
    } else if first.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      throw MemberProblem(.foreign(kind: "an HDF5 file"))
    } else if first.starts(with: Self.oldPyTorchSignature) {
      throw MemberProblem(.oldPyTorch)
    } else if first.count > 1, first[0] == 0x80, (2...5).contains(first[1]) {
      throw MemberProblem(.foreign(kind: "a Python pickle"))
    } else {
      throw MemberProblem(.unrecognised(firstBytes: Array(first.prefix(8))))
    }
  }

  /// A pickle of protocol 2 of PyTorch's magic number: how files of before version 1.6 begin.
  private static let oldPyTorchSignature: [UInt8] =
    [0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19]

  private init(
    path: String, format: TensorFormat, content: some TensorContainer, source: ByteSource? = nil
  ) throws(MemberProblem) {
    var positions: [String: Int] = [:]
    var entries: [TensorEntry] = []
    for (position, stored) in content.tensors.enumerated() {
      guard positions.updateValue(position, forKey: stored.name) == nil else {
        throw MemberProblem(.duplicateName, member: stored.name)
      }
      entries.append(stored.entry)
    }
    self.path = path
    self.format = format
    self.entries = entries
    self.metadata = content.metadata
    self.otherMembers = content.otherMembers
    self.content = content
    self.place = source.map(MappedPlace.init)
    self.positions = positions
  }
}
