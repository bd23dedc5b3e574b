import Explorer
import TerminalUI

extension Configuration {
  /// The configuration as a commented file that reads back as the same.
  var text: String {
    var lines = [
      "# Prunescope reads this from $XDG_CONFIG_HOME/prunescope/config.toml, else",
      "# ~/.config/prunescope/config.toml; --config names another, --no-config none.",
      "# What the command line says comes first, then this file, then what is built in.", "",
      "[defaults]",
    ]
    for setting in Self.defaults {
      lines += wrapped("# \(setting.summary)") + ["\(setting.name) = \(setting.write(self))"]
    }
    lines += [
      "",
      "# Each action with its keys: one key (\"x\", \"<Tab>\", \"<C-l>\") or a pair (\"gx\"); several",
      "# keys as a list; none ([]) for what the palette alone is to reach.", "[keys]",
    ]
    for section in KeyTable.Section.allCases {
      lines.append("# \(section.rawValue)")
      for binding in keys.entries where binding.section == section {
        lines.append(Self.line(of: binding))
      }
    }
    lines += [
      "", "# Six hexadecimal digits. Text on them is black or white, whichever stands out more.",
      "[colors]",
    ]
    for color in Self.colorNames {
      lines += [
        "# \(color.summary)", "\(color.name) = \"\(colors[keyPath: color.path].written)\"",
      ]
    }
    lines += [
      "# the ink of signs on patches where its contrast is at least 4.5; auto is black or white",
      "mark = \"\(colors.mark?.written ?? "auto")\"",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(of binding: KeyTable.Binding) -> String {
    let written = binding.keys.map(ConfigurationText.written)
    let value = written.count == 1 ? written[0] : "[" + written.joined(separator: ", ") + "]"
    return NumberText.left("\(binding.action.name) = \(value)", 38) + " # " + binding.help
  }

  /// A comment on lines of at most 100 columns.
  private func wrapped(_ comment: String) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in comment.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > 100 {
        lines.append(line)
        line = "#  "
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return lines + [line]
  }
}
