internal import Analysis
internal import TerminalUI
internal import TokenPruning

/// The signs on patches and in the list, as the screen can show them, with what they mean.
struct Signs {
  let kept: Character
  let merged: Character
  /// A merged patch of the marked group.
  let fellow: Character
  /// A kept patch of the marked group.
  let keptFellow: Character
  private let isMono: Bool

  init(_ state: ExplorerState) {
    isMono = state.traits.tier == .mono
    let usesPictures = state.traits.unicode && !isMono
    kept = usesPictures ? "•" : "#"
    merged = "+"
    fellow = usesPictures ? "◇" : "*"
    keptFellow = usesPictures ? "◆" : "@"
  }

  /// A token that is a sink, and one that is padding.
  static let sink: Character = "!"
  static let padding: Character = "/"

  /// What tells kept patches from merged ones.
  var fates: String { "\(kept) kept  \(merged) merged" }

  /// The signs of the layer of groups, in 31 columns.
  var groups: String { "\(kept) kept \(merged) merged \(keptFellow)\(fellow) this group" }

  /// The lines of the help.
  var help: [(keys: String, text: String)] {
    [
      (keys: "\(kept)", text: "kept: handed on as it is, or for the group it absorbed"),
      (keys: "\(merged)", text: "merged: mixed into a group that is handed on"),
      (keys: isMono ? "." : "no sign", text: "pruned: nothing of it is handed on"),
      (
        keys: "\(keptFellow) \(fellow)",
        text: "kept, merged: of the same group as the cursor's patch"
      ),
      (keys: "a … z A … Z", text: "the group of a patch, in turn, in the layer of groups"),
      (keys: "\(Self.sink) \(Self.padding)", text: "sink, padding: beside the patch's own sign"),
      (keys: "P Q p q", text: "pinned patches, small where they are not kept"),
      (keys: "~", text: "unstable: rounding to float32 could turn a choice"),
      (keys: "kept, out", text: "patches kept; tokens handed on, merged ones counted"),
      (keys: "J, mind", text: "overlap with the current strategy; smallest distance"),
      (keys: "TF, eq", text: "TFLOPs of the prefill as papers count; tokens per layer"),
      (keys: "outer", text: "effective rank of the tokens handed on"),
    ]
  }
}

extension ExplorerState {
  /// Whether the current strategy merges tokens here.
  var mergesTokens: Bool { currentEvaluation?.selection.merging?.groups.isEmpty == false }
}
