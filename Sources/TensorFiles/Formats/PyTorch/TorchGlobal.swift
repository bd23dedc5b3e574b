/// The functions and classes that a PyTorch file may name.
///
/// None of them is called: each stands for what the reader itself does. Every other name ends the
/// reading, since to look a name up and call it is how a pickle runs code.
///
/// Source: PyTorch 2.13, `torch/_utils.py` and `torch/_weights_only_unpickler.py`.
enum TorchGlobal: Sendable, Equatable {
  /// A dictionary that keeps its order: what a state dictionary is.
  case orderedDictionary
  /// A part of a storage seen as a tensor.
  case rebuildTensor
  /// A tensor that is trained.
  case rebuildParameter
  /// The class of a storage.
  case storage(StoredType)

  /// Understands a name.
  ///
  /// - Parameters:
  ///   - module: The module, such as `torch._utils`.
  ///   - name: The name in it.
  /// - Throws: ``TensorFileError/Problem/refusedGlobal(name:)``.
  init(module: String, name: String) throws(TensorFileError.Problem) {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch._utils", "_rebuild_tensor_v2"): self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
    case ("torch", _) where name.hasSuffix("Storage"):
      guard let type = Self.storages[String(name.dropLast("Storage".count))] else {
        throw .refusedGlobal(name: "torch.\(name)")
      }
      self = .storage(type)
    default: throw .refusedGlobal(name: "\(module).\(name)")
    }
  }

  private static let storages: [String: StoredType] = [
    "Float": .numbers(.float32, bigEndian: false),
    "Half": .numbers(.float16, bigEndian: false),
    "BFloat16": .numbers(.bfloat16, bigEndian: false),
    "Double": .numbers(.float64, bigEndian: false),
    "Int": .numbers(.int32, bigEndian: false),
    "Long": .numbers(.int64, bigEndian: false),
    "Short": .numbers(.int16, bigEndian: false),
    "Byte": .numbers(.uint8, bigEndian: false),
    "Char": .numbers(.int8, bigEndian: false),
    "Bool": .other(spelling: "bool", byteCount: 1),
    "ComplexFloat": .other(spelling: "complex64", byteCount: 8),
    "ComplexDouble": .other(spelling: "complex128", byteCount: 16),
  ]
}
