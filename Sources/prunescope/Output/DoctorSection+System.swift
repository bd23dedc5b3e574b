import Analysis
import Glibc
import ImageFiles
import LinearAlgebra
import LocalFiles
import NcursesDriver
import TensorFiles
import TextData

/// What is true of the program and the system, whatever the terminal.
extension DoctorSection {
  /// The program and how it was built.
  static var program: DoctorSection {
    DoctorSection(
      "program",
      [
        "prunescope": .string(Version.text), "swift": .string(compiler),
        "decoders": .array(ImageLibraries.decoders.map(JSONValue.string)),
      ])
  }

  /// The newest version of Swift that the compiler knows itself to be.
  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }

  /// The operating system and the processor.
  static var system: DoctorSection {
    var name = utsname()
    uname(&name)
    func text(_ field: some Any) -> String {
      withUnsafeBytes(of: field) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    return DoctorSection(
      "system",
      [
        "os": .string(distribution ?? text(name.sysname)),
        "kernel": .string(text(name.release)), "machine": .string(text(name.machine)),
        "cores": .integer(sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      ])
  }

  private static var distribution: String? {
    guard let bytes = try? LocalFile.read("/etc/os-release", limit: 1 << 16) else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    return lines.first { $0.hasPrefix("PRETTY_NAME=") }
      .map { $0.dropFirst("PRETTY_NAME=".count).filter { $0 != "\"" } }
  }

  /// The libraries the program runs with: what they say of themselves, and the names of their files.
  static var libraries: DoctorSection {
    DoctorSection(
      "libraries",
      [
        "ncurses": .string(TerminalDiagnosis.ncursesVersion),
        "libpng": .string(ImageLibraries.pngVersion), "zlib": .string(DeflateLibrary.version),
        "OpenBLAS": .string(LinearAlgebraLibrary.configuration),
        "threads": .integer(LinearAlgebraLibrary.threads),
        // TurboJPEG tells its version by its file's name alone.
        "files": .array(loadedLibraries.map(JSONValue.string)),
      ])
  }

  /// The names of the linked libraries' files, as the kernel has them.
  private static var loadedLibraries: [String] {
    guard let file = fopen("/proc/self/maps", "re") else { return [] }
    defer { fclose(file) }
    var names: Set<String> = []
    var buffer = [CChar](repeating: 0, count: 4096)
    while fgets(&buffer, Int32(buffer.count), file) != nil {
      let line = String(
        decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard let name = line.split(separator: "/").last?.dropLast(line.hasSuffix("\n") ? 1 : 0),
        ["libncurses", "libtinfo", "libpng", "libz.", "libturbojpeg", "libopenblas", "libxxhash"]
          .contains(where: name.hasPrefix)
      else { continue }
      names.insert(String(name))
    }
    return names.sorted()
  }

  /// The folders that settings and results go to.
  static var folders: DoctorSection {
    func folder(_ variable: String, _ usual: String) -> JSONValue {
      let set = getenv(variable).map { String(cString: $0) } ?? ""
      // A path that is not absolute is to be ignored, says the XDG base directory specification.
      return .string((set.hasPrefix("/") ? withoutHome(set) : usual) + "/prunescope")
    }
    return DoctorSection(
      "folders",
      [
        "config": folder("XDG_CONFIG_HOME", "~/.config"),
        "cache": folder("XDG_CACHE_HOME", "~/.cache"),
        "state": folder("XDG_STATE_HOME", "~/.local/state"),
      ])
  }

  /// A path with the user's folder, which tells a name, as `~`.
  static func withoutHome(_ path: String) -> String {
    guard let home = getenv("HOME").map({ String(cString: $0) }), home.count > 1,
      path == home || path.hasPrefix(home + "/")
    else { return path }
    return "~" + path.dropFirst(home.count)
  }
}
