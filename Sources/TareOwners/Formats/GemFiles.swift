/// Where RubyGems puts what belongs to a gem.
///
/// Source: https://docs.ruby-lang.org/en/master/Gem.html, and lib/rubygems/basic_specification.rb for the names.
struct GemFiles {
  private let files: any ImageFiles
  /// From `extensions` of a home to the directories of platform and ABI in it.
  private var abis: [Int32: [Int32]] = [:]

  init(_ files: any ImageFiles) { self.files = files }

  mutating func files(of package: Package) throws -> PackageFiles {
    let directory = files.path(files.parent(package.record))
    guard let place = directory.withUnsafeBytes({ GemPlace($0.from(1)) }) else { return PackageFiles() }
    let home = Array(directory.prefix(place.homeLength + 1))
    if place.kind == .fromGit { return gitFiles(of: package, home) }

    let full = files.name(package.record).dropLast(8)
    var found = PackageFiles(listed: [.init(path: package.record)])
    for part in ["/gems/", "/doc/"] {
      if let tree = files.find(home + part.utf8 + full), files.kind(tree) == .directory { found.trees.append(tree) }
    }
    found.trees += extensions(in: home + "/extensions".utf8, Array(full))
    for path in [
      "/cache/".utf8 + full + ".gem".utf8, "/build_info/".utf8 + full + ".info".utf8,
      "/plugins/\(package.name)_plugin.rb".utf8 + [],
    ] {
      list(home + path, in: &found)
    }
    let isByDefault = place.kind == .byDefault
    guard let bytes = try files.contents(of: package.record),
      let specification = bytes.withUnsafeBytes({ GemSpecification($0, withFiles: isByDefault) })
    else { return found }
    for executable in specification.executables where !executable.contains("/") {
      for folder in executableFolders(home) { list(folder + "/\(executable)".utf8, in: &found) }
    }
    if isByDefault { listLibrary(specification.files, home, in: &found) }
    return found
  }

  private func list(_ path: [UInt8], in found: inout PackageFiles) {
    guard let file = files.find(path), files.kind(file) == .regular else { return }
    found.listed.append(.init(path: file))
  }

  private mutating func extensions(in path: [UInt8], _ full: [UInt8]) -> [Int32] {
    guard let extensions = files.find(path), files.kind(extensions) == .directory else { return [] }
    if abis[extensions] == nil {
      abis[extensions] = files.children(of: extensions).flatMap { files.children(of: $0) }.filter { files.kind($0) == .directory }
    }
    return (abis[extensions] ?? []).compactMap { files.find(files.path($0) + [0x2f] + full) }
      .filter { files.kind($0) == .directory }
  }

  /// Of `bundler/gems/NAME-COMMIT`, which Bundler checked out from the clone in `cache/bundler/git`.
  private mutating func gitFiles(of package: Package, _ home: [UInt8]) -> PackageFiles {
    let tree = files.parent(package.record)
    var found = PackageFiles(trees: [tree])
    let full = files.name(tree)
    found.trees += extensions(in: home + "/bundler/gems/extensions".utf8, full)
    guard let dash = full.lastIndex(of: 0x2d), let clones = files.find(home + "/cache/bundler/git".utf8) else { return found }
    found.trees += files.children(of: clones).filter { clone in
      let name = files.name(clone)
      return files.kind(clone) == .directory && name.count == dash + 41 && name.starts(with: full[...dash])
    }
    return found
  }

  /// The home's own `bin`; that of Ruby where the home is Ruby's, and Debian's choice for its.
  private func executableFolders(_ home: [UInt8]) -> [[UInt8]] {
    var folders = [home + "/bin".utf8]
    if let prefix = rubyPrefix(home) { folders.append(prefix.path + "/bin".utf8) }
    if home.starts(with: "/var/lib/gems/".utf8) { folders.append(Array("/usr/local/bin".utf8)) }
    return folders
  }

  /// Of `PREFIX/lib/ruby/gems/VERSION`.
  private func rubyPrefix(_ home: [UInt8]) -> (path: [UInt8], version: ArraySlice<UInt8>)? {
    let middle = Array("/lib/ruby/gems".utf8)
    guard let slash = home.lastIndex(of: 0x2f), home[..<slash].suffix(middle.count).elementsEqual(middle) else { return nil }
    return (Array(home[..<(slash - middle.count)]), home[(slash + 1)...])
  }

  /// The files of a gem that comes with Ruby, which lie in Ruby's own library, those compiled below its platform.
  private func listLibrary(_ names: [String], _ home: [UInt8], in found: inout PackageFiles) {
    guard let prefix = rubyPrefix(home) else { return }
    let library = prefix.path + "/lib/ruby/".utf8 + prefix.version
    guard let directory = files.find(library) else { return }
    let platforms = files.children(of: directory).filter { child in
      files.kind(child) == .directory && files.name(child).split(separator: 0x2d).contains { $0.starts(with: "linux".utf8) }
    }
    for name in names {
      let name = name.hasPrefix("lib/") ? name.dropFirst(4) : name[...]
      for folder in [library] + platforms.map(files.path) { list(folder + "/\(name)".utf8, in: &found) }
    }
  }
}
