internal import LinearAlgebra
import Analysis
import TensorFiles
import TokenFields
import TokenPruning
import TextData

/// The tokens that a selection hands on, as an archive of NumPy arrays.
///
/// Of a field of n tokens, a selection of k kept patches, g groups and m rows:
///
/// | array | shape | type | what it holds |
/// |---|---|---|---|
/// | `features` | m×d | float32 | the tokens; left out for a sample without features |
/// | `grid` | 2 | int64 | 1 and m: the rows lie on no grid, and so the archive is a dump itself |
/// | `kept` | k | int64 | the kept patches, ascending |
/// | `positions` | m | int64 | the patch in whose place each row stands, −1 for an added one |
/// | `offsets`, `members`, `weights` | m+1, s, s | int64, int64, float64 | the rows as sums |
/// | `groups` | n | int64 | the group of each token, −1 for none; left out where tokens go into several |
/// | `sizes` | g | int64 | how many tokens went into each group |
/// | `prunescope_metadata` | – | uint8 | a JSON object of texts |
///
/// Row r is the sum of `weights[i]` times token `members[i]` for i in `offsets[r]..<offsets[r+1]`,
/// which is `scipy.sparse.csr_matrix((weights, members, offsets), shape=(m, n)) @ tokens`. Rows that
/// are patches come first, then the groups.
struct TokenArchive {
  private let selection: Selection
  private let mixtures: OutputMixtures
  private let count: Int

  /// Gathers what a selection of a field hands on.
  init(_ selection: Selection, of field: PreparedField) {
    self.selection = selection
    mixtures = OutputMixtures(of: selection, in: field)
    count = field.count
  }

  /// The archive.
  ///
  /// - Parameter labels: Texts to carry along.
  /// - Returns: A whole `.npz` file; equal selections give equal bytes.
  func bytes(labels: [(name: String, text: String)]) -> [UInt8] {
    var arrays: [(name: String, tensor: Tensor)] = []
    func add(_ name: String, _ values: [Int]) {
      arrays.append((name, Tensor(shape: [values.count], int64: values.map(Int64.init))))
    }
    if let features = mixtures.features {
      let shape = [features.rows, features.columns]
      arrays.append(("features", Tensor(shape: shape, narrowing: features.elements)))
    }
    if !mixtures.positions.isEmpty { add("grid", [1, mixtures.positions.count]) }
    add("kept", selection.kept)
    add("positions", mixtures.positions)
    add("offsets", mixtures.offsets)
    add("members", mixtures.tokens)
    arrays.append(
      ("weights", Tensor(shape: [mixtures.weights.count], float64: mixtures.weights)))
    if let groups = groups { add("groups", groups) }
    add("sizes", selection.merging?.sizes ?? [])
    let space = mixtures.space.map { [(name: "space", text: $0.rawValue)] } ?? []
    let texts = JSONValue.object(
      (labels + space).map { JSONValue.Member(key: $0.name, value: .string($0.text)) })
    arrays.append(("prunescope_metadata", Tensor(uint8: Array(texts.text.utf8))))
    return NPZ.bytes(of: arrays)
  }

  private var groups: [Int]? {
    guard let merging = selection.merging else { return [Int](repeating: -1, count: count) }
    return merging.assignment(count: count)
  }
}
