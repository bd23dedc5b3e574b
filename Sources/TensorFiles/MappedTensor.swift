import LocalFiles
import Synchronization

/// A tensor's bytes where they lie, in a file that is mapped into memory.
///
/// They are row after row and least significant byte first, at any alignment.
public struct MappedTensor: Sendable {
  /// The length of each axis; empty for a single number.
  public let shape: [Int]
  /// The type of each element.
  public let elementType: ElementType
  /// The elements, valid as long as ``owner`` lives; whoever reads them keeps it alive meanwhile, such
  /// as by `withExtendedLifetime`.
  public nonisolated(unsafe) let bytes: UnsafeRawBufferPointer
  /// What keeps the bytes; see `MappedFile` for what happens when the file is shortened meanwhile.
  public let owner: any Sendable & AnyObject

  /// Tells the system that the tensor will be read soon; see `MappedFile.announce(_:)`.
  public func announce() {
    guard let file = owner as? MappedFile, let all = file.bytes.baseAddress,
      let own = bytes.baseAddress
    else { return }
    let start = own - all
    file.announce(start..<(start + bytes.count))
  }
}

/// Where the tensors of a file are found in memory: the file is mapped once, when first asked for.
final class MappedPlace: Sendable {
  private let source: ByteSource
  private let file = Mutex<MappedFile?>(nil)

  init(_ source: ByteSource) { self.source = source }

  /// The tensor at a place that has been checked against shape and type.
  func tensor(
    at range: Range<Int>, shape: [Int], elementType: ElementType
  ) throws(TensorFileError.Problem) -> MappedTensor {
    let bytes: UnsafeRawBufferPointer
    let owner: any Sendable & AnyObject
    switch source {
    case .memory(let all):
      let copy = KeptBytes(all[range])
      bytes = UnsafeRawBufferPointer(copy.memory)
      owner = copy
    case .file(let opened):
      let mapped = try map(opened)
      bytes = UnsafeRawBufferPointer(rebasing: mapped.bytes[range])
      owner = mapped
    }
    return MappedTensor(shape: shape, elementType: elementType, bytes: bytes, owner: owner)
  }

  private func map(_ opened: OpenedFile) throws(TensorFileError.Problem) -> MappedFile {
    do throws(FileError) {
      return try file.withLock { (mapped) throws(FileError) in
        if let mapped { return mapped }
        let new = try MappedFile(opened)
        mapped = new
        return new
      }
    } catch {
      throw .unreadable(error)
    }
  }
}

/// Bytes at a fixed place in memory.
private final class KeptBytes: Sendable {
  nonisolated(unsafe) let memory: UnsafeMutableRawBufferPointer

  init(_ bytes: ArraySlice<UInt8>) {
    memory = .allocate(byteCount: bytes.count, alignment: MemoryLayout<UInt64>.alignment)
    memory.copyBytes(from: bytes)
  }

  deinit { memory.deallocate() }
}
