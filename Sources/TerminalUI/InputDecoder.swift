/// Turns the bytes that a terminal sends into keys, mouse events and replies.
///
/// It knows the sequences of xterm and its many relatives, rxvt and the Linux console, in both
/// cursor-key modes, and the replies of ``TerminalReply``. Whatever else begins like a sequence
/// (other replies, focus reports, unknown function keys) is swallowed whole and never becomes a
/// key. Sequences may arrive in pieces: what is not finished waits, and ``patience`` tells for how
/// long.
public struct InputDecoder: Sendable {
  /// How long an unfinished sequence may wait for its next byte.
  public enum Patience: Sendable, Hashable {
    /// It may be the Escape key alone: a few hundredths of a second.
    case escape
    /// It is surely a sequence, on a slow line: half a second.
    case sequence
  }

  private enum State {
    case ground
    case escape
    /// After `ESC [`; the bytes so far, up to a limit.
    case control(ArraySlice<UInt8>)
    /// After `ESC O`.
    case shifted(ArraySlice<UInt8>)
    /// After `ESC [ [`, the Linux console's first function keys.
    case console
    /// After `ESC [ M`: the bytes of an old mouse report.
    case oldMouse([UInt8])
    /// Inside a string such as `ESC ] … ST`, with its introducer; `content` holds what came of it.
    case string(introducer: UInt8)
    /// After an `ESC` inside a string.
    case stringEscape(introducer: UInt8)
    /// Inside a character of several bytes.
    case character([UInt8], length: Int)
  }

  /// Longer sequences than this are no keys; they are read to their end without being stored.
  private static let longest = 48
  /// Longer strings than this are no replies that were asked for; likewise.
  private static let longestString = 256

  private var state = State.ground
  /// The string that is being read, up to a limit.
  private var content: [UInt8] = []
  private var events: [TerminalEvent] = []

  /// Creates a decoder that has read nothing.
  public init() {}

  /// How long to wait for more before calling ``giveUp()``; nil when nothing is unfinished.
  public var patience: Patience? {
    switch state {
    case .ground: nil
    case .escape: .escape
    case .control(let bytes), .shifted(let bytes): bytes.isEmpty ? .escape : .sequence
    case .string: content.isEmpty ? .escape : .sequence
    case .console, .oldMouse, .stringEscape, .character: .sequence
    }
  }

