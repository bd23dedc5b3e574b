import ArgumentParser
import ImageFiles
import LocalFiles
import Scenes
import TerminalUI

/// `prunescope scenes`: the pictures of `Samples`, drawn anew.
struct DrawScenes: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scenes",
    abstract: "Draw the built-in scenes as PNG, or list them.",
    discussion: """
      Equal versions draw equal pictures, byte for byte. A name that is taken gets a number \
      unless --overwrite is given.

      Examples:
        prunescope scenes
        prunescope scenes --output pictures
      """)

  @Option(help: "The folder to write to; without it the scenes are listed.", completion: .directory)
  var output: String?
  @Flag(help: "Replace files that exist.")
  var overwrite = false

  func run() throws {
    for scene in SceneCatalog.all {
      guard let output else {
        try Console.print(
          NumberText.left(scene.name, 14) + NumberText.left(scene.complexity.rawValue, 9)
            + scene.summary)
        continue
      }
      let path: String
      do throws(FileError) {
        try LocalFile.makeFolder(output)
        path = try NewFile.write(
          ImageFile.encodePNG(scene.draw()), stem: output.slashed + scene.name, ending: "png",
          replaces: overwrite)
      } catch {
        Console.report(error.description)
        throw Exit.cannotWrite
      }
      try Console.print(path.printable)
    }
  }
}
