package import TerminalUI

extension TerminfoEntry {
  /// As many pairs of colours as ncurses is told there are: enough for several frames of which
  /// every cell differs, and few enough to keep its table small.
  package static let pairCount: Int32 = 131_072

  /// The entry as the driver hands it to ncurses.
  ///
  /// The user's own entry is kept but for colours. Stock entries know at most 256, although almost
  /// every terminal draws 24-bit ones, and the entries that know more are rarely installed.
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
    extendedFlags.removeAll { $0 == Array("RGB".utf8) || $0 == Array("Tc".utf8) }
    let had = self[.colors] ?? 0
    switch tier {
    case .mono: break
    case .ansi16:
      // The Linux console and its like count eight and mean it.
      let meansEight =
        (8..<16).contains(had) && !ModernTerminal.isLikely(String(decoding: names, as: UTF8.self))
      if meansEight || (16...256).contains(had) { return }
      self[.colors] = 16
      self[.setInk] = "\u{1B}[%?%p1%{8}%<%t3%p1%d%e9%p1%{8}%-%d%;m"
      self[.setGround] = "\u{1B}[%?%p1%{8}%<%t4%p1%d%e10%p1%{8}%-%d%;m"
    case .indexed256:
      guard had != 256 else { return }
      self[.colors] = 256
      self[.setInk] = "\u{1B}[38;5;%p1%dm"
      self[.setGround] = "\u{1B}[48;5;%p1%dm"
    case .direct:
      // Semicolons, although colons are the standard: some terminals know only these.
      let components = "2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%dm"
      self[.colors] = 0x100_0000
      self[.setInk] = "\u{1B}[38;" + components
      self[.setGround] = "\u{1B}[48;" + components
      extendedFlags.append(Array("RGB".utf8))
    }
  }
}
