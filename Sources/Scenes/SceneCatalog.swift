/// All built-in scenes.
///
/// To add one, put a file in `Catalog/` and a line here; the tests hold it to what every scene
/// promises.
public enum SceneCatalog {
  /// Every scene, from the simplest to the most crowded.
  public static let all: [Scene] = [
    .handwriting, .apple, .nightSky, .panorama, .portrait, .chart, .texture, .desk, .page, .reef,
    .harbour, .street, .shelf, .crowd,
  ]

  /// The scene of a name, if there is one.
  public static func scene(named name: String) -> Scene? { all.first { $0.name == name } }
}
