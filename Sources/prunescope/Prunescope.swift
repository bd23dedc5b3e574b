import ArgumentParser

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
        prunescope select dump.npz --strategy agilepruner:tau-max=0.2,divprune --keep 11.1% --json
        prunescope export Samples --strategy agilepruner --keep 64 --output masks
        prunescope render Samples/street.png --size 120x40 --keys '<Tab> = = ='

      Results go to standard output, messages to standard error. Exit codes: 0 done; 1 some inputs
      were refused; 64 usage; 65 no input was usable; 69 the screen cannot be used; 73 output cannot
      be written; 74 input or output failed; 130, 143, 129 interrupted.
      """,
    version: Version.text,
    subcommands: [
      Explore.self, Select.self, Inspect.self, Export.self, RenderFrame.self, Strategies.self,
      Encode.self, DrawScenes.self,
    ],
    defaultSubcommand: Explore.self)
}
