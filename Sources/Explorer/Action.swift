public import Analysis
public import Imaging

/// Something the user can ask for, by key, mouse or script.
public enum Action: Sendable, Hashable {
  /// Move the cursor by patches.
  case move(rows: Int, columns: Int)
  /// Go to the first or last patch of the row.
  case rowStart, rowEnd
  /// Go to the first or last patch.
  case firstPatch, lastPatch
  /// Go to the next or previous patch that the current strategy keeps.
  case nextKept, previousKept
  /// Go to the next patch whose being kept or not rounding could turn.
  case nextUnstable
  /// Go to the patch with the next lower or higher attention.
  case nextRanked, previousRanked
  /// Wait for a letter, and mark the patch with it or go to the patch that it marks.
  case setMark, goToMark
  /// Mark the patch with a letter, or go to the patch that it marks.
  case mark(letter: Character), jump(toMark: Character)
  /// Go back to where the last jump began; a second time forward again.
  case jumpBack
  /// Forget every mark.
  case clearMarks

  /// Make the next or previous strategy of the list current.
  case nextStrategy, previousStrategy
  /// Go back to the strategy that was current before.
  case lastStrategy
  /// Let keys walk the list of strategies, or the picture again.
  case focusStrategies
  /// Take a strategy of the list, from 1, into the comparison or out of it.
  case toggleCompared(Int)
  /// Compare every strategy again.
  case compareAll
  /// Leave the current strategy out of all computation, or compute it again.
  case toggleLeftOut
  /// Make a strategy of the list, from 1, current.
  case chooseStrategy(Int)

  /// Show the next or previous view of the strategies.
  case nextView, previousView
  /// Show why each strategy keeps the patch under the cursor or not, or the view before again.
  case toggleWhy
  /// Show the next or previous plot.
  case nextPlot, previousPlot
  /// Show a view.
  case show(ViewKind)
  /// Show which patches only one of two strategies keeps, or the view before again.
  case toggleDiff

  /// Change the budget by tokens.
  case changeBudget(by: Int)
  /// Change the budget by 5 % of all tokens, up or down.
  case stepBudget(Int)
  /// Go to the next or previous preset of the budget.
  case nextPreset, previousPreset
  /// Type a budget.
  case typeBudget
  /// Tell costs for the next language model.
  case nextModel
  /// Keep as many tokens as a budget says.
  case keep(Budget)
  /// Tell costs for a language model.
  case chooseModel(LanguageModel)

  /// Step through the samples.
  case nextSample, previousSample
  /// Type the number of a sample.
  case typeSample
  /// Read the sample anew.
  case reload
  /// Type which encoder computes tokens from images, or use one.
  case typeEncoder, useEncoder(String)
  /// Go to a sample by its place in the order, from 1, or by its index among all.
  case goToSample(Int), openSample(index: Int)
  /// Type a part of a sample's name; go to the next or previous sample that has it.
  case searchSamples, nextMatch, previousMatch
  /// Step through the samples in the next order, or in an order, or the other way around.
  case nextOrder, chooseOrder(SampleOrder), reverseOrder
  /// Type which samples are stepped through.
  case filterSamples
  /// Open or close the list of samples.
  case toggleSampleList

  /// Look at all samples at once, and at tables that are joined to them.
  case dataset(DatasetAction)

  /// Draw heat or not; the picture or not; pruning or not.
  case toggleHeat, toggleImage, toggleMask
  /// Show the next or previous layer of heat.
  case nextLayer, previousLayer
  /// Show the next or previous head.
  case nextHead, previousHead
  /// Show the attention of the next or previous layer of the encoder.
  case nextAttentionLayer, previousAttentionLayer
  /// Change how values become colours.
  case nextScale
  /// Change the colour map.
  case nextColorMap, previousColorMap
  /// More or less heat over the picture.
  case moreHeat, lessHeat
  /// Change how pruned patches are drawn.
  case nextMaskStyle, previousMaskStyle
  /// Draw pixels where the terminal can, or cells.
  case togglePixels
  /// Draw larger or smaller.
  case zoomIn, zoomOut
  /// Show a layer of heat, with a scale, a colour map or a style of pruned patches.
  case chooseLayer(HeatLayer), chooseScale(HeatScale), chooseColorMap(ColorMap)
  /// Draw pruned patches in a style.
  case chooseMaskStyle(MaskStyle)

  /// Look closer: at patches that are pinned, heads, sinks, tiles.
  case probe(ProbeAction)

  /// Ask where to write what is on screen, or all strategies as a strip too.
  case export, exportAll
  /// Write at once, as was written last.
  case exportAgain
  /// Copy a command line that selects, shows or exports what is on screen.
  case copySelect, copyScreen, copyExport
  /// Type the name of an action, a strategy, a sample, or a number.
  case openPalette
  /// Open or close the help.
  case toggleHelp
  /// Take the last change back, or make it again.
  case undo, redo
  /// Close what is open.
  case back
  /// Draw the whole screen anew.
  case redraw
  /// Turn the mouse on or off.
  case toggleMouse
  /// Stop until continued.
  case suspend
  /// End the program.
  case quit
  /// End the program as Ctrl-C does.
  case interrupt
}

/// What the user can ask for to look closer at patches, heads, sinks and tiles.
public enum ProbeAction: Sendable, Hashable {
  /// Pin the patch under the cursor, or take its pin away.
  case togglePin
  /// Take all pins away.
  case clearPins
  /// Go to the next pinned patch.
  case nextPin
  /// Show the next measure of likeness.
  case nextMeasure
  /// Open or close the table of heads.
  case toggleHeads
  /// Mark sinks and padding on the picture or not.
  case toggleSinks
  /// Go to the next sink.
  case nextSink
  /// Go to the same place in the next or previous tile.
  case nextTile, previousTile
  /// Show the cursor's tile alone, or all of them.
  case toggleTileAlone
  /// Open or close the table of tiles.
  case toggleTiles
  /// Apply strategies to each tile with its share of the budget, or to all tokens at once.
  case togglePerTile
}

/// What the user can ask for of the data set: its view, tables, columns.
public enum DatasetAction: Sendable, Hashable {
  /// Show all samples as dots, or the view before again.
  case toggleView
  /// Begin a rectangle at the sample under the cursor, or step through the samples inside alone.
  case brush
  /// Show how often each patch is kept over the samples that are stepped through, or not.
  case toggleMap
  /// Type a file of a table, or join it to the samples.
  case typeTable, join(String)
  /// Type a column to order samples by, or order them by it.
  case typeSort, sort(by: String)
  /// Type the columns of both axes, or choose them.
  case typeAxes, axes(DatasetAxes)
  /// Type a column to colour dots by, or choose it; empty for none.
  case typeColor, color(by: String)
}
