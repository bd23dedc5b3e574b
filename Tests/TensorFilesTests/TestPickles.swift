import TensorFiles

/// Writes pickles, also such that `torch.save` never would.
enum Pickle {
  /// `PROTO`.
  static func proto(_ version: UInt8 = 2) -> [UInt8] { [0x80, version] }
  /// `GLOBAL`: a function or class by its name.
  static func global(_ module: String, _ name: String) -> [UInt8] {
    [0x63] + Array("\(module)\n\(name)\n".utf8)
  }
  /// `BINUNICODE`.
  static func text(_ text: String) -> [UInt8] {
    [0x58] + bytes(UInt32(text.utf8.count)) + Array(text.utf8)
  }
  /// `BININT`.
  static func integer(_ value: Int32) -> [UInt8] { [0x4A] + bytes(UInt32(bitPattern: value)) }
  /// `LONG1` of 8 bytes.
  static func long(_ value: Int) -> [UInt8] { [0x8A, 8] + bytes(UInt64(bitPattern: Int64(value))) }
  /// `MARK` … `TUPLE`.
  static func tuple(_ items: [[UInt8]]) -> [UInt8] { [0x28] + items.flatMap { $0 } + [0x74] }
  /// `EMPTY_DICT`, then `SETITEM` for each.
  static func dictionary(_ items: [(String, [UInt8])]) -> [UInt8] {
    [0x7D] + items.flatMap { text($0.0) + $0.1 + [0x73] }
  }
  /// A reference to a storage.
  static func storage(_ key: String = "0", type: String = "FloatStorage", count: Int) -> [UInt8] {
    tuple([
      text("storage"), global("torch", type), text(key), text("cpu"), long(count),
    ]) + [0x51]
  }
  /// A tensor over a storage.
  static func tensor(
    _ storage: [UInt8], offset: Int = 0, shape: [Int], strides: [Int]
  ) -> [UInt8] {
    global("torch._utils", "_rebuild_tensor_v2")
      + tuple([
        storage, long(offset), tuple(shape.map(long)), tuple(strides.map(long)), [0x89],
        global("collections", "OrderedDict") + [0x29, 0x52],
      ]) + [0x52]
  }

  /// An archive of PyTorch with any pickle.
  static func archive(_ pickle: [UInt8], storages: [(String, [UInt8])] = []) -> [UInt8] {
    var builder = ZipBuilder(
      .init("a/data.pkl", pickle), .init("a/byteorder", Array("little".utf8)))
    for (key, bytes) in storages { builder.members.append(.init("a/data/\(key)", bytes)) }
    return builder.bytes()
  }

  /// An archive with a pickle that ends well.
  static func archive(of value: [UInt8], storages: [(String, [UInt8])] = []) -> [UInt8] {
    archive(proto() + value + [0x2E], storages: storages)
  }
}
