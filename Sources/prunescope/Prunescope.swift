import ArgumentParser
import Glibc

/// The command line: each subcommand has a file in `Commands/`.
@main
struct Prunescope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prunescope",
    abstract: "See which visual tokens each pruning strategy keeps.",
    discussion: """
      Without a subcommand the explorer opens: 'prunescope Samples'.

      Examples:
        prunescope Samples
        prunescope select Samples/street.png --strategy all --keep 64
        prunescope select dump.npz --strategy agilepruner:tau-max=0.2 --keep 11.1%
        prunescope export Samples --strategy agilepruner --keep 64 --output masks
        prunescope survey Samples --strategy all --keep 64 --output out
        prunescope render Samples/street.png --size 120x40 --keys '<Tab> = ='

      Results go to standard output, messages to standard error. Exit codes: 0 done; 1 some \
      inputs were refused, the rest done; 64 usage; 65 no input was usable; 69 the screen \
      cannot be used; 73 output cannot be written; 74 input or output failed; 129, 130, 143 \
      ended by a signal.
      """,
    version: Version.text,
    subcommands: [
      Explore.self, Select.self, Inspect.self, Export.self, RenderFrame.self, Strategies.self,
      Encode.self, Survey.self, RunStudy.self, Chair.self, DrawScenes.self, Doctor.self,
      Config.self,
    ],
    defaultSubcommand: Explore.self)

  /// Runs the command that the arguments name and ends the program.
  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Glibc.exit(end(with: error).rawValue)
    }
  }

  /// Says what there is to say about how a command ended.
  ///
  /// - Returns: The exit code.
  private static func end(with error: any Error) -> ExitCode {
    // Whoever throws a bare code has told the reason already.
    if let code = error as? ExitCode { return code }
    let code = exitCode(for: error)
    guard code.isSuccess else {
      Console.report(oneLine(message(for: error)))
      return code
    }
    do {
      try Console.print(fullMessage(for: error))
      return code
    } catch {
      return error as? ExitCode ?? Exit.ioFailed
    }
  }

  /// A message on one line; the parser's own, which are sentences, in the form of ours: in lower
  /// case, without a final period, with where to read more.
  private static func oneLine(_ message: String) -> String {
    var line = message.split(whereSeparator: \.isNewline)
      .map { $0.drop { $0 == " " } }.joined(separator: " ")
    let start = line.prefix(2)
    guard start.first?.isUppercase == true, start.last?.isLowercase == true else { return line }
    line = line.split(separator: ". Please ").joined(separator: "; ")
    if line.hasSuffix(".") { line.removeLast() }
    return line.prefix(1).lowercased() + line.dropFirst() + "; see '\(helpCommand)'"
  }

  /// How to ask for help on the command that was meant.
  private static var helpCommand: String {
    let names = configuration.subcommands.map { $0._commandName }
    let named = CommandLine.arguments.dropFirst().first(where: names.contains)
    return ([configuration.commandName ?? "", named].compactMap { $0 } + ["--help"])
      .joined(separator: " ")
  }
}
