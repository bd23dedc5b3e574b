internal import Analysis
internal import TokenPruning
internal import Imaging
internal import TerminalUI

/// The colours of patches: picture, heat and pruning mixed as the terminal's colours allow.
struct PatchColors {
  let state: ExplorerState
  let heat: HeatValues?
  let kept: [Bool]?

  init(_ state: ExplorerState) {
    self.state = state
    heat = state.showsHeat ? state.heatValues() : nil
    kept =
      state.showsMask
      ? state.currentEvaluation?.selection.flags(count: state.tokenCount) : nil
  }

  /// Whether a token is kept; nil when pruning is not drawn.
  func isKept(_ token: Int) -> Bool? { kept.map { $0[token] } }

  /// The colour of heat of a token; nil when there is none.
  func heatColor(of token: Int) -> RGB? {
    heat?.position(of: token).map { state.colorMap.color(at: $0) }
  }

  /// The colour of a pixel of a token.
  ///
  /// - Parameters:
  ///   - token: The token that the pixel belongs to.
  ///   - photo: The picture's colour there; nil without a picture.
  /// - Returns: Picture, heat and pruning together.
  func color(of token: Int, photo: RGB?) -> RGB {
    let heat = heatColor(of: token)
    guard let kept, !kept[token] else { return mixed(photo, heat, isPruned: false) }
    switch state.maskStyle {
    case .dim: return mixed(photo.map(Self.dimmed), heat.map(Self.darkened), isPruned: true)
    case .grey: return RGB(grey: 96)
    case .black: return RGB(grey: 8)
    case .white: return mixed(photo, heat, isPruned: true).mixed(with: .white, share: 0.8)
    case .marks: return mixed(photo, heat, isPruned: false)
    }
  }

  /// Photo and heat together, as far as the terminal's colours allow.
  private func mixed(_ photo: RGB?, _ heat: RGB?, isPruned: Bool) -> RGB {
    guard let photo else { return heat ?? RGB(grey: isPruned ? 56 : 160) }
    guard let heat else { return photo }
    switch state.traits.tier {
    case .direct: return photo.mixed(with: heat, share: Double(state.opacity) / 100)
    // With few colours a mixture of photo and heat is mud: heat where patches are kept, the photo
    // in grey where they are not.
    case .indexed256, .ansi16, .mono: return isPruned ? photo : heat
    }
  }

  /// Without colour and much darker.
  private static func dimmed(_ color: RGB) -> RGB {
    RGB(grey: UInt8(Double(color.luma) * 0.4))
  }

  /// The same hue at less than half the light.
  private static func darkened(_ color: RGB) -> RGB {
    color.mixed(with: .black, share: 0.6)
  }
}
