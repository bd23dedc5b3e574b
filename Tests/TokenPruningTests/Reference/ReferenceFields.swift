import TestSupport
import TokenFields

/// The fields on which strategies are compared with their references.
enum ReferenceFields {
  /// Random fields of many shapes: wide and narrow, more tokens than dimensions and the reverse,
  /// several tiles, with and without projected features.
  static let random: [DescribedField] = (0..<30).map { index in
    let seed = UInt64(index)
    let grid = TokenGrid(
      tiles: index % 7 == 6 ? 2 : 1, rows: 2 + index % 5, columns: 3 + (index * 3) % 4)
    return DescribedField(
      name: "random field \(seed)",
      field: RandomField.make(
        seed: 1000 + seed, grid: grid, width: [2, 5, 12, 40][index % 4],
        heads: 1 + index % 3, projectedWidth: index % 3 == 0 ? 9 : nil))
  }

  /// Those at the edge of the definitions, as far as plain loops stay within the range of doubles.
  static let degenerate: [DescribedField] = DegenerateField.all
    .filter { !$0.name.hasPrefix("huge") && !$0.name.hasPrefix("tiny") }
    .map { DescribedField(name: $0.name, field: $0.field) }
}

/// A field with a name for failures.
struct DescribedField: Sendable, CustomStringConvertible {
  let name: String
  let field: TokenField

  var description: String { name }
}
