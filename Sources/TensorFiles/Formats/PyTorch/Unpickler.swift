/// Reads the pickle of a PyTorch file without running anything.
///
/// A pickle is a program for a small machine with a stack. This machine knows the operations that
/// `torch.save` writes (protocols 2 to 5), and of everything that a program could call only what
/// ``TorchGlobal`` lists, none of which it really calls. Its memory grows by what the file's own
/// bytes say and never by a number in them: texts are as long as what is there, the memo is a table
/// of what was put in, and the stack and the number of containers are bounded.
///
/// Source: Python 3.13, `Lib/pickletools.py`; PyTorch 2.13, `torch/_weights_only_unpickler.py`.
struct Unpickler {
  /// What has been built.
  private(set) var heap = PickledHeap()
  private var cursor: ByteCursor
  private let byteCount: Int
  private var stack: [PickledValue] = []
  /// The heights of the stack at its marks.
  private var marks: [Int] = []
  private var memo: [Int: PickledValue] = [:]

  /// Prepares to read a pickle.
  init(_ bytes: [UInt8]) {
    cursor = ByteCursor(bytes)
    byteCount = bytes.count
  }

  /// Reads the whole pickle.
  ///
  /// - Returns: The value that it makes, whose parts lie in ``heap``.
  /// - Throws: A problem for anything that is no pickle of tensors and plain values.
  /// - Complexity: O(*bytes*).
  mutating func run() throws(TensorFileError.Problem) -> PickledValue {
    guard cursor.remaining.first == PickleOperation.proto.rawValue else {
      throw problem("it does not begin with PROTO, so its protocol is 0 or 1; 2 to 5 are read")
    }
    while true {
      let code = try cursor.take(UInt8.self, for: Self.part)
      guard let operation = PickleOperation(rawValue: code) else {
        throw problem("byte \(code) is no operation")
      }
      if operation == .stop {
        let value = try pop()
        guard stack.isEmpty, marks.isEmpty, cursor.remaining.isEmpty else {
          throw problem("it stops before its end")
        }
        return value
      }
      try step(operation)
    }
  }

  private static let part = "the pickle"

  private func problem(_ reason: String) -> TensorFileError.Problem {
    .malformedPickle(reason: reason, offset: byteCount - cursor.remaining.count)
  }

  private mutating func step(_ operation: PickleOperation) throws(TensorFileError.Problem) {
    switch operation {
    case .proto:
      let version = try cursor.take(UInt8.self, for: Self.part)
      guard (2...5).contains(version) else {
        throw problem("protocol \(version) is not known; 2 to 5 are read")
      }
    case .frame: _ = try cursor.take(UInt64.self, for: Self.part)
    case .mark, .pop, .popMark, .dup: try arrange(operation)
    case .none, .newTrue, .newFalse, .binFloat, .binInt, .binInt1, .binInt2, .long1, .long4:
      try push(number(operation))
    case .binUnicode, .shortBinUnicode, .binUnicode8, .shortBinBytes, .binBytes, .binBytes8,
      .byteArray8:
      try push(text(operation))
    case .emptyTuple, .tuple, .tuple1, .tuple2, .tuple3, .emptyList, .list, .emptyDict, .dict:
      try push(container(operation))
    case .append, .appends, .setItem, .setItems: try extend(operation)
    case .binPut, .longBinPut, .memoize: try remember(operation)
    case .binGet: try push(recall(Int(cursor.take(UInt8.self, for: Self.part))))
    case .longBinGet: try push(recall(Int(cursor.take(UInt32.self, for: Self.part))))
    case .global, .stackGlobal: try push(.global(global(operation)))
    case .reduce: try push(reduce())
    case .build: try build()
    case .binPersID: try push(storage())
    case .inst: throw .refusedGlobal(name: try globalName())
    default: throw .refusedOperation(name: operation.name)
    }
  }

  // MARK: The stack

  private mutating func push(_ value: PickledValue) throws(TensorFileError.Problem) {
    guard stack.count < Limits.pickleStack else {
      throw problem("it stacks more than \(Limits.pickleStack) values")
    }
    stack.append(value)
  }

  private mutating func pop() throws(TensorFileError.Problem) -> PickledValue {
    guard stack.count > marks.last ?? 0, let value = stack.popLast() else {
      throw problem("it takes a value that is not there")
    }
    return value
  }

