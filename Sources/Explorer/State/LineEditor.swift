internal import TerminalUI

/// A line of text that is being typed, with a cursor.
public struct LineEditor: Sendable, Hashable {
  /// What has been typed.
  public private(set) var text = ""
  /// Characters before the cursor.
  public private(set) var cursor = 0

  /// A line with its cursor at the end.
  ///
  /// - Parameter text: What it begins with.
  public init(_ text: String = "") {
    self.text = text
    cursor = text.count
  }

  /// Changes the line as a key says.
  ///
  /// Home, End, `C-a` and `C-e` go to its ends, `C-w` takes back a word, `C-u` all before the cursor
  /// and `C-k` all behind it. Delete takes the character under the cursor, and at the end, as some
  /// terminals send it for Backspace, the one before.
  ///
  /// - Parameters:
  ///   - key: The key.
  ///   - limit: The most characters; more are not taken.
  /// - Returns: Whether the key is one of the line's.
  /// - Complexity: O(length).
  mutating func receive(_ key: Key, limit: Int) -> Bool {
    switch key {
    case .character(let character): insert(character, limit: limit)
    case .backspace, .control("h"): remove(cursor - 1..<cursor)
    case .delete, .control("d"):
      remove(cursor < text.count ? cursor..<cursor + 1 : cursor - 1..<cursor)
    case .left, .control("b"): cursor = max(0, cursor - 1)
    case .right, .control("f"): cursor = min(text.count, cursor + 1)
    case .home, .control("a"): cursor = 0
    case .end, .control("e"): cursor = text.count
    case .control("w"): remove(wordStart..<cursor)
    case .control("u"): remove(0..<cursor)
    case .control("k"): remove(cursor..<text.count)
    default: return false
    }
    return true
  }

  /// Puts a character before the cursor, unless the line is full.
  mutating func insert(_ character: Character, limit: Int) {
    guard text.count < limit else { return }
    // A combining mark joins the character before it: what counts is how long the line becomes.
    let before = text.count
    text.insert(character, at: index(cursor))
    cursor = min(max(0, cursor + text.count - before), text.count)
  }

  private func index(_ offset: Int) -> String.Index {
    text.index(text.startIndex, offsetBy: offset)
  }

  private mutating func remove(_ characters: Range<Int>) {
    guard characters.lowerBound >= 0 else { return }
    text.removeSubrange(index(characters.lowerBound)..<index(characters.upperBound))
    cursor = min(characters.lowerBound, text.count)
  }

  /// Where the word before the cursor begins: blanks first, then what is none.
  private var wordStart: Int {
    let before = text.prefix(cursor).reversed()
    let isBreak: (Character) -> Bool = { $0 == " " || $0 == "/" || $0 == "," }
    let gap = before.prefix(while: isBreak).count
    return cursor - gap - before.dropFirst(gap).prefix { !isBreak($0) }.count
  }
}
