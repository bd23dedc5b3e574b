/// A member of a zip archive as the central directory describes it.
struct ZipMember: Sendable, Equatable {
  /// Its name: a label, never a path.
  var name: String
  /// Bit 0 of the flags.
  var isEncrypted: Bool
  /// 0 is stored, 8 is deflated.
  var method: Int
  /// CRC-32 of the content.
  var checksum: UInt32
  /// Bytes in the archive.
  var compressedSize: Int
  /// Bytes of the content.
  var size: Int
  /// Where its own header begins.
  var headerOffset: Int
  /// Where its bytes begin.
  var dataOffset = 0
}

/// The central directory of a zip archive.
///
/// Read from the end of the file:
///
/// | record | where | what is taken |
/// |---|---|---|
/// | end record `PK 5 6` | the last 22 bytes and a comment of up to 65535 | members, size and offset of the directory |
/// | zip64 locator `PK 6 7` | the 20 bytes before, where the end record overflows or the writer likes it so | offset of the zip64 end record |
/// | zip64 end record `PK 6 6` | there | the same three in 64 bits |
/// | directory `PK 1 2` … | just before the end records | of each member: flags, method, checksum, sizes, name, offset |
/// | member header `PK 3 4` | at that offset | where the data begins; name and method for comparison |
///
/// Sizes come from the directory alone: NumPy writes 0xFFFFFFFF into every member header, and other
/// writers put a descriptor behind the data. The directory must end where the end records begin, and
/// no two members may share a byte, so that every reader sees the same archive.
///
/// Source: PKWARE, APPNOTE.TXT, sections 4.3.7 to 4.3.16 and 4.5.3.
struct ZipDirectory {
  static let memberSignature: [UInt8] = [0x50, 0x4B, 3, 4]
  static let endSignature: [UInt8] = [0x50, 0x4B, 5, 6]
  private static let entrySignature: [UInt8] = [0x50, 0x4B, 1, 2]
  private static let longEndSignature: [UInt8] = [0x50, 0x4B, 6, 6]
  private static let locatorSignature: [UInt8] = [0x50, 0x4B, 6, 7]
  private static let endSize = 22
  private static let locatorSize = 20
  private static let longEndSize = 56

  /// The members in the directory's order.
  let members: [ZipMember]

  /// Reads and checks the directory and every member's own header.
  init(_ source: ByteSource) throws(MemberProblem) {
    let end: End
    var members: [ZipMember]
    do throws(TensorFileError.Problem) {
      end = try Self.end(of: source)
      members = try Self.entries(
        try source.read(at: end.offset, count: end.size, for: "the zip directory"),
        count: end.count)
    } catch {
      throw MemberProblem(error)
    }
    for index in members.indices {
      do throws(TensorFileError.Problem) {
        try Self.locate(&members[index], in: source, before: end.offset)
      } catch {
        throw MemberProblem(error, member: members[index].name)
      }
    }
    try Self.refuseOverlaps(members)
    self.members = members
  }

  // MARK: The end records

  private struct End {
    var count: Int
    var size: Int
    var offset: Int
  }

  private static func end(of source: ByteSource) throws(TensorFileError.Problem) -> End {
    let tailCount = min(source.count, endSize + Int(UInt16.max) + locatorSize)
    let tailOffset = source.count - tailCount
    let tail = try source.read(at: tailOffset, count: tailCount, for: "the end of the archive")
    guard let found = endPosition(in: tail) else { throw .noArchiveEnd }
    var cursor = ByteCursor(tail[found...])
    let part = "the end record"
    try cursor.take(signature: endSignature, of: part)
    let disk = try cursor.take(UInt16.self, for: part)
    let directoryDisk = try cursor.take(UInt16.self, for: part)
    let countHere = try cursor.take(UInt16.self, for: part)
    let count = try cursor.take(UInt16.self, for: part)
    let size = try cursor.take(UInt32.self, for: part)
    let offset = try cursor.take(UInt32.self, for: part)
    let endOffset = tailOffset + found
    let locator = tail[..<found].suffix(locatorSize)
    if locator.starts(with: locatorSignature) {
      // PyTorch writes it always. What both records can say, both must say.
      let long = try longEnd(of: source, locator: locator, before: endOffset - locatorSize)
      guard count == .max || Int(count) == long.count, size == .max || Int(size) == long.size,
        offset == .max || Int(offset) == long.offset
      else { throw .headersDisagree(about: "place: its two end records differ") }
      return long
    }
    guard disk == 0, directoryDisk == 0, countHere == count else { throw .splitArchive }
    return try checked(
      count: UInt64(count), size: UInt64(size), offset: UInt64(offset), before: endOffset)
  }

