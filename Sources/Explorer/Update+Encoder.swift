internal import DataTables
internal import Encoders
internal import SampleSets
internal import TerminalUI
internal import TokenFields

extension ExplorerState {
  /// Computes tokens with another encoder from now on; the sample on screen is read anew.
  mutating func use(encoder name: String) -> [ExplorerEffect] {
    invocation.use(encoder: name)
    if !encoders.contains(name) { encoders.append(name) }
    // What is known of samples was known of the other encoder's tokens.
    shelf.forgetFacts()
    if shelf.table["encoder"] != nil {
      shelf.table = .empty
      invocation.tables = []
    }
    message = nil
    let effects =
      [.useEncoder(name)] + forgetCounts() + endSurvey() + beginSample(at: choices.sampleIndex)
    return effects + beginDataset()
  }

  /// Ends the computation of tokens that nobody wants to wait for.
  mutating func stopEncoding() -> [ExplorerEffect] {
    requests.sample += 1
    encoding = nil
    let again = keys.shown(.reload).first.map { "; \($0) begins anew" } ?? ""
    refusal = "encoding was stopped\(again)"
    return [.stopReading]
  }

  /// The layers of the encoder whose attention is known.
  var attentionLayers: Int { sample?.field.field.layerAttention?.layers ?? 0 }

  /// Shows the attention of the layer some places further, around the ends; the one that strategies
  /// read counts as one more.
  mutating func showAttentionLayer(after step: Int) {
    guard attentionLayers > 0 else { return }
    let places = attentionLayers + 1
    let place = ((choices.attentionLayer ?? -1) + 1 + step + places) % places
    choices.attentionLayer = place == 0 ? nil : place - 1
    choices.layer = .attention
    choices.showsHeat = true
  }

  /// What the screen says while an encoder is at work.
  var encodingText: String? {
    guard let encoding, sample == nil else { return nil }
    let width = 16
    let filled = encoding.total > 0 ? width * encoding.done / encoding.total : 0
    let (done, open): (Character, Character) = traits.unicode ? ("█", "░") : ("#", ".")
    let bar =
      String(repeating: done, count: filled) + String(repeating: open, count: width - filled)
    let stop = keys.shown(.back).first.map { "; \($0) stops" } ?? ""
    return "encoding \(bar) \(encoding.done) of \(encoding.total) layers\(stop)"
  }
}
