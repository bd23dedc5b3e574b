extension KeyTable {
  /// The keys of the data set.
  static let dataset = [
    Binding(
      .dataset, ["D"], .dataset(.toggleView), "all samples as dots, or back; Enter opens one"),
    Binding(
      .dataset, ["W"], .dataset(.brush), "rectangle from the cursor on; again: step through it"),
    Binding(
      .dataset, ["U"], .dataset(.toggleMap), "how often each patch is kept over the samples"),
    Binding(.dataset, ["ga"], .dataset(.typeAxes), "columns of the axes: entropy erank"),
    Binding(.dataset, ["gc"], .dataset(.typeColor), "column that colours the dots"),
    Binding(.dataset, ["go"], .dataset(.typeSort), "order samples by a column of a table"),
    Binding(.dataset, ["gf"], .dataset(.typeTable), "join a table: CSV, JSON lines, a survey"),
  ]

  /// The hints of the lowest line while a rectangle is drawn.
  var brushHints: [String] {
    listHints(of: [
      ([.move(rows: 0, columns: -1), .move(rows: 0, columns: 1)], "extend"),
      ([.dataset(.brush)], "step through it"), ([.back], "no rectangle"),
    ])
  }

  /// The hints of the lowest line in the view of the data set.
  var datasetHints: [String] {
    let keys = ["Enter open"]
    return listHints(of: [
      ([.move(rows: 0, columns: -1), .move(rows: 0, columns: 1)], "dot")
    ]) + keys
      + listHints(of: [
        ([.dataset(.brush)], "rectangle"), ([.filterSamples], "filter"),
        ([.previousSample, .nextSample], "sample"), ([.dataset(.toggleMap)], "kept map"),
        ([.toggleHelp], "keys"), ([.dataset(.typeColor)], "colour"),
        ([.dataset(.typeAxes)], "axes"),
        ([.dataset(.typeSort)], "sort"), ([.dataset(.typeTable)], "table"), ([.back], "back"),
      ])
  }
}
