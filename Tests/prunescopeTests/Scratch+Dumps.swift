import Foundation
import TensorFiles

extension Scratch {
  /// Writes a file.
  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: self[name]))
  }

  /// The bytes of a small dump: features of width 8 that all differ, and attention of two heads.
  ///
  /// - Parameters:
  ///   - tiles: How many tiles there are; of several the dump carries a grid.
  ///   - rows: The rows of a tile.
  ///   - columns: The columns of a tile.
  ///   - attention: Whether it carries attention.
  ///   - classToken: Whether the tokens follow a class token, under names of other projects.
  /// - Returns: A whole `.npz` file.
  static func dump(
    tiles: Int = 1, rows: Int, columns: Int, attention: Bool = true, classToken: Bool = false
  ) -> [UInt8] {
    let count = tiles * rows * columns + (classToken ? 1 : 0)
    let width = 8
    let features = (0..<count * width).map { index in
      Float((index * 7919 + index / width * 131) % 1009) / 1009 - 0.5
    }
    var arrays: [(name: String, tensor: Tensor)] = [
      (
        classToken ? "image_features" : "features",
        Tensor(shape: [count, width], float32: features)
      )
    ]
    if attention {
      let values = (0..<2 * count).map { Float(($0 * 6007) % 997 + 1) / 1_000_000 }
      arrays.append(
        (
          classToken ? "cls_attention" : "attention",
          Tensor(shape: [2, count], float32: values)
        ))
    }
    if tiles > 1 {
      arrays.append(("grid", Tensor(shape: [3], int64: [tiles, rows, columns].map { Int64($0) })))
    }
    return NPZ.bytes(of: arrays)
  }
}
