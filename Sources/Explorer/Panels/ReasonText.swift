internal import TerminalUI
internal import TokenFields

/// Why a sample cannot serve a strategy, in as many words as fit.
enum ReasonText {
  /// A strategy's name and the reason, as one line of the list.
  ///
  /// The reason begins where numbers of others are if it fits there, else right behind the name; then
  /// the same is tried with fewer words; a word is never cut where one fits.
  ///
  /// - Parameters:
  ///   - name: The strategy.
  ///   - nameWidth: Columns of the names.
  ///   - reason: The reason.
  ///   - room: Columns of the line.
  /// - Returns: A text of at most `room` columns.
  static func line(name: String, nameWidth: Int, reason: String, room: Int) -> String {
    for form in forms(of: reason) {
      for line in [NumberText.left(name, nameWidth) + " " + form, name + "  " + form]
      where DisplayWidth.columns(of: line) <= room {
        return line
      }
    }
    let short = DisplayWidth.columns(of: name) + 2 < room / 2 ? name + " " : nil
    let begin = (short ?? NumberText.left(name, min(nameWidth, room / 2))) + " "
    let last = forms(of: reason).last ?? reason
    return begin + words(of: last, into: room - DisplayWidth.columns(of: begin))
  }

  /// As many whole words of a text as fit, with `…` where some do not; the first one is cut if need be.
  static func words(of text: String, into room: Int) -> String {
    guard DisplayWidth.columns(of: text) > room, room > 1 else {
      return DisplayWidth.fit(text, into: room)
    }
    guard let line = wrapped(text, to: room - 2).first,
      line.contains(" ") || text.hasPrefix(line + " ")
    else { return DisplayWidth.fit(text, into: room) }
    return line + " …"
  }

  /// A reason, the longest form first.
  private static func forms(of reason: String) -> [String] {
    let evidence = Evidence.allCases.first { reason == "needs \($0.rawValue)" }
    return [reason] + (evidence?.shortName.map { ["no \($0)"] } ?? [])
  }
}

extension Evidence {
  /// The name in a list that has no room for the whole one; nil where that is short itself.
  fileprivate var shortName: String? {
    switch self {
    case .attention, .lastLayerAttention: "attention"
    case .projected: "features"
    case .relevance: "text"
    case .shallowAttention: "shallow att."
    case .firstLayerAttention: "layer-1 att."
    case .llmAttention: "LLM att."
    default: nil
    }
  }
}