  /// The values above the last mark, which goes with them.
  private mutating func popToMark() throws(TensorFileError.Problem) -> [PickledValue] {
    guard let mark = marks.popLast() else { throw problem("it takes values without a mark") }
    defer { stack.removeSubrange(mark...) }
    return Array(stack[mark...])
  }

  private func top() throws(TensorFileError.Problem) -> PickledValue {
    guard stack.count > marks.last ?? 0, let value = stack.last else {
      throw problem("it takes a value that is not there")
    }
    return value
  }

  private mutating func arrange(_ operation: PickleOperation) throws(TensorFileError.Problem) {
    switch operation {
    case .mark:
      guard marks.count < Limits.pickleStack else {
        throw problem("it sets more than \(Limits.pickleStack) marks")
      }
      marks.append(stack.count)
    case .pop: _ = try pop()
    case .dup: try push(top())
    default: _ = try popToMark()
    }
  }

  // MARK: The memo

  private mutating func remember(_ operation: PickleOperation) throws(TensorFileError.Problem) {
    let number =
      switch operation {
      case .binPut: Int(try cursor.take(UInt8.self, for: Self.part))
      case .longBinPut: Int(try cursor.take(UInt32.self, for: Self.part))
      default: memo.count
      }
    memo[number] = try top()
    guard memo.count <= Limits.pickleObjects else {
      throw problem("it remembers more than \(Limits.pickleObjects) values")
    }
  }

  private func recall(_ number: Int) throws(TensorFileError.Problem) -> PickledValue {
    guard let value = memo[number] else {
      throw problem("it recalls value \(number), but has none")
    }
    return value
  }

  // MARK: Numbers and texts

  private mutating func number(
    _ operation: PickleOperation
  ) throws(TensorFileError.Problem) -> PickledValue {
    switch operation {
    case .binInt:
      return .integer(Int(Int32(bitPattern: try cursor.take(UInt32.self, for: Self.part))))
    case .binInt1: return .integer(Int(try cursor.take(UInt8.self, for: Self.part)))
    case .binInt2: return .integer(Int(try cursor.take(UInt16.self, for: Self.part)))
    case .long1: return try long(Int(cursor.take(UInt8.self, for: Self.part)))
    case .long4: return try long(Int(cursor.take(UInt32.self, for: Self.part)))
    case .binFloat:
      _ = try cursor.take(8, for: Self.part)
      return .other
    default: return .other
    }
  }

  /// An integer of so many bytes, the least significant first, in two's complement.
  private mutating func long(_ count: Int) throws(TensorFileError.Problem) -> PickledValue {
    let bytes = try cursor.take(count, for: Self.part)
    guard count <= 8 else { return .other }
    let sign: UInt64 = (bytes.last ?? 0) >= 0x80 ? .max : 0
    let bits = bytes.reversed().reduce(sign) { $0 << 8 | UInt64($1) }
    return .integer(Int(bitPattern: UInt(bits)))
  }

