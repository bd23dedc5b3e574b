import ArgumentParser

/// `prunescope config`: the configuration.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the configuration: how the explorer begins, its keys and its colours.",
    discussion: """
      It is read from $XDG_CONFIG_HOME/prunescope/config.toml, else from \
      ~/.config/prunescope/config.toml. What is printed is a whole configuration and can be \
      read again; its first line names the file that it was made from.

      Examples:
        prunescope config
        prunescope config --print-default
        prunescope config --check --config mine.toml
      """)

  @OptionGroup var file: ConfigurationOptions
  @Flag(help: "Print the configuration as it is without a file, with comments.")
  var printDefault = false
  @Flag(help: "Say whether the file can be read, and print nothing else.")
  var check = false

  func validate() throws {
    if printDefault, check { throw ValidationError("choose --print-default or --check, not both") }
  }

  func run() throws {
    if printDefault {
      try Console.write(Configuration.standard.text)
      return
    }
    let configuration = try file.configuration()
    let source: String
    if let path = file.file {
      source = path.printable
    } else if file.noConfig {
      source = "no file"
    } else {
      source = "no file at \(UserFolders.configuration?.printable ?? "a home folder")"
    }
    if check {
      try Console.print("\(source): \(file.file == nil ? "nothing to read" : "fine")")
    } else {
      try Console.write("# from \(source)\n" + configuration.text)
    }
  }
}
