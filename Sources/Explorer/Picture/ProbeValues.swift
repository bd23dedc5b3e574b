internal import Analysis
internal import SampleSets
internal import TerminalUI
internal import TokenFields

extension ExplorerState {
  /// How all tokens are to one, as far as it is known, and what that is or why there is nothing.
  func probeValues() -> (values: [Double?]?, title: String) {
    guard let field = sample?.field else { return (nil, "") }
    guard choices.measure.resolved(in: field) != nil else {
      return (nil, "no \(choices.measure.evidence) in this sample")
    }
    // Until the next answer is there the old one stays, under its own name.
    guard let shown = probed ?? wantedProbe else { return (nil, "") }
    let isComing = similarities == nil && isWaiting(for: .similarity)
    return (similarities, title(of: shown) + (isComing ? " …" : "") + valueAtOtherPin(of: shown))
  }

  /// What a probe's values are: which measure, and to which pin or patch.
  private func title(of probe: TokenProbe) -> String {
    let pin = choices.pins.first { $0.token == probe.token }
    let name = (pin.map { "\($0.letter) " } ?? "") + "#\(probe.token)"
    guard probe.measure == .attention else {
      return "cosine to \(name), \(probe.measure.evidence)"
    }
    guard let attention = sample?.field.field.patchAttention else { return "attention of \(name)" }
    if let head = probe.head, attention.averaged == 1, attention.heads > 1 {
      return "attention of \(name), head \(head + 1) of \(attention.heads)"
    }
    let heads = max(attention.heads, attention.averaged)
    return "attention of \(name)" + (heads > 1 ? ", mean of \(heads) heads" : "")
  }

  /// The value at the pin that the probe is not of; empty where there is none.
  private func valueAtOtherPin(of probe: TokenProbe) -> String {
    guard choices.pins.last?.token == probe.token, choices.pins.count == 2, let similarities else {
      return ""
    }
    let other = choices.pins[0]
    return "; \(other.letter) \(NumberText.short(similarities[other.token]))"
  }
}
