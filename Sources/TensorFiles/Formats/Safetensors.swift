import TextData

/// A safetensors file.
///
/// | offset | size | meaning |
/// |---|---|---|
/// | 0 | 8 | length of the header, least significant byte first |
/// | 8 | that length | JSON: a name for each tensor with `dtype`, `shape` and `data_offsets`; `__metadata__` with texts |
/// | then | the rest | the tensors, in C order, least significant byte first |
///
/// Offsets count from the end of the header. The tensors must cover the data without gap, overlap or
/// remainder, and each must have the size that shape and type say.
///
/// Source: Hugging Face, `safetensors/README.md`, section "Format".
struct SafetensorsFile: TensorContainer {
  let tensors: [StoredTensor]
  let metadata: [String: String]
  private let source: ByteSource
  private let places: [Range<Int>]

  init(_ source: ByteSource) throws(MemberProblem) {
    let entries: [StrictJSON.Member]
    let dataOffset: Int
    do throws(TensorFileError.Problem) {
      (entries, dataOffset) = try Self.header(of: source)
    } catch {
      throw MemberProblem(error)
    }
    let available = source.count - dataOffset
    var metadata: [String: String] = [:]
    var described: [(tensor: StoredTensor, begin: Int, end: Int)] = []
    for entry in entries {
      do throws(TensorFileError.Problem) {
        if entry.name == "__metadata__" {
          metadata = try Self.metadata(entry.value)
        } else {
          described.append(try Self.tensor(entry))
        }
      } catch {
        throw MemberProblem(error, member: entry.name)
      }
    }
    // Tensors without elements begin where the next one does; they come first, then by name.
    described.sort { ($0.begin, $0.end, $0.tensor.name) < ($1.begin, $1.end, $1.tensor.name) }
    var expected = 0
    for (tensor, begin, end) in described {
      guard begin == expected else {
        throw MemberProblem(.notContiguous(begin: begin, expected: expected), member: tensor.name)
      }
      expected = end
    }
    guard expected == available else {
      throw MemberProblem(.unaccountedData(described: expected, available: available))
    }
    self.source = source
    self.metadata = metadata
    tensors = described.map(\.tensor)
    places = described.map { (dataOffset + $0.begin)..<(dataOffset + $0.end) }
  }

  func data(of position: Int) throws(TensorFileError.Problem) -> ArraySlice<UInt8> {
    let place = places[position]
    return try source.read(at: place.lowerBound, count: place.count, for: "the data")[...]
  }

  func place(of position: Int) -> Range<Int>? { places[position] }

  /// The entries of the header, and where the data begins.
  private static func header(
    of source: ByteSource
  ) throws(TensorFileError.Problem) -> ([StrictJSON.Member], Int) {
    var cursor = ByteCursor(try source.read(at: 0, count: min(source.count, 8), for: "the file"))
    let declared = try cursor.take(UInt64.self, for: "the length of the safetensors header")
    let length = try size(
      declared, of: "the safetensors header", limit: Limits.safetensorsHeaderBytes)
    let text = try source.read(at: 8, count: length, for: "the safetensors header")
    let header: StrictJSON
    do throws(JSONProblem) {
      header = try StrictJSON.parse(text[...])
    } catch {
      throw .malformedJSON(reason: error.reason, offset: error.offset)
    }
    guard case .object(let members) = header else {
      throw .malformedEntry(reason: "it must be an object")
    }
    guard members.count <= Limits.members else {
      throw .tooManyMembers(count: UInt64(members.count), limit: Limits.members)
    }
    return (members, 8 + length)
  }

