/// A record of a list: the values of the fields that were asked for.
public struct FlatRecord: Sendable, Equatable {
  /// The list it is in; empty where the whole text is one.
  public let list: String
  /// Numbers as they are written, and texts, by the field's name.
  public fileprivate(set) var fields: [String: String] = [:]
}

/// Reads lists of records out of a JSON text, piece by piece, such as COCO's annotations.
///
/// The text is an object whose members are lists (`{"images": [{…}, …], "annotations": […]}`), or one
/// list. Of each record only the fields that are asked for are stored, and only while it is read:
/// neither outlines of hundreds of megabytes nor fields that nobody knows cost memory. A list that
/// is there twice, and a field that a record has twice, are refused.
public struct RecordStream: Sendable {
  /// The fields that are read, by the list; lists without any are passed over.
  private let fields: [String: Set<String>]
  private var scanner = JSONScanner()
  private var reading: Reading

  /// Begins a text.
  ///
  /// - Parameter fields: The fields to read of each list's records; the name of a list that is the
  ///   whole text is empty.
  public init(fields: [String: Set<String>]) {
    self.fields = fields
    reading = Reading(fields: fields)
    scanner.keepsValues = false
  }

  /// Reads a piece of the text.
  ///
  /// - Parameters:
  ///   - piece: The bytes that follow those of the piece before; pieces may end anywhere.
  ///   - body: Is given each record when it is whole.
  /// - Throws: ``CaptionProblem`` for what is not JSON, and what `body` throws.
  public mutating func read(
    _ piece: ArraySlice<UInt8>, _ body: (FlatRecord) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    var reading = reading
    defer { self.reading = reading }
    try scanner.read(piece) { (token, scanner) throws(CaptionProblem) in
      try reading.take(token, &scanner, body)
    }
  }

  /// Tells that there are no more pieces.
  ///
  /// - Throws: ``CaptionProblem`` when the text is cut off.
  public mutating func finish() throws(CaptionProblem) {
    var reading = reading
    defer { self.reading = reading }
    try scanner.finish { (token, scanner) throws(CaptionProblem) in
      try reading.take(token, &scanner) { _ in }
    }
  }

  /// Which lists the text has had so far, the known ones only.
  public var lists: Set<String> { reading.lists }
}

/// Where in the text a record stream is.
private struct Reading: Sendable {
  let fields: [String: Set<String>]
  private(set) var lists: Set<String> = []

  /// How many values are open, and how many are when a list's records lie directly in it.
  private var depth = 0
  private var listDepth = 1
  /// The list that is read; nil where it is none that was asked for.
  private var list: String?
  private var record: FlatRecord?
  private var field: String?

  init(fields: [String: Set<String>]) { self.fields = fields }

  mutating func take(
    _ token: JSONToken, _ scanner: inout JSONScanner,
    _ body: (FlatRecord) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    switch token {
    case .beginObject, .beginArray:
      begin(isObject: token == .beginObject)
      scanner.keepsValues = false
    case .endObject, .endArray:
      depth -= 1
      try end(isObject: token == .endObject, body)
      scanner.keepsValues = false
    case .name(let name):
      try begin(name)
      scanner.keepsValues = field != nil && record != nil && depth == listDepth + 1
    case .string(let text), .number(let text):
      if scanner.keepsValues, let field { record?.fields[field] = text }
      field = nil
      scanner.keepsValues = false
    case .bool, .null:
      field = nil
      scanner.keepsValues = false
    }
  }

  private mutating func begin(isObject: Bool) {
    if depth == 0 {
      listDepth = isObject ? 2 : 1
      if !isObject, fields[""] != nil {
        list = ""
        lists.insert("")
      }
    } else if depth == listDepth, isObject, let list {
      record = FlatRecord(list: list)
    } else if depth == 1, isObject {
      // What was asked for as a list is none.
      list = nil
    }
    field = nil
    depth += 1
  }

  private mutating func end(
    isObject: Bool, _ body: (FlatRecord) throws(CaptionProblem) -> Void
  ) throws(CaptionProblem) {
    field = nil
    if depth == listDepth, let whole = record {
      record = nil
      try body(whole)
    } else if depth == listDepth - 1 {
      list = nil
    }
  }

  private mutating func begin(_ name: String?) throws(CaptionProblem) {
    field = nil
    guard let name else { return }
    if depth == 1, listDepth == 2 {
      list = fields[name] == nil ? nil : name
      guard list != nil, !lists.insert(name).inserted else { return }
      throw CaptionProblem("'\(name)' is there twice; a list may be there once")
    }
    guard depth == listDepth + 1, let record, let list, fields[list]?.contains(name) == true else {
      return
    }
    guard record.fields[name] == nil else {
      throw CaptionProblem("a record of '\(list)' has '\(name)' twice")
    }
    field = name
  }
}
