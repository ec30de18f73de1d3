/// What tells installed packages apart.
struct RpmIdentity: Hashable {
  var name: String
  /// `[epoch:]version-release`.
  var version: String
  var architecture: String?

  /// - Returns: nil where it has no name or version, and for what is no package: keys that signatures are checked with.
  init?(_ header: RpmHeader) {
    guard let name = header.string(.name), !name.isEmpty, !name.equals("gpg-pubkey"), let version = header.string(.version),
      let release = header.string(.release)
    else { return nil }
    self.name = name.text
    let epoch = header.numbers(.epoch)[0].map { "\($0):" } ?? ""
    self.version = "\(epoch)\(version.text)-\(release.text)"
    architecture = header.string(.architecture)?.text
  }

  init(_ package: Package) {
    name = package.name
    version = package.version
    architecture = package.architecture
  }
}

/// A package of a database, as far as its own header tells.
struct RpmRecord {
  var identity: RpmIdentity
  var record: Int32
  var number: UInt32
  /// Seconds since 1970.
  var installed: Int
  var licence: String?
  var provides: [String]
  var requirements: [(dependency: RpmDependency, kind: Need.Kind)] = []

  /// More than any package provides or requires: what a header may make us keep.
  private static let limit = 100_000

  init(_ header: RpmHeader, _ identity: RpmIdentity, number: UInt32, record: Int32) {
    self.identity = identity
    self.record = record
    self.number = number
    installed = header.numbers(.installTime)[0] ?? 0
    licence = header.string(.licence).flatMap(LicenceStatement.line)
    var known: Set<String> = []
    provides = header.strings(.provideName).prefix(Self.limit).lazy.map(\.text).filter { !$0.isEmpty && known.insert($0).inserted }
    addRequirements(of: header)
  }

  private mutating func addRequirements(of header: RpmHeader) {
    /// Index into the requirements by what the header says.
    var known: [String: Int] = [:]
    let flags = header.numbers(.requireFlags)
    for (index, name) in header.strings(.requireName).prefix(Self.limit).enumerated() where !name.hasPrefix("rpmlib(") {
      let kind = (flags[index] ?? 0) & Self.scriptFlags == 0 ? Need.Kind.depends : .preDepends
      if let earlier = known[name.text] {
        // Needed at run time too.
        if kind == .depends { requirements[earlier].kind = .depends }
      } else if let dependency = RpmDependency(name) {
        known[name.text] = requirements.count
        requirements.append((dependency, kind))
      }
    }
    for (tag, kind) in [(RpmHeader.Tag.recommendName, Need.Kind.recommends), (.suggestName, .suggests)] {
      for name in header.strings(tag).prefix(Self.limit) where known[name.text] == nil {
        guard let dependency = RpmDependency(name) else { continue }
        known[name.text] = requirements.count
        requirements.append((dependency, kind))
      }
    }
  }

  /// Required by the scripts that run at installation and removal.
  private static let scriptFlags = 1 << 5 | 1 << 6 | 1 << 7 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12

  /// - Parameter isProvided: whether any installed package is or provides what has this name.
  func needs(where isProvided: (String) -> Bool) -> [Need] {
    let own = Set(provides)
    return requirements.flatMap { dependency, kind in
      dependency.clauses(where: isProvided).compactMap { clause in
        clause.contains { own.contains($0) || $0 == identity.name } ? nil : Need(clause, kind)
      }
    }
  }
}
