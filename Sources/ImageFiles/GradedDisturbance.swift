public import Imaging

/// What is done to a picture before it is encoded: a disturbance at a severity.
///
/// Its text is `blur:3`: the name of the disturbance, a colon, and the severity.
public struct GradedDisturbance: Sendable {
  /// What is done.
  public let disturbance: any ImageDisturbance
  /// How strongly, 1...5.
  public let severity: Int

  /// All disturbances, in the order of reports.
  public static let disturbances: [any ImageDisturbance] =
    ImageDisturbances.all + [JPEGLoss()]

  /// Every disturbance at every severity, the mildest first.
  public static let all: [GradedDisturbance] = disturbances.flatMap { disturbance in
    ImageDisturbances.severities.map { GradedDisturbance(disturbance, severity: $0) }
  }

  /// Creates a condition; a severity outside of 1...5 traps.
  public init(_ disturbance: any ImageDisturbance, severity: Int) {
    precondition(
      ImageDisturbances.severities.contains(severity),
      "a severity of \(severity) is not in \(ImageDisturbances.severities)")
    self.disturbance = disturbance
    self.severity = severity
  }

  /// Reads a condition.
  ///
  /// - Parameter text: Such as `blur:3`.
  /// - Throws: ``GradedDisturbanceError`` for a name that is unknown, and for a severity that is
  ///   missing or none of 1...5.
  public init(_ text: String) throws(GradedDisturbanceError) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let disturbance = Self.disturbances.first(where: { $0.name == parts[0] }) else {
      throw GradedDisturbanceError(text: text, names: Self.disturbances.map(\.name))
    }
    guard parts.count == 2, parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let severity = Int(parts[1]), ImageDisturbances.severities.contains(severity)
    else { throw GradedDisturbanceError(text: text, names: []) }
    self.init(disturbance, severity: severity)
  }

  /// Returns the picture under this condition.
  ///
  /// - Parameter image: The picture.
  /// - Returns: One of the same size.
  public func applied(to image: Image) -> Image {
    disturbance.disturbed(image, severity: severity)
  }
}

extension GradedDisturbance: CustomStringConvertible {
  /// Its text, such as `blur:3`.
  public var description: String { "\(disturbance.name):\(severity)" }
}

extension GradedDisturbance: Hashable {
  /// Whether both have the same text.
  public static func == (one: GradedDisturbance, other: GradedDisturbance) -> Bool {
    one.description == other.description
  }

  /// Hashes the text.
  public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}

/// A text that names no condition of a picture.
public struct GradedDisturbanceError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text.
  public let text: String
  /// The names that there are, where the name is wrong; empty where the severity is.
  public let names: [String]

  /// A message of one line.
  public var description: String {
    let range = ImageDisturbances.severities
    let severities = "\(range.lowerBound) to \(range.upperBound)"
    return names.isEmpty
      ? "image condition '\(text)': a severity from \(severities) must follow the name, as in 'blur:3'"
      : "image condition '\(text)': no such disturbance; there are "
        + names.joined(separator: ", ") + ", each with a severity as in 'blur:3'"
  }
}
