package import TerminalUI

extension TerminfoEntry {
  /// As many pairs of colours as ncurses is told there are: enough for several frames of which
  /// every cell differs, and few enough to keep its table small.
  package static let pairCount: Int32 = 131_072

  /// Added to a 24-bit colour to make its number, which tells it from the 256 of the palette.
  package static let directFlag: Int32 = 0x100_0000

  /// Whether the entry says that colour numbers are red, green and blue.
  package var isDirect: Bool {
    extendedFlags.contains(Array("RGB".utf8)) || extendedFlags.contains(Array("Tc".utf8))
  }

  /// The entry as the driver hands it to ncurses.
  ///
  /// The user's own entry is kept but for colours. Stock entries know at most 256, although almost
  /// every terminal draws 24-bit ones, and the entries that know more are rarely installed. For a
  /// terminal of today the written entry takes colours of the palette (0...255) and, from
  /// ``directFlag`` on, 24-bit ones: how many may be used can be decided while the screen is open,
  /// when the terminal has answered.
  ///
  /// - Parameters:
  ///   - name: The terminal's name, under which ncurses will ask for it.
  ///   - tier: How many colours will be used.
  /// - Returns: An entry with as many colours as the tier needs, as far as the terminal has them.
  package func rewritten(name: String, tier: ColorTier) -> TerminfoEntry {
    var entry = self
    entry.names = Array(name.utf8)
    // The true size is set once the screen is open; a file must not choose how much memory it takes.
    entry[.lines] = 24
    entry[.columns] = 80
    // Changing the palette would change it for the user's other programs too.
    entry[.changesColors] = false
    for text: Text in [
      .originalColors, .initialiseColor, .initialisePair, .setPair, .setInkOld, .setGroundOld,
    ] {
      entry[text] = nil
    }
    // Terminals that say they are xterm often cannot repeat characters; mosh prints nothing.
    entry[.repeatCharacter] = nil
    entry.setColors(of: tier)
    if tier == .mono {
      entry[.colors] = nil
      entry[.pairs] = nil
    } else {
      entry[.pairs] = Self.pairCount
      if entry[.originalPair] == nil { entry[.originalPair] = "\u{1B}[39;49m" }
    }
    return entry
  }

  private mutating func setColors(of tier: ColorTier) {
    let isModern = ModernTerminal.isLikely(String(decoding: names, as: UTF8.self))
    extendedFlags.removeAll { $0 == Array("RGB".utf8) || $0 == Array("Tc".utf8) }
    let had = self[.colors] ?? 0
    switch tier {
    case .mono: break
    case .ansi16 where !isModern:
      // The Linux console and its like count eight and mean it.
      if (8...256).contains(had) { return }
      self[.colors] = 16
      self[.setInk] = "\u{1B}[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m"
      self[.setGround] = "\u{1B}[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m"
    case .indexed256 where !isModern:
      guard had != 256 else { return }
      self[.colors] = 256
      self[.setInk] = "\u{1B}[38;5;%p1%dm"
      self[.setGround] = "\u{1B}[48;5;%p1%dm"
    default:
      self[.colors] = 2 * Self.directFlag
      self[.setInk] = Self.settingAnyColor(base: 3, bright: 9)
      self[.setGround] = Self.settingAnyColor(base: 4, bright: 10)
      // Without this ncurses would keep a table of as many colours.
      extendedFlags.append(Array("RGB".utf8))
    }
  }

  /// What sets one of the first eight colours, of the next eight, of the palette, or a 24-bit one.
  private static func settingAnyColor(base: Int, bright: Int) -> String {
    // Semicolons, although colons are the standard: some terminals know only these.
    "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e%p1%{16}%<%t\(bright)%p1%{8}%-%d"
      + "%e%p1%{256}%<%t\(base)8;5;%p1%d"
      + "%e\(base)8;2;%p1%{65536}%/%{255}%&%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
  }
}
