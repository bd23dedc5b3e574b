import SampleSets
import TensorFiles
import Testing

@Suite struct DumpsErrorTests {
  private static let texts: [(problem: DumpError.Problem, text: String)] = [
    (
      .noTokens(found: ["a", "b\n"]),
      "holds no 'features', 'projected' or 'attention', only 'a', 'b\u{FFFD}'"
    ),
    (
      .noTokens(found: (0..<9).map { "\($0)" }),
      "holds no 'features', 'projected' or 'attention', only '0', '1', '2', '3', '4', '5' and 3 more"
    ),
    (
      .noTokens(found: []),
      "holds no 'features', 'projected' or 'attention'; it holds no arrays at all"
    ),
    (
      .sameArrayTwice(array: .keys, names: ["keys", "k"]),
      "'keys', 'k' are both 'keys'; leave one of them out"
    ),
    (
      .notFloatingPoint(array: "k", type: "int64"),
      "'k' has elements of type 'int64'; use float16, float32 or float64, "
        + "or bfloat16 in safetensors"
    ),
    (
      .bfloat16NotAsked(array: "k", type: "uint16"),
      "'k' has elements of type 'uint16'; if they are bfloat16 numbers, '--bf16' reads them"
    ),
    (
      .notIntegers(array: "grid", type: "float32"),
      "'grid' has elements of type 'float32'; use integers such as int64"
    ),
    (
      .wrongAxes(array: "features", shape: [2, 4, 3], expected: "tokens × width"),
      "'features' has shape 2×4×3; it must be tokens × width, of one image and one layer"
    ),
    (
      .emptyArray(array: "keys", shape: [0, 3]),
      "'keys' has shape 0×3, which holds nothing; leave it out"
    ),
    (
      .stackedLayers(array: "attentions", shape: [24, 16, 577]),
      "'attentions' has shape 24×16×577, which looks like several layers; "
        + "pass layer −2 alone, as h×n or h×(n+1)×(n+1)"
    ),
    (
      .ambiguousSquare(array: "attention", shape: [16, 729, 729], tokens: 729),
      "'attention' has shape 16×729×729, a square of the 729 tokens; pass the class attention as "
        + "n or h×(n+1), or read what each patch receives with '--received-attention'"
    ),
    (
      .wrongCount(array: "keys", count: 577, tokens: 576),
      "'keys' has 577 tokens, but the dump has 576"
    ),
    (
      .malformedGrid(array: "grid", values: [0, 24]),
      "'grid' holds 0, 24; it must be rows and columns, or tiles, rows and columns, each 1 or more"
    ),
    (
      .gridMismatch(grid: [5, 24, 24], array: "features", count: 576),
      "a grid of 5×24×24 has 2880 tokens, but 'features' has 576"
    ),
    (
      .noGrid(array: "features", count: 600),
      "'features' has 600 tokens, which fill no square; add an array 'grid' with rows and columns"
    ),
    (
      .noGrid(array: "features", count: 577),
      "'features' has 577 tokens, which fill no square; add an array 'grid' with rows and columns "
        + "(24 and 24 if the first one is the class token)"
    ),
    (.tooManyTokens(count: 9, limit: 8), "has 9 tokens; at most 8 are read"),
    (
      .negative(array: "attention", head: 3, token: 17, value: -0.5),
      "'attention' is -0.5 at head 3, token 17; "
        + "attention must be 0 or more, as it is after the softmax"
    ),
    (
      .allZero(array: "attention"),
      "'attention' is zero for every patch; pass the attention after the softmax"
    ),
    (
      .paddingOutOfRange(array: "padding", token: 3, value: 1.5),
      "'padding' is 1.5 at token 3; it must be in 0...1"
    ),
    (
      .widthMismatch(array: "a", width: 2, other: "b", otherWidth: 3),
      "'a' is 2 wide, but 'b' is 3; both must lie in one space"
    ),
    (
      .malformedMetadata(reason: "it must be an object"),
      "its metadata is malformed: it must be an object"
    ),
  ]

  @Test(arguments: texts)
  func saysWhatIsWrongAndWhatWouldBeRight(problem: DumpError.Problem, text: String) {
    #expect(
      DumpError(path: "cat\u{7}.npz", problem: problem).description == "cat\u{FFFD}.npz: \(text)")
  }

  @Test func saysWhereNumbersStopBeingFinite() throws {
    let one = try #require(NonFiniteValues(in: [1, .nan], shape: [1, 2]))
    #expect(
      DumpError(path: "a", problem: .nonFinite(array: "k", values: one)).description
        == "a: 'k' has 1 value that is not finite (nan), at [0, 1]")
    let two = try #require(NonFiniteValues(in: [.infinity, .nan], shape: [2]))
    #expect(
      DumpError(path: "a", problem: .nonFinite(array: "k", values: two)).description
        == "a: 'k' has 2 values that are not finite, the first (infinity) at [0]")
  }

  @Test func leavesTheFilesOwnErrorsAsTheyAre() {
    let error = TensorFileError(path: "a.npz", member: "k", problem: .encrypted)
    #expect(DumpError(path: "a.npz", problem: .file(error)).description == error.description)
  }
}
