import SurveyRuns
import Testing

@Suite struct ShardTests {
  @Test("parts are written as i/N and read back")
  func text() {
    #expect(Shard("0/4") == Shard(index: 0, count: 4))
    #expect(Shard("3/4")?.description == "3/4")
  }

  @Test(
    "anything else is no part",
    arguments: [
      "", "/", "4/4", "-1/4", "0/0", "1/", "/2", "1/2/3", "+1/2", " 1/2", "1 /2", "a/b", "0x1/2",
      "1/1000001", "99999999999999999999/99999999999999999999",
    ])
  func badText(_ text: String) {
    #expect(Shard(text) == nil)
  }

  @Test("parts follow each other without a gap and differ by one sample at most")
  func ranges() throws {
    for total in [0, 1, 2, 5, 13, 100, 1_000_003] {
      for count in [1, 2, 3, 7, 16, 101] {
        let ranges = try (0..<count).map {
          try #require(Shard(index: $0, count: count)).range(of: total)
        }
        #expect(ranges.first?.lowerBound == 0)
        #expect(ranges.last?.upperBound == total)
        for (one, next) in zip(ranges, ranges.dropFirst()) {
          #expect(one.upperBound == next.lowerBound)
        }
        let sizes = ranges.map(\.count)
        #expect(sizes.allSatisfy { $0 == total / count || $0 == (total + count - 1) / count })
      }
    }
  }

  @Test("five samples in three parts are one, two and two")
  func handWorked() {
    #expect((0..<3).map { Shard(index: $0, count: 3)?.range(of: 5) } == [0..<1, 1..<3, 3..<5])
  }
}
