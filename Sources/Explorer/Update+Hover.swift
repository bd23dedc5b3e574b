internal import TerminalUI

extension ExplorerState {
  /// The patch under a place of the screen, and in whose picture it is; nil beside the pictures, and
  /// where something lies over them.
  func hover(column: Int, row: Int) -> Hover? {
    guard helpScroll == nil, openTable == nil, choices.view.plot == nil, choices.view != .dataset
    else { return nil }
    let layout = ScreenLayout(self)
    guard choices.view.hasPanels, layout.kind != .tooSmall else {
      return PicturePanel(state: self, area: layout.picture).layout?
        .token(column: column, row: row).map { Hover(token: $0, row: choices.current) }
    }
    let comparison = ComparisonLayout(self)
    guard let panel = comparison.panel(column: column, row: row) else { return nil }
    let token =
      comparison.isDotted
      ? DottedPicture(state: self, area: panel.picture).token(column: column, row: row)
      : ComparisonPanels(state: self, layout: comparison).picture(panel).layout?
        .token(column: column, row: row)
    return token.map { Hover(token: $0, row: panel.row) }
  }
}