  private mutating func text(
    _ operation: PickleOperation
  ) throws(TensorFileError.Problem) -> PickledValue {
    let count: Int
    switch operation {
    case .shortBinUnicode, .shortBinBytes: count = Int(try cursor.take(UInt8.self, for: Self.part))
    case .binUnicode, .binBytes: count = Int(try cursor.take(UInt32.self, for: Self.part))
    default: count = try size(try cursor.take(UInt64.self, for: Self.part), of: "a pickled text")
    }
    let bytes = try cursor.take(count, for: Self.part)
    switch operation {
    case .binUnicode, .shortBinUnicode, .binUnicode8:
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw problem("text must be UTF-8")
      }
      return .text(text)
    default: return .other
    }
  }

  // MARK: Containers

  private mutating func container(
    _ operation: PickleOperation
  ) throws(TensorFileError.Problem) -> PickledValue {
    let kind: PickledContainer.Kind
    var items: [PickledValue] = []
    switch operation {
    case .emptyList, .list: kind = .list
    case .emptyDict, .dict: kind = .dictionary
    default: kind = .tuple
    }
    switch operation {
    case .tuple, .list, .dict: items = try popToMark()
    case .tuple1: items = [try pop()]
    case .tuple2, .tuple3:
      for _ in 0..<(operation == .tuple2 ? 2 : 3) { items.append(try pop()) }
      items.reverse()
    default: break
    }
    return try make(kind, items)
  }

  private mutating func make(
    _ kind: PickledContainer.Kind, _ items: [PickledValue]
  ) throws(TensorFileError.Problem) -> PickledValue {
    guard kind != .dictionary || items.count.isMultiple(of: 2) else {
      throw problem("a dictionary has a name without a value")
    }
    guard heap.containers.count < Limits.pickleObjects else {
      throw problem("it makes more than \(Limits.pickleObjects) containers")
    }
    heap.containers.append(PickledContainer(kind: kind, items: items))
    return .container(heap.containers.count - 1)
  }

  private mutating func extend(_ operation: PickleOperation) throws(TensorFileError.Problem) {
    var items: [PickledValue] = []
    switch operation {
    case .append: items = [try pop()]
    case .setItem:
      items = [try pop()]
      items.insert(try pop(), at: 0)
    default: items = try popToMark()
    }
    let kind: PickledContainer.Kind =
      operation == .append || operation == .appends ? .list : .dictionary
    guard case .container(let number) = try top(), heap.containers[number].kind == kind,
      kind == .list || items.count.isMultiple(of: 2)
    else { throw problem("it puts values into what is no \(kind)") }
    heap.containers[number].items += items
  }

  // MARK: Functions and classes

  private mutating func global(
    _ operation: PickleOperation
  ) throws(TensorFileError.Problem) -> TorchGlobal {
    guard operation == .stackGlobal else {
      let module = try line()
      return try TorchGlobal(module: module, name: try line())
    }
    guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
      throw problem("a name must be text")
    }
    return try TorchGlobal(module: module, name: name)
  }

  private mutating func globalName() throws(TensorFileError.Problem) -> String {
    let module = try line()
    return "\(module).\(try line())"
  }

  /// Takes a line, such as the name of a module, and the byte that ends it.
  private mutating func line() throws(TensorFileError.Problem) -> String {
    let count = cursor.remaining.prefix(Limits.pickleName).prefix { $0 != 0x0A }.count
    let bytes = try cursor.take(count, for: Self.part)
    guard try cursor.take(1, for: Self.part).first == 0x0A,
      let text = String(validating: bytes, as: UTF8.self)
    else { throw problem("a name must be UTF-8 and at most \(Limits.pickleName) bytes long") }
    return text
  }

  /// Does what a call of a known function means.
  private mutating func reduce() throws(TensorFileError.Problem) -> PickledValue {
    guard let arguments = heap.tuple(try pop()), case .global(let function) = try pop() else {
      throw problem("it calls what is no function, or without a tuple of arguments")
    }
    switch function {
    case .orderedDictionary:
      guard arguments.isEmpty else { throw problem("an OrderedDict is made from arguments") }
      return try make(.dictionary, [])
    case .rebuildParameter:
      guard case .tensor = arguments.first else { throw problem("a parameter holds no tensor") }
      return arguments[0]
    case .rebuildTensor: return try tensor(arguments)
    case .storage: throw problem("a storage is made by a call instead of a reference")
    }
  }

  /// Takes the attributes of a dictionary, such as a state dictionary's `_metadata`, which hold no
  /// tensors.
  private mutating func build() throws(TensorFileError.Problem) {
    _ = try pop()
    guard case .container(let number) = try top(), heap.containers[number].kind == .dictionary
    else {
      throw .refusedOperation(name: "\(PickleOperation.build.name) of what is no dictionary")
    }
  }

  /// Understands `('storage', class, key, location, count)`.
  private mutating func storage() throws(TensorFileError.Problem) -> PickledValue {
    guard let items = heap.tuple(try pop()), items.count >= 5, items[0] == .text("storage"),
      case .global(.storage(let type)) = items[1], case .text(let key) = items[2],
      case .integer(let count) = items[4], count >= 0
    else { throw problem("a reference must be ('storage', class, key, location, count)") }
    heap.storages.append(TorchStorage(type: type, key: key, count: count))
    return .storage(heap.storages.count - 1)
  }

  /// Understands `(storage, offset, shape, strides, requires_grad, hooks)`.
  private mutating func tensor(
    _ arguments: [PickledValue]
  ) throws(TensorFileError.Problem) -> PickledValue {
    guard (6...7).contains(arguments.count), case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1], offset >= 0,
      let shape = heap.wholeNumbers(arguments[2]), let strides = heap.wholeNumbers(arguments[3]),
      shape.count == strides.count
    else { throw problem("a tensor must be (storage, offset, shape, strides, …)") }
    heap.tensors.append(
      TorchTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    return .tensor(heap.tensors.count - 1)
  }
}
