import TerminalTestSupport
import Testing

/// What `doctor` prints.
@Suite struct DoctorTests {
  struct Report: Decodable {
    struct Program: Decodable {
      let prunescope: String
      let swift: String
      let decoders: [String]
    }
    struct System: Decodable {
      let kernel: String
      let cores: Int
    }
    struct Libraries: Decodable {
      let ncurses: String
      let libpng: String
      let zlib: String
      let OpenBLAS: String
      let threads: Int
      let files: [String]
    }
    struct Environment: Decodable {
      let variables: [String: String]
      let entry: String
      let codeset: String
    }
    struct Terminal: Decodable {
      let found: String?
      let name: String?
      let asked: Bool?
      let replies: [String]?
      let milliseconds: Int?
    }
    struct Screen: Decodable {
      let usable: String
      let size: String?
      let cellPixels: String?
      let colors: String
      let rule: String
      let background: String
      let graphics: String
      let characters: String
    }
    let program: Program
    let system: System
    let libraries: Libraries
    let folders: [String: String]
    let environment: Environment
    let terminal: Terminal
    let screen: Screen
  }

  /// A run in a session of its own, so that no terminal controls it.
  private func alone(_ arguments: [String]) throws -> Program {
    try Program(["-w", Program.program, "doctor"] + arguments, program: "/usr/bin/setsid")
  }

  @Test func worksWithoutATerminal() throws {
    let run = try alone(["--json"])
    #expect(run.code == 0 && run.messages.isEmpty && run.lines.count == 1)
    let report = try decoded(Report.self, from: run.output)
    #expect(report.program.prunescope == (try Program("--version").line(0)))
    #expect(report.program.decoders == ["PNG", "JPEG"])
    #expect(report.system.cores > 0 && !report.system.kernel.isEmpty)
    #expect(report.libraries.ncurses.hasPrefix("ncurses 6."))
    #expect(report.libraries.libpng.hasPrefix("1.") && report.libraries.zlib.hasPrefix("1."))
    #expect(report.libraries.OpenBLAS.hasPrefix("OpenBLAS ") && report.libraries.threads == 1)
    for library in ["ncurses", "png", "z.", "turbojpeg", "openblas"] {
      #expect(report.libraries.files.contains { $0.hasPrefix("lib" + library) })
    }
    #expect(report.terminal.found == "no terminal controls this program")
    #expect(report.screen.size == nil && report.screen.usable.contains("not a terminal"))
    #expect(report.screen.colors == "mono" && report.screen.rule == "plainTerminal")
  }

  @Test func printsTheSameForPeople() throws {
    let run = try alone([])
    #expect(run.code == 0 && run.messages.isEmpty)
    let headings = run.lines.filter { !$0.isEmpty && !$0.hasPrefix(" ") }
    #expect(
      headings == [
        "program", "system", "libraries", "folders", "environment", "terminal", "screen",
      ])
    #expect(run.lines.contains { $0.contains("because") && $0.contains("TERM names a terminal") })
  }
}

extension InTerminal {
  @Suite struct Diagnosing {
    private func report(
      _ arguments: [String] = [], environment: [String: String] = [:],
      answering: TerminalAnswering
    ) throws -> (report: DoctorTests.Report, output: String) {
      let terminal = try VirtualTerminal(
        ["doctor", "--json"] + arguments, program: Program.program, environment: environment,
        answering: answering)
      #expect(try terminal.end() == 0)
      #expect(terminal.changedModes == [])
      let output = try #require(
        terminal.sent().split(whereSeparator: \.isNewline).first { $0.contains("{\"") })
      let json = String(output.drop { $0 != "{" })
      return (try decoded(DoctorTests.Report.self, from: json), terminal.sent())
    }

    @Test func tellsWhatTheTerminalAnswered() throws {
      let (report, _) = try report(answering: .xterm)
      #expect(report.terminal.name == "XTerm(379)" && report.terminal.asked == true)
      #expect(report.terminal.replies?.first == "ESC P>|XTerm(379)ESC \\")
      #expect(report.terminal.replies?.last == "ESC [?64;1;2;4;6;9;15;18;21;22c")
      #expect(report.terminal.replies?.count == 7 && report.terminal.milliseconds != nil)
      #expect(report.environment.entry.hasSuffix("/x/xterm-256color"))
      #expect(report.environment.codeset == "UTF-8")
      let screen = report.screen
      #expect(screen.usable == "yes" && screen.size == "100x30" && screen.cellPixels == "6x13")
      #expect(screen.colors == "24bit" && screen.rule == "echo")
      #expect(screen.background == "light" && screen.graphics == "sixel")
    }

    @Test func tellsWhyNothingWasAnswered() throws {
      let (report, _) = try report(environment: ["TERM": "xterm-kitty"], answering: .nothing)
      #expect(report.environment.entry == "built in, since none is installed")
      #expect(report.terminal.asked == true && report.terminal.replies == [])
      #expect(report.terminal.milliseconds == nil)
      #expect(report.screen.colors == "256" && report.screen.rule == "entry")
    }

    @Test func asksForTheColoursOfTheFlag() throws {
      let (report, _) = try report(
        ["--color", "16"], environment: ["LANG": "C"], answering: .ghostty)
      #expect(report.screen.colors == "16" && report.screen.rule == "flag")
      #expect(report.screen.characters == "ASCII, as the locale says")
      #expect(report.screen.graphics == "kitty")
    }

    @Test func tellsNothingPrivate() throws {
      let (report, output) = try report(
        environment: [
          "HOME": "/home/somebody", "XDG_CONFIG_HOME": "/home/somebody/conf",
          "TERMINFO": "/home/somebody/entries", "SSH_CONNECTION": "192.0.2.7 1 192.0.2.8 22",
          "STY": "1.pts-0.somehost",
        ], answering: .plain)
      #expect(!output.contains("somebody") && !output.contains("192.0") && !output.contains("host"))
      #expect(report.folders["config"] == "~/conf/prunescope")
      #expect(report.folders["cache"] == "~/.cache/prunescope")
      #expect(report.environment.variables["TERMINFO"] == "~/entries")
      #expect(report.environment.variables["STY"] == "(set)")
    }
  }
}
