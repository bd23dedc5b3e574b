extension TerminalEvent {
  /// Drops what later events make needless, so that one frame answers all that was waiting.
  ///
  /// Of several resizes and of several traits the last is kept, of several wake-ups the first, and
  /// of mouse motions that follow one another the last. Keys, clicks and the wheel are all kept, in
  /// order.
  ///
  /// - Parameter events: Events in the order they happened.
  /// - Returns: At most as many events, in the same order.
  package static func coalesced(_ events: [TerminalEvent]) -> [TerminalEvent] {
    let lastResize = events.lastIndex { if case .resize = $0 { true } else { false } }
    let lastTraits = events.lastIndex { if case .traits = $0 { true } else { false } }
    var kept: [TerminalEvent] = []
    for (index, event) in events.enumerated() {
      switch event {
      case .resize: if index != lastResize { continue }
      case .traits: if index != lastTraits { continue }
      case .wake: if kept.contains(.wake) { continue }
      case .mouse(let motion) where motion.action == .drag || motion.action == .hover:
        if case .mouse(let previous)? = kept.last, previous.action == motion.action {
          kept.removeLast()
        }
      default: break
      }
      kept.append(event)
    }
    return kept
  }
}
