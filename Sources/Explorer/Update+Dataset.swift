internal import Analysis
internal import DataTables
internal import SampleSets
internal import TerminalUI
internal import TokenPruning

extension ExplorerState {
  /// Does what was asked of the data set.
  mutating func dataset(_ action: DatasetAction) -> [ExplorerEffect] {
    switch action {
    case .toggleView:
      changeView(.show(choices.view == .dataset ? lastView : .dataset))
      return evaluateMissing() + beginDataset()
    case .brush: return brush()
    case .toggleMap:
      datasetView.showsMap.toggle()
      if let kept = datasetView.kept, kept.done < kept.total { datasetView.keptQuestion = nil }
      message =
        datasetView.showsMap
        ? "how often \(rows[choices.current].strategy.title) keeps each patch" : "dots alone"
      return datasetView.showsMap ? [] : stopCounting()
    case .typeTable: open(.table)
    case .typeSort: open(.sort)
    case .typeAxes: open(.axes, "\(choices.axes.x) \(choices.axes.y)")
    case .typeColor: open(.color)
    case .join(let path): return join(path)
    case .sort(let column): return sort(by: column)
    case .axes(let axes):
      choices.axes = axes
      datasetView.dropBrush()
      message = "\(axes.y) over \(axes.x)"
      return beginDataset()
    case .color(let column):
      choices.colorColumn = column
      message = column.isEmpty ? "dots of one colour" : "coloured by \(column)"
      return beginDataset()
    }
    return []
  }

  /// Looks into all samples where the view reads what only that tells.
  mutating func beginDataset() -> [ExplorerEffect] {
    guard choices.view == .dataset else { return [] }
    let read = [choices.axes.x, choices.axes.y, choices.colorColumn]
    return read.contains(where: SampleShelf.factColumns.contains) ? beginSurvey() : []
  }

  private mutating func sort(by column: String) -> [ExplorerEffect] {
    if let order = SampleOrder(rawValue: column), order != .column {
      return arrange(by: order, reversed: false)
    }
    choices.sortColumn = column
    return arrange(by: .column, reversed: false)
  }

  mutating func acceptAxes(_ text: String) -> [ExplorerEffect] {
    guard let axes = DatasetAxes(text) else {
      message = "'\(text)' names no two columns; type entropy erank"
      return []
    }
    return perform(.dataset(.axes(axes)))
  }

  /// What is said of a column that is not there.
  func noColumn(_ name: String) -> String { shelf.noColumn(name) }

  /// What is said of the first column that was asked for and is not there, once all tables are read.
  var unknownColumn: String? {
    guard shelf.readings.isEmpty, !samples.isEmpty else { return nil }
    var asked = SampleFilter(choices.filter)?.columns ?? []
    if choices.order == .column { asked.append(choices.sortColumn) }
    asked += [choices.colorColumn, choices.axes.x, choices.axes.y]
    return asked.first { !$0.isEmpty && !shelf.hasColumn($0) }.map(noColumn)
  }

  /// What a name of a column that is being typed means so far.
  func columnNote(for text: String) -> String {
    guard !text.isEmpty else { return "" }
    if shelf.hasColumn(text) || SampleOrder(rawValue: text) != nil { return "there is one" }
    let found = shelf.columnNames.filter { FoldedName($0).contains(FoldedName(text)) }
    guard let first = found.first else { return "no such column" }
    return found.count == 1 ? first : "\(first) and \(found.count - 1) more"
  }

  // MARK: Tables

  private mutating func join(_ path: String) -> [ExplorerEffect] {
    requests.table += 1
    shelf.readings[requests.table] = TableReading(path: path)
    // One after the other: of two columns with a name the later table's stays.
    guard shelf.readings.count == 1 else { return [] }
    return [.readTable(request: requests.table, path: path, samples)]
  }

  /// Asks for the tables that the session begins with.
  mutating func beginTables() -> [ExplorerEffect] {
    invocation.tables.flatMap { join($0) }
  }

  /// Takes answers about tables and counts.
  mutating func receiveOfDataset(_ event: ExplorerEvent) -> [ExplorerEffect] {
    switch event {
    case .tableRead(let request, let progress):
      guard let path = shelf.readings[request]?.path else { return [] }
      return receive(progress, request, path)
    case .keptCounted(let request, let counts):
      if request == requests.kept { datasetView.kept = counts }
    default: break
    }
    return []
  }