  /// The last place whose record's comment reaches exactly to the end of the file.
  private static func endPosition(in tail: [UInt8]) -> Int? {
    guard tail.count >= endSize else { return nil }
    return (0...tail.count - endSize).reversed().first { position in
      tail[position] == 0x50 && tail[position...].starts(with: endSignature)
        && Int(tail[position + 20]) + Int(tail[position + 21]) << 8
          == tail.count - position - endSize
    }
  }

  private static func longEnd(
    of source: ByteSource, locator: ArraySlice<UInt8>, before limit: Int
  ) throws(TensorFileError.Problem) -> End {
    let part = "the zip64 end record"
    var cursor = ByteCursor(locator)
    try cursor.take(signature: locatorSignature, of: "the zip64 locator")
    let recordDisk = try cursor.take(UInt32.self, for: part)
    let recordOffset = try TensorFiles.size(
      try cursor.take(UInt64.self, for: part), of: "the archive")
    let disks = try cursor.take(UInt32.self, for: part)
    cursor = ByteCursor(try source.read(at: recordOffset, count: longEndSize, for: part))
    try cursor.take(signature: longEndSignature, of: part)
    _ = try cursor.take(UInt64.self, for: part)
    _ = try cursor.take(UInt32.self, for: part)
    let disk = try cursor.take(UInt32.self, for: part)
    let directoryDisk = try cursor.take(UInt32.self, for: part)
    let countHere = try cursor.take(UInt64.self, for: part)
    let count = try cursor.take(UInt64.self, for: part)
    let size = try cursor.take(UInt64.self, for: part)
    let offset = try cursor.take(UInt64.self, for: part)
    guard recordDisk == 0, disk == 0, directoryDisk == 0, disks <= 1, countHere == count else {
      throw .splitArchive
    }
    guard recordOffset <= limit - longEndSize else {
      throw .misplacedDirectory(end: UInt64(recordOffset), expected: limit - longEndSize)
    }
    return try checked(count: count, size: size, offset: offset, before: recordOffset)
  }

  private static func checked(
    count: UInt64, size: UInt64, offset: UInt64, before limit: Int
  ) throws(TensorFileError.Problem) -> End {
    guard count <= Limits.members else {
      throw .tooManyMembers(count: count, limit: Limits.members)
    }
    let directory = End(
      count: Int(count),
      size: try TensorFiles.size(size, of: "the zip directory", limit: Limits.zipDirectoryBytes),
      offset: try TensorFiles.size(offset, of: "what precedes the zip directory"))
    let end = try sum(directory.offset, directory.size, for: "the zip directory")
    guard end == limit else { throw .misplacedDirectory(end: UInt64(end), expected: limit) }
    return directory
  }

  // MARK: The members

  private static func entries(
    _ bytes: [UInt8], count: Int
  ) throws(TensorFileError.Problem) -> [ZipMember] {
    var cursor = ByteCursor(bytes)
    var members: [ZipMember] = []
    for number in 0..<count { members.append(try entry(&cursor, number: number)) }
    guard cursor.remaining.isEmpty else {
      throw .directorySize(declared: bytes.count, used: bytes.count - cursor.remaining.count)
    }
    return members
  }

