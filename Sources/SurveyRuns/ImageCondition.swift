public import Imaging

/// What is done to an image before it is encoded.
public struct ImageCondition: Sendable {
  /// What rows call it; nil when nothing is done.
  public let name: String?
  /// Changes an image; whatever it throws refuses the sample under this condition.
  public let apply: @Sendable (Image) throws -> Image

  /// Creates a condition.
  ///
  /// - Parameters:
  ///   - name: What rows call it, and what tells it from another one when work is gone on with: it
  ///     must name the strength too.
  ///   - apply: Changes an image.
  public init(name: String, apply: @escaping @Sendable (Image) throws -> Image) {
    self.name = name
    self.apply = apply
  }

  private init() {
    name = nil
    apply = { $0 }
  }

  /// Nothing is done.
  public static let unchanged = ImageCondition()
}
