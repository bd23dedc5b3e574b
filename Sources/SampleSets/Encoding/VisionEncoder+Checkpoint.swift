internal import Checkpoints
internal import Encoders
internal import LinearAlgebra
internal import TokenFields

extension VisionEncoder {
  /// The encoder that a checkpoint's vision tower and projector make.
  ///
  /// The averages that an erank and an entropy are compared with are those of LLaVA-1.5 7B, and say so:
  /// nobody has measured those of every model.
  init(
    _ checkpoint: Checkpoint, _ choice: EncoderChoice, _ workers: Workers
  ) throws(EncodingError) {
    var processing = checkpoint.processing
    // Its tokens are those of tiles, whatever its image processor is told of a single view.
    if checkpoint.family == .llavaNext { processing.mode = .anyres }
    try self.init(
      VisionTransformer(
        checkpoint.architecture, checkpoint.weights, name: checkpoint.name, workers: workers),
      projector: checkpoint.projector, processing: processing,
      settings: VisionSettings(
        layer: choice.layer ?? checkpoint.facts.selectLayer ?? -2, attention: choice.attention),
      averages: .llava15, fingerprint: checkpoint.fingerprint, remarks: checkpoint.notes)
  }
}
