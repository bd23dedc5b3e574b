public import SampleSets

/// A patch of a sample that a letter leads back to.
public struct Mark: Sendable, Hashable {
  /// The sample.
  public let sample: SampleReference
  /// The patch: an index of a token.
  public let token: Int

  /// Creates a mark.
  public init(sample: SampleReference, token: Int) {
    self.sample = sample
    self.token = token
  }

  /// Whether a character can name a mark: a to z, A to Z.
  public static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }
}

/// What the letter that is waited for will do.
public enum MarkUse: Sendable, Hashable {
  /// Mark the patch.
  case set
  /// Go to the mark.
  case jump
}

/// A text in a box over the screen, until the next key.
public struct Notice: Sendable, Hashable {
  /// What it is.
  public let title: String
  /// The text, broken to the width of the screen when it is drawn.
  public let text: String

  /// Creates a notice.
  public init(title: String, text: String) {
    self.title = title
    self.text = text
  }
}
