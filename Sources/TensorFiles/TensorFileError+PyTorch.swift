extension TensorFileError.Problem {
  /// What is wrong with a PyTorch file, or with a tensor that is to be read in place.
  var pytorchDescription: String {
    switch self {
    case .oldPyTorch:
      "has PyTorch's format of before version 1.6, which is not read; save it again with a newer "
        + "torch.save, or as safetensors"
    case .torchScript:
      "is a TorchScript program, which is not read; save its state_dict() as safetensors"
    case .malformedPickle(let reason, let offset):
      "the pickle is malformed at byte \(offset): \(reason)"
    case .refusedGlobal(let name):
      "the pickle names '\(printable(name, limit: 80))'\(Self.kind(of: name)); only plain tensors and "
        + "storages are read, and nothing is run; save the state_dict() alone, or as safetensors"
    case .refusedOperation(let name):
      "the pickle has the operation \(name), which torch.save does not need for tensors; only "
        + "tensors and storages are read, and nothing is run"
    case .mustBeStored(let method):
      "is compressed by method \(method); members of a PyTorch file must be stored, as torch.save "
        + "writes them"
    case .bigEndianTensors:
      "was written by a big-endian machine; 'byteorder' must be little"
    case .missingStorage(let key):
      "the archive has no member 'data/\(printable(key, limit: 60))' with its numbers"
    case .outsideStorage(let offset, let shape, let strides, let count):
      "a shape of \(product(shape)) with strides \(strides) from number \(offset) on does not lie "
        + "in a storage of \(count)"
    case .strided(let shape, let strides):
      "a shape of \(product(shape)) with strides \(strides) does not lie row after row; save "
        + "tensor.contiguous()"
    case .notInPlace(let reason): "cannot be read in place: \(reason)"
    default: preconditionFailure("not a problem of PyTorch files")
    }
  }

  /// What a name that is refused belongs to, where that is known.
  private static func kind(of name: String) -> String {
    if name.contains("qtensor") || name.contains(".QInt") || name.contains(".QUInt") {
      return " of a quantised tensor"
    }
    return name.contains("sparse") ? " of a sparse tensor" : ""
  }
}
