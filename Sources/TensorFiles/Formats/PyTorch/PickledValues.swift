/// A value on the stack of an ``Unpickler``: small, and never the owner of another value.
///
/// Containers, tensors and storages lie in the ``PickledHeap`` and are named by their number there. So
/// values that hold each other in a circle, or a million deep, cost nothing when they are let go.
enum PickledValue: Sendable, Equatable {
  /// None, a truth value, a floating-point number, bytes, or an integer beyond 64 bits.
  case other
  /// An integer.
  case integer(Int)
  /// Text.
  case text(String)
  /// A tuple, list or dictionary.
  case container(Int)
  /// One of the functions and classes that are known.
  case global(TorchGlobal)
  /// A storage.
  case storage(Int)
  /// A tensor.
  case tensor(Int)
}

/// A tuple, list or dictionary.
struct PickledContainer: Sendable {
  /// What a container is.
  enum Kind: Sendable {
    case tuple
    case list
    case dictionary
  }

  /// What it is.
  var kind: Kind
  /// Its values; of a dictionary each name with the value behind it.
  var items: [PickledValue]
}

/// Numbers of one type, one behind the other, in a member of the archive.
struct TorchStorage: Sendable {
  /// How each number is stored.
  var type: StoredType
  /// The name of the member below `data/`: a label, never a path.
  var key: String
  /// How many numbers there are.
  var count: Int
}

/// A part of a storage seen as a tensor.
struct TorchTensor: Sendable {
  /// The number of the storage.
  var storage: Int
  /// How many numbers of the storage precede the tensor's first.
  var offset: Int
  /// The length of each axis, all 0 or more.
  var shape: [Int]
  /// How far a step along each axis goes in the storage, in numbers.
  var strides: [Int]

  /// Whether the numbers lie one behind the other, the last axis fastest.
  var isContiguous: Bool {
    guard !shape.contains(0) else { return true }
    var step = 1
    for (length, stride) in zip(shape, strides).reversed() {
      guard length == 1 || stride == step else { return false }
      step *= length
    }
    return true
  }

  /// How many numbers of the storage the tensor reaches to; nil when that exceeds 64 bits.
  var reach: Int? {
    guard !shape.contains(0) else { return offset }
    var last = offset
    for (length, stride) in zip(shape, strides) {
      let (step, overflows) = (length - 1).multipliedReportingOverflow(by: stride)
      let (next, overflowsToo) = last.addingReportingOverflow(step)
      guard !overflows, !overflowsToo else { return nil }
      last = next
    }
    let (reach, overflows) = last.addingReportingOverflow(1)
    return overflows ? nil : reach
  }
}

/// Everything that an ``Unpickler`` has built.
struct PickledHeap: Sendable {
  /// Tuples, lists and dictionaries.
  var containers: [PickledContainer] = []
  /// Storages.
  var storages: [TorchStorage] = []
  /// Tensors.
  var tensors: [TorchTensor] = []

  /// The items of a tuple; nil when the value is none.
  func tuple(_ value: PickledValue) -> [PickledValue]? {
    guard case .container(let number) = value, containers[number].kind == .tuple else {
      return nil
    }
    return containers[number].items
  }

  /// The numbers of a tuple or list of whole numbers of 0 or more; nil when the value is none.
  func wholeNumbers(_ value: PickledValue) -> [Int]? {
    guard case .container(let number) = value, containers[number].kind != .dictionary,
      containers[number].items.count <= Limits.axes
    else { return nil }
    var numbers: [Int] = []
    for item in containers[number].items {
      guard case .integer(let value) = item, value >= 0 else { return nil }
      numbers.append(value)
    }
    return numbers
  }
}
