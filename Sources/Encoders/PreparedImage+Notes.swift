internal import Imaging
package import TokenFields

extension PreparedImage {
  /// What the way of preparing did to this image.
  ///
  /// - Parameter patches: How the tokens of one view lie: a grid of one tile.
  /// - Returns: Sentences without a final period when some tokens are padding, part of the image is
  ///   hidden, shapes are distorted, or the image was cut into tiles.
  package func notes(patches: TokenGrid) -> [String] {
    switch mode {
    case .llavaPad:
      let all = grid(of: patches)
      let padding = paddingFraction(grid: all).count { $0 > 0.5 }
      return padding == 0 ? [] : ["\(padding) of \(all.count) tokens are padding"]
    case .hfCrop:
      let hidden = Int((1000 * (1 - geometry.shownShare)).rounded())
      return hidden == 0 ? [] : ["the crop hides \(hidden / 10).\(hidden % 10) % of the image"]
    case .stretch:
      return distortion
    case .anyres:
      return distortion + tileNotes(patches)
    }
  }

  /// A sentence when the image was not of the first view's shape.
  private var distortion: [String] {
    let (across, down) = (geometry.across, geometry.down)
    guard across.length * down.window != down.length * across.window else { return [] }
    return ["\(across.length)×\(down.length) pixels are stretched to \(view.width)×\(view.height)"]
  }

  /// How the image was cut, and how many tokens a model takes of that.
  private func tileNotes(_ patches: TokenGrid) -> [String] {
    guard let plan else { return [] }
    let all = grid(of: patches)
    let padding = paddingFraction(grid: all).count { $0 > 0.5 }
    let cut =
      "tile 0 is the whole image; \(plan.columns * plan.rows) more are cut from "
      + "\(plan.canvas.width)×\(plan.canvas.height) pixels, \(plan.columns) across and "
      + "\(plan.rows) down"
    let received =
      "of these \(all.count) tokens, \(padding) of them padding, the model itself makes "
      + "\(plan.receivedTokens(patches: patches)): it cuts off padding and adds a newline to each row"
    return [cut, received]
  }
}
