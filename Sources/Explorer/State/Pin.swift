/// A patch that stays marked while the cursor goes elsewhere.
public struct Pin: Sendable, Hashable {
  /// The patch.
  public let token: Int
  /// The letter that marks it: one of ``letters``.
  public let letter: Character

  /// Creates a pin.
  public init(token: Int, letter: Character) {
    self.token = token
    self.letter = letter
  }

  /// The letters, as many as there are pins at most.
  public static let letters: [Character] = ["P", "Q"]
}

/// Two pinned patches of which it is asked how alike they are.
public struct PairQuestion: Sendable, Hashable {
  /// The patch of the first letter.
  public let first: Int
  /// The patch of the second.
  public let second: Int

  /// Creates a question.
  public init(first: Int, second: Int) {
    self.first = first
    self.second = second
  }
}

extension Choices {
  /// The pins in the order of their letters.
  public var pinsByLetter: [Pin] { pins.sorted { $0.letter < $1.letter } }

  /// Pins a patch, or takes its pin away; of more pins than there are letters the oldest goes.
  ///
  /// - Returns: The pin that was set or taken, and whether it is there now.
  mutating func togglePin(of token: Int) -> (pin: Pin, isSet: Bool) {
    if let place = pins.firstIndex(where: { $0.token == token }) {
      return (pins.remove(at: place), false)
    }
    let free = Pin.letters.first { letter in !pins.contains { $0.letter == letter } }
    let pin = Pin(token: token, letter: free ?? pins.removeFirst().letter)
    pins.append(pin)
    return (pin, true)
  }
}
