import ArgumentParser
import Explorer
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
      """)

  @OptionGroup var session: SessionOptions
  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
  @Flag(inversion: .prefixedNo, help: "Listen to the mouse.")
  var mouse = true

  func run() throws {
    // Everything that can be refused is looked at before the screen is taken.
    let placeholder = ScreenTraits(tier: .mono, unicode: false)
    var tally = Tally()
    var state = try session.state(
      size: ScreenSize(width: 0, height: 0), traits: placeholder, &tally)
    let code: Int32
    do throws(TerminalError) {
      let terminal = try NcursesTerminal(
        options: TerminalOptions(tier: session.tier, ascii: ascii ? true : nil, mouse: mouse))
      state.begin(
        size: ScreenSize(width: terminal.size.width, height: terminal.size.height),
        traits: terminal.traits, usesMouse: mouse)
      let waker = terminal.waker
      let runner = session.runner(readsAhead: true) { waker.wake() }
      code = Self.run(terminal, EventLoop(state: state, runner: runner))
      // The screen is given back already; an export that was asked for is not lost.
      if code == 0 { runner.finishExports() }
    } catch {
      Console.report(error.description)
      throw Exit.noScreen
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// Runs the session until it ends; the terminal is given back when this returns.
  private static func run(_ terminal: consuming NcursesTerminal, _ loop: EventLoop) -> Int32 {
    var loop = loop
    var shown: ExplorerState?
    _ = loop.apply(.start)
    while true {
      if shown != loop.state {
        terminal.present(render(loop.state))
        shown = loop.state
      }
      for event in terminal.nextEvents() {
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
        if let code = loop.finishedCode { return code }
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
