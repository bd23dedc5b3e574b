public import TokenFields

/// The tokens of one image as somebody's script stored them, brought into one form.
public struct Dump: Sendable, Equatable {
  /// The tokens, checked and without class token.
  public var field: TokenField
  /// Every array of the file, in its order, those included that were not read.
  public var arrays: [DumpArray]
  /// Whether a leading class token was removed from any array.
  public var droppedClassToken: Bool
  /// What a reader of results should know, one sentence each.
  public var notes: [String]
  /// Text that the file carries, as it was written; it may hold control characters.
  public var metadata: [String: String]
}

/// An array of a dump as it is listed for people and scripts.
public struct DumpArray: Sendable, Hashable {
  /// The project's name for it; nil for an array that no dump has and that is ignored.
  public var array: DumpArrayName?
  /// The name it is stored under, which may hold control characters.
  public var alias: String
  /// The length of each axis as stored, batch axis and class token included.
  public var shape: [Int]
  /// The type of its elements, such as `float32`.
  public var type: String

  /// Creates a description.
  public init(array: DumpArrayName?, alias: String, shape: [Int], type: String) {
    self.array = array
    self.alias = alias
    self.shape = shape
    self.type = type
  }

  /// The project's name for it, else the name it is stored under.
  public var name: String { array?.rawValue ?? alias }
}

/// What a dump cannot say of itself.
public struct DumpOptions: Sendable, Hashable {
  /// Whether 2-byte integers are the bits of bfloat16 numbers, which NumPy does not have.
  public var bfloat16Integers: Bool
  /// Whether attention among patches, n×n, is read as what each patch receives: the column mean.
  public var receivedAttention: Bool
  /// Whether attention among patches is kept beside the class token's, where a dump has it: the
  /// explorer shows it, nothing else reads it.
  public var patchAttention: Bool

  /// Creates options; by default nothing is assumed.
  public init(
    bfloat16Integers: Bool = false, receivedAttention: Bool = false, patchAttention: Bool = false
  ) {
    self.bfloat16Integers = bfloat16Integers
    self.receivedAttention = receivedAttention
    self.patchAttention = patchAttention
  }
}

/// The names under which dumps carry text about themselves.
enum DumpMetadata {
  /// The array of an archive that holds the text, a JSON object in UTF-8; safetensors has its own.
  static let array = "prunescope_metadata"
  /// The encoder's name.
  static let encoder = "encoder"
  /// Whose attention the class attention is; the class token's where nothing is said.
  static let attention = "attention_source"
  /// The average erank over images for that encoder.
  static let erankAverage = "erank_average"
  /// The average entropy over images for that encoder.
  static let entropyAverage = "entropy_average"
  /// Where both averages come from.
  static let averagesSource = "averages_source"
  /// The most bytes of such text in an archive.
  static let limit = 1 << 20
  /// The most characters of a label that are shown.
  static let labelLimit = 100
}
