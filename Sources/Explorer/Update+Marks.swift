internal import SampleSets
internal import TerminalUI

extension ExplorerState {
  /// Marks patches and goes to them.
  mutating func useMarks(_ action: Action) -> [ExplorerEffect] {
    switch action {
    case .setMark: awaitedMark = .set
    case .goToMark: awaitedMark = .jump
    case .mark(let letter):
      choices.marks[letter] = here
      message = "mark \(letter) is on patch #\(choices.cursor)"
    case .jump(let letter):
      if let mark = choices.marks[letter] { return jump(to: mark) }
    case .jumpBack:
      if let beforeJump { return jump(to: beforeJump) }
    case .clearMarks:
      let count = choices.marks.count
      choices.marks = [:]
      message = count == 1 ? "1 mark forgotten" : "\(count) marks forgotten"
    default: break
    }
    return []
  }

  /// The letter of a mark; the key that asks for marks goes back when it comes twice.
  mutating func takeLetter(_ key: Key, for use: MarkUse) -> [ExplorerEffect] {
    awaitedMark = nil
    if key == .escape { return [] }
    if use == .jump, keys.action(for: key) == .goToMark { return perform(.jumpBack) }
    guard case .character(let letter) = key, Mark.isLetter(letter) else {
      message = "\(key.spelling) is no mark; marks are letters: a to z, A to Z"
      return []
    }
    return perform(use == .set ? .mark(letter: letter) : .jump(toMark: letter))
  }

  /// The patch under the cursor, as a mark; nil without samples.
  private var here: Mark? {
    guard samples.indices.contains(choices.sampleIndex) else { return nil }
    return Mark(sample: samples[choices.sampleIndex], token: choices.cursor)
  }

  private mutating func jump(to mark: Mark) -> [ExplorerEffect] {
    guard let index = samples.firstIndex(of: mark.sample) else {
      message = "\(mark.sample.name) is no longer there"
      return []
    }
    let from = here
    var effects: [ExplorerEffect] = []
    if index != choices.sampleIndex {
      effects = beginSample(at: index)
      placesCursor = false
    }
    // A sample that is not there yet keeps the place until its tokens come.
    choices.cursor = tokenCount > 0 ? min(mark.token, tokenCount - 1) : mark.token
    beforeJump = from
    message = "patch #\(choices.cursor) of \(mark.sample.name)"
    return effects + cursorMoved()
  }
}
