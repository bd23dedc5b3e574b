/// The patch that the mouse is over.
public struct Hover: Sendable, Hashable {
  /// The patch.
  public let token: Int
  /// The strategy in whose picture it is, an index into the state's rows.
  public let row: Int

  /// Creates a place.
  public init(token: Int, row: Int) {
    self.token = token
    self.row = row
  }
}
