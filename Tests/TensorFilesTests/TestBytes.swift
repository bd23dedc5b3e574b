import TensorFiles

/// The bytes of an integer, least significant first.
func bytes<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}

/// An .npy file with any header text.
func npy(
  header: String, data: [UInt8] = [], version: [UInt8] = [1, 0], length: Int? = nil
) -> [UInt8] {
  let declared = length ?? header.utf8.count
  return [0x93] + "NUMPY".utf8 + version
    + (version[0] == 1 ? bytes(UInt16(declared)) : bytes(UInt32(declared))) + header.utf8 + data
}

/// An .npy file of a type and a shape, both as their text.
func npy(_ descr: String, _ shape: String, data: [UInt8] = []) -> [UInt8] {
  npy(header: "{'descr': '\(descr)', 'fortran_order': False, 'shape': \(shape), }", data: data)
}

/// A safetensors file with any header text.
func safetensors(_ header: String, data: [UInt8] = [], length: UInt64? = nil) -> [UInt8] {
  bytes(length ?? UInt64(header.utf8.count)) + header.utf8 + data
}

/// A small array: 4 numbers of single precision.
let smallArray = NPY.bytes(of: Tensor(shape: [4], float32: [0, 0.5, 1, 1.5]))

/// A copy of a mapped tensor's bytes.
func content(of tensor: MappedTensor) -> [UInt8] {
  withExtendedLifetime(tensor.owner) { Array(tensor.bytes) }
}

/// Writes zip archives, also such that contradict themselves.
struct ZipBuilder {
  /// A member with what the archive says about it; what is nil is as it should be.
  struct Member {
    var name: [UInt8]
    var content: [UInt8]
    var method: UInt16 = 0
    var flags: UInt16 = 0
    /// What lies in the archive, when it is not the content.
    var packed: [UInt8]?
    var checksum: UInt32?
    var size: UInt32?
    var compressedSize: UInt32?
    var offset: UInt32?
    var disk: UInt16 = 0
    var extra: [UInt8] = []
    var localExtra: [UInt8] = []
    var localName: [UInt8]?
    var localMethod: UInt16?
    var localSignature: [UInt8] = [0x50, 0x4B, 3, 4]

    init(_ name: String, _ content: [UInt8] = smallArray) {
      self.name = Array(name.utf8)
      self.content = content
    }
  }

  var members: [Member]
  var comment: [UInt8] = []
  var count: UInt16?
  var countHere: UInt16?
  var directorySize: UInt32?
  var directoryOffset: UInt32?
  var directoryPadding: [UInt8] = []
  var directorySignature: [UInt8] = [0x50, 0x4B, 1, 2]
  /// What lies between the directory and the end record.
  var beforeEnd: (_ count: Int, _ size: Int, _ offset: Int) -> [UInt8] = { _, _, _ in [] }

  init(_ members: Member...) { self.members = members }

  /// The archive.
  func bytes() -> [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let packed = member.packed ?? member.content
      let checksum = member.checksum ?? Deflate.checksum(of: member.content)
      let size = member.size ?? UInt32(member.content.count)
      let compressedSize = member.compressedSize ?? UInt32(packed.count)
      let offset = member.offset ?? UInt32(archive.count)
      func common(_ method: UInt16, _ name: [UInt8], _ extra: [UInt8]) -> [UInt8] {
        [20, 0] + le(member.flags) + le(method) + [0, 0, 0x21, 0] + le(checksum)
          + le(compressedSize) + le(size) + le(UInt16(name.count)) + le(UInt16(extra.count))
      }
      let localName = member.localName ?? member.name
      archive += member.localSignature
      archive += common(member.localMethod ?? member.method, localName, member.localExtra)
      archive += localName + member.localExtra + packed
      directory += directorySignature + [20, 0]
      directory += common(member.method, member.name, member.extra)
      directory += [0, 0] + le(member.disk) + [0, 0, 0, 0, 0, 0] + le(offset)
      directory += member.name + member.extra
    }
    directory += directoryPadding
    let offset = archive.count
    archive += directory + beforeEnd(members.count, directory.count, offset)
    archive += [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    archive += le(countHere ?? count ?? UInt16(members.count)) + le(count ?? UInt16(members.count))
    archive += le(directorySize ?? UInt32(directory.count))
    archive += le(directoryOffset ?? UInt32(offset)) + le(UInt16(comment.count)) + comment
    return archive
  }

  private func le<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
    TensorFilesTests.bytes(value)
  }
}

/// The problem that opening a file and reading all of it ends in; nil when all is well.
func problem(
  with bytes: [UInt8], bfloat16Integers: Bool = false
) -> TensorFileError.Problem? {
  do throws(TensorFileError) {
    let file = try TensorFile.open(bytes, as: "file")
    for entry in file.entries {
      _ = try file.read(entry.name, bfloat16Integers: bfloat16Integers).values()
    }
    return nil
  } catch {
    return error.problem
  }
}