  private mutating func receive(
    _ progress: TableProgress, _ request: Int, _ path: String
  ) -> [ExplorerEffect] {
    switch progress {
    case .reading(let done, let total):
      shelf.readings[request]?.done = done
      shelf.readings[request]?.total = total
      return []
    case .refused(let reason):
      shelf.readings[request] = nil
      invocation.tables.removeAll { $0 == path }
      shelf.refusedTables.append(reason)
      if reason.count + 2 > size.width { notice = Notice(title: "Table", text: reason) }
      message = reason
    case .joined(let table):
      shelf.readings[request] = nil
      shelf.join(table, samples)
      if !invocation.tables.contains(path) { invocation.tables.append(path) }
      message = unknownColumn ?? Self.text(of: table, path, samples: samples.count)
    }
    if let next = shelf.readings.min(by: { $0.key < $1.key }) {
      return [.readTable(request: next.key, path: next.value.path, samples)]
    }
    guard shelf.wantsSurvey || shelf.survey != nil else { return [] }
    // What the table tells need not be looked into.
    let wasUnderWay = shelf.survey != nil
    shelf.survey = nil
    let effects = beginSurvey()
    guard effects.isEmpty, wasUnderWay else { return effects }
    requests.survey += 1
    return [.survey(request: requests.survey, [])]
  }

  private static func text(of table: SampleTable, _ path: String, samples: Int) -> String {
    var text =
      "\(path): \(table.columns.count) columns of \(table.matched) of \(samples) samples"
    if table.strangers > 0 { text += "; \(table.strangers) rows are of no sample" }
    if table.shared > 0 { text += "; \(table.shared) rows have a name that several samples share" }
    if table.refusals > 0 {
      text += "; \(table.refusals) rows of refused strategies passed over"
    }
    if table.conditions > 0 {
      text += "; \(table.conditions) rows of changed images passed over"
    }
    return text
  }

  // MARK: How often patches are kept

  /// Asks how often patches are kept, where the view shows it and that was not asked.
  mutating func questionKept() -> [ExplorerEffect] {
    guard choices.view == .dataset, datasetView.showsMap, shelf.readings.isEmpty,
      rows.indices.contains(choices.current), datasetView.brush == nil
    else { return [] }
    let strategy = rows[choices.current].strategy
    var tables: [String] = []
    if shelf.table.groups.contains(where: { $0.hasPrefix(strategy.label + "@") }) {
      tables = invocation.tables
    }
    let question = KeptQuestion(
      strategy: requested(choices.current), budget: choices.budget,
      samples: shelf.arrangement.shown.sorted(), references: samples, tables: tables)
    guard question != datasetView.keptQuestion else { return [] }
    datasetView.keptQuestion = question
    datasetView.kept = KeptCounts(total: question.samples.count)
    requests.kept += 1
    return [.countKept(request: requests.kept, question)]
  }

  /// Ends counting; what was counted stays.
  mutating func stopCounting() -> [ExplorerEffect] {
    guard isCounting else { return [] }
    datasetView.kept?.isWhole = true
    requests.kept += 1
    return [.countKept(request: requests.kept, nil)]
  }

  /// Forgets what was counted, so that it is counted anew.
  mutating func forgetCounts() -> [ExplorerEffect] {
    let effects = stopCounting()
    datasetView.kept = nil
    datasetView.keptQuestion = nil
    return effects
  }

  /// Whether patches are being counted.
  var isCounting: Bool {
    datasetView.keptQuestion != nil && datasetView.kept?.isWhole == false
  }
}

extension DatasetAction {
  /// Why the action cannot run now; nil when it can.
  func unavailable(in state: ExplorerState) -> String? {
    if state.samples.isEmpty { return "there are no samples" }
    func missing(_ name: String) -> String? {
      state.shelf.hasColumn(name) ? nil : state.noColumn(name)
    }
    switch self {
    case .toggleView, .typeTable, .typeSort, .typeAxes, .typeColor: return nil
    case .toggleMap, .brush:
      guard state.view == .dataset else {
        let key = state.keys.shown(.dataset(.toggleView)).first
        return "the data set is not shown" + (key.map { "; \($0) shows it" } ?? "")
      }
      guard self == .brush else { return nil }
      return state.datasetView.brush == nil && state.underCursor == nil
        ? "no sample is under the cursor" : nil
    case .join(let path): return path.isEmpty ? "a table must be named" : nil
    case .sort(let column):
      if SampleOrder(rawValue: column) != nil, column != SampleOrder.column.rawValue { return nil }
      return missing(column)
    case .axes(let axes):
      if axes == state.axes { return "these are the axes already" }
      for name in [axes.x, axes.y] {
        if let reason = missing(name) { return reason }
        if state.shelf.table[name]?.kind == .text, !SampleShelf.factColumns.contains(name) {
          return "'\(name)' holds texts; an axis needs numbers"
        }
      }
      return nil
    case .color(let column):
      if column == state.colorColumn { return "dots have this colour already" }
      return column.isEmpty ? nil : missing(column)
    }
  }
}
