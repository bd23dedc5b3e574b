import CNcurses
import TerminalUI

/// What the terminal is asked, and what follows from its answers.
extension NcursesTerminal {
  /// Asks the terminal what it can do, and tmux what is around it.
  mutating func ask() {
    // Another terminal may not answer what this one did.
    queue.pacing = FramePacing()
    if let questions = probe?.questions() { send(questions) }
    if !(facts.environment["TMUX"] ?? "").isEmpty {
      tmux?.cancel()
      tmux = TmuxQuestion()
    }
  }

  /// Waits for the answers as long as the number of colours depends on them.
  mutating func awaitAnswers() {
    let deadline = Self.milliseconds() + facts.answerTime
    while let probe, probe.isOutstanding, !isGone, facts.choice(probe.answers).rule == .entry {
      let left = deadline - Self.milliseconds()
      let isEnding = waiting.contains { if case .terminate = $0 { true } else { false } }
      guard left > 0, !isEnding else { break }
      _ = collect(atMost: left)
    }
    adoptAnswers()
    // Nobody has seen other traits yet.
    waiting.removeAll { if case .traits = $0 { true } else { false } }
  }

  /// Takes an answer of the terminal's down.
  mutating func take(_ reply: TerminalReply) {
    guard probe != nil else { return }
    if reply == .ready { queue.pacing.acknowledge() }
    if let question = probe?.receive(reply) { send(question) }
    switch reply {
    case .cellPixels, .textAreaPixels:
      // The whole screen in pixels says something of the size that it has now only.
      answeredCell = probe?.answers.cell(columns: size.width, rows: size.height)
    default: break
    }
    if probe?.isOutstanding == false { adoptAnswers() }
  }

  /// Draws by what is known now, and tells when that is something else.
  mutating func adoptAnswers() {
    let new = facts.traits(
      probe?.answers ?? TerminalAnswers(), outer: outer, colors: colors,
      cell: cell ?? answeredCell)
    guard new != traits else { return }
    if new.tier != traits.tier {
      painter.adopt(new.tier)
      shown = nil
    }
    traits = new
    adoptGraphics()
    waiting.append(.traits(new))
  }

  /// Sends what is no frame, after what is on its way.
  mutating func send(_ text: String) { send(bytes: Array(text.utf8)) }

  /// Likewise.
  mutating func send(bytes: [UInt8]) {
    queue.append(bytes)
    queue.pump()
  }

  /// What must be read before the screen is given back.
  var partingInput: PartingInput {
    PartingInput(
      input: input, decoder: decoder, isAnswerOutstanding: probe?.isOutstanding ?? false,
      answersFences: probe?.answers.attributes != nil, usesMouse: usesMouse,
      holdsButton: holdsButton, time: facts.partingTime, escapeDelay: escapeDelay)
  }

  /// How long an Escape may wait for what follows, in milliseconds: over a network the bytes of one
  /// key may come apart.
  var escapeDelay: Int { facts.isRemote ? 100 : 25 }
}
