import ArgumentParser
import LocalFiles

/// Which configuration is read.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: "Read this configuration; see 'prunescope config'.",
    completion: .file(extensions: ["toml"]))
  var path: String?

  @Flag(help: "Read no configuration.")
  var noConfig = false

  func validate() throws {
    if path != nil, noConfig { throw ValidationError("choose --config or --no-config, not both") }
  }

  /// The file that is read: the one that was named, else the user's where there is one.
  var file: String? {
    if noConfig { return nil }
    if let path { return path }
    return UserFolders.configuration.flatMap { LocalFile.kind(of: $0) == nil ? nil : $0 }
  }

  /// The configuration.
  ///
  /// - Throws: exit code 64 when the file cannot be read or has a line that says nothing; why is told
  ///   on standard error.
  func configuration() throws -> Configuration {
    guard let file else { return .standard }
    do throws(ConfigurationError) {
      return try Configuration.read(file)
    } catch {
      Console.report(error.description)
      throw Exit.usage
    }
  }
}
