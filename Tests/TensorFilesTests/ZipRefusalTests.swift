import TensorFiles
import TestSupport
import Testing

/// Archives that contradict themselves, one for each check.
@Suite struct ZipRefusalTests {
  typealias Member = ZipBuilder.Member
  typealias Problem = TensorFileError.Problem

  /// A member that is changed in some way.
  private static func member(
    _ content: [UInt8] = smallArray, _ change: (inout Member) -> Void
  ) -> [UInt8] {
    var member = Member("a.npy", content)
    change(&member)
    return ZipBuilder(member).bytes()
  }

  /// An archive of one array that is changed in some way.
  private static func archive(_ change: (inout ZipBuilder) -> Void) -> [UInt8] {
    var builder = ZipBuilder(Member("a.npy"))
    change(&builder)
    return builder.bytes()
  }

  /// A deflated member that is changed in some way.
  private static func deflated(_ change: (inout Member, [UInt8]) -> Void) -> [UInt8] {
    member {
      $0.method = 8
      let packed = Deflate.compress(smallArray)
      $0.packed = packed
      change(&$0, packed)
    }
  }

  private static let size = smallArray.count
  private static let packedSize = Deflate.compress(smallArray).count

  private static let refusals: [(what: String, bytes: [UInt8], problem: Problem)] = [
    ("no end", archive { $0.comment = [1, 2] }.dropLast(1) + [], .noArchiveEnd),
    ("bytes behind", archive { _ in } + [0], .noArchiveEnd),
    ("split by count", archive { $0.countHere = 0 }, .splitArchive),
    ("split by disk", member { $0.disk = 1 }, .splitArchive),
    (
      "too many", archive { $0.count = 20000 }, .tooManyMembers(count: 20000, limit: 16384)
    ),
    (
      "directory too large", archive { $0.directorySize = 17 << 20 },
      .tooLarge(part: "the zip directory", bytes: 17 << 20, limit: 16 << 20)
    ),
    (
      "directory elsewhere", archive { $0.directoryOffset = 5 },
      .misplacedDirectory(end: 5 + 51, expected: 30 + 5 + size + 51)
    ),
    (
      "directory longer than its members", archive { $0.directoryPadding = [1, 2, 3] },
      .directorySize(declared: 54, used: 51)
    ),
    (
      "directory shorter", archive { $0.count = 2 },
      .truncated(part: "entry 1 of the zip directory", needed: 4, available: 0)
    ),
    (
      "no directory", archive { $0.directorySignature = [0x50, 0x4B, 1, 3] },
      .wrongSignature(part: "entry 0 of the zip directory", found: [0x50, 0x4B, 1, 3])
    ),
    (
      "a header elsewhere", member { $0.offset = 3 },
      .wrongSignature(part: "the member's header", found: [4, 20, 0, 0])
    ),
    (
      "a header behind the directory", member { $0.offset = 100_000 },
      .truncated(part: "the member's header", needed: 30, available: 0)
    ),
    (
      "no header", member { $0.localSignature = [0x50, 0x4B, 3, 5] },
      .unrecognised(firstBytes: [0x50, 0x4B, 3, 5, 20, 0, 0, 0])
    ),
    (
      "another name", member { $0.localName = Array("b.npy".utf8) },
      .headersDisagree(about: "name")
    ),
    ("another method", member { $0.localMethod = 8 }, .headersDisagree(about: "compression")),
    (
      "data over the directory", member { $0.compressedSize = 10000 },
      .overlaps(other: "the zip directory")
    ),
    ("encrypted", member { $0.flags = 1 }, .encrypted),
    ("bzip2", member { $0.method = 12 }, .unsupportedCompression(method: 12)),
    (
      "stored in two sizes", member { $0.size = 10 },
      .storedSizes(compressed: size, uncompressed: 10)
    ),
    ("a name in Latin-1", member { $0.name = [0xE9] }, .nameNotUTF8(number: 0)),
    (
      "a long field that is too short",
      member {
        $0.size = .max
        $0.extra = [1, 0, 4, 0, 1, 2, 3, 4]
      }, .truncated(part: "entry 0 of the zip directory", needed: 8, available: 4)
    ),
    (
      "an extra field beyond its end", member { $0.extra = [7, 0, 9, 0, 1] },
      .truncated(part: "entry 0 of the zip directory", needed: 9, available: 1)
    ),
    ("twice", ZipBuilder(Member("a.npy"), Member("a.npy")).bytes(), .duplicateName),
    (
      "content of another size", member { $0.content += [0] },
      .wrongDataSize(needed: 16, available: 17)
    ),
    ("damaged deflate", deflated { member, _ in member.packed = [0xFF, 0xFF] }, .damagedDeflate),
    (
      // One block that is stored as it is, so that no compressor decides how much comes out.
      "cut deflate",
      deflated { member, _ in
        member.packed = [1] + bytes(UInt16(size)) + bytes(~UInt16(size)) + smallArray.dropLast(8)
      },
      .inflatedSize(declared: size, produced: size - 8)
    ),
    (
      "deflate without its end", deflated { member, packed in member.packed = packed.dropLast() },
      .damagedDeflate
    ),
    (
      "bytes behind deflate", deflated { member, packed in member.packed = packed + [0, 0] },
      .compressedSize(declared: packedSize + 2, used: packedSize)
    ),
    (
      "inflates to more",
      deflated { member, _ in member.packed = Deflate.compress(smallArray + [0]) },
      .inflatedSize(declared: size, produced: nil)
    ),
    (
      "inflates to less",
      deflated { member, _ in member.packed = Deflate.compress(smallArray.dropLast()) },
      .inflatedSize(declared: size, produced: size - 1)
    ),
    (
      "wrong checksum", deflated { member, _ in member.checksum = 0 },
      .wrongChecksum(declared: 0, computed: Deflate.checksum(of: smallArray))
    ),
  ]

