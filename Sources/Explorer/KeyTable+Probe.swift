extension KeyTable {
  /// The keys of pins, heads, sinks and tiles.
  static let probe = [
    Binding(
      .probe, ["<Enter>"], .probe(.togglePin), "pin the patch, or take its pin away; two at most"),
    Binding(.probe, ["gp"], .probe(.clearPins), "take all pins away"),
    Binding(.probe, [";"], .probe(.nextPin), "next pinned patch"),
    Binding(
      .probe, ["f"], .probe(.nextMeasure), "likeness: projected features, features, keys, attention"
    ),
    Binding(.probe, ["gh"], .probe(.toggleHeads), "table of heads: j k choose one"),
    Binding(.probe, ["!"], .probe(.toggleSinks), "sinks and padding marked or not"),
    Binding(.probe, ["*"], .probe(.nextSink), "next sink: a long token unlike its neighbours"),
    Binding(.probe, ["gt"], .probe(.nextTile), "next tile, at the same place"),
    Binding(.probe, ["gT"], .probe(.previousTile), "previous tile"),
    Binding(.probe, ["T"], .probe(.toggleTileAlone), "one tile large, or all tiles"),
    Binding(
      .probe, ["gl"], .probe(.toggleTiles), "table of tiles: j k choose, Enter shows it alone"),
    Binding(.probe, ["gb"], .probe(.togglePerTile), "budget of each tile, or one for all tiles"),
  ]
}
