/// Files that tests read: stored under `Tests/Fixtures`, with their provenance in its README.
public enum Fixture {
  /// The path of a fixture.
  ///
  /// - Parameters:
  ///   - name: The file's path below `Tests/Fixtures`.
  ///   - source: This file's own path.
  /// - Returns: An absolute path, found from this source file's own place.
  public static func path(_ name: String, from source: String = #filePath) -> String {
    repository(from: source) + "/Tests/Fixtures/" + name
  }

  /// The folder that holds `Package.swift`.
  public static func repository(from source: String = #filePath) -> String {
    source.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
      .joined(separator: "/")
  }
}
