// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody who uses tare builds it. See CONTRIBUTING.md.
let package = Package(
  name: "Fuzz",
  dependencies: [.package(name: "tare", path: "..")],
  targets: [.executableTarget(name: "Fuzz", dependencies: [.product(name: "Tare", package: "tare")])]
)
