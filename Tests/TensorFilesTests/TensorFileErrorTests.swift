import LocalFiles
import TensorFiles
import Testing

@Suite struct TensorFileErrorTests {
  typealias Problem = TensorFileError.Problem

  private static let texts: [(problem: Problem, text: String)] = [
    (
      .unrecognised(firstBytes: [0x47, 9]),
      "begins with 47 09, which is no .npy, .npz, safetensors or PyTorch file"
    ),
    (
      .unrecognised(firstBytes: []),
      "begins with nothing, which is no .npy, .npz, safetensors or PyTorch file"
    ),
    (
      .foreign(kind: "an HDF5 file"),
      "an HDF5 file is not read; save the arrays with numpy.savez or as safetensors"
    ),
    (
      .truncated(part: "the data", needed: 8, available: 3),
      "the data needs 8 bytes, but only 3 are left"
    ),
    (
      .tooLarge(part: "the tensor", bytes: 9, limit: 8),
      "the tensor has 9 bytes; at most 8 are read"
    ),
    (.tooManyMembers(count: 9, limit: 8), "holds 9 members; at most 8 are read"),
    (.nameNotUTF8(number: 3), "the name of member 3 is not UTF-8"),
    (.duplicateName, "is there twice; names must differ"),
    (.noSuchTensor, "is not in the file"),
    (.tooManyAxes(count: 65, limit: 64), "has 65 axes; at most 64 are read"),
    (
      .shapeOverflow(shape: [2, .max]),
      "a shape of 2×9223372036854775807 has no size in bytes; "
        + "axes must be 0 or more and fit 64 bits"
    ),
    (
      .unsupportedElements(type: "<c8\u{7}"),
      "elements of type '<c8\u{FFFD}' are not supported; "
        + "use float16, float32, float64, or bfloat16 in safetensors"
    ),
    (
      .bfloat16NotAsked(type: "|V2"),
      "elements of type '|V2' are two bytes without meaning; '--bf16' reads them as bfloat16"
    ),
    (.wrongDataSize(needed: 8, available: 9), "the data needs 8 bytes, but 9 are there"),
    (
      .wrongSignature(part: "the end record", found: [1, 0xAB]),
      "the end record begins with 01 ab, which is not its signature"
    ),
    (
      .unsupportedVersion(major: 4, minor: 1),
      "version 4.1 of the .npy format is not known; 1.0, 2.0 and 3.0 are read"
    ),
    (
      .malformedHeader(reason: "'shape' is missing"),
      "the .npy header is malformed: 'shape' is missing"
    ),
    (
      .noArchiveEnd, "has no zip directory at its end; it was cut off or something was appended"
    ),
    (.splitArchive, "is one part of a split zip archive; join the parts first"),
    (
      .misplacedDirectory(end: 5, expected: 7), "the zip directory ends at byte 5 instead of 7"
    ),
    (
      .directorySize(declared: 9, used: 7),
      "the zip directory declares 9 bytes, but its members take 7"
    ),
    (
      .headersDisagree(about: "name"),
      "the member's own header and the zip directory disagree about its name"
    ),
    (.overlaps(other: "'b.npy'"), "its data lies over 'b.npy'"),
    (.encrypted, "is encrypted; save it without a password"),
    (
      .unsupportedCompression(method: 12),
      "is compressed by method 12; stored (0) and deflated (8) are read"
    ),
    (
      .storedSizes(compressed: 5, uncompressed: 6),
      "is stored, but declares 5 bytes and 6 uncompressed ones"
    ),
    (.damagedDeflate, "its deflated data is damaged"),
    (.inflatedSize(declared: 5, produced: 4), "inflates to 4 bytes instead of 5"),
    (.inflatedSize(declared: 5, produced: nil), "inflates to more bytes instead of 5"),
    (.compressedSize(declared: 9, used: 7), "its deflated data ends after 7 of 9 bytes"),
    (
      .wrongChecksum(declared: 1, computed: 0xABCD_EF01),
      "its checksum is 0xabcdef01 instead of 0x00000001; it was damaged"
    ),
    (
      .malformedJSON(reason: "no such word", offset: 3),
      "the safetensors header is malformed at byte 3: no such word"
    ),
    (
      .malformedEntry(reason: "'dtype' is missing"),
      "the safetensors header is malformed: 'dtype' is missing"
    ),
    (
      .notContiguous(begin: 4, expected: 3),
      "its data begins at byte 4 instead of 3; there may be no gap or overlap"
    ),
    (
      .negativeRange(begin: 4, end: 3),
      "its data begins at byte 4 and ends at 3, before its beginning"
    ),
    (
      .unaccountedData(described: 4, available: 5),
      "the tensors take 4 bytes, but 5 follow the header"
    ),
    (
      .oldPyTorch,
      "has PyTorch's format of before version 1.6, which is not read; save it again with a newer "
        + "torch.save, or as safetensors"
    ),
    (
      .torchScript,
      "is a TorchScript program, which is not read; save its state_dict() as safetensors"
    ),
    (
      .malformedPickle(reason: "text must be UTF-8", offset: 5),
      "the pickle is malformed at byte 5: text must be UTF-8"
    ),
    (
      .refusedGlobal(name: "torch._utils._rebuild_qtensor"),
      "the pickle names 'torch._utils._rebuild_qtensor' of a quantised tensor; only plain tensors "
        + "and storages are read, and nothing is run; save the state_dict() alone, or as safetensors"
    ),
    (
      .refusedOperation(name: "OBJ"),
      "the pickle has the operation OBJ, which torch.save does not need for tensors; only tensors "
        + "and storages are read, and nothing is run"
    ),
    (
      .mustBeStored(method: 8),
      "is compressed by method 8; members of a PyTorch file must be stored, as torch.save writes "
        + "them"
    ),
    (.bigEndianTensors, "was written by a big-endian machine; 'byteorder' must be little"),
    (.missingStorage(key: "7"), "the archive has no member 'data/7' with its numbers"),
    (
      .outsideStorage(offset: 3, shape: [2, 2], strides: [2, 1], count: 5),
      "a shape of 2×2 with strides [2, 1] from number 3 on does not lie in a storage of 5"
    ),
    (
      .strided(shape: [2, 3], strides: [1, 2]),
      "a shape of 2×3 with strides [1, 2] does not lie row after row; save tensor.contiguous()"
    ),
    (.notInPlace(reason: "so it is"), "cannot be read in place: so it is"),
    (.unreadable(.notFound(path: "x")), "x: no such file or folder"),
  ]

  @Test(arguments: texts)
  func saysWhatIsWrongAndWhatWouldBeRight(problem: Problem, text: String) {
    #expect(problem.description == text)
  }

  @Test func namesFileAndMember() {
    #expect(
      TensorFileError(path: "cat.npz", member: "keys", problem: .duplicateName).description
        == "cat.npz: 'keys': is there twice; names must differ")
    #expect(
      TensorFileError(path: "cat.npz", problem: .splitArchive).description
        == "cat.npz: is one part of a split zip archive; join the parts first")
    // The error of a file names its path already.
    #expect(
      TensorFileError(path: "x", problem: .unreadable(.notFound(path: "x"))).description
        == "x: no such file or folder")
  }

  @Test func cutsTextThatNeverEnds() {
    #expect(printable(String(repeating: "a", count: 500)).count == 201)
    #expect(printable("a\u{202E}b\u{2028}c") == "a\u{FFFD}b\u{FFFD}c")
  }
}
