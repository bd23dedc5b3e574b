public import LocalFiles
import LinearAlgebra
public import TensorFiles
public import TokenFields
import TextData

/// The formats in which dumps are written.
public enum DumpFormat: String, Sendable, Hashable, CaseIterable {
  /// A zip archive of NumPy arrays.
  case npz
  /// A safetensors file.
  case safetensors

  /// The ending of such files, without the dot.
  public var fileExtension: String { rawValue }
}

/// Writes token fields as dumps, so that ``DumpReader`` gives back what went in.
///
/// Arrays have the project's own names and are float32, the grid int64. Two exceptions keep what
/// is read equal to what was written: an array whose values float32 cannot hold is written as
/// float64, and class attention with as many heads as there are tokens gets a leading column of
/// zeros for the class token, since without one it could be taken for attention among patches.
public enum DumpWriter {
  /// The bytes of a dump.
  ///
  /// - Parameters:
  ///   - field: The tokens; without features, projected features and attention it traps, since no
  ///     reader could say what they are.
  ///   - format: The format.
  ///   - metadata: Texts to carry along; the encoder's label and averages win over equal names.
  ///   - tensors: Arrays to add, under names that no array of a dump has.
  /// - Returns: A whole file; equal fields give equal bytes.
  public static func bytes(
    of field: TokenField, format: DumpFormat, metadata: [String: String] = [:],
    adding tensors: [(name: String, tensor: Tensor)] = []
  ) -> [UInt8] {
    precondition(
      field.features != nil || field.projected != nil || field.attention != nil,
      "a dump of \(field.count) tokens without features, projected features and attention")
    let tensors =
      arrays(of: field, unambiguous: true).map { (name: $0.name.rawValue, tensor: $0.tensor) }
      + tensors
    let texts = metadata.merging(DumpLabels.metadata(of: field)) { _, label in label }
    switch format {
    case .safetensors:
      return Safetensors.bytes(of: tensors, metadata: texts)
    case .npz:
      guard !texts.isEmpty else { return NPZ.bytes(of: tensors) }
      let text = StrictJSON.object(of: texts)
      return NPZ.bytes(of: tensors + [(DumpMetadata.array, Tensor(uint8: Array(text.utf8)))])
    }
  }

  /// The bytes of an archive for a program that knows the arrays by their names.
  ///
  /// Differs from a dump in that class attention always has a column for each token and no other:
  /// whoever is told the shapes need not guess them.
  ///
  /// - Parameters:
  ///   - field: The tokens.
  ///   - tensors: Arrays to add, under names that no array of a dump has.
  /// - Returns: A whole `.npz` file; equal fields give equal bytes. Nil when it would have more than
  ///   ``archiveLimit`` bytes.
  public static func archive(
    of field: TokenField, adding tensors: [(name: String, tensor: Tensor)]
  ) -> [UInt8]? {
    let all =
      arrays(of: field, unambiguous: false).map { (name: $0.name.rawValue, tensor: $0.tensor) }
      + tensors
    let size = all.reduce(0) { $0 + $1.tensor.count * $1.tensor.elementType.byteCount }
    return size <= archiveLimit ? NPZ.bytes(of: all) : nil
  }

  /// The largest archive for a program; the format itself ends at 4 GiB.
  public static let archiveLimit = 2 << 30

  /// Writes a dump; the file is there whole or not at all.
  ///
  /// - Parameters:
  ///   - field: The tokens.
  ///   - path: Where to write; an older file there is replaced.
  ///   - format: The format.
  ///   - metadata: Texts to carry along.
  /// - Throws: `FileError` when the file cannot be written.
  public static func write(
    _ field: TokenField, to path: String, format: DumpFormat, metadata: [String: String] = [:]
  ) throws(FileError) {
    try LocalFile.write(bytes(of: field, format: format, metadata: metadata), to: path)
  }

  /// The arrays of a field in the order of their names; attention that a reader could mistake gets a
  /// column more where they are to be unambiguous.
  private static func arrays(
    of field: TokenField, unambiguous: Bool
  ) -> [(name: DumpArrayName, tensor: Tensor)] {
    let written = unambiguous ? Self.unambiguous : { $0 }
    let matrices: [(DumpArrayName, Matrix?)] = [
      (.features, field.features), (.projected, field.projected),
      (.attention, field.attention.map(written)),
      (.shallowAttention, field.shallowAttention.map(written)),
      (.firstLayerAttention, field.firstLayerAttention.map(written)),
      (.clipImageEmbeds, field.clipImageEmbeds), (.textEmbeds, field.textEmbeds),
    ]
    let layers = field.layerAttention.map {
      Tensor(shape: [$0.layers, $0.heads, $0.count], float32: $0.values)
    }
    let vectors: [(DumpArrayName, [Double]?)] = [
      (.lastLayerAttention, field.lastLayerAttention), (.relevance, field.relevance),
      (.llmAttention, field.llmAttention), (.padding, field.paddingFraction),
    ]
    var arrays: [(name: DumpArrayName, tensor: Tensor)] = []
    for case (let name, let matrix?) in matrices {
      arrays.append(
        (name, Tensor(shape: [matrix.rows, matrix.columns], narrowing: matrix.elements)))
    }
    if let keys = field.keys, let first = keys.first {
      let shape = [keys.count, first.rows, first.columns]
      arrays.append((.keys, Tensor(shape: shape, narrowing: keys.flatMap(\.elements))))
    }
    if let layers { arrays.append((.layerAttention, layers)) }
    for case (let name, let values?) in vectors {
      arrays.append((name, Tensor(shape: [values.count], narrowing: values)))
    }
    arrays.append((.grid, grid(field.grid)))
    let order = DumpArrayName.allCases
    return arrays.sorted {
      order.firstIndex(of: $0.name) ?? 0 < order.firstIndex(of: $1.name) ?? 0
    }
  }

  private static func grid(_ grid: TokenGrid) -> Tensor {
    let sides =
      grid.tiles == 1 ? [grid.rows, grid.columns] : [grid.tiles, grid.rows, grid.columns]
    return Tensor(shape: [sides.count], int64: sides.map(Int64.init))
  }

  /// Class attention of h heads over h tokens with a column for the class token before it.
  private static func unambiguous(_ attention: Matrix) -> Matrix {
    guard attention.rows == attention.columns, attention.rows > 1 else { return attention }
    return Matrix(
      rows: attention.rows, columns: attention.columns + 1,
      elements: (0..<attention.rows).flatMap { [0] + attention.row($0) })
  }
}

extension StrictJSON {
  /// The text of a JSON object of texts, sorted by name.
  fileprivate static func object(of texts: [String: String]) -> String {
    let members = texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\(quoted($0.key)):\(quoted($0.value))" }
    return "{\(members.joined(separator: ","))}"
  }
}
