import Glibc
import Imaging
import NcursesDriver
import TerminalUI

/// A program that shows a known screen and writes down every event, for end-to-end tests.
///
/// Keys that do something: `q` quits, Ctrl-C leaves with 130, Ctrl-Z suspends, `N` shows frames of
/// noise and `F` does so without waiting for the terminal, `C` ends with a fatal error, `S` and `A` with a signal, `X` calls `exit`, `E` writes to
/// standard error, `W` wakes from another thread, `T` waits for nothing, `V` tells a variable,
/// `P` polls in short steps, `Y` copies
/// a text and `Z` one that is too long, `G` shows pixels or not, `K` others, `O` something over them,
/// `L` draws anew, `R` takes the screen anew, and `B` never returns.
@main
enum Probe {
  static func main() {
    var code = run()
    while code == takeAgain { code = run() }
    exit(code)
  }

  /// As a code: give the screen back and take it once more.
  private static let takeAgain: Int32 = -1

  private static func run() -> Int32 {
    do throws(TerminalError) {
      var terminal = try NcursesTerminal(options: options(from: CommandLine.arguments.dropFirst()))
      var session = Session()
      while true {
        terminal.present(session.screen(terminal.size, terminal.traits))
        let events = terminal.nextEvents()
        session.batches += 1
        for event in events {
          session.log(event)
          if let code = react(to: event, &terminal, &session) { return code }
        }
      }
    } catch {
      var message = "probe: \(error)\n"
      message.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
      return 69
    }
  }

  private static func options(from arguments: ArraySlice<String>) -> TerminalOptions {
    var options = TerminalOptions()
    for argument in arguments {
      switch argument {
      case "ascii": options.ascii = true
      case "unicode": options.ascii = false
      case "no-mouse": options.mouse = false
      case "unsynchronised": options.synchronised = false
      default: options.tier = ColorTier(rawValue: argument)
      }
    }
    return options
  }

  /// Never comes back, as a program that hangs.
  private static func getStuck() {
    while getpid() > 0 { sleep(3600) }
  }

  /// Does what an event asks for; returns the code to leave with.
  private static func react(
    to event: TerminalEvent, _ terminal: inout NcursesTerminal, _ session: inout Session
  ) -> Int32? {
    switch event {
    case .terminate(let signal): return 128 + signal
    case .key(.control("c")): return 130
    case .key(.control("z")): terminal.suspend()
    case .key(.character("q")): return 0
    case .key(.character("R")): return takeAgain
    case .key(.character("P")):
      // A caller who never waits long.
      for _ in 0..<20 {
        for event in terminal.nextEvents(timeoutMilliseconds: 10) { session.log(event) }
      }
    case .key(.character("N")):
      for frame in 0..<Session.noiseFrames {
        terminal.present(Session.noise(terminal.size, frame))
        while terminal.hasUnsentFrame {
          for event in terminal.nextEvents(timeoutMilliseconds: 10) { session.log(event) }
        }
      }
      session.showsNoise = true
    case .key(.character("F")):
      for frame in 0..<Session.noiseFrames {
        terminal.present(Session.noise(terminal.size, frame))
        for event in terminal.nextEvents(timeoutMilliseconds: 10) {
          if case .terminate(let signal) = event { return 128 + signal }
          session.log(event)
        }
      }
      session.showsNoise = true
    case .key(.character("Y")):
      do throws(TerminalError) { try terminal.copy("héllo wörld") } catch {
        session.note("\(error)")
      }
    case .key(.character("Z")):
      let text = String(repeating: "x", count: ClipboardSequence.longest + 1)
      do throws(TerminalError) { try terminal.copy(text) } catch { session.note("\(error)") }
    case .key(.character("G")): session.picture = session.picture == 0 ? 1 : 0
    case .key(.character("K")): session.picture += 1
    case .key(.character("O")): session.showsPopup.toggle()
    case .key(.character("L")): terminal.redraw()
    case .key(.character("C")): fatalError("the probe was told to crash")
    case .key(.character("S")): raise(SIGSEGV)
    case .key(.character("A")): abort()
    case .key(.character("X")): exit(7)
    case .key(.character("E")):
      var message = "a word on standard error\n"
      message.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    case .key(.character("V")):
      session.note("TERMINFO \(TerminalEnvironment.current["TERMINFO"] ?? "is not set")")
    case .key(.character("T")):
      session.note("timeout \(terminal.nextEvents(timeoutMilliseconds: 30).count)")
    case .key(.character("B")):
      terminal.present(session.screen(terminal.size, terminal.traits))
      getStuck()
    case .key(.character("W")):
      var thread = pthread_t()
      let box = Unmanaged.passRetained(WakerBox(terminal.waker))
      pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          let waker = Unmanaged<WakerBox>.fromOpaque(argument).takeRetainedValue().waker
          for _ in 0..<100 { waker.wake() }
          return nil
        }, box.toOpaque())
      pthread_join(thread, nil)
    default: break
    }
    return nil
  }
}

/// Carries a waker into a thread.
private final class WakerBox {
  let waker: Waker
  init(_ waker: Waker) { self.waker = waker }
}
