/// Gems: each home of RubyGems has a gemspec per gem in `specifications`, those that come with Ruby in
/// `specifications/default`; Bundler keeps what it takes from git in `bundler/gems`.
package struct GemCatalogue: PackageCatalogue {
  /// No image has more of one gem; more would only make a damaged one slow.
  private static let versionsConsidered = 256

  package init() {}

  package func wants(_ file: FileName) -> Bool {
    switch file.name.last {
    case 0x63: file.name.hasSuffix(".gemspec") && GemPlace(file.directory) != nil
    // Gems bring their own, which say nothing about this image.
    case 0x6b: file.name.equals("Gemfile.lock") && GemPlace.lastGems(file.directory) == nil
    default: false
    }
  }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    var gems: [Gem] = []
    var locks: [(directory: [UInt8], lock: GemLock)] = []
    for record in files.wanted {
      guard let bytes = try files.contents(of: record) else { continue }
      let directory = files.path(files.parent(record))
      if files.name(record).last == 0x6b {
        locks.append((directory, bytes.withUnsafeBytes { GemLock($0) }))
      } else if let place = directory.withUnsafeBytes({ GemPlace($0.from(1)) }),
        let specification = bytes.withUnsafeBytes({ GemSpecification($0) })
      {
        let key = String(decoding: files.path(record), as: UTF8.self)
        let home = Array(directory.prefix(place.homeLength + 1))
        gems.append(
          Gem(
            record: record, key: key, home: home, specification: specification,
            version: GemVersion(specification.version)))
      }
    }
    let intents = GemIntents(homes: Set(gems.map(\.home)), locks)
    let byName = Dictionary(grouping: gems, by: \.specification.name)
      .mapValues { Array($0.sorted { $0.version > $1.version }.prefix(Self.versionsConsidered)) }
    return gems.map { gem in
      var package = Package(
        ecosystem: .gem, name: gem.specification.name, version: gem.specification.version, record: gem.record, key: gem.key)
      package.architecture = gem.specification.platform
      package.licences = gem.specification.licences
      package.needs = gem.specification.dependencies.compactMap { dependency in
        let keys = Self.choices(dependency, for: gem, among: byName[dependency.name] ?? [])
        return keys.isEmpty ? nil : Need(keys)
      }
      package.intent = intents.intent(of: gem.specification.name, in: gem.home)
      return package
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    var listing = GemFiles(files)
    return try packages.map { try listing.files(of: $0) }
  }

  /// `gems` are of one name, the newest first, as RubyGems chooses. A home is complete in itself unless something is
  /// missing in it.
  private static func choices(_ dependency: GemSpecification.Dependency, for gem: Gem, among gems: [Gem]) -> [String] {
    let fitting = gems.filter { candidate in dependency.requirements.allSatisfy(candidate.version.satisfies) }
    let near = fitting.filter { $0.home == gem.home }
    return (near.isEmpty ? fitting : near).map(\.key)
  }
}

private struct Gem {
  var record: Int32
  var key: String
  /// The path of the home that it is in.
  var home: [UInt8]
  var specification: GemSpecification
  var version: GemVersion
}

/// What the Gemfile.lock of each application asked for, by home: one that has a home of its own below it speaks of that one,
/// the others of the homes that nobody has for his own.
private struct GemIntents {
  private var byHome: [[UInt8]: GemLock] = [:]

  init(homes: Set<[UInt8]>, _ locks: [(directory: [UInt8], lock: GemLock)]) {
    var shared = GemLock()
    for (directory, lock) in locks {
      let prefix = directory + (directory.last == 0x2f ? [] : [0x2f])
      let own = prefix.count > 1 ? homes.filter { $0.starts(with: prefix) } : []
      if own.isEmpty { shared.formUnion(lock) }
      for home in own { byHome[home, default: GemLock()].formUnion(lock) }
    }
    for home in homes where byHome[home] == nil { byHome[home] = shared }
  }

  func intent(of name: String, in home: [UInt8]) -> Package.Intent {
    guard let lock = byHome[home] else { return .unknown }
    return lock.asked.contains(name) ? .asked : lock.resolved.contains(name) ? .automatic : .unknown
  }
}
