import ArgumentParser

/// The command line.
@main
struct Prunescope: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prunescope",
    abstract: "see which visual tokens each pruning strategy keeps")
}
