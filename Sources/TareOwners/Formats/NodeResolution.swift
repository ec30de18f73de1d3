/// Which package another one's name means, as Node looks for it: in the node_modules beside and above, links followed.
///
/// Source: https://nodejs.org/api/modules.html, "Loading from node_modules folders".
struct NodeResolution {
  struct Installed {
    var record: Int32
    var directory: Int32
    var manifest: NodeManifest
    var intent = Package.Intent.unknown
    var isLocal = false
  }

  /// A path of PATH_MAX bytes has no more parts.
  private static let deepest = 2048

  private let files: any ImageFiles
  private let outside: [Int32: NodeManifest]
  private var installed: [Installed]
  /// From a package's directory to its place in `installed`.
  private var byDirectory: [Int32: Int] = [:]
  /// From a directory to the node_modules in it.
  private var modulesBelow: [Int32: Int32] = [:]
  /// From a node_modules to what each name in it means.
  private var names: [Int32: [String: Int]] = [:]
  /// Where Debian's Node looks last.
  private var lastResorts: [Int32] = []

  init(_ installed: [Installed], outside: [Int32: NodeManifest], _ files: any ImageFiles) {
    self.files = files
    self.installed = installed
    self.outside = outside
    for (index, package) in installed.enumerated() { byDirectory[package.directory] = index }
  }

  mutating func resolve() {
    var directories: Set<Int32> = []
    for package in installed where outside[package.directory] == nil { directories.insert(modules(of: package.directory)) }
    for directory in outside.keys {
      if let modules = files.find(files.path(directory) + Array("/node_modules".utf8)), files.kind(modules) == .directory {
        directories.insert(modules)
      }
    }
    let ordered = directories.sorted()
    for modules in ordered {
      if files.name(modules).elementsEqual("node_modules".utf8) {
        modulesBelow[files.parent(modules)] = modules
      } else {
        lastResorts.append(modules)
      }
      names[modules] = packages(inside: modules)
    }
    for modules in ordered { setIntent(ofThoseIn: modules) }
  }

  var packages: [Package] {
    installed.map { each in
      var package = Package(
        ecosystem: .npm, name: each.manifest.name, version: each.manifest.version, record: each.record,
        key: key(of: each.directory))
      package.intent = each.intent
      package.licences = each.manifest.licences
      package.isLocal = each.isLocal
      for (wanted, kind) in [
        (each.manifest.dependencies, Need.Kind.depends), (each.manifest.optional, .optional), (each.manifest.peers, .peer),
      ] {
        for name in wanted {
          guard let found = find(name, from: each.directory) else { continue }
          package.needs.append(Need([key(of: installed[found].directory)], kind))
        }
      }
      return package
    }
  }

  private func key(of directory: Int32) -> String { String(decoding: files.path(directory), as: UTF8.self) }

  private func find(_ name: String, from directory: Int32) -> Int? {
    var directory = directory
    for _ in 0..<Self.deepest where directory >= 0 {
      if let modules = modulesBelow[directory], let found = names[modules]?[name] { return found }
      directory = files.parent(directory)
    }
    return lastResorts.lazy.compactMap { names[$0]?[name] }.first
  }

  /// The node_modules that a package lies in, past the directory of its scope.
  private func modules(of directory: Int32) -> Int32 {
    let parent = files.parent(directory)
    return files.name(parent).first == 0x40 ? files.parent(parent) : parent
  }

  private mutating func packages(inside modules: Int32) -> [String: Int] {
    var found: [String: Int] = [:]
    for child in files.children(of: modules) {
      let name = files.name(child)
      if name.first == 0x40, files.kind(child) == .directory {
        for inner in files.children(of: child) { found[text(name + [0x2f] + files.name(inner))] = package(at: inner) }
      } else {
        found[text(name)] = package(at: child)
      }
    }
    return found
  }

  private func text(_ name: [UInt8]) -> String { String(decoding: name, as: UTF8.self) }

  private mutating func package(at child: Int32) -> Int? {
    switch files.kind(child) {
    case .directory: return byDirectory[child]
    case .symbolicLink:
      guard let record = files.find(files.path(child) + Array("/package.json".utf8)) else { return nil }
      let directory = files.parent(record)
      if let known = byDirectory[directory] { return known }
      // A workspace, or `npm install ../FOLDER`.
      guard let manifest = outside[directory], !manifest.name.isEmpty else { return nil }
      installed.append(Installed(record: record, directory: directory, manifest: manifest, intent: .asked, isLocal: true))
      byDirectory[directory] = installed.count - 1
      return installed.count - 1
    case .regular, .other: return nil
    }
  }

  /// The application's manifest names what was asked for. Without one everything under `PREFIX/lib/node_modules` was asked
  /// for by `npm install --global`.
  private mutating func setIntent(ofThoseIn modules: Int32) {
    guard let names = names[modules], files.name(modules).elementsEqual("node_modules".utf8) else { return }
    let owner = files.parent(modules)
    let isApplication = byDirectory[owner].map { installed[$0].isLocal } ?? true
    if isApplication, let manifest = outside[owner] {
      markAutomatic(names.values)
      for wanted in [manifest.dependencies, manifest.development, manifest.optional, manifest.peers] {
        for name in wanted { if let index = names[name] { installed[index].intent = .asked } }
      }
      for name in manifest.local { if let index = names[name] { installed[index].isLocal = true } }
    } else if !isApplication || files.path(owner).withUnsafeBytes({ NodePlace($0.from(1)) }) != .outside {
      markAutomatic(names.values)
    } else if files.name(owner).elementsEqual("lib".utf8) {
      for index in names.values { installed[index].intent = .asked }
    }
  }

  private mutating func markAutomatic(_ indices: some Sequence<Int>) {
    for index in indices where installed[index].intent == .unknown { installed[index].intent = .automatic }
  }
}
