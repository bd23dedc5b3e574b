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
      Equal versions draw equal pictures, byte for byte. 'Samples' was made by
        prunescope scenes --output Samples
      """)

  @Option(help: "The folder to write to; without it the scenes are listed.", completion: .directory)
  var output: String?

  func run() throws {
    for scene in SceneCatalog.all {
      guard let output else {
        try Console.print(
          NumberText.left(scene.name, 14) + NumberText.left(scene.complexity.rawValue, 9)
            + scene.summary)
        continue
      }
      let path = output.slashed + scene.name + ".png"
      do throws(FileError) {
        try LocalFile.makeFolder(output)
        try LocalFile.write(ImageFile.encodePNG(scene.draw()), to: path)
      } catch {
        Console.report(error.description)
        throw Exit.cannotWrite
      }
      try Console.print(path.printable)
    }
  }
}
