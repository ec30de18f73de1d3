import TareOwners
import TareTree

/// Where contents lie and how lists read, for the rules on installed things.
extension RuleContext {
  /// Rows of the layers that first wrote these contents, the heaviest first, then of those that hold them now: a `chown` in
  /// between writes files again, and the instruction to change is the one before it.
  func rowsHolding(_ contents: some Sequence<Int32>) -> [Int] {
    var (first, now): ([Int32: Int], [Int32: Int]) = ([:], [:])
    for content in contents {
      let place = tree.contents[Int(content)]
      first[equal.firstLinks[content] ?? ownership.firstWriters[Int(content)], default: 0] += place.size
      now[place.location.layer, default: 0] += place.size
    }
    var rows: [Int] = []
    for sums in [first, now] {
      for (layer, _) in sums.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) where !rows.contains(row(ofLayer: layer)) {
        rows.append(row(ofLayer: layer))
      }
    }
    return rows
  }

  /// Where files are to be taken off that these rows brought: `at the end of layer 3 (RUN …)`; of a COPY, where it copies from.
  func endings(ofRows rows: [Int], limit: Int = 3) -> String {
    let (copies, others) = (rows.filter { isCopy($0) }, rows.filter { !isCopy($0) })
    var texts: [String] = []
    if !others.isEmpty { texts.append("at the end of " + listed(others.map { place(row: $0) }, limit: limit)) }
    if !copies.isEmpty {
      texts.append(
        "where " + listed(copies.map { place(row: $0) }, limit: limit) + (copies.count == 1 ? " gets" : " get") + " them from")
    }
    return texts.joined(separator: ", and ")
  }

  private func isCopy(_ row: Int) -> Bool { ["COPY", "ADD"].contains(keyword(ofRow: row) ?? "") }

  /// The same for the packages' own bytes.
  func rowsHolding(packages: some Sequence<Int32>) -> [Int] { rowsHolding(packages.flatMap { contents(ofPackage: $0) }) }

  /// `a`, `a and b`, `a, b, c and 4 more`.
  func listed(_ names: [String], limit: Int = 6) -> String {
    NameList.text(names, limit: limit)
  }

  /// Names of packages, the heaviest first, each once.
  func names(ofPackages packages: some Sequence<Int32>) -> [String] {
    var names: [String] = []
    for package in byWeight(packages) where !names.contains(self.package(package).name) { names.append(self.package(package).name) }
    return names
  }

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
  func package(owning content: Int32, in ecosystems: [Ecosystem]) -> Int32? {
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

  /// The last part of a path.
  func lastPart(_ path: Int32) -> String { String(decoding: paths.name(of: path), as: UTF8.self) }

  /// Names of ecosystems whose packages an operating system installs.
  static let systemEcosystems: [Ecosystem] = [.deb, .apk, .rpm]
}

extension RuleContext {
  /// The row of the layer that installed a package as it is now; where nothing says, or several of its name are there, of the
  /// one that first wrote most of its bytes.
  func rowInstalling(_ number: Int32) -> Int {
    let package = package(number)
    if packages(named: package.name, in: package.ecosystem).count == 1 {
      let layer = ownership.changes.indices.last { layer in
        ownership.changes[layer].changes.contains {
          $0.after == package.version && $0.name == package.name && $0.ecosystem == package.ecosystem
        }
      }
      if let layer { return row(ofLayer: Int32(layer)) }
    }
    return rowsHolding(packages: CollectionOfOne(number)).first ?? 0
  }
}