  @Test(arguments: refusals)
  func refusesAnArchiveThatContradictsItself(what: String, bytes: [UInt8], expected: Problem) {
    #expect(problem(with: bytes) == expected, "\(what)")
  }

  @Test func refusesMembersThatShareBytes() throws {
    // Both entries of the directory lead to the first member: the quine-like bomb in small.
    var second = Member("a.npy")
    second.offset = 0
    let archive = ZipBuilder(Member("a.npy"), second).bytes()
    #expect(problem(with: archive) == .overlaps(other: "'a.npy'"))
    // A member that reaches into the next one.
    var first = Member("a.npy")
    first.compressedSize = UInt32(Self.size + 1)
    first.size = UInt32(Self.size + 1)
    #expect(
      problem(with: ZipBuilder(first, Member("b.npy")).bytes()) == .overlaps(other: "'b.npy'"))
  }

  @Test func refusesBombsBeforeTakingMemory() throws {
    // A megabyte of zeros whose entry declares 4 GiB less one byte.
    var bomb = Member("a.npy", npy("<f4", "(1073741792,)"))
    bomb.method = 8
    bomb.packed = Deflate.compress(bomb.content + [UInt8](repeating: 0, count: 1 << 20))
    bomb.size = UInt32(bomb.content.count + 4 * 1_073_741_792)
    #expect(
      problem(with: ZipBuilder(bomb).bytes())
        == .tooLarge(
          part: "the deflated data of all members so far", bytes: UInt64(bomb.size ?? 0),
          limit: 1 << 30))
    // Many members, each within the limit.
    let members = (0..<5).map { number in
      var member = Member("\(number).npy", npy("<f4", "(67108864,)"))
      member.method = 8
      member.packed = Deflate.compress(member.content)
      member.size = UInt32(member.content.count + 4 * 67_108_864)
      return member
    }
    var many = ZipBuilder()
    many.members = members
    guard case .tooLarge(_, let total, _) = problem(with: many.bytes()) else {
      Issue.record("not refused for its size")
      return
    }
    #expect(total > 1 << 30)
  }

  @Test func namesTheMemberThatIsAtFault() {
    let archive = Self.member { $0.flags = 1 }
    #expect(throws: TensorFileError(path: "x.npz", member: "a.npy", problem: .encrypted)) {
      try TensorFile.open(archive, as: "x.npz")
    }
  }
}