  private static func entry(
    _ cursor: inout ByteCursor, number: Int
  ) throws(TensorFileError.Problem) -> ZipMember {
    let part = "entry \(number) of the zip directory"
    try cursor.take(signature: entrySignature, of: part)
    _ = try cursor.take(4, for: part)
    let flags = try cursor.take(UInt16.self, for: part)
    let method = try cursor.take(UInt16.self, for: part)
    _ = try cursor.take(4, for: part)
    let checksum = try cursor.take(UInt32.self, for: part)
    var compressedSize = UInt64(try cursor.take(UInt32.self, for: part))
    var size = UInt64(try cursor.take(UInt32.self, for: part))
    let nameCount = Int(try cursor.take(UInt16.self, for: part))
    let extraCount = Int(try cursor.take(UInt16.self, for: part))
    let commentCount = Int(try cursor.take(UInt16.self, for: part))
    let disk = try cursor.take(UInt16.self, for: part)
    _ = try cursor.take(6, for: part)
    var offset = UInt64(try cursor.take(UInt32.self, for: part))
    let nameBytes = try cursor.take(nameCount, for: part)
    let extra = try cursor.take(extraCount, for: part)
    _ = try cursor.take(commentCount, for: part)
    // Disk 0xFFFF means: in the zip64 field, which only has it for split archives.
    guard disk == 0 || disk == .max else { throw .splitArchive }
    if var long = try longField(in: extra, part: part) {
      // Each value is there only if the 32-bit one overflows, in this order.
      let overflow = UInt64(UInt32.max)
      if size == overflow { size = try long.take(UInt64.self, for: part) }
      if compressedSize == overflow { compressedSize = try long.take(UInt64.self, for: part) }
      if offset == overflow { offset = try long.take(UInt64.self, for: part) }
    }
    guard let name = String(validating: nameBytes, as: UTF8.self) else {
      throw .nameNotUTF8(number: number)
    }
    return ZipMember(
      name: name, isEncrypted: flags & 1 == 1, method: Int(method), checksum: checksum,
      compressedSize: try TensorFiles.size(compressedSize, of: part),
      size: try TensorFiles.size(size, of: part),
      headerOffset: try TensorFiles.size(offset, of: part))
  }

  /// The content of the extra field with tag 1, if there is one.
  private static func longField(
    in extra: ArraySlice<UInt8>, part: String
  ) throws(TensorFileError.Problem) -> ByteCursor? {
    var cursor = ByteCursor(extra)
    // Some writers pad this area; fewer than 4 bytes are no field.
    while cursor.remaining.count >= 4 {
      let tag = try cursor.take(UInt16.self, for: part)
      let count = Int(try cursor.take(UInt16.self, for: part))
      let field = try cursor.take(count, for: part)
      if tag == 1 { return ByteCursor(field) }
    }
    return nil
  }

  /// Reads a member's own header to find its data.
  private static func locate(
    _ member: inout ZipMember, in source: ByteSource, before directory: Int
  ) throws(TensorFileError.Problem) {
    let part = "the member's header"
    let fixedSize = 30
    guard member.headerOffset <= directory - fixedSize else {
      throw .truncated(
        part: part, needed: fixedSize, available: max(directory - member.headerOffset, 0))
    }
    let wanted = fixedSize + member.name.utf8.count
    let count = min(wanted, directory - member.headerOffset)
    var cursor = ByteCursor(try source.read(at: member.headerOffset, count: count, for: part))
    try cursor.take(signature: memberSignature, of: part)
    _ = try cursor.take(2, for: part)
    let flags = try cursor.take(UInt16.self, for: part)
    let method = try cursor.take(UInt16.self, for: part)
    _ = try cursor.take(16, for: part)
    let nameCount = Int(try cursor.take(UInt16.self, for: part))
    let extraCount = Int(try cursor.take(UInt16.self, for: part))
    guard Int(method) == member.method, (flags & 1 == 1) == member.isEncrypted else {
      throw .headersDisagree(about: "compression")
    }
    guard try Array(cursor.take(nameCount, for: part)) == Array(member.name.utf8) else {
      throw .headersDisagree(about: "name")
    }
    member.dataOffset = member.headerOffset + fixedSize + nameCount + extraCount
    guard member.dataOffset <= directory, member.compressedSize <= directory - member.dataOffset
    else { throw .overlaps(other: "the zip directory") }
  }

  private static func refuseOverlaps(_ members: [ZipMember]) throws(MemberProblem) {
    let sorted = members.sorted { $0.headerOffset < $1.headerOffset }
    for (former, latter) in zip(sorted, sorted.dropFirst())
    where former.dataOffset + former.compressedSize > latter.headerOffset {
      throw MemberProblem(.overlaps(other: "'\(latter.name)'"), member: former.name)
    }
  }
}
