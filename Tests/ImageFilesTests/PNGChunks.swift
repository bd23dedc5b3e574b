/// A PNG taken apart into chunks, so that tests can change one and put the file together again.
struct PNGChunks {
  /// One chunk; its checksum is made when the file is put together.
  struct Chunk {
    var type: String
    var content: [UInt8]
  }

  var chunks: [Chunk] = []

  /// Takes apart a file that is known to be sound.
  init(_ file: [UInt8]) {
    var place = 8
    while place < file.count {
      let length = file[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      let content = Array(file[place + 8..<place + 8 + length])
      let type = String(decoding: file[place + 4..<place + 8], as: UTF8.self)
      chunks.append(Chunk(type: type, content: content))
      place += 12 + length
    }
  }

  /// The file, with a right checksum for every chunk.
  var file: [UInt8] {
    chunks.reduce(into: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { file, chunk in
      let body = Array(chunk.type.utf8) + chunk.content
      file += bigEndian(UInt32(chunk.content.count)) + body + bigEndian(checksum(body))
    }
  }

  /// The content of all chunks of one type, joined.
  func content(of type: String) -> [UInt8] {
    chunks.filter { $0.type == type }.flatMap(\.content)
  }

  /// The same file with a chunk put in before the first of another type.
  func inserting(_ type: String, _ content: [UInt8], before next: String) -> PNGChunks {
    var copy = self
    let place = chunks.firstIndex { $0.type == next } ?? chunks.endIndex
    copy.chunks.insert(Chunk(type: type, content: content), at: place)
    return copy
  }

  /// The same file with other sides in its header.
  func claiming(width: UInt32, height: UInt32) -> PNGChunks {
    var copy = self
    copy.chunks[0].content.replaceSubrange(0..<8, with: bigEndian(width) + bigEndian(height))
    return copy
  }
}

/// The bytes of an integer, the highest first.
private func bigEndian(_ value: UInt32) -> [UInt8] {
  [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
}

/// The CRC-32 of PNG, bit by bit.
private func checksum(_ bytes: [UInt8]) -> UInt32 {
  var sum: UInt32 = 0xFFFF_FFFF
  for byte in bytes {
    sum ^= UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
  }
  return ~sum
}
