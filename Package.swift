// swift-tools-version: 6.2
import PackageDescription

/// Settings every Swift target is built with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Settings for targets that never touch a pointer: the compiler proves it.
let pure: [SwiftSetting] = strict + [.strictMemorySafety()]

/// A test target that mirrors one module, with whatever else its tests read.
func tests(_ module: String, and others: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests",
    dependencies: [.target(name: module), "TestSupport"] + others,
    path: "Tests/\(module)Tests",
    swiftSettings: strict)
}

let package = Package(
  name: "Prunescope",
  products: [.executable(name: "prunescope", targets: ["prunescope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
  ],
  targets: [
    // MARK: 0 - C libraries, each wrapped once
    .target(
      name: "CNcurses",
      linkerSettings: [.linkedLibrary("ncursesw"), .linkedLibrary("tinfo")]),
    .target(name: "COpenBLAS", linkerSettings: [.linkedLibrary("openblas")]),
    .target(name: "CPNG", linkerSettings: [.linkedLibrary("png16")]),
    .target(name: "CTurboJPEG", linkerSettings: [.linkedLibrary("turbojpeg")]),
    .target(name: "CXXHash", linkerSettings: [.linkedLibrary("xxhash")]),
    .target(name: "CZlib", linkerSettings: [.linkedLibrary("z")]),

    // MARK: 1 - values and files that know nothing of tokens
    .target(name: "LinearAlgebra", dependencies: ["COpenBLAS"], swiftSettings: strict),
    .target(name: "Imaging", swiftSettings: pure),
    .target(name: "LocalFiles", dependencies: ["CXXHash"], swiftSettings: strict),
    .target(name: "TextData", swiftSettings: pure),

    // MARK: 2 - tokens, metrics, strategies; tensor and image files
    .target(
      name: "TokenFields", dependencies: ["LinearAlgebra", "TextData"], swiftSettings: pure),
    .target(name: "DataTables", dependencies: ["TextData"], swiftSettings: pure),
    .target(name: "Captions", dependencies: ["DataTables", "TextData"], swiftSettings: pure),
    .target(
      name: "TokenMetrics", dependencies: ["TokenFields", "LinearAlgebra"], swiftSettings: pure),
    .target(
      name: "TokenPruning",
      dependencies: [
        "TokenFields", "TokenMetrics", "LinearAlgebra",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "OrderedCollections", package: "swift-collections"),
      ],
      swiftSettings: pure),
    .target(
      name: "TensorFiles", dependencies: ["LocalFiles", "TextData", "CZlib"], swiftSettings: strict),
    .target(
      name: "ImageFiles", dependencies: ["Imaging", "LocalFiles", "CPNG", "CTurboJPEG"],
      swiftSettings: strict),

    // MARK: 3 - encoders, evaluations, pictures, cells
    .target(
      name: "Encoders", dependencies: ["Imaging", "LinearAlgebra", "TokenFields"],
      swiftSettings: pure),
    .target(
      name: "Analysis",
      dependencies: [
        "TokenFields", "TokenMetrics", "TokenPruning", "LinearAlgebra", "TerminalUI", "TextData",
      ],
      swiftSettings: pure),
    .target(name: "Figures", dependencies: ["Imaging", "TokenFields"], swiftSettings: pure),
    .target(name: "Scenes", dependencies: ["Imaging", "Figures"], swiftSettings: pure),
    .target(name: "TerminalUI", dependencies: ["Imaging"], swiftSettings: pure),
    .target(
      name: "Plots",
      dependencies: [
        "Analysis", "Figures", "Imaging", "TerminalUI", "TextData", "TokenFields", "TokenMetrics",
        "TokenPruning",
      ],
      swiftSettings: pure),

    // MARK: 4 - checkpoints, samples, the explorer, the terminal
    .target(
      name: "Checkpoints",
      dependencies: ["Encoders", "LinearAlgebra", "LocalFiles", "TensorFiles", "TextData"],
      swiftSettings: strict),
    .target(
      name: "SampleSets",
      dependencies: [
        "Checkpoints", "Encoders", "ImageFiles", "Imaging", "LinearAlgebra", "LocalFiles",
        "Scenes", "TensorFiles", "TextData", "TokenFields",
      ],
      swiftSettings: strict),
    .target(
      name: "OwnStrategies",
      dependencies: [
        "LocalFiles", "SampleSets", "TensorFiles", "TextData", "TokenFields", "TokenPruning",
      ],
      swiftSettings: strict),
    .target(
      name: "Surveys",
      dependencies: ["Analysis", "TextData", "TokenFields", "TokenMetrics", "TokenPruning"],
      swiftSettings: pure),
    .target(
      name: "Studies",
      dependencies: [
        "Analysis", "DataTables", "Figures", "Imaging", "Plots", "Surveys", "TerminalUI",
        "TextData", "TokenFields", "TokenPruning",
      ],
      swiftSettings: pure),
    .target(
      name: "SurveyRuns",
      dependencies: [
        "Analysis", "Encoders", "Imaging", "LocalFiles", "SampleSets", "Surveys", "TextData",
        "TokenFields", "TokenPruning",
      ],
      swiftSettings: strict),
    .target(
      name: "Explorer",
      dependencies: [
        "Analysis", "DataTables", "Encoders", "Figures", "Imaging", "LinearAlgebra", "Plots",
        "SampleSets", "TerminalUI", "TokenFields", "TokenMetrics", "TokenPruning",
      ],
      swiftSettings: pure),
    .target(
      name: "NcursesDriver",
      dependencies: ["TerminalUI", "Imaging", "LocalFiles", "CNcurses", "CZlib"],
      swiftSettings: strict),

    // MARK: 5 - the command
    .executableTarget(
      name: "prunescope",
      dependencies: [
        "Analysis", "Captions", "Checkpoints", "DataTables", "Encoders", "Explorer", "Figures",
        "ImageFiles", "Imaging", "LinearAlgebra", "LocalFiles", "NcursesDriver", "OwnStrategies",
        "Plots", "SampleSets", "Scenes", "Studies", "SurveyRuns", "Surveys", "TensorFiles",
        "TerminalUI", "TextData", "TokenFields", "TokenMetrics", "TokenPruning",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["LinearAlgebra", "TokenFields"],
      path: "Tests/TestSupport", swiftSettings: strict),
    tests("LinearAlgebra"),
    tests("DataTables"),
    tests("Captions", and: ["DataTables", "TextData"]),
    tests("Imaging"),
    tests("LocalFiles"),
    tests("TextData", and: ["LinearAlgebra"]),
    tests(
      "Surveys",
      and: ["Analysis", "LinearAlgebra", "TextData", "TokenFields", "TokenMetrics", "TokenPruning"]),
    tests(
      "SurveyRuns",
      and: [
        "Analysis", "Encoders", "Imaging", "LinearAlgebra", "LocalFiles", "SampleSets", "Surveys",
        "TensorFiles", "TextData", "TokenFields", "TokenPruning",
      ]),
    tests(
      "Studies",
      and: [
        "Analysis", "Imaging", "Plots", "Surveys", "TextData", "TokenFields", "TokenPruning",
      ]),
    tests("TokenFields", and: ["LinearAlgebra"]),
    tests("TokenMetrics", and: ["LinearAlgebra", "TokenFields"]),
    tests(
      "TokenPruning", and: ["LinearAlgebra", "TokenFields", "TokenMetrics", "TensorFiles"]),
    tests("TensorFiles", and: ["LocalFiles"]),
    tests("ImageFiles", and: ["Imaging", "LocalFiles"]),
    tests(
      "Checkpoints",
      and: [
        "Encoders", "ImageFiles", "Imaging", "LinearAlgebra", "LocalFiles", "TensorFiles",
        "TokenFields",
      ]),
    tests("Encoders", and: ["Imaging", "LinearAlgebra", "TokenFields", "TokenMetrics"]),
    tests(
      "Analysis",
      and: [
        "LinearAlgebra", "TerminalUI", "TextData", "TokenFields", "TokenMetrics", "TokenPruning",
      ]),
    tests("Figures", and: ["Imaging", "TokenFields"]),
    tests("Scenes", and: ["Imaging"]),
    tests("TerminalUI", and: ["Imaging", "TerminalTestSupport"]),
    tests(
      "Plots",
      and: [
        "Analysis", "Imaging", "LinearAlgebra", "TerminalUI", "TokenFields", "TokenMetrics",
        "TokenPruning",
      ]),
    tests(
      "SampleSets",
      and: [
        "Checkpoints", "Encoders", "Imaging", "LinearAlgebra", "LocalFiles", "TensorFiles",
        "TextData", "TokenFields",
      ]),
    tests(
      "OwnStrategies",
      and: ["LinearAlgebra", "LocalFiles", "TensorFiles", "TokenFields", "TokenPruning"]),
    tests(
      "Explorer",
      and: [
        "Analysis", "DataTables", "Encoders", "Figures", "Imaging", "LinearAlgebra", "Plots",
        "SampleSets", "TerminalUI", "TokenFields", "TokenMetrics", "TokenPruning",
      ]),
    // A virtual terminal, and a program to run in it: the driver is tested from end to end.
    .target(
      name: "CTestTerminal", path: "Tests/CTestTerminal",
      linkerSettings: [.linkedLibrary("vterm"), .linkedLibrary("util")]),
    .target(
      name: "TerminalTestSupport", dependencies: ["CTestTerminal"],
      path: "Tests/TerminalTestSupport", swiftSettings: strict),
    .executableTarget(
      name: "TerminalProbe", dependencies: ["NcursesDriver", "TerminalUI", "Imaging"],
      path: "Tests/TerminalProbe", swiftSettings: strict),
    tests(
      "NcursesDriver",
      and: ["CZlib", "Imaging", "TerminalProbe", "TerminalTestSupport", "TerminalUI"]),
    // Times, for `swift run -c release prunescope-benchmarks`; no part of `swift test`.
    .executableTarget(
      name: "prunescope-benchmarks",
      dependencies: [
        "Analysis", "Checkpoints", "Encoders", "Explorer", "Imaging", "LinearAlgebra", "SampleSets",
        "Scenes",
        "TerminalUI", "TokenFields", "TokenMetrics", "TokenPruning",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Tests/Benchmarks/PruningBenchmarks", swiftSettings: strict),
    .testTarget(
      name: "prunescopeTests",
      dependencies: [
        "prunescope", "TestSupport", "TerminalTestSupport", "Encoders", "Explorer", "ImageFiles",
        "Imaging", "LinearAlgebra", "OwnStrategies", "Plots", "SampleSets", "Scenes", "Studies",
        "TensorFiles", "TerminalUI", "TokenFields", "TokenMetrics", "TokenPruning",
      ],
      path: "Tests/prunescopeTests", swiftSettings: strict),
  ]
)
