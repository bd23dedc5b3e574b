import ArgumentParser
import Explorer
import LocalFiles
import NcursesDriver
import TerminalUI

/// `prunescope explore`: the interactive explorer.
struct Explore: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explore samples in the terminal (the default).",
    discussion: """
      With no path the samples of ./Samples are shown, else the built-in scenes. '?' shows \
      the keys.

      Examples:
        prunescope Samples
        prunescope explore dumps/ --keep 64 --strategy agilepruner,divprune
        prunescope explore @list.txt --color 256
        prunescope --restore
      """)

  @OptionGroup var session: SessionOptions
  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
  @Flag(inversion: .prefixedNo, help: "Listen to the mouse, as by default.")
  var mouse: Bool?
  @Flag(
    help: ArgumentHelp(
      "Use no screen: tell each as lines of text, and read keys from standard input, as for "
        + "'render', a line at a time."))
  var plain = false
  @Flag(
    help: ArgumentHelp(
      "Go on where the last session ended: its samples, strategies, choices, marks and prompts. "
        + "What else the command line says comes first."))
  var restore = false

  func run() throws {
    // Everything that can be refused is looked at before the screen is taken.
    let placeholder = ScreenTraits(tier: .mono, unicode: false)
    var tally = Tally()
    let setup = try SessionSetup(session, restoring: restore ? savedSession() : nil)
    var state = try setup.state(
      size: ScreenSize(width: 0, height: 0), traits: placeholder, &tally)
    if plain { return try PlainSession(setup: setup, state: state).run() }
    let mouse = mouse ?? setup.configuration.mouse
    let showsHeat = try setup.showsHeat()
    let code: Int32
    do throws(TerminalError) {
      let terminal = try NcursesTerminal(
        options: TerminalOptions(
          tier: session.tier ?? setup.configuration.tier,
          ascii: ascii ? true : setup.configuration.ascii, mouse: mouse))
      state.begin(
        size: ScreenSize(width: terminal.size.width, height: terminal.size.height),
        traits: terminal.traits, usesMouse: mouse, showsHeat: showsHeat)
      let waker = terminal.waker
      let runner = setup.runner(readsAhead: true) { waker.wake() }
      (code, state) = Self.run(terminal, EventLoop(state: state, runner: runner))
      // The screen is given back already; the session must not be lost with it.
      if let error = SavedSession.save(state) {
        Console.report("the session is not saved: \(error.description)")
      }
      // The screen is given back already; an export that was asked for is not lost.
      if code == 0 { runner.finishExports() }
    } catch {
      Console.report(error.description)
      throw Exit.noScreen
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// The session that was saved last.
  ///
  /// - Throws: exit code 65 when there is none, or none that can be restored; why is told on standard
  ///   error.
  private func savedSession() throws -> SavedSession {
    guard let path = UserFolders.session else {
      Console.report("no session was saved: there is no home folder; start without --restore")
      throw Exit.noInput
    }
    do throws(SessionError) {
      return try SavedSession.read(path)
    } catch {
      Console.report(error.description)
      throw Exit.noInput
    }
  }

  /// Runs the session until it ends; the terminal is given back when this returns.
  private static func run(
    _ terminal: consuming NcursesTerminal, _ loop: EventLoop
  ) -> (code: Int32, state: ExplorerState) {
    var loop = loop
    var shown: ExplorerState?
    var hold = FrameHold()
    _ = loop.apply(.start)
    while true {
      let wait = shown == loop.state ? 0 : hold.milliseconds(for: loop.state)
      if shown != loop.state, wait == 0 {
        terminal.present(render(loop.state))
        shown = loop.state
      }
      let events =
        wait == 0 ? terminal.nextEvents() : terminal.nextEvents(timeoutMilliseconds: wait)
      for event in events {
        for effect in apply(event, to: &loop) {
          switch effect {
          case .redraw: terminal.redraw()
          case .suspend:
            terminal.suspend()
            _ = apply(
              .resize(width: terminal.size.width, height: terminal.size.height), to: &loop)
          case .setMouse(let isOn): terminal.setMouse(isOn)
          case .copy(let text):
            do throws(TerminalError) { try terminal.copy(text) } catch {
              _ = loop.apply(.exported(error.description))
            }
          }
          shown = nil
        }
        if event == .resumed { shown = nil }
        if let code = loop.finishedCode { return (code, loop.state) }
      }
    }
  }

  private static func apply(
    _ event: TerminalEvent, to loop: inout EventLoop
  ) -> [EventLoop.ScreenEffect] {
    switch event {
    case .key(let key): return loop.apply(.key(key))
    case .mouse(let mouse): return loop.apply(.mouse(mouse))
    case .resize(let width, let height):
      return loop.apply(.resize(ScreenSize(width: width, height: height)))
    case .terminate(let signal): loop.end(signal: signal)
    case .wake: loop.applyAnswers()
    case .traits(let traits): return loop.apply(.traits(traits))
    case .resumed, .reply: break
    }
    return []
  }
}
