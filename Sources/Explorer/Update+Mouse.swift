internal import Analysis
internal import TerminalUI

extension ExplorerState {
  /// What the mouse does: a click selects a patch or a strategy, a drag moves the slider, the wheel
  /// zooms over the picture and changes the budget elsewhere.
  mutating func receive(_ mouse: MouseEvent) -> [ExplorerEffect] {
    if mouse.action == .release { isDraggingSlider = false }
    hovered = nil
    if let effects = receiveOverPanel(mouse) { return effects }
    if mouse.action == .hover {
      hovered = hover(column: mouse.column, row: mouse.row)
      return []
    }
    let layout = ScreenLayout(self)
    if choices.view == .dataset {
      return layout.kind == .tooSmall ? [] : receiveInDataset(mouse)
    }
    if choices.view.hasPanels, layout.kind != .tooSmall { return receiveAmongPanels(mouse) }
    let picture = PicturePanel(state: self, area: layout.picture)
    let isOverPicture = layout.picture.contains(column: mouse.column, row: mouse.row)
    switch mouse.action {
    case .wheelUp: return perform(isOverPicture ? .zoomIn : .changeBudget(by: 1))
    case .wheelDown: return perform(isOverPicture ? .zoomOut : .changeBudget(by: -1))
    case .release, .hover: return []
    case .press, .drag:
      if isOverPicture, choices.view.plot != nil { return [] }
      if isOverPicture, !isDraggingSlider {
        guard let token = picture.layout?.token(column: mouse.column, row: mouse.row) else {
          return []
        }
        choices.cursor = token
        isListFocused = false
        return cursorMoved()
      }
      if let tile = TileStrip(state: self, area: layout.tiles).tile(under: mouse) {
        goToTile(tile)
        return cursorMoved()
      }
      return receiveInPanel(mouse, layout)
    }
  }

  /// A click on a reason makes its strategy current; the slider is the budget's.
  private mutating func receiveAmongReasons(
    _ mouse: MouseEvent, _ layout: ScreenLayout
  ) -> [ExplorerEffect] {
    let slider = BudgetSection(
      state: self,
      area: CellRect(
        column: layout.panel.column, row: layout.panel.row, width: layout.panel.width, height: 2))
    let isOnTrack =
      mouse.row == slider.track.row
      && slider.area.contains(column: mouse.column, row: mouse.row)
    if isDraggingSlider || (isOnTrack && mouse.action == .press) {
      isDraggingSlider = true
      return setBudget(.count(slider.tokens(atColumn: mouse.column)))
    }
    let list = WhyPanel(state: self, area: layout.why, listed: Array(rows.indices))
    guard mouse.action == .press, let row = list.strategy(column: mouse.column, row: mouse.row)
    else { return [] }
    makeCurrent(row)
    return evaluateMissing()
  }

  /// What the mouse does where several pictures are on screen: a click makes a strategy current and
  /// selects the patch under it.
  private mutating func receiveAmongPanels(_ mouse: MouseEvent) -> [ExplorerEffect] {
    let layout = ComparisonLayout(self)
    let slider = BudgetSection(
      state: self, area: ComparisonFooter(state: self, area: layout.footer, isPaged: false).budget)
    let panel = layout.panel(column: mouse.column, row: mouse.row)
    switch mouse.action {
    case .wheelUp: return perform(panel != nil ? .zoomIn : .changeBudget(by: 1))
    case .wheelDown: return perform(panel != nil ? .zoomOut : .changeBudget(by: -1))
    case .release, .hover: return []
    case .press, .drag: break
    }
    let isOnTrack =
      slider.area.height > 0 && mouse.row == slider.track.row
      && slider.area.contains(column: mouse.column, row: mouse.row)
    if sample != nil, isDraggingSlider || (isOnTrack && mouse.action == .press) {
      isDraggingSlider = true
      return setBudget(.count(slider.tokens(atColumn: mouse.column)))
    }
    guard let panel else {
      let list = StrategySection(state: self, area: layout.table, listed: layout.panels.map(\.row))
      if mouse.action == .press,
        let (index, _) = list.strategy(column: mouse.column, row: mouse.row)
      {
        makeCurrent(index)
      }
      return evaluateMissing()
    }
    if mouse.action == .press { makeCurrent(panel.row) }
    let picture = ComparisonPanels(state: self, layout: layout).picture(panel)
    guard !layout.isDotted, let token = picture.layout?.token(column: mouse.column, row: mouse.row)
    else { return evaluateMissing() }
    choices.cursor = token
    isListFocused = false
    return evaluateMissing() + cursorMoved()
  }

  private mutating func receiveInPanel(
    _ mouse: MouseEvent, _ layout: ScreenLayout
  ) -> [ExplorerEffect] {
    guard layout.kind == .full, sample != nil else { return [] }
    if choices.view == .why { return receiveAmongReasons(mouse, layout) }
    let panel = SidePanel(state: self, layout: layout)
    for (section, rect) in panel.sections {
      switch section {
      case .budget:
        let slider = BudgetSection(state: self, area: rect)
        let isOnTrack =
          mouse.row == slider.track.row && rect.contains(column: mouse.column, row: mouse.row)
        if isDraggingSlider || (isOnTrack && mouse.action == .press) {
          isDraggingSlider = true
          return setBudget(.count(slider.tokens(atColumn: mouse.column)))
        }
      case .strategies where mouse.action == .press && !isDraggingSlider:
        let list = StrategySection(state: self, area: rect)
        guard let (index, isNumber) = list.strategy(column: mouse.column, row: mouse.row) else {
          continue
        }
        if isNumber { return perform(.toggleCompared(index + 1)) }
        makeCurrent(index)
        return evaluateMissing()
      default: continue
      }
    }
    return []
  }
}
