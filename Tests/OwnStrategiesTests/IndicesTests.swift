import LinearAlgebra
import LocalFiles
import OwnStrategies
import TensorFiles
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct IndicesTests {
  // MARK: Lists

  @Test func readsEveryFormatAlike() throws {
    let folder = try Folder()
    let array = Tensor(shape: [3], int64: [29, 3, 17])
    let files = [
      try folder.write(NPY.bytes(of: array), to: "a.npy"),
      try folder.write("[29, 3, 17]", to: "a.json"), try folder.write("29\n3\n17\n", to: "a.txt"),
      try folder.write("29 3,17", to: "A.TXT"),
      try folder.write(NPY.bytes(of: Tensor(uint8: [29, 3, 17])), to: "b.NPY"),
    ]
    for file in files {
      let kept = try selection("indices:path=\(file)", keeping: 8)
      #expect(kept.kept == [3, 17, 29] && kept.order == nil, "\(file)")
    }
  }

  @Test func aListIsKeptAsItStandsAtEveryBudget() throws {
    let folder = try Folder()
    let label = "indices:path=\(try folder.write("29 3 17", to: "a.txt"))"
    for budget in [1, 3, 30] {
      #expect(try selection(label, keeping: budget).kept == [3, 17, 29])
    }
    let strategy = try configured(label).strategy
    #expect(strategy.hasOwnBudget && strategy.ownBudget(for: namedField()) == 3)
    #expect(
      strategy.notes(for: namedField())
        == ["\(folder["a.txt"]) lists 3 tokens to be kept at every budget"])
    #expect(strategy.promises == [.deterministic])
  }

  @Test func anOrderedListGivesItsBeginning() throws {
    let folder = try Folder()
    let label = "indices:path=\(try folder.write("29 3 17", to: "a.txt")):ordered=true"
    #expect(try selection(label, keeping: 2) == Selection(order: [29, 3]))
    #expect(try selection(label, keeping: 3) == Selection(order: [29, 3, 17]))
    #expect(try selection(label, keeping: 9) == Selection(order: [29, 3, 17]))
    let strategy = try configured(label).strategy
    #expect(
      strategy.notes(for: namedField())
        == ["\(folder["a.txt"]) lists 3 tokens; no budget keeps more"])
    #expect(strategy.promises == [.deterministic, .ordered])
  }

  // MARK: Budgets

  @Test func budgetsAnswerThemselvesAndNoOthers() throws {
    let folder = try Folder()
    let path = try folder.write(#"{"2": [5, 4], "3": [7, 8, 9], "12": [1]}"#, to: "a.json")
    #expect(try selection("indices:path=\(path)", keeping: 2).kept == [4, 5])
    #expect(
      try selection("indices:path=\(path):ordered=true", keeping: 2) == Selection(order: [5, 4]))
    #expect(
      reason("indices:path=\(path)", keeping: 4)
        == "\(path): has nothing for a budget of 4; it has 2, 3, 12")
    let strategy = try configured("indices:path=\(path)").strategy
    #expect(strategy.ownBudget(for: namedField()) == nil)
    #expect(strategy.notes(for: namedField()) == ["\(path) lists 1 token for a budget of 12"])
  }

  @Test func aSingleBudgetIsItsOwn() throws {
    let folder = try Folder()
    let path = try folder.write(#"{"2": [5, 4]}"#, to: "a.json")
    #expect(try configured("indices:path=\(path)").strategy.ownBudget(for: namedField()) == 2)
  }

  @Test func manyBudgetsAreNotAllNamed() throws {
    let folder = try Folder()
    let lists = (1...15).map { #""\#($0)": [0]"# }.joined(separator: ",")
    let path = try folder.write("{\(lists)}", to: "a.json")
    #expect(
      reason("indices:path=\(path)", keeping: 20).hasSuffix(
        "has nothing for a budget of 20; it has 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 more"))
  }

  // MARK: Folders

  @Test func aFolderHasAFileForEachSample() throws {
    let folder = try Folder()
    _ = try folder.write("1 2", to: "cat.txt")
    _ = try folder.write("[3]", to: "dog.json")
    for path in [folder.path, folder.path + "/"] {
      #expect(try selection("indices:path=\(path)", keeping: 2).kept == [1, 2])
      #expect(
        try selection("indices:path=\(path)", keeping: 2, of: namedField("dog")).kept == [3])
    }
    #expect(
      reason("indices:path=\(folder.path)", of: namedField("cow"))
        == "\(folder.path): no indices for this sample; name them 'cow.npy', .json or .txt")
    _ = try folder.write("5", to: "cat.json")
    #expect(
      reason("indices:path=\(folder.path)")
        == "\(folder.path): cat.json and cat.txt are both for this sample; keep one")
  }

  @Test(arguments: [nil, "../cat"])
  func aFolderNeedsANameToLookFor(name: String?) throws {
    let folder = try Folder()
    #expect(
      reason("indices:path=\(folder.path)", of: namedField(name))
        == "\(folder.path): is a folder, but the sample has no name to look for; name a file")
  }

  @Test func aTileIsNoSample() throws {
    let folder = try Folder()
    let path = try folder.write("1 2", to: "a.txt")
    let field = namedField(grid: TokenGrid(tiles: 2, rows: 3, columns: 3))
    #expect(try selection("indices:path=\(path)", keeping: 2, of: field).kept == [1, 2])
    #expect(
      reason("indices:path=\(path)", of: field.tiles[1])
        == "\(path): lists tokens of whole samples; leave out --per-tile")
  }

  @Test func aFileIsReadAnewForEachPlan() throws {
    let folder = try Folder()
    let strategy = try configured("indices:path=\(try folder.write("1", to: "a.txt"))").strategy
    #expect(try strategy.plan(for: namedField()).selection(keeping: 1).kept == [1])
    _ = try folder.write("2", to: "a.txt")
    #expect(try strategy.plan(for: namedField()).selection(keeping: 1).kept == [2])
  }

  // MARK: Refusals

  @Test(arguments: [
    ("a.csv", "1", "not a file of indices; its name must end in .npy, .json or .txt"),
    ("a.txt", "1 40", "number 2 is 40; tokens are 0...29"),
    ("a.txt", "1 2 1", "numbers 1 and 3 are both 1; each index may be there once"),
    ("a.txt", "", "no index; at least one token must be kept"),
    ("a.json", "[]", "no index; at least one token must be kept"),
    ("a.json", "{}", "no index; at least one token must be kept"),
    ("a.json", #"{"064": [1]}"#, "'064' is no budget; write a count from 1 as digits"),
    ("a.json", #"{"0": [1]}"#, "'0' is no budget; write a count from 1 as digits"),
    ("a.json", #"{"11%": [1]}"#, "'11%' is no budget; write a count from 1 as digits"),
    ("a.json", #"{"4": [1], "5": [99]}"#, "'5': number 1 is 99; tokens are 0...29"),
    ("a.json", #"{"4": [1], "4": [2]}"#, "malformed JSON at byte 14: the name '4' is there twice"),
    ("a.json", "[1, 2", "malformed JSON at byte 5: a comma or a closing bracket must be here"),
    ("a.json", "[1, 2.0]", "number 2 is '2.0'; an index is a whole number"),
    ("a.json", "[true]", "number 1 is 'true'; an index is a whole number"),
    ("a.json", "[[1]]", "number 1 is '[…]'; an index is a whole number"),
    ("a.json", #"["1\u001b"]"#, "number 1 is '\"1\u{FFFD}\"'; an index is a whole number"),
    (
      "a.json", "7",
      "not indices; write [3, 17, 29], or {\"64\": […], \"128\": […]} for several budgets"
    ),
    (
      "a.json", #"{"4": 7}"#,
      "not indices; write [3, 17, 29], or {\"64\": […], \"128\": […]} for several budgets"
    ),
  ])
  func refusesTextsByName(name: String, text: String, message: String) throws {
    let folder = try Folder()
    let path = try folder.write(text, to: name)
    #expect(reason("indices:path=\(path)") == "\(path): \(message)")
  }

  @Test func refusesArraysByName() throws {
    let folder = try Folder()
    func message(_ bytes: [UInt8]) throws -> String {
      let path = try folder.write(bytes, to: "a.npy")
      return String(reason("indices:path=\(path)").dropFirst(path.count + 2))
    }
    let array = Tensor(shape: [2], int64: [3, 4])
    #expect(
      try message(NPY.bytes(of: Tensor(shape: [1, 2], int64: [3, 4])))
        == "an array of 1×2; indices are an array of one axis")
    #expect(
      try message(NPY.bytes(of: Tensor(shape: [], int64: [3])))
        == "an array of no axes; indices are an array of one axis")
    #expect(
      try message(NPY.bytes(of: Tensor(shape: [2], float32: [3, 4])))
        == "elements of type 'float32'; indices are whole numbers")
    #expect(
      try message(NPY.bytes(of: Tensor(shape: [2], int64: [3, .max])))
        == "number 2 is '9.223372036854776e+18'; an index is a whole number")
    #expect(
      try message(NPZ.bytes(of: [("a", array)]))
        == "is in truth a .npz file; save the array by itself with numpy.save")
    #expect(try message(Array(NPY.bytes(of: array).dropLast())).contains("needs 16 bytes"))
    #expect(try message(Array("1 2 3".utf8)).contains("begins with 31 20 32 20 33"))
    var mask = NPY.bytes(of: Tensor(uint8: [0, 1]))
    let type = try #require(mask.indices.first { mask[$0...].starts(with: Array("|u1".utf8)) })
    mask.replaceSubrange(type..<(type + 3), with: Array("|b1".utf8))
    #expect(
      try message(mask)
        == "elements of type '|b1'; indices are whole numbers, such as numpy.flatnonzero(mask)")
  }

  @Test func refusesFilesThatCannotBeRead() throws {
    let folder = try Folder()
    let path = folder["a.txt"]
    #expect(reason("indices:path=\(path)") == "\(path): no such file or folder")
    _ = try folder.write([UInt8](repeating: 0x20, count: IndexFile.limit + 1), to: "a.txt")
    #expect(
      reason("indices:path=\(path)")
        == "\(path): 8388609 bytes is more than the 8388608 that are read of such a file")
    #expect(reason("indices:path=/dev/zero") == "/dev/zero: not a regular file")
  }

  /// Whatever bytes a file has, it is read or refused.
  @Test func neverCrashesOnDamagedFiles() throws {
    let folder = try Folder()
    var generator = SplitMix64(seed: 7)
    let wholes: [(String, [UInt8])] = [
      ("a.npy", NPY.bytes(of: Tensor(shape: [3], int64: [1, 2, 3]))),
      ("a.json", Array(#"{"2": [1, 2], "3": [4, 5, 6]}"#.utf8)), ("a.txt", Array("[1, 2, 3]".utf8)),
    ]
    var refused = 0
    for (name, whole) in wholes {
      for _ in 0..<200 {
        var bytes = whole
        for _ in 0...generator.next(below: 3) {
          bytes[generator.next(below: bytes.count)] = UInt8(generator.next(below: 256))
        }
        bytes = Array(bytes.prefix(1 + generator.next(below: bytes.count)))
        let path = try folder.write(bytes, to: name)
        do throws(PruningError) {
          let kept = try selection("indices:path=\(path)", keeping: 2).kept
          #expect(!kept.isEmpty && kept.allSatisfy { (0..<30).contains($0) })
        } catch {
          #expect(!error.description.contains("\n"))
          refused += 1
        }
      }
    }
    #expect(refused > 300)
  }
}
