/// Gives the tensors of a pickle their names.
///
/// A dictionary's tensors are called by their keys, those of dictionaries, lists and tuples inside by
/// the way to them, with dots: `state_dict.visual.weight`, `optimizer.state.0.exp_avg`. A tensor that
/// is the whole pickle is called `tensor`. Values that are no tensors are counted.
struct PickledNames {
  /// The tensors in the pickle's order.
  private(set) var tensors: [(name: String, tensor: TorchTensor)] = []
  /// How many values are no tensors and hold none.
  private(set) var others = 0
  /// What the tensors' storages lie in.
  let heap: PickledHeap
  private var visits = 0

  /// Names everything that can be reached from a value.
  ///
  /// - Parameters:
  ///   - root: The value.
  ///   - heap: What its parts lie in.
  /// - Throws: A problem when there are too many tensors, or containers lie too deep: also when one
  ///   lies in itself, or the same ones in each other over and over.
  init(_ root: PickledValue, in heap: PickledHeap) throws(TensorFileError.Problem) {
    self.heap = heap
    try visit(root, name: "", depth: 0)
  }

  private mutating func visit(
    _ value: PickledValue, name: String, depth: Int
  ) throws(TensorFileError.Problem) {
    visits += 1
    guard visits <= Limits.pickleObjects, depth <= Limits.pickleDepth else {
      throw .malformedPickle(
        reason: "its values nest deeper than \(Limits.pickleDepth) levels, or too often", offset: 0)
    }
    switch value {
    case .tensor(let number):
      guard tensors.count < Limits.members else {
        throw .tooManyMembers(count: UInt64(tensors.count) + 1, limit: Limits.members)
      }
      tensors.append((name.isEmpty ? "tensor" : name, heap.tensors[number]))
    case .container(let number): try visit(heap.containers[number], name: name, depth: depth)
    default: others += 1
    }
  }

  private mutating func visit(
    _ container: PickledContainer, name: String, depth: Int
  ) throws(TensorFileError.Problem) {
    let isDictionary = container.kind == .dictionary
    for position in stride(from: 0, to: container.items.count, by: isDictionary ? 2 : 1) {
      var key = "\(position)"
      if isDictionary {
        switch container.items[position] {
        case .text(let text): key = text
        case .integer(let number): key = "\(number)"
        default:
          others += 1
          continue
        }
      }
      guard name.utf8.count + key.utf8.count < Limits.pickleName else {
        throw .malformedPickle(
          reason: "a tensor's name is longer than \(Limits.pickleName) bytes", offset: 0)
      }
      try visit(
        container.items[position + (isDictionary ? 1 : 0)],
        name: name.isEmpty ? key : "\(name).\(key)", depth: depth + 1)
    }
  }
}
