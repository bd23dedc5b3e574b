import Checkpoints
import Encoders
import Glibc
import LocalFiles
import TestSupport
import Testing

@Suite struct LocatorTests {
  /// Makes files without content and gives the folder.
  private static func folder(_ names: String..., in parent: String? = nil) throws -> String {
    let folder = parent ?? TestCheckpoint.scratch()
    for name in names {
      let parts = name.split(separator: "/")
      let inner = ([folder] + parts.dropLast().map(String.init)).joined(separator: "/")
      try LocalFile.makeFolder(inner)
      try LocalFile.write([], to: inner + "/" + (parts.last ?? ""))
    }
    return folder
  }

  private static func weights(_ names: String...) throws -> String {
    let folder = TestCheckpoint.scratch()
    for name in names { try LocalFile.write([], to: folder + "/" + name) }
    let location = try CheckpointLocator.locate(folder)
    #expect(location.path == folder && location.settingsFolders == [folder])
    #expect(location.name == folder.split(separator: "/").last.map(String.init))
    return String(location.weights.path.dropFirst(folder.count + 1))
  }

  @Test func prefersSafetensorsAndUsualNames() throws {
    #expect(try Self.weights("model.safetensors", "pytorch_model.bin") == "model.safetensors")
    #expect(
      try Self.weights("model.safetensors", "model.safetensors.index.json", "open_clip.safetensors")
        == "model.safetensors")
    #expect(
      try Self.weights("model.safetensors.index.json", "a-1.safetensors", "a-2.safetensors")
        == "model.safetensors.index.json")
    #expect(try Self.weights("tower.safetensors", "pytorch_model.bin") == "tower.safetensors")
    #expect(try Self.weights("pytorch_model.bin", "x.pt") == "pytorch_model.bin")
    #expect(
      try Self.weights("pytorch_model.bin.index.json", "a-1.bin", "a-2.bin", "mm_projector.bin")
        == "pytorch_model.bin.index.json")
    #expect(try Self.weights("x.pth", "training_args.bin", "optimizer.pt", ".y.pt") == "x.pth")
  }

  @Test func refusesFoldersOfWhichItIsNotClearWhatIsMeant() throws {
    let several = try Self.folder("a.safetensors", "b.safetensors", "c.bin")
    #expect(
      throws: CheckpointError.severalFiles(
        path: several, names: ["a.safetensors", "b.safetensors"])
    ) { try CheckpointLocator.locate(several) }
    let none = try Self.folder("config.json", "tf_model.h5")
    #expect(
      throws: CheckpointError.noWeights(path: none, found: ["config.json", "tf_model.h5"])
    ) { try CheckpointLocator.locate(none) }
    #expect(
      CheckpointError.noWeights(path: "a", found: ["tf_model.h5"]).description
        == "a: no weights (.safetensors, .bin, .pt) in this folder, only 'tf_model.h5'")
    #expect(throws: CheckpointError.self) { try CheckpointLocator.locate("/dev/null") }
  }

  @Test func takesAFileOrAnIndexByItsPath() throws {
    let folder = try Self.folder("a.bin", "b.safetensors.index.json")
    let file = try CheckpointLocator.locate(folder + "/a.bin")
    #expect(file.weights == .file(folder + "/a.bin"))
    #expect(file.name == "a.bin" && file.settingsFolders == [folder])
    #expect(
      try CheckpointLocator.locate(folder + "/b.safetensors.index.json").weights
        == .index(folder + "/b.safetensors.index.json"))
  }

  // MARK: Caches

  @Test func looksForCachesWhereHuggingFacesProgramsDo() {
    #expect(CheckpointLocator.cacheFolders(in: [:]) == [])
    #expect(
      CheckpointLocator.cacheFolders(in: [
        "HF_HUB_CACHE": "/a", "HF_HOME": "/b", "XDG_CACHE_HOME": "/c", "HOME": "/d/",
      ]) == ["/a", "/b/hub", "/c/huggingface/hub", "/d/.cache/huggingface/hub"])
    #expect(
      CheckpointLocator.cacheFolders(in: ["HF_HUB_CACHE": "", "HOME": "/d"])
        == ["/d/.cache/huggingface/hub"])
  }

  @Test func findsAModelInACacheByItsName() throws {
    let cache = TestCheckpoint.scratch()
    let model = "models--open--clip-vit--large"
    _ = try Self.folder("\(model)/snapshots/0a/config.json", "\(model)/blobs/77", in: cache)
    symlink("../../blobs/77", "\(cache)/\(model)/snapshots/0a/model.safetensors")
    _ = try Self.folder("\(model)/snapshots/ff/pytorch_model.bin", in: cache)
    try LocalFile.makeFolder("\(cache)/\(model)/refs")
    try LocalFile.write(Array("0a\n".utf8), to: "\(cache)/\(model)/refs/main")
    let environment = ["HF_HUB_CACHE": "/no/such", "HF_HOME": "/none", "HOME": "/none"]
    #expect(throws: CheckpointError.self) {
      try CheckpointLocator.locate("open/clip-vit--large", environment: environment)
    }
    let found = try CheckpointLocator.locate(
      "open/clip-vit--large", environment: ["HF_HUB_CACHE": cache])
    let main = "\(cache)/\(model)/snapshots/0a"
    #expect(found.name == "open/clip-vit--large")
    #expect(found.weights == .file(main + "/model.safetensors"))
    #expect(found.settingsFolders == [main])
    // The folder itself and its revisions have the same name.
    for path in ["\(cache)/\(model)", "\(cache)/\(model)/", main, main + "/model.safetensors"] {
      let located = try CheckpointLocator.locate(path)
      #expect(located.name == "open/clip-vit--large")
      #expect(located.weights == found.weights || path == main + "/model.safetensors")
    }
  }

  @Test func takesTheNewestRevisionWithoutAReferenceThatHolds() throws {
    let model = TestCheckpoint.scratch() + "/models--gpt"
    _ = try Self.folder(
      "snapshots/old/model.safetensors", "snapshots/new/model.safetensors", "refs/main", in: model)
    for (name, seconds) in [("old", 100), ("new", 200)] {
      var times = [timespec(tv_sec: seconds, tv_nsec: 0), timespec(tv_sec: seconds, tv_nsec: 0)]
      utimensat(AT_FDCWD, "\(model)/snapshots/\(name)", &times, 0)
    }
    for reference in ["", "gone", "../../..", "/etc"] {
      try LocalFile.write(Array(reference.utf8), to: model + "/refs/main")
      let found = try CheckpointLocator.locate(model)
      #expect(found.weights == .file(model + "/snapshots/new/model.safetensors"))
      #expect(found.name == "gpt")
    }
  }

  @Test func findsSettingsInTheMainRevisionOfWeightsThatWereConverted() throws {
    let model = TestCheckpoint.scratch() + "/models--a--b"
    _ = try Self.folder(
      "snapshots/main/config.json", "snapshots/converted/model.safetensors", in: model)
    try LocalFile.makeFolder(model + "/refs")
    try LocalFile.write(Array("main".utf8), to: model + "/refs/main")
    let found = try CheckpointLocator.locate(model)
    #expect(found.weights == .file(model + "/snapshots/converted/model.safetensors"))
    #expect(found.settingsFolders == [model + "/snapshots/converted", model + "/snapshots/main"])
  }

  @Test(arguments: ["../x", "a/../b", "a/b/c", "/no/such", "a//b", "", "a b/c", "é/x", "a/"])
  func asksNoCacheForWhatIsNoModelsName(name: String) {
    #expect(throws: CheckpointError.notFound(name: name, searched: [])) {
      try CheckpointLocator.locate(name, environment: ["HF_HOME": "/tmp"])
    }
  }

  @Test func saysWhereItLooked() {
    #expect(
      CheckpointError.notFound(name: "a/b\u{7}", searched: ["/c", "/d"]).description
        == "a/b\u{FFFD}: no such file or folder, and no such model in '/c', '/d'; name a folder, a "
        + "file of weights, or OWNER/NAME of a model that is on this machine")
  }

  @Test func opensACheckpointFromACache() throws {
    let cache = TestCheckpoint.scratch()
    defer { TestCheckpoint.remove(cache) }
    _ = try TestCheckpoint("clip", settings: true).write(
      to: "\(cache)/hub/models--openai--clip/snapshots/abc")
    let read = try Checkpoint.open("openai/clip", environment: ["HF_HOME": cache])
    #expect(read.name == "openai/clip")
    #expect(read.architecture.heads == 2)
    #expect(read.processing.width == 16)
  }
}
