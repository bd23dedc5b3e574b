import LinearAlgebra
import LocalFiles
package import TensorFiles
import TokenFields

/// Reads dumps of tokens: `.npz`, `.safetensors`, or a folder of `.npy` files.
public enum DumpReader {
  /// Whether a path may be a dump, by its ending, or as a folder that holds `.npy` files.
  public static func recognises(_ path: String) -> Bool {
    switch LocalFile.kind(of: path) {
    case .file:
      let name = path.lowercased()
      return name.hasSuffix(".npz") || name.hasSuffix(".safetensors")
    case .folder:
      let names = try? LocalFile.names(in: path).names
      return names?.contains { $0.hasSuffix(".npy") && !$0.hasPrefix(".") } ?? false
    case .other, nil:
      return false
    }
  }

  /// Whether a file holds an array that tokens can be read from.
  ///
  /// Folders of data also hold archives of other things, which a scan passes over.
  ///
  /// - Parameter path: A file or folder that ``recognises(_:)`` accepts.
  /// - Returns: Whether `features`, `projected` or `attention` is there under any of their names.
  /// - Throws: ``DumpError`` when the file is damaged, so that nobody can know.
  public static func isFieldDump(_ path: String) throws(DumpError) -> Bool {
    try open(path).entries.contains { entry in
      DumpArrayName(stored: entry.name).map(DumpArrayName.fields.contains) ?? false
    }
  }

  /// Reads a dump.
  ///
  /// - Parameters:
  ///   - path: A file or folder; the format is recognised by its content.
  ///   - options: What the dump cannot say of itself.
  /// - Returns: The tokens, with notes on everything that was assumed, changed or ignored.
  /// - Throws: ``DumpError`` when the file is damaged, or its arrays are no dump.
  public static func read(
    _ path: String, options: DumpOptions = DumpOptions()
  ) throws(DumpError) -> Dump {
    try read(open(path), options: options)
  }

  /// Reads a dump out of a file that is open already.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - options: What the dump cannot say of itself.
  /// - Returns: The tokens.
  /// - Throws: ``DumpError`` when its arrays are no dump, or damaged.
  package static func read(
    _ file: TensorFile, options: DumpOptions = DumpOptions()
  ) throws(DumpError) -> Dump {
    do throws(DumpError.Problem) {
      var assembly = try DumpAssembly(file, options: options)
      return try assembly.dump()
    } catch {
      throw DumpError(path: file.path, problem: error)
    }
  }

  private static func open(_ path: String) throws(DumpError) -> TensorFile {
    do throws(TensorFileError) {
      return try TensorFile.open(path)
    } catch {
      throw DumpError(path: path, problem: .file(error))
    }
  }
}

/// A dump while it is put together from its arrays.
private struct DumpAssembly {
  private let file: TensorFile
  private let options: DumpOptions
  private let found: [DumpArrayName: FoundArray]
  private let layout: DumpLayout
  /// The stored names of the arrays that lost a class token.
  private var shortened: [String] = []
  /// Attention among patches, where it was asked for and found.
  private var patchAttention: PatchAttention?
  private var notes: [String]

  /// Finds the arrays and settles how many tokens there are, reading nothing but the grid.
  init(_ file: TensorFile, options: DumpOptions) throws(DumpError.Problem) {
    var found: [DumpArrayName: FoundArray] = [:]
    for entry in file.entries {
      guard let name = DumpArrayName(stored: entry.name) else { continue }
      if let other = found[name] {
        throw .sameArrayTwice(array: name, names: [other.alias, entry.name])
      }
      found[name] = try FoundArray(entry, as: name)
    }
    guard DumpArrayName.fields.contains(where: { found[$0] != nil }) else {
      throw .noTokens(found: file.entries.map(\.name))
    }
    self.file = file
    self.options = options
    self.found = found
    layout = try DumpLayout(found, grid: try found[.grid].map(throwing: Self.grid(in: file)))
    notes = layout.notes
  }

