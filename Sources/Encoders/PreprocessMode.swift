/// How an image of any shape is brought to the size that an encoder looks at.
public enum PreprocessMode: String, CaseIterable, Sendable, Hashable {
  /// Pad to the view's shape with the encoder's mean colour, then resize (LLaVA-1.5's own code).
  case llavaPad = "llava-pad"
  /// Resize until the view is covered, then crop its centre (Hugging Face's CLIP processor).
  case hfCrop = "hf-crop"
  /// Resize each axis by itself, whatever that does to shapes (SigLIP's processor).
  case stretch
  /// The whole image stretched, and tiles of a larger picture of it on black (LLaVA-NeXT).
  case anyres

  /// What the mode does, in a few words without a final period.
  public var summary: String {
    switch self {
    case .llavaPad: "pad to a square, then resize; nothing is lost, some tokens show padding"
    case .hfCrop: "resize the shorter side, then crop the centre; the ends of the longer are lost"
    case .stretch: "resize to a square; nothing is lost, shapes are distorted"
    case .anyres: "stretch the whole, and cut a larger picture on black into tiles; more tokens"
    }
  }
}
