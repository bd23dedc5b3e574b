import ArgumentParser
import Explorer
import TerminalUI

/// `prunescope render`: one frame of the explorer, without a terminal.
struct RenderFrame: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "render",
    abstract: "Print one frame of the explorer, without a terminal.",
    discussion: """
      Keys are written as in the help, separated by blanks: j <Tab> <Space> <Enter> <Esc> \
      <C-l>; what is typed into a prompt is written out: %22<Enter>. Each key waits until all \
      work is done.

      Examples:
        prunescope render Samples --size 120x40
        prunescope render Samples --size 80x24 --keys '] ] <Tab> %22%<Enter>' --ansi
        prunescope render Samples --plain
      """)

  @OptionGroup var session: SessionOptions
  @Option(help: "Columns and rows.")
  var size = FrameSize(width: 120, height: 40)
  @Option(help: "Keys to press first.")
  var keys = ""
  @Flag(help: "Print colours as escape sequences; 24-bit unless --color says otherwise.")
  var ansi = false
  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false
  @Flag(help: "Tell the screen as lines of text without drawing, all numbers included.")
  var plain = false

  func validate() throws {
    if plain, ansi { throw ValidationError("choose --plain or --ansi, not both") }
  }

  func run() throws {
    let sequence: [Key]
    do throws(KeyScriptError) {
      sequence = try Key.sequence(keys)
    } catch {
      throw ValidationError(error.description)
    }
    let setup = try SessionSetup(session)
    let usual = ansi ? setup.configuration.tier ?? .direct : .mono
    let ascii = ascii || setup.configuration.ascii == true
    let traits = ScreenTraits(tier: session.tier ?? usual, unicode: !ascii)
    var tally = Tally()
    let state = try setup.state(
      size: ScreenSize(width: size.width, height: size.height), traits: traits, &tally)
    var headless = HeadlessSession(state: state) { setup.runner(readsAhead: false, wake: $0) }
    let frame = headless.play(sequence)
    if plain {
      try Console.print(headless.report.joined(separator: "\n"))
    } else if ansi {
      var encoder = ANSIEncoder(traits: traits)
      try Console.write(encoder.encode(frame))
    } else {
      // As a terminal without Unicode shows it.
      try Console.print(
        ascii
          ? String(frame.text.map { $0 == "\n" ? $0 : ASCIISubstitute.character(for: $0) })
          : frame.text)
    }
    if let refusal = headless.refusal {
      tally.refuse(refusal)
      if state.samples.count > 1 { tally.use() }
    } else {
      tally.use()
    }
    for refusal in headless.refusedTables { tally.refuse(refusal) }
    try tally.finish()
  }
}

/// A size as `120x40`.
struct FrameSize: ExpressibleByArgument, CustomStringConvertible {
  let width: Int
  let height: Int

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
  }

  init?(argument: String) {
    let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]),
      (1...1000).contains(width), (1...1000).contains(height)
    else { return nil }
    self.init(width: width, height: height)
  }

  var description: String { "\(width)x\(height)" }

  var defaultValueDescription: String { description }
}
