import Glibc

/// A regular file whose bytes are read where they lie, without a copy of their own.
///
/// The pages come from the disk when somebody first looks at them, and the system may take them back
/// whenever memory is short: a mapped checkpoint of a gigabyte costs what is read of it.
///
/// The mapping is private and read-only, and stays valid when the file is renamed, replaced by
/// another of its name, or removed. A file that is *shortened in place* while it is mapped is another
/// matter: no system call is left that could fail, and looking at a page behind the new end ends the
/// program with SIGBUS. A file that is overwritten in place may show old bytes, new ones, or both.
/// Programs that write weights put a new file in the old one's place, which is safe.
public final class MappedFile: Sendable {
  /// The path it was opened with.
  public let path: String
  /// All bytes of the file, valid as long as this object lives; whoever reads them keeps it alive
  /// meanwhile, such as by `withExtendedLifetime`.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer

  /// Maps a file that is open already; its descriptor is not needed afterwards.
  ///
  /// - Parameter file: The file.
  /// - Throws: ``FileError`` when the file is shorter than when it was opened, or the system refuses.
  public init(_ file: OpenedFile) throws(FileError) {
    path = file.path
    bytes = try file.withDescriptor { (descriptor) throws(FileError) in
      try Self.map(descriptor, count: file.size, path: file.path)
    }
  }

  /// Maps a regular file.
  ///
  /// - Parameter path: The file; one without content is mapped to no bytes.
  /// - Throws: ``FileError`` when the file is missing, not regular, or may not be read.
  public convenience init(_ path: String) throws(FileError) { try self.init(OpenedFile(path)) }

  deinit {
    if let start = bytes.baseAddress {
      munmap(UnsafeMutableRawPointer(mutating: start), bytes.count)
    }
  }

  /// Tells the system that bytes will be read soon, so that it can bring them in beforehand.
  ///
  /// This is advice: nothing fails when the system does not take it, and nothing waits for the disk.
  ///
  /// - Parameter range: Which bytes; a part that lies outside is ignored.
  public func announce(_ range: Range<Int>) {
    let inside = range.clamped(to: 0..<bytes.count)
    guard let start = bytes.baseAddress, !inside.isEmpty else { return }
    let page = sysconf(Int32(_SC_PAGESIZE))
    let first = inside.lowerBound / page * page
    madvise(
      UnsafeMutableRawPointer(mutating: start + first), inside.upperBound - first, MADV_WILLNEED)
  }

  private static func map(
    _ descriptor: Int32, count: Int, path: String
  ) throws(FileError) -> UnsafeRawBufferPointer {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw LocalFile.failure(path, "look at") }
    guard Int(status.st_size) >= count else {
      throw .shrank(path: path, expected: count, read: Int(status.st_size))
    }
    // A mapping of no bytes is an error to the system.
    guard count > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    guard let start = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), start != MAP_FAILED
    else { throw LocalFile.failure(path, "map") }
    return UnsafeRawBufferPointer(start: start, count: count)
  }
}