  /// Reads every array.
  mutating func dump() throws(DumpError.Problem) -> Dump {
    var field = TokenField(grid: layout.grid)
    field.features = try tokens(.features)
    field.projected = try tokens(.projected)
    field.attention = try attention(.attention)
    field.patchAttention = patchAttention
    field.keys = try keys()
    field.lastLayerAttention = try attention(.lastLayerAttention)?.elements
    field.shallowAttention = try attention(.shallowAttention)
    field.firstLayerAttention = try attention(.firstLayerAttention)
    field.layerAttention = try layerAttention()
    field.clipImageEmbeds = try tokens(.clipImageEmbeds)
    field.textEmbeds = try texts()
    field.relevance = try scores(.relevance)
    field.llmAttention = try attention(.llmAttention)?.elements
    field.paddingFraction = try padding()
    try refuseDifferentSpaces(field)
    let metadata = try DumpLabels.metadata(of: file)
    let labels = try DumpLabels(metadata)
    field.encoder = labels.encoder
    field.averages = labels.averages ?? field.averages
    field.attentionSource = labels.attention ?? field.attentionSource
    return Dump(
      field: field, arrays: arrays, droppedClassToken: !shortened.isEmpty, notes: allNotes,
      metadata: metadata)
  }

  // MARK: Arrays

  /// An array with a row for each token.
  private mutating func tokens(_ name: DumpArrayName) throws(DumpError.Problem) -> Matrix? {
    guard let array = found[name] else { return nil }
    let skipped = try classTokens(in: array)
    let values = try finiteValues(of: array)
    let width = array.shape[1]
    return Matrix(
      rows: layout.grid.count, columns: width,
      elements: skipped == 0 ? values : Array(values[width...]))
  }

  private mutating func keys() throws(DumpError.Problem) -> [Matrix]? {
    guard let array = found[.keys] else { return nil }
    let skipped = try classTokens(in: array)
    let values = try finiteValues(of: array)
    let width = array.shape[array.shape.count - 1]
    let size = array.tokenCount * width
    return stride(from: 0, to: values.count, by: size).map { start in
      Matrix(
        rows: layout.grid.count, columns: width,
        elements: Array(values[(start + skipped * width)..<(start + size)]))
    }
  }

  /// Attention of every layer, without any class token.
  private func layerAttention() throws(DumpError.Problem) -> LayerAttention? {
    guard let array = found[.layerAttention] else { return nil }
    guard array.tokenCount == layout.grid.count else {
      throw .wrongCount(array: array.alias, count: array.tokenCount, tokens: layout.grid.count)
    }
    let values = try finiteValues(of: array)
    let (layers, heads) = (array.shape[0], array.shape[1])
    guard layers > 0, heads > 0 else { throw .allZero(array: array.alias) }
    try refuseImpossible(
      Matrix(rows: layers * heads, columns: array.tokenCount, elements: values), of: array)
    return LayerAttention(
      values.map { Float($0) }, layers: layers, heads: heads, count: array.tokenCount)
  }

  private func texts() throws(DumpError.Problem) -> Matrix? {
    guard let array = found[.textEmbeds] else { return nil }
    return Matrix(
      rows: array.shape[0], columns: array.shape[1], elements: try finiteValues(of: array))
  }

  /// One number for each token, without any class token.
  private func scores(_ name: DumpArrayName) throws(DumpError.Problem) -> [Double]? {
    guard let array = found[name] else { return nil }
    guard array.tokenCount == layout.grid.count else {
      throw .wrongCount(array: array.alias, count: array.tokenCount, tokens: layout.grid.count)
    }
    return try finiteValues(of: array)
  }

  private func padding() throws(DumpError.Problem) -> [Double]? {
    guard let shares = try scores(.padding), let alias = found[.padding]?.alias else { return nil }
    if let token = shares.firstIndex(where: { !(0...1).contains($0) }) {
      throw .paddingOutOfRange(array: alias, token: token, value: shares[token])
    }
    return shares
  }

