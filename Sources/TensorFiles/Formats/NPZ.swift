/// A zip archive of NumPy arrays, as `numpy.savez` and `numpy.savez_compressed` write it.
///
/// Members whose names end in `.npy` are tensors; others are counted and passed over. Members may be
/// stored or deflated. Before memory is taken for a member, its declared size is held against the
/// header of the array inside; afterwards it must have inflated to exactly that size, and its
/// checksum must be right.
struct NPZArchive: TensorContainer {
  let tensors: [StoredTensor]
  let otherMembers: Int
  private let source: ByteSource
  private let arrays: [(member: ZipMember, headerSize: Int)]

  init(_ source: ByteSource, members: [ZipMember]) throws(MemberProblem) {
    var arrays: [(member: ZipMember, headerSize: Int)] = []
    var tensors: [StoredTensor] = []
    var inflated = 0
    for member in members where member.name.hasSuffix(".npy") {
      do throws(TensorFileError.Problem) {
        let header = try Self.header(of: member, in: source)
        if member.method != 0 {
          inflated = try sum(inflated, member.size, for: "the deflated data")
          guard inflated <= Limits.inflatedBytes else {
            throw .tooLarge(
              part: "the deflated data of all members so far", bytes: UInt64(inflated),
              limit: Limits.inflatedBytes)
          }
        }
        arrays.append((member, header.byteCount))
        tensors.append(
          StoredTensor(
            name: String(member.name.dropLast(4)), shape: header.shape, type: header.type,
            columnMajor: header.columnMajor))
      } catch {
        throw MemberProblem(error, member: member.name)
      }
    }
    self.source = source
    self.arrays = arrays
    self.tensors = tensors
    otherMembers = members.count - arrays.count
  }

  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    let (member, headerSize) = arrays[position]
    let stored = try source.read(
      at: member.dataOffset, count: member.compressedSize, for: "the data")
    let content =
      member.method == 0 ? stored : try Deflate.content(of: stored, size: member.size)
    let checksum = Deflate.checksum(of: content)
    guard checksum == member.checksum else {
      throw .wrongChecksum(declared: member.checksum, computed: checksum)
    }
    return content[headerSize...]
  }

  /// Reads the header of the array inside a member, inflating no more than it needs.
  private static func header(
    of member: ZipMember, in source: ByteSource
  ) throws(TensorFileError.Problem) -> NPYHeader {
    guard !member.isEncrypted else { throw .encrypted }
    switch member.method {
    case 0:
      guard member.compressedSize == member.size else {
        throw .storedSizes(compressed: member.compressedSize, uncompressed: member.size)
      }
      return try NPYHeader(total: member.size) { (count) throws(TensorFileError.Problem) in
        try source.read(at: member.dataOffset, count: count, for: "the .npy header")
      }
    case 8:
      return try NPYHeader(total: member.size) { (count) throws(TensorFileError.Problem) in
        // Deflate may store bytes as they are, with 5 more for each 64 KiB and a code table.
        let enough = count + count / 8 + 1024
        let front = try source.read(
          at: member.dataOffset, count: min(enough, member.compressedSize),
          for: "the .npy header")
        return try Deflate.prefix(of: front, limit: count)
      }
    default:
      throw .unsupportedCompression(method: member.method)
    }
  }
}

/// Writes zip archives of arrays as `numpy.savez` does.
public enum NPZ {
  /// The bytes of an .npz archive.
  ///
  /// Every member carries the same date, 1 January 1980, so that equal tensors give equal bytes.
  ///
  /// - Parameters:
  ///   - tensors: Names without `.npy`, all different, and their tensors, in the order of writing;
  ///     bfloat16 traps, and so do 4 GiB or 65535 members, which no dump has.
  ///   - deflated: Whether to compress; float features shrink by a tenth at best.
  /// - Returns: A whole file.
  public static func bytes(
    of tensors: [(name: String, tensor: Tensor)], deflated: Bool = false
  ) -> [UInt8] {
    precondition(
      Set(tensors.map(\.name)).count == tensors.count && tensors.count < UInt16.max,
      "\(tensors.count) tensors do not make an archive, or two have the same name")
    var archive: [UInt8] = []
    archive.reserveCapacity(tensors.reduce(1024) { $0 + $1.tensor.bytes.count + 512 })
    var directory: [UInt8] = []
    for (name, tensor) in tensors {
      let content = NPY.bytes(of: tensor)
      let packed = deflated ? Deflate.compress(content) : content
      let nameBytes = Array((name + ".npy").utf8)
      let description = memberDescription(
        nameCount: nameBytes.count, checksum: Deflate.checksum(of: content),
        packed: packed.count, size: content.count, deflated: deflated)
      directory += [0x50, 0x4B, 1, 2] + [20, 0] + description
      directory += [UInt8](repeating: 0, count: 10) + littleEndian(UInt32(archive.count))
      directory += nameBytes
      archive += ZipDirectory.memberSignature + description + nameBytes + packed
      precondition(archive.count < UInt32.max, "an archive of \(archive.count) bytes needs zip64")
    }
    let offset = archive.count
    archive += directory
    archive += ZipDirectory.endSignature + [0, 0, 0, 0]
    archive += littleEndian(UInt16(tensors.count)) + littleEndian(UInt16(tensors.count))
    archive += littleEndian(UInt32(directory.count)) + littleEndian(UInt32(offset)) + [0, 0]
    return archive
  }

  /// The 26 bytes that a member's header and its directory entry have in common.
  private static func memberDescription(
    nameCount: Int, checksum: UInt32, packed: Int, size: Int, deflated: Bool
  ) -> [UInt8] {
    // Version 2.0; bit 11: names are UTF-8; midnight; 1 January 1980.
    let fixed: [UInt8] = [20, 0, 0, 8, deflated ? 8 : 0, 0, 0, 0, 0x21, 0]
    return fixed + littleEndian(checksum) + littleEndian(UInt32(packed))
      + littleEndian(UInt32(size)) + littleEndian(UInt16(nameCount)) + [0, 0]
  }
}

/// The bytes of an integer, least significant first.
func littleEndian<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
  (0..<Value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
}
