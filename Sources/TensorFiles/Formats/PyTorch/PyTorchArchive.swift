/// What `torch.save` writes: a zip archive of a pickle and the bytes that it refers to.
///
/// | member | what it holds |
/// |---|---|
/// | `NAME/data.pkl` | a pickle; see ``Unpickler`` for what of it is read |
/// | `NAME/data/KEY` | the numbers of one storage, in the machine's byte order |
/// | `NAME/byteorder` | `little` or `big`; files of PyTorch before 2.1 have none and are little |
///
/// Members must be stored, as PyTorch writes them, so that tensors can be read in place. Each tensor's
/// offset, shape and strides must lie inside its storage, and each storage fill its member. Tensors
/// that do not lie row after row are listed but not read.
///
/// Source: PyTorch 2.13, `torch/serialization.py` and `caffe2/serialize/inline_container.h`.
struct PyTorchArchive: TensorContainer {
  let tensors: [StoredTensor]
  let otherMembers: Int
  private let source: ByteSource
  private let views: [View]

  /// Where a tensor lies.
  private struct View: Sendable {
    /// The member that its storage is.
    var member: ZipMember
    /// The bytes of the tensor, counted from the beginning of the member.
    var bytes: Range<Int>
    /// The strides of a tensor that does not lie row after row.
    var strides: [Int]?
  }

  /// Whether an archive's members are those of a PyTorch file, and not those of an .npz archive.
  static func recognises(_ members: [ZipMember]) -> Bool {
    members.contains { isPickle($0.name) } && !members.contains { $0.name.hasSuffix(".npy") }
  }

  init(_ source: ByteSource, members: [ZipMember]) throws(MemberProblem) {
    self.source = source
    var byName: [String: ZipMember] = [:]
    for member in members where byName.updateValue(member, forKey: member.name) != nil {
      throw MemberProblem(.duplicateName, member: member.name)
    }
    let pickles = members.filter { Self.isPickle($0.name) }
    guard pickles.count == 1, let pickle = pickles.first else {
      throw MemberProblem(
        .malformedPickle(reason: "the archive has \(pickles.count) of them", offset: 0),
        member: "data.pkl")
    }
    let folder = String(pickle.name.dropLast("data.pkl".count))
    if byName[folder + "constants.pkl"] != nil { throw MemberProblem(.torchScript) }
    let named: PickledNames
    do throws(TensorFileError.Problem) {
      try Self.checkByteOrder(byName[folder + "byteorder"], in: source)
      named = try Self.names(in: pickle, of: source)
    } catch {
      throw MemberProblem(error, member: pickle.name)
    }
    var tensors: [StoredTensor] = []
    var views: [View] = []
    for (name, tensor) in named.tensors {
      do throws(TensorFileError.Problem) {
        let storage = named.heap.storages[tensor.storage]
        views.append(try Self.view(of: tensor, storage, byName[folder + "data/" + storage.key]))
        tensors.append(StoredTensor(name: name, shape: tensor.shape, type: storage.type))
      } catch {
        throw MemberProblem(error, member: name)
      }
    }
    self.tensors = tensors
    self.views = views
    otherMembers = named.others
  }

  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    let view = views[position]
    _ = try place(of: position)
    guard view.member.size <= Limits.tensorBytes else {
      throw .tooLarge(
        part: "the storage", bytes: UInt64(view.member.size), limit: Limits.tensorBytes)
    }
    return try Self.content(of: view.member, in: source)[view.bytes]
  }

  func place(of position: Int) throws(TensorFileError.Problem) -> Range<Int>? {
    let view = views[position]
    if let strides = view.strides {
      throw .strided(shape: tensors[position].shape, strides: strides)
    }
    let start = view.member.dataOffset
    return (start + view.bytes.lowerBound)..<(start + view.bytes.upperBound)
  }

  /// Reads the pickle and gives its tensors their names.
  private static func names(
    in pickle: ZipMember, of source: ByteSource
  ) throws(TensorFileError.Problem) -> PickledNames {
    guard pickle.size <= Limits.pickleBytes else {
      throw .tooLarge(part: "the pickle", bytes: UInt64(pickle.size), limit: Limits.pickleBytes)
    }
    var unpickler = Unpickler(try content(of: pickle, in: source))
    let root = try unpickler.run()
    return try PickledNames(root, in: unpickler.heap)
  }

  private static func isPickle(_ name: String) -> Bool {
    name == "data.pkl" || name.hasSuffix("/data.pkl")
  }

  private static func checkByteOrder(
    _ member: ZipMember?, in source: ByteSource
  ) throws(TensorFileError.Problem) {
    guard let member else { return }
    guard member.size <= 16, try content(of: member, in: source) == Array("little".utf8) else {
      throw .bigEndianTensors
    }
  }

  /// The content of a stored member, its checksum verified; `torch.save` can be told to leave the
  /// checksum out, and writes 0 then.
  private static func content(
    of member: ZipMember, in source: ByteSource
  ) throws(TensorFileError.Problem) -> [UInt8] {
    try checkStored(member)
    let bytes = try source.read(at: member.dataOffset, count: member.size, for: "the member")
    guard member.checksum != 0 else { return bytes }
    let checksum = Deflate.checksum(of: bytes)
    guard checksum == member.checksum else {
      throw .wrongChecksum(declared: member.checksum, computed: checksum)
    }
    return bytes
  }

  private static func checkStored(_ member: ZipMember) throws(TensorFileError.Problem) {
    guard !member.isEncrypted else { throw .encrypted }
    guard member.method == 0 else { throw .mustBeStored(method: member.method) }
    guard member.compressedSize == member.size else {
      throw .storedSizes(compressed: member.compressedSize, uncompressed: member.size)
    }
  }

  private static func view(
    of tensor: TorchTensor, _ storage: TorchStorage, _ member: ZipMember?
  ) throws(TensorFileError.Problem) -> View {
    guard let member else { throw .missingStorage(key: storage.key) }
    try checkStored(member)
    let width = storage.type.byteCount ?? 1
    let (needed, overflows) = storage.count.multipliedReportingOverflow(by: width)
    guard !overflows, needed == member.size else {
      throw .wrongDataSize(needed: overflows ? .max : needed, available: member.size)
    }
    let count = try elementCount(of: tensor.shape, byteCount: width)
    guard let reach = tensor.reach, reach <= storage.count else {
      throw .outsideStorage(
        offset: tensor.offset, shape: tensor.shape, strides: tensor.strides, count: storage.count)
    }
    guard tensor.isContiguous else {
      return View(member: member, bytes: 0..<0, strides: tensor.strides)
    }
    let start = tensor.offset * width
    return View(member: member, bytes: start..<(start + count * width), strides: nil)
  }
}