  /// Attention over patches, h×n, whichever way it is stored.
  private mutating func attention(_ name: DumpArrayName) throws(DumpError.Problem) -> Matrix? {
    guard let array = found[name] else { return nil }
    let count = layout.grid.count
    // Attention inside a language model has no class token of the image's.
    if name == .llmAttention || name != .attention && !layout.mayHaveClassToken,
      array.tokenCount != count
    {
      throw .wrongCount(array: array.alias, count: array.tokenCount, tokens: count)
    }
    let axes = try AttentionLayout(
      array, tokens: count, receivedAttention: options.receivedAttention)
    let tensor = try finiteTensor(of: array)
    let attention: Matrix
    switch axes {
    case .patches(let heads):
      attention = Matrix(rows: heads, columns: count, elements: tensor.values())
    case .withClassToken(let heads):
      shortened.append(array.alias)
      attention = classRows(of: tensor, heads: heads, stride: count + 1)
    case .full(let heads):
      shortened.append(array.alias)
      if array.shape.count == 2 {
        notes.append(
          "\(quoted(array.alias)) of \(product(array.shape)) is every token's attention in one "
            + "head; the class token's row was read")
      }
      attention = classRows(of: tensor, heads: heads, stride: (count + 1) * (count + 1))
      if name == .attention { keepPatchAttention(of: tensor, heads: heads, skipping: 1) }
    case .received(let heads):
      notes.append(
        "\(quoted(array.alias)) of \(product(array.shape)) is attention among patches; "
          + "the mean that each patch receives was read")
      attention = received(tensor, heads: heads)
      if name == .attention { keepPatchAttention(of: tensor, heads: heads, skipping: 0) }
    }
    try refuseImpossible(attention, of: array)
    return attention
  }

  /// The class token's attention over patches: of each head the row that starts at its stride.
  private func classRows(of tensor: Tensor, heads: Int, stride: Int) -> Matrix {
    let count = layout.grid.count
    var elements: [Double] = []
    elements.reserveCapacity(heads * count)
    for head in 0..<heads {
      let start = head * stride + 1
      elements += tensor.values(in: start..<start + count)
    }
    return Matrix(rows: heads, columns: count, elements: elements)
  }

  /// Keeps what patches give each other, if that was asked for and is not too much.
  private mutating func keepPatchAttention(of tensor: Tensor, heads: Int, skipping skipped: Int) {
    guard options.patchAttention else { return }
    let count = layout.grid.count
    patchAttention = PatchAttention(tensor, count: count, heads: heads, skipping: skipped)
    if patchAttention == nil {
      notes.append(
        "attention among \(count) patches is not kept: more than \(PatchAttention.limit) values a head"
      )
    }
  }

  /// The mean of every column of each head.
  private func received(_ tensor: Tensor, heads: Int) -> Matrix {
    let count = layout.grid.count
    var means = Matrix(rows: heads, columns: count)
    for head in 0..<heads {
      for row in 0..<count {
        let start = (head * count + row) * count
        for (column, value) in tensor.values(in: start..<start + count).enumerated() {
          means[head, column] += value / Double(count)
        }
      }
    }
    return means
  }

  // MARK: Checks

  /// How many leading tokens to leave out: 0, or 1 for a class token.
  private mutating func classTokens(in array: FoundArray) throws(DumpError.Problem) -> Int {
    let surplus = array.tokenCount - layout.grid.count
    guard surplus == 0 || surplus == 1 && layout.mayHaveClassToken else {
      throw .wrongCount(array: array.alias, count: array.tokenCount, tokens: layout.grid.count)
    }
    if surplus == 1 { shortened.append(array.alias) }
    return surplus
  }

  private func refuseImpossible(
    _ attention: Matrix, of array: FoundArray
  ) throws(DumpError.Problem) {
    if let index = attention.elements.firstIndex(where: { $0 < 0 }) {
      let (head, token) = index.quotientAndRemainder(dividingBy: attention.columns)
      throw .negative(
        array: array.alias, head: head, token: token, value: attention.elements[index])
    }
    if attention.elements.allSatisfy({ $0 == 0 }) { throw .allZero(array: array.alias) }
  }

