import LocalFiles
import Testing

@Suite struct ContentHashTests {
  /// The numbers are those of the `xxhsum -H2` of libxxhash.
  @Test(arguments: [
    ("", "99aa06d3014798d86001c324468d497f"), ("a", "a96faf705af16834e6c632b61e964e1f"),
  ])
  func isXXH3Of128Bits(text: String, hash: String) {
    #expect(ContentHash(Array(text.utf8)).description == hash)
  }

  @Test func differsWithEveryByte() {
    var hashes: Set<ContentHash> = []
    for place in 0..<300 {
      var bytes = [UInt8](repeating: 0, count: 300)
      bytes[place] = 1
      hashes.insert(ContentHash(bytes))
    }
    #expect(hashes.count == 300)
    #expect(hashes.allSatisfy { $0.description.count == 32 })
  }
}
