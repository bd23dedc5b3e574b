/// A terminal's description, as compiled by `tic`.
///
/// Both binary formats are read (numbers of 16 bits, magic 0o432, and of 32 bits, magic 0o1036) and
/// the second is written. Of the extended capabilities only the flags are kept: ncurses consults
/// none of the others when it draws. Source: the manual page term(5).
package struct TerminfoEntry: Sendable, Equatable {
  /// The names, separated by `|`.
  package var names: [UInt8]
  /// The flags, in the order of `term.h`.
  package var flags: [Bool]
  /// The numbers; nil where absent.
  package var numbers: [Int32?]
  /// The strings; nil where absent.
  package var strings: [[UInt8]?]
  /// The names of the extended flags that are set.
  package var extendedFlags: [[UInt8]]

  /// Files above this size are no entries; ncurses itself reads no more than 32 kB.
  package static let longest = 1 << 16

  /// Creates an entry with nothing in it.
  package init(name: String) {
    names = Array(name.utf8)
    flags = []
    numbers = []
    strings = []
    extendedFlags = []
  }

  /// Reads a compiled entry; nil when the bytes are not one, or not a whole one.
  ///
  /// - Parameter bytes: Any bytes.
  package init?(compiled bytes: [UInt8]) {
    guard bytes.count <= Self.longest else { return nil }
    var reader = Reader(bytes: bytes)
    guard let magic = reader.short(), magic == 0o432 || magic == 0o1036,
      let nameSize = reader.count(), let flagCount = reader.count(),
      let numberCount = reader.count(), let stringCount = reader.count(),
      let tableSize = reader.count(), nameSize > 0
    else { return nil }
    let isWide = magic == 0o1036

    guard let nameBytes = reader.take(nameSize), let flagBytes = reader.take(flagCount) else {
      return nil
    }
    reader.align()
    guard let numbers = reader.numbers(numberCount, wide: isWide),
      let offsets = reader.shorts(stringCount), let table = reader.take(tableSize)
    else { return nil }
    names = Array(nameBytes.prefix { $0 != 0 })
    flags = flagBytes.map { $0 == 1 }
    self.numbers = numbers
    strings = offsets.map { Self.string(at: $0, in: table) }
    extendedFlags = []
    reader.align()
    extendedFlags = reader.extendedFlags(wide: isWide) ?? []
  }

  /// The bytes of a string that begins at an offset and ends with a zero.
  fileprivate static func string(at offset: Int, in table: ArraySlice<UInt8>) -> [UInt8]? {
    guard offset >= 0, offset < table.count else { return nil }
    let rest = table[(table.startIndex + offset)...]
    guard let end = rest.firstIndex(of: 0) else { return nil }
    return Array(rest[..<end])
  }

  /// The compiled form with 32-bit numbers, or nil when the entry is larger than the form allows.
  package var compiled: [UInt8]? {
    var table: [UInt8] = []
    var offsets: [Int] = []
    for string in strings {
      offsets.append(string == nil ? -1 : table.count)
      if let string { table += string + [0] }
    }
    guard table.count < 0x7FFF, names.count < 0x7FFF else { return nil }

    var bytes: [UInt8] = []
    func put(_ value: Int) {
      bytes += [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }
    func align() { if bytes.count % 2 == 1 { bytes.append(0) } }
    put(0o1036)
    for size in [names.count + 1, flags.count, numbers.count, strings.count, table.count] {
      put(size)
    }
    bytes += names + [0]
    bytes += flags.map { $0 ? 1 : 0 }
    align()
    for number in numbers {
      let value = Int(number ?? -1)
      put(value)
      put(value >> 16)
    }
    offsets.forEach(put)
    bytes += table
    align()

    guard !extendedFlags.isEmpty else { return bytes }
    let extendedTable: [UInt8] = extendedFlags.flatMap { $0 + [UInt8(0)] }
    for size in [extendedFlags.count, 0, 0, extendedFlags.count, extendedTable.count] { put(size) }
    bytes += extendedFlags.map { _ in 1 }
    align()
    var offset = 0
    for flag in extendedFlags {
      put(offset)
      offset += flag.count + 1
    }
    return bytes + extendedTable
  }
}

/// Takes what it needs from the front, or nothing when that is not there.
private struct Reader {
  let bytes: [UInt8]
  var position = 0

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, count <= bytes.count - position else { return nil }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  /// A signed number of 16 bits, lower byte first.
  mutating func short() -> Int? {
    guard let two = take(2) else { return nil }
    let value = UInt16(two[two.startIndex]) | UInt16(two[two.startIndex + 1]) << 8
    return Int(Int16(bitPattern: value))
  }

  /// A size: a 16-bit number that is not negative.
  mutating func count() -> Int? {
    guard let value = short(), value >= 0 else { return nil }
    return value
  }

  mutating func shorts(_ count: Int) -> [Int]? {
    guard count * 2 <= bytes.count - position else { return nil }
    return (0..<count).compactMap { _ in short() }
  }

  mutating func numbers(_ count: Int, wide: Bool) -> [Int32?]? {
    guard let words = shorts(wide ? count * 2 : count) else { return nil }
    return (0..<count).map { index in
      let value =
        wide ? words[2 * index] & 0xFFFF | words[2 * index + 1] << 16 : words[index]
      return value < 0 ? nil : Int32(truncatingIfNeeded: value)
    }
  }

  /// Skips the byte that keeps numbers at even places.
  mutating func align() { if position % 2 == 1, position < bytes.count { position += 1 } }

  mutating func extendedFlags(wide: Bool) -> [[UInt8]]? {
    guard let flagCount = count(), let numberCount = count(), let stringCount = count(),
      count() != nil, let tableSize = count(), let flags = take(flagCount)
    else { return nil }
    align()
    guard numbers(numberCount, wide: wide) != nil, let values = shorts(stringCount),
      let nameOffsets = shorts(flagCount + numberCount + stringCount),
      let table = take(tableSize)
    else { return nil }
    // Names lie behind the values of the strings; their offsets count from there.
    let valueSize = values.reduce(0) { sum, offset in
      sum + (TerminfoEntry.string(at: offset, in: table).map { $0.count + 1 } ?? 0)
    }
    guard valueSize <= table.count else { return nil }
    let names = table.dropFirst(valueSize)
    return zip(flags, nameOffsets).compactMap { flag, offset in
      flag == 1 ? TerminfoEntry.string(at: offset, in: names) : nil
    }
  }
}