  private func refuseDifferentSpaces(_ field: TokenField) throws(DumpError.Problem) {
    guard let images = field.clipImageEmbeds, let texts = field.textEmbeds,
      images.columns != texts.columns
    else { return }
    throw .widthMismatch(
      array: DumpArrayName.clipImageEmbeds.rawValue, width: images.columns,
      other: DumpArrayName.textEmbeds.rawValue, otherWidth: texts.columns)
  }

  private func finiteTensor(of array: FoundArray) throws(DumpError.Problem) -> Tensor {
    let tensor = try self.tensor(of: array)
    if let values = tensor.nonFiniteValues() {
      throw .nonFinite(array: array.alias, values: values)
    }
    return tensor
  }

  private func finiteValues(of array: FoundArray) throws(DumpError.Problem) -> [Double] {
    let tensor = try self.tensor(of: array)
    let values = tensor.values()
    if let bad = NonFiniteValues(in: values, shape: tensor.shape) {
      throw .nonFinite(array: array.alias, values: bad)
    }
    return values
  }

  private func tensor(of array: FoundArray) throws(DumpError.Problem) -> Tensor {
    if let type = array.elementType, type.isInteger {
      guard type.byteCount == 2 else {
        throw .notFloatingPoint(array: array.alias, type: array.typeName)
      }
      guard options.bfloat16Integers else {
        throw .bfloat16NotAsked(array: array.alias, type: array.typeName)
      }
    }
    do throws(TensorFileError) {
      return try file.read(array.alias, bfloat16Integers: options.bfloat16Integers)
    } catch {
      throw .file(error)
    }
  }

  /// The numbers of the grid: two or three, each 1 or more, with a product that is believable.
  private static func grid(
    in file: TensorFile
  ) -> (FoundArray) throws(DumpError.Problem) -> [Int] {
    { (array) throws(DumpError.Problem) in
      guard let type = array.elementType, type.isInteger else {
        throw .notIntegers(array: array.alias, type: array.typeName)
      }
      guard array.shape[0] == 2 || array.shape[0] == 3 else {
        throw .wrongAxes(
          array: array.alias, shape: array.shape, expected: array.name.expectedShape)
      }
      let values: [Double]
      do throws(TensorFileError) {
        values = try file.read(array.alias).values()
      } catch {
        throw .file(error)
      }
      // Four patches to a token at most; each side alone is bounded by that, so nothing overflows.
      let limit = 4 * DumpLayout.maximumTokens
      guard values.allSatisfy({ $0 >= 1 && $0 <= Double(limit) }),
        values.reduce(1, *) <= Double(limit)
      else { throw .malformedGrid(array: array.alias, values: values) }
      return values.map { Int($0) }
    }
  }

  // MARK: What is told

  private var arrays: [DumpArray] {
    file.entries.filter { !isMetadata($0) }.map { entry in
      DumpArray(
        array: DumpArrayName(stored: entry.name), alias: entry.name, shape: entry.shape,
        type: entry.typeName)
    }
  }

  private var allNotes: [String] {
    var all = notes
    if !shortened.isEmpty {
      all.append("removed a leading class token from \(quoted(shortened))")
    }
    let unknown = arrays.filter { $0.array == nil }.map(\.alias)
    if !unknown.isEmpty {
      all.append("ignored what is no array of a dump: \(quoted(unknown))")
    }
    return all
  }

  private func isMetadata(_ entry: TensorEntry) -> Bool {
    file.format != .safetensors && entry.name == DumpMetadata.array
  }
}

extension Optional where Wrapped: Sendable {
  /// Like `map`, for a transformation with a typed error.
  fileprivate func map<Result>(
    throwing transform: (Wrapped) throws(DumpError.Problem) -> Result
  ) throws(DumpError.Problem) -> Result? {
    guard let self else { return nil }
    return try transform(self)
  }
}
