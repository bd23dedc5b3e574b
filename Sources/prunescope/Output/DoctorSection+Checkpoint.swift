import Analysis
import Checkpoints
import Encoders
import LinearAlgebra
import TokenFields
import TextData

extension DoctorSection {
  /// What a checkpoint is, and how its tokens are made.
  static func checkpoint(_ checkpoint: Checkpoint, _ encoder: VisionEncoder) -> DoctorSection {
    let architecture = checkpoint.architecture
    let projector = checkpoint.projector?.maps.map { "\($0.inputs)→\($0.outputs)" }
    return DoctorSection(
      "checkpoint",
      [
        "name": .string(checkpoint.name), "family": .string(checkpoint.family.rawValue),
        "tower": .string(architecture.family.rawValue),
        "prefix": .string(checkpoint.prefix), "layers": .integer(architecture.layers),
        "width": .integer(architecture.width), "heads": .integer(architecture.heads),
        "inner width": .integer(architecture.innerWidth),
        "patch": .integer(architecture.patchSide),
        "view": .string("\(checkpoint.processing.width)×\(checkpoint.processing.height)"),
        "patches": .string("\(encoder.patches)"),
        "activation": .string(architecture.activation.rawValue),
        "epsilon": .number(Double("\(architecture.epsilon)") ?? Double(architecture.epsilon)),
        "projector": .string(projector?.joined(separator: ", ") ?? "none"),
        "stored as": .string(
          checkpoint.formats.map(\.rawValue).joined(separator: ", ")
            + ", \(checkpoint.storedBytes >> 20) MiB of tower and projector"),
        "features": .string(
          "behind layer \(encoder.featureState) of \(architecture.layers)"),
        "attention": .string(encoder.attentionSource.title),
        "preprocess": .string(checkpoint.processing.mode.rawValue),
        "notes": checkpoint.notes.isEmpty ? nil : .array(checkpoint.notes.map(JSONValue.string)),
      ])
  }

  /// How a dump agrees with what the checkpoint makes of its image.
  static func comparison(_ agreement: EncoderAgreement) -> DoctorSection {
    DoctorSection(
      "comparison", lines: agreement.lines.map { ($0.key, .string($0.text)) },
      members: agreement.members)
  }
}