  private static func metadata(
    _ value: StrictJSON
  ) throws(TensorFileError.Problem) -> [String: String] {
    guard case .object(let members) = value else {
      throw .malformedEntry(reason: "the metadata must be an object")
    }
    var texts: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else {
        throw .malformedEntry(
          reason: "the metadata's '\(printable(member.name, limit: 60))' must be text")
      }
      texts[member.name] = text
    }
    return texts
  }

  private static func tensor(
    _ entry: StrictJSON.Member
  ) throws(TensorFileError.Problem) -> (StoredTensor, Int, Int) {
    guard case .object(let members) = entry.value else {
      throw .malformedEntry(reason: "a tensor must be an object")
    }
    func member(_ name: String) throws(TensorFileError.Problem) -> StrictJSON {
      guard let member = members.first(where: { $0.name == name }) else {
        throw .malformedEntry(reason: "'\(name)' is missing")
      }
      return member.value
    }
    guard case .string(let spelling) = try member("dtype") else {
      throw .malformedEntry(reason: "'dtype' must be text")
    }
    let type = StoredType(safetensors: spelling)
    let shape = try wholeNumbers(try member("shape"), of: "shape")
    let offsets = try wholeNumbers(try member("data_offsets"), of: "data_offsets")
    guard offsets.count == 2 else {
      throw .malformedEntry(reason: "'data_offsets' must be 2 numbers, not \(offsets.count)")
    }
    let (begin, end) = (offsets[0], offsets[1])
    guard begin <= end else { throw .negativeRange(begin: begin, end: end) }
    let count = try elementCount(of: shape, byteCount: type.byteCount ?? 1)
    if let size = type.byteCount, count * size != end - begin {
      throw .wrongDataSize(needed: count * size, available: end - begin)
    }
    return (StoredTensor(name: entry.name, shape: shape, type: type), begin, end)
  }

  private static func wholeNumbers(
    _ value: StrictJSON, of name: String
  ) throws(TensorFileError.Problem) -> [Int] {
    guard case .array(let values) = value else {
      throw .malformedEntry(reason: "'\(name)' must be a list")
    }
    var numbers: [Int] = []
    for case let value in values {
      guard case .number(let text) = value, let number = Int(text), number >= 0 else {
        throw .malformedEntry(
          reason: "'\(name)' must hold whole numbers of 0 or more that fit 64 bits")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// Every type that is read, as the format spells it.
  static let spellings: [(spelling: String, type: ElementType)] = [
    ("F16", .float16), ("F32", .float32), ("F64", .float64), ("BF16", .bfloat16), ("I8", .int8),
    ("I16", .int16), ("I32", .int32), ("I64", .int64), ("U8", .uint8), ("U16", .uint16),
    ("U32", .uint32), ("U64", .uint64),
  ]
}

extension StoredType {
  /// Understands the format's spelling of a type, such as `BF16`.
  init(safetensors spelling: String) {
    if let known = SafetensorsFile.spellings.first(where: { $0.spelling == spelling }) {
      self = .numbers(known.type, bigEndian: false)
    } else {
      let byteCount = spelling == "BOOL" || spelling.hasPrefix("F8_") ? 1 : nil
      self = .other(spelling: spelling, byteCount: byteCount)
    }
  }
}

/// Writes safetensors files.
public enum Safetensors {
  /// The bytes of a safetensors file.
  ///
  /// The header is padded with spaces so that the data begins at a multiple of 8. Metadata is sorted
  /// by name and tensors lie from the widest type to the narrowest, in the given order within one,
  /// so that each is aligned and equal input gives equal bytes.
  ///
  /// - Parameters:
  ///   - tensors: Names, all different and none of them `__metadata__`, and their tensors.
  ///   - metadata: Text to carry along; left out when empty.
  /// - Returns: A whole file.
  public static func bytes(
    of tensors: [(name: String, tensor: Tensor)], metadata: [String: String] = [:]
  ) -> [UInt8] {
    let names = Set(tensors.map(\.name))
    precondition(
      names.count == tensors.count && !names.contains("__metadata__"),
      "two of \(tensors.count) tensors have the same name, or one that is reserved")
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\(StrictJSON.quoted($0.key)):\(StrictJSON.quoted($0.value))" }
      members.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
    }
    var data: [UInt8] = []
    data.reserveCapacity(tensors.reduce(0) { $0 + $1.tensor.bytes.count })
    for width in [8, 4, 2, 1] {
      for (name, tensor) in tensors where tensor.elementType.byteCount == width {
        let spelling = SafetensorsFile.spellings.first { $0.type == tensor.elementType }?.spelling
        let begin = data.count
        data += tensor.bytes
        members.append(
          StrictJSON.quoted(name) + ":{\"dtype\":\"\(spelling ?? "")\",\"shape\":["
            + tensor.shape.map(String.init).joined(separator: ",")
            + "],\"data_offsets\":[\(begin),\(data.count)]}")
      }
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    return littleEndian(UInt64(header.count)) + header + data
  }
}
