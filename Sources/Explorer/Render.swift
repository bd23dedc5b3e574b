public import TerminalUI

/// Draws a state; equal states give equal grids.
///
/// - Parameter state: What is to be seen.
/// - Returns: A screen of the state's size.
public func render(_ state: ExplorerState) -> CellGrid {
  var grid = CellGrid(width: state.size.width, height: state.size.height)
  let layout = ScreenLayout(state)
  if state.view.hasPanels, layout.kind != .tooSmall {
    let comparison = ComparisonLayout(state)
    ComparisonPanels(state: state, layout: comparison).draw(on: &grid)
    StatusLine(state: state, area: comparison.status, isAlone: false).draw(on: &grid)
    drawOverlays(state, on: &grid)
    return grid
  }
  if state.view == .dataset, layout.kind != .tooSmall {
    let panel = DatasetPanel(state)
    panel.draw(on: &grid)
    StatusLine(state: state, area: panel.layout.status, isAlone: layout.kind == .pictureOnly)
      .draw(on: &grid)
    drawOverlays(state, on: &grid)
    return grid
  }
  switch layout.kind {
  case .tooSmall:
    let smallest = ScreenLayout.smallest
    grid.write("too small, need \(smallest.width)x\(smallest.height)", column: 0, row: 0)
  case .pictureOnly:
    drawMain(state, layout, on: &grid)
    StatusLine(state: state, area: layout.status, isAlone: true).draw(on: &grid)
  case .full:
    drawMain(state, layout, on: &grid)
    TitleLine(state: state, area: layout.title).draw(on: &grid)
    LayerLine(state: state, area: layout.layerName).draw(on: &grid)
    LegendLine(state: state, area: layout.legend).draw(on: &grid)
    if state.view == .why {
      drawWhy(state, layout, on: &grid)
    } else {
      SidePanel(state: state, layout: layout).draw(on: &grid)
    }
    StatusLine(state: state, area: layout.status, isAlone: false).draw(on: &grid)
  }
  if layout.kind != .tooSmall { drawOverlays(state, on: &grid) }
  return grid
}

/// The picture, or the plot in its place.
private func drawMain(
  _ state: ExplorerState, _ layout: ScreenLayout, on grid: inout CellGrid
) {
  if state.view.plot != nil {
    PlotPanel(state: state, area: layout.picture).draw(on: &grid)
  } else {
    PicturePanel(state: state, area: layout.picture).draw(on: &grid)
    TileStrip(state: state, area: layout.tiles).draw(on: &grid)
  }
}

/// The numbers of the patch under its picture, and the reasons of all strategies.
private func drawWhy(
  _ state: ExplorerState, _ layout: ScreenLayout, on grid: inout CellGrid
) {
  let panel = layout.panel
  let budget = CellRect(
    column: panel.column, row: panel.row, width: panel.width, height: min(2, panel.height))
  BudgetSection(state: state, area: budget).draw(on: &grid)
  if panel.height >= 7 {
    PatchSection(
      state: state,
      area: CellRect(column: panel.column, row: panel.row + 3, width: panel.width, height: 4)
    ).draw(on: &grid)
  }
  WhyPanel(state: state, area: layout.why, listed: Array(state.rows.indices)).draw(on: &grid)
}

/// What lies over the rest, the uppermost last.
func drawOverlays(_ state: ExplorerState, on grid: inout CellGrid) {
  if state.openTable != nil { TablePanel(state: state).draw(on: &grid) }
  if let scroll = state.helpScroll { HelpPanel(state: state, scroll: scroll).draw(on: &grid) }
  if state.sampleList != nil { SampleListPanel(state: state).draw(on: &grid) }
  switch state.prompt?.purpose {
  case .palette: PalettePanel(state: state).draw(on: &grid)
  case .export: ExportPanel(state: state).draw(on: &grid)
  default: break
  }
  if let notice = state.notice { NoticePanel(state: state, notice: notice).draw(on: &grid) }
}