  /// Reads bytes and returns what they meant, in order.
  ///
  /// - Parameter bytes: What the terminal sent; sequences may be cut anywhere.
  /// - Returns: The events that are complete.
  public mutating func feed(_ bytes: some Sequence<UInt8>) -> [TerminalEvent] {
    for byte in bytes { read(byte) }
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// Ends an unfinished sequence because nothing followed for as long as ``patience`` allows.
  ///
  /// - Returns: The keys it was after all (Escape, or Escape and one character), or none.
  public mutating func giveUp() -> [TerminalEvent] {
    switch state {
    case .escape: emit(.escape)
    case .control(let bytes) where bytes.isEmpty:
      emit(.escape)
      emit(.character("["))
    case .shifted(let bytes) where bytes.isEmpty:
      emit(.escape)
      emit(.character("O"))
    case .string(let introducer) where content.isEmpty:
      emit(.escape)
      emit(.character(Character(Unicode.Scalar(introducer))))
    default: break
    }
    state = .ground
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  private mutating func emit(_ key: Key) { events.append(.key(key)) }

  private mutating func read(_ byte: UInt8) {
    switch state {
    case .ground: readGround(byte)
    case .escape: readEscape(byte)
    case .control(let bytes): readControl(byte, after: bytes)
    case .shifted(let bytes): readShifted(byte, after: bytes)
    case .console:
      state = .ground
      if (0x41...0x45).contains(byte) { emit(.function(Int(byte) - 0x40)) }
    case .oldMouse(let bytes): readOldMouse(byte, after: bytes)
    case .string(let introducer): readString(byte, introducer: introducer)
    case .stringEscape(let introducer):
      // `ESC \` ends the string; any other sequence cuts it off.
      if byte == 0x5C { finishString(introducer) } else { readEscape(byte) }
    case .character(let bytes, let length): readCharacter(byte, after: bytes, length: length)
    }
  }

  private mutating func readGround(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape
    case 0x00...0x1F, 0x7F: emit(KeySequences.control(byte))
    case 0x20...0x7E: emit(.character(Character(Unicode.Scalar(byte))))
    case 0xC2...0xDF: state = .character([byte], length: 2)
    case 0xE0...0xEF: state = .character([byte], length: 3)
    case 0xF0...0xF4: state = .character([byte], length: 4)
    default: break
    }
  }

  private mutating func readEscape(_ byte: UInt8) {
    switch byte {
    case 0x5B: state = .control([])
    case 0x4F: state = .shifted([])
    // DCS, SOS, OSC, PM, APC.
    case 0x50, 0x58, 0x5D, 0x5E, 0x5F:
      content.removeAll(keepingCapacity: true)
      state = .string(introducer: byte)
    case 0x1B:
      emit(.escape)
      state = .escape
    default:
      emit(.escape)
      state = .ground
      readGround(byte)
    }
  }

  private mutating func readControl(_ byte: UInt8, after bytes: ArraySlice<UInt8>) {
    switch byte {
    case 0x5B where bytes.isEmpty: state = .console
    case 0x4D where bytes.isEmpty: state = .oldMouse([])
    // rxvt ends its shifted keys with a dollar sign: `ESC [ 5 $`.
    case 0x24 where !bytes.isEmpty && bytes.allSatisfy({ (0x30...0x39).contains($0) }):
      finishControl(0x7E, bytes)
    case 0x20...0x3F:
      state = .control(bytes.count < Self.longest ? bytes + [byte] : bytes)
    case 0x40...0x7E: finishControl(byte, bytes)
    default:
      state = .ground
      readGround(byte)
    }
  }

  private mutating func finishControl(_ final: UInt8, _ bytes: ArraySlice<UInt8>) {
    state = .ground
    guard bytes.count < Self.longest else { return }
    if bytes.first == 0x3C {
      if let mouse = MouseReport.modern(final, parameters: bytes.dropFirst()) {
        events.append(.mouse(mouse))
      }
    } else if let key = KeySequences.control(final, parameters: bytes) {
      emit(key)
    } else if let reply = TerminalReply(final: final, parameters: bytes) {
      events.append(.reply(reply))
    }
  }

  private mutating func readShifted(_ byte: UInt8, after bytes: ArraySlice<UInt8>) {
    switch byte {
    case 0x30...0x3B where bytes.count < Self.longest: state = .shifted(bytes + [byte])
    case 0x40...0x7E:
      state = .ground
      if let key = KeySequences.shifted(byte) { emit(key) }
    default:
      state = .ground
      readGround(byte)
    }
  }

  private mutating func readOldMouse(_ byte: UInt8, after bytes: [UInt8]) {
    let report = bytes + [byte]
    guard report.count == 3 else { return state = .oldMouse(report) }
    state = .ground
    if let mouse = MouseReport.old(report) { events.append(.mouse(mouse)) }
  }

  private mutating func readString(_ byte: UInt8, introducer: UInt8) {
    switch byte {
    case 0x07: finishString(introducer)
    case 0x1B: state = .stringEscape(introducer: introducer)
    // A control character cannot be part of a reply: it is the user, who must not be locked out.
    case 0x00...0x1F:
      state = .ground
      readGround(byte)
    default: if content.count < Self.longestString { content.append(byte) }
    }
  }

  private mutating func finishString(_ introducer: UInt8) {
    state = .ground
    guard content.count < Self.longestString,
      let reply = TerminalReply(introducer: introducer, content: content[...])
    else { return }
    events.append(.reply(reply))
  }

  private mutating func readCharacter(_ byte: UInt8, after bytes: [UInt8], length: Int) {
    guard (0x80...0xBF).contains(byte) else {
      state = .ground
      return readGround(byte)
    }
    let whole = bytes + [byte]
    guard whole.count == length else { return state = .character(whole, length: length) }
    state = .ground
    guard let text = String(validating: whole, as: UTF8.self), let character = text.first,
      character.unicodeScalars.allSatisfy({ $0.value > 0x9F })
    else { return }
    emit(.character(character))
  }
}
