// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]

func stage(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TareTestSupport"] + dependencies, exclude: exclude,
    swiftSettings: settings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "tare",
  products: [
    .executable(name: "tare", targets: ["tare"]),
    .library(
      name: "Tare",
      targets: [
        "TareBytes", "TareArchive", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareELF", "TareOwners", "TareReach",
        "TareDockerfile", "TareOrder", "TareOrigins", "TareFindings", "TareGate", "TareReport",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The C libraries of the hot path, as Debian packages them.
    .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CMalloc"),

    // Two SHA-256 at once.
    .target(name: "CSHA256"),

    // One target per stage, in the direction of flow: each imports only those above it.
    stage("TareBytes", ["CXXHash", "CSHA256", crypto]),
    stage("TareArchive", ["TareBytes", "CISAL", "CZstd"]),
    stage("TareOCI", ["TareBytes"]),
    stage("TareSource", ["TareBytes", "TareArchive", "TareOCI"]),
    stage("TareLayers", ["TareBytes", "TareArchive", "TareOCI", "TareSource"]),
    stage("TareTree", ["TareBytes", "TareArchive", "TareOCI", "TareSource", "TareLayers"]),
    stage("TareELF", ["TareBytes"]),
    stage("TareOwners", ["TareBytes", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareELF", "TareArchive", crypto]),
    stage("TareReach", ["TareBytes", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareELF", "TareOwners"]),
    stage("TareDockerfile", ["TareBytes"]),
    stage("TareOrder", ["TareBytes", "TareDockerfile"]),
    stage(
      "TareOrigins", ["TareBytes", "TareOCI", "TareLayers", "TareTree", "TareOwners", "TareReach", "TareDockerfile"]),
    stage(
      "TareFindings",
      [
        "TareBytes", "TareArchive", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareELF", "TareOwners", "TareReach",
        "TareDockerfile", "TareOrder", "TareOrigins",
      ]),
    stage(
      "TareGate",
      [
        "TareBytes", "TareOCI", "TareLayers", "TareTree", "TareOwners", "TareReach", "TareDockerfile", "TareOrigins",
        "TareFindings", yams,
      ]),
    .target(name: "TarePage", resources: [.embedInCode("Resources")], swiftSettings: settings),
    stage(
      "TareReport",
      [
        "TareBytes", "TareArchive", "TareOCI", "TareTree", "TareELF", "TareOwners", "TareReach", "TareDockerfile", "TareOrder",
        "TareOrigins", "TareFindings", "TareGate", "TarePage",
      ]),
    stage(
      "TareCommands",
      [
        "TareBytes", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareELF", "TareOwners", "TareReach", "TareDockerfile",
        "TareOrder", "TareOrigins", "TareFindings", "TareGate", "TareReport", "CMalloc", argumentParser,
      ]),
    .executableTarget(name: "tare", dependencies: ["TareCommands"], swiftSettings: settings),

    // Images made in memory, for the tests.
    .target(
      name: "TareTestSupport",
      dependencies: [
        "TareBytes", "TareArchive", "TareOCI", "TareSource", "TareLayers", "TareTree", "TareOwners", "TareReach", "TareFindings",
        "CISAL", "CZstd",
      ],
      path: "Tests/TareTestSupport", swiftSettings: settings),
    tests("TareBytes", [crypto]),
    tests("TareArchive"),
    tests("TareOCI"),
    tests("TareSource", ["TareReport"]),
    tests("TareLayers"),
    tests("TareTree"),
    tests("TareELF"),
    tests("TareOwners"),
    tests("TareReach"),
    tests("TareDockerfile"),
    tests("TareOrder"),
    tests("TareFindings"),
    tests("TareGate"),
    tests("TareOrigins", exclude: ["Histories"]),
    tests("TareReport", ["TarePage"], exclude: ["Snapshots"]),
    tests("TareCommands", ["tare"]),
  ]
)
