internal import Analysis
internal import TokenPruning
internal import Imaging
internal import TerminalUI

/// The colours of patches: picture, heat or groups, and pruning mixed as the terminal's colours
/// allow.
///
/// Equal ones colour every patch alike, so that a picture of pixels is drawn again only when it
/// differs.
struct PatchColors: Sendable, Equatable {
  let heat: HeatValues?
  /// The colours of heat.
  private let ramp: ColorRamp
  /// The groups, where their layer is shown.
  let groups: TokenGroups?
  /// What becomes of each patch; nil when pruning is not drawn.
  let fates: [PatchFate]?
  /// Who of two strategies keeps each patch, where that is what is shown.
  let difference: SelectionDifference?
  private let maskStyle: MaskStyle
  private let tier: ColorTier
  /// The colours that were chosen for what is drawn over pictures.
  let chosen: ScreenColors
  /// The share of the heat in the mixture with the picture, in percent.
  private let opacity: Int

  init(_ state: ExplorerState) {
    ramp = ColorRamp(state.colorMap, on: state.traits.tier)
    maskStyle = state.maskStyle
    tier = state.traits.tier
    chosen = state.colors
    opacity = state.opacity
    difference = state.view == .diff ? state.difference : nil
    heat = state.showsHeat && difference == nil ? state.heatValues() : nil
    groups = state.showsGroups && difference == nil ? state.tokenGroups : nil
    fates =
      state.showsMask
      ? state.currentEvaluation?.selection.fates(count: state.tokenCount) : nil
  }

  /// What becomes of a token; nil when pruning is not drawn.
  func fate(of token: Int) -> PatchFate? { fates.map { $0[token] } }

  /// The colour of a token's heat or group; nil when there is none.
  func heatColor(of token: Int) -> RGB? {
    groups.map { $0.color(of: token) }
      ?? heat?.position(of: token).map { ramp.color(at: $0) }
  }

  /// The colour of a pixel of a token.
  ///
  /// - Parameters:
  ///   - token: The token that the pixel belongs to.
  ///   - photo: The picture's colour there; nil without a picture.
  /// - Returns: Picture, heat or group, and pruning together; what is merged lies between what is
  ///   kept and what is pruned, except where its group's colour says more.
  func color(of token: Int, photo: RGB?) -> RGB {
    if let difference {
      return DifferenceColors.color(
        of: difference.fates[token], photo: photo, mixes: tier == .direct, in: chosen)
    }
    let heat = heatColor(of: token)
    switch fates?[token] ?? .kept {
    case .kept: return mixed(photo, heat, isPruned: false)
    case .merged where groups != nil: return mixed(photo, heat, isPruned: false)
    case .merged: return merged(photo, heat)
    case .pruned: return pruned(photo, heat)
    }
  }

  private func pruned(_ photo: RGB?, _ heat: RGB?) -> RGB {
    switch maskStyle {
    case .dim:
      // Of few colours the darker ones have other hues, which no legend tells.
      mixed(
        photo.map(Self.dimmed),
        heat.map { tier == .direct ? Self.darkened($0) : Self.dimmed($0) }, isPruned: true)
    case .grey: RGB(grey: 96)
    case .black: RGB(grey: 8)
    case .white: mixed(photo, heat, isPruned: true).mixed(with: .white, share: 0.8)
    case .marks: mixed(photo, heat, isPruned: false)
    }
  }

  private func merged(_ photo: RGB?, _ heat: RGB?) -> RGB {
    let kept = mixed(photo, heat, isPruned: false)
    // Of few colours the one in the middle would have neither's hue.
    if tier != .direct, heat != nil, maskStyle == .dim {
      return Self.darkened(kept, share: 0.35)
    }
    return kept.mixed(with: pruned(photo, heat), share: 0.5)
  }

  /// Photo and heat together, as far as the terminal's colours allow.
  private func mixed(_ photo: RGB?, _ heat: RGB?, isPruned: Bool) -> RGB {
    guard let photo else { return heat ?? RGB(grey: isPruned ? 48 : 200) }
    guard let heat else { return photo }
    switch tier {
    case .direct: return photo.mixed(with: heat, share: heatShare)
    // With few colours a mixture of photo and heat is mud: heat where patches are kept, the photo
    // in grey where they are not.
    case .indexed256, .ansi16, .mono: return isPruned ? photo : heat
    }
  }

  /// Groups are told apart by their colours alone: they take half of what heat leaves to the picture.
  private var heatShare: Double {
    let share = Double(opacity) / 100
    return groups == nil ? share : (1 + share) / 2
  }

  /// Without colour and much darker, in few steps: neighbours that look alike are sent as one.
  private static func dimmed(_ color: RGB) -> RGB {
    RGB(grey: UInt8((Double(color.luma) * 0.4 / 12).rounded() * 12))
  }

  /// The same hue at less light, less than half unless another share is given.
  private static func darkened(_ color: RGB, share: Double = 0.6) -> RGB {
    color.mixed(with: .black, share: share)
  }
}
