public import TerminalUI

/// What a user may ask of the terminal; nil leaves the choice to the environment.
public struct TerminalOptions: Sendable, Hashable {
  /// How many colours to use.
  public var tier: ColorTier?
  /// Whether to draw with ASCII only (true) or with Unicode (false).
  public var ascii: Bool?
  /// Whether to ask for clicks, drags, motion and the wheel.
  public var mouse: Bool
  /// Whether frames are marked as synchronised updates, which avoids flicker.
  public var synchronised: Bool

  /// Creates options; by default the environment decides and the mouse is used.
  public init(
    tier: ColorTier? = nil, ascii: Bool? = nil, mouse: Bool = true, synchronised: Bool = true
  ) {
    self.tier = tier
    self.ascii = ascii
    self.mouse = mouse
    self.synchronised = synchronised
  }
}
