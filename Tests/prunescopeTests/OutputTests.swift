import Glibc
import TestSupport
import Testing

/// What happens when output cannot be written, or is not wanted any more.
@Suite struct OutputTests {
  @Test(arguments: [
    "--help", "--version", "--generate-completion-script bash", "strategies", "scenes",
    "inspect Samples/apple.npz", "select Samples/apple.npz --strategy random --keep 9 --csv",
    "render Samples/apple.npz --size 80x24",
  ])
  func aFullDiskEndsWith74(line: String) throws {
    let run = try Program(line.split(separator: " ").map(String.init), output: "/dev/full")
    #expect(
      run.messageLines == [
        "prunescope: standard output: cannot write: no space left on device"
      ])
    #expect(run.code == 74)
  }

  @Test(arguments: [
    "export Samples/apple.npz --strategy random --keep 9", "encode Samples/chart.png", "scenes",
  ])
  func aFolderThatCannotBeMadeEndsWith73(line: String) throws {
    let scratch = Scratch()
    try scratch.write("a file", to: "file")
    let run = try Program(line + " --output \(scratch["file"])/below")
    #expect(
      run.messageLines == [
        "prunescope: \(scratch["file"])/below: cannot make the folder: not a directory"
      ])
    #expect(run.output.isEmpty && run.code == 73)
    let inside = try Program(line + " --output /proc/none")
    #expect(inside.code == 73 && inside.messageLines.count == 1)
    let nameless = try Program((line + " --output").split(separator: " ").map(String.init) + [""])
    #expect(nameless.messageLines == ["prunescope: '': not a folder"] && nameless.code == 73)
  }

  @Test func aPictureThatCannotBeWrittenLeavesNothingBehind() throws {
    let scratch = Scratch()
    // A folder under the record's name: --overwrite replaces files, never folders.
    mkdir(scratch["apple.random.9.json"], 0o755)
    let run = try Program(
      "export Samples/apple.npz --strategy random --keep 9 --kind mask --overwrite --output "
        + scratch.path)
    #expect(run.code == 73 && run.output.isEmpty)
    #expect(
      run.messageLines == [
        "prunescope: \(scratch["apple.random.9.json"]): cannot write: is a directory"
      ])
    #expect(try !scratch.names().contains { $0.contains("partial") })
  }

  @Test func whoeverReadsOneLineGetsOneLineAndNoMessage() throws {
    let run = try Program(
      ["-c", "\"$0\" select Samples --strategy all --keep 64 | head -n 1", Program.program],
      program: "/bin/sh")
    #expect(run.lines.count == 1 && run.line(0).hasPrefix("apple  handcrafted"))
    #expect(run.messages.isEmpty && run.code == 0)
  }

  @Test func theExplorerNeedsATerminal() throws {
    for line in ["", "Samples", "explore Samples/apple.npz"] {
      let run = try Program(line)
      #expect(
        run.messageLines == [
          "prunescope: standard output is not a terminal; the screen needs one, 'render' does not"
        ])
      #expect(run.output.isEmpty && run.code == 69)
    }
    #expect(try Program("missing.png").code == 65, "samples are looked at first")
  }
}
