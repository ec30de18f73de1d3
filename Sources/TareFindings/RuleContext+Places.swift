import TareOwners
import TareTree

/// Where contents lie and how lists read, for the rules on installed things.
extension RuleContext {
  /// Rows of the layers that hold these contents, the heaviest first.
  func rowsHolding(_ contents: some Sequence<Int32>) -> [Int] {
    var sums: [Int32: Int] = [:]
    for content in contents {
      let place = tree.contents[Int(content)]
      sums[place.location.layer, default: 0] += place.size
    }
    return sums.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { row(ofLayer: $0.key) }
  }

  /// The same for the packages' own bytes.
  func rowsHolding(packages: some Sequence<Int32>) -> [Int] { rowsHolding(packages.flatMap { contents(ofPackage: $0) }) }

  /// `a`, `a and b`, `a, b, c and 4 more`.
  func listed(_ names: [String], limit: Int = 6) -> String {
    guard names.count > 1 else { return names.first ?? "" }
    guard names.count > limit + 1 else { return names.dropLast().joined(separator: ", ") + " and " + (names.last ?? "") }
    return names.prefix(limit).joined(separator: ", ") + " and \(names.count - limit) more"
  }

  /// Names of packages, the heaviest first.
  func names(ofPackages packages: some Sequence<Int32>) -> [String] { byWeight(packages).map { package($0).name } }

  func byWeight(_ packages: some Sequence<Int32>) -> [Int32] {
    packages.sorted { (ownership.packages[Int($1)].own, $0) < (ownership.packages[Int($0)].own, $1) }
  }

  /// `69.8 MB gcc-12`: the heaviest packages as lines of evidence.
  func heaviest(packages: some Sequence<Int32>, limit: Int = 4) -> [String] {
    byWeight(packages).filter { ownership.packages[Int($0)].own > 0 }.prefix(limit)
      .map { "\(size(ownership.packages[Int($0)].own)) \(package($0).name)" }
  }

  /// Bytes of the packages' own files.
  func ownBytes(_ packages: some Sequence<Int32>) -> Int { packages.reduce(0) { $0 + ownership.packages[Int($1)].own } }

  /// The package that a file belongs to, if it is one of these ecosystems.
  func package(owning content: Int32, in ecosystems: Set<Ecosystem>) -> Int32? {
    guard case .package(let number) = ownership.owners[Int(content)], ecosystems.contains(package(number).ecosystem) else {
      return nil
    }
    return number
  }

  /// Files whose bytes lie in the base's layers, and the others.
  func splitByBase(_ files: [ShownFile]) -> (base: [ShownFile], own: [ShownFile]) {
    var parts: (base: [ShownFile], own: [ShownFile]) = ([], [])
    for file in files {
      if isInBase(layer: tree.contents[Int(file.content)].location.layer) {
        parts.base.append(file)
      } else {
        parts.own.append(file)
      }
    }
    return parts
  }

  func name(_ path: Int32) -> String { String(decoding: paths.name(of: path), as: UTF8.self) }

  /// Names of ecosystems whose packages an operating system installs.
  static let systemEcosystems: Set<Ecosystem> = [.deb, .apk, .rpm]
}
