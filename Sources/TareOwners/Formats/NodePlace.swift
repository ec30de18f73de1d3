/// What a directory is to Node, by its path alone.
enum NodePlace {
  /// `node_modules/NAME`, however deep, as long as nothing but packages lies between: what a package has in a directory of
  /// its own is a fixture, a part of its build, or somebody's work in which it was copied, and no installed package.
  case package
  /// Outside any node_modules.
  case outside
  case inside

  private enum Step { case outside, modules, scope, package, store, storeScope, storeEntry, inside }

  /// `directory` as in `FileName`.
  init(_ directory: UnsafeRawBufferPointer) {
    var step = Step.outside
    var rest = directory
    if let offset = Self.debianModules(directory) {
      step = .modules
      rest = directory.from(offset)
    }
    for part in rest.parts(0x2f) {
      step = Self.step(from: step, to: part)
      if step == .inside { break }
    }
    switch step {
    case .package: self = .package
    case .outside: self = .outside
    default: self = .inside
    }
  }

  private static func step(from step: Step, to part: UnsafeRawBufferPointer) -> Step {
    switch step {
    case .outside: part.equals("node_modules") ? .modules : .outside
    case .modules:
      switch part.first {
      case 0x40: .scope
      // pnpm's .pnpm and npm's .store: a directory per package and version, and in it a node_modules.
      case 0x2e: .store
      default: .package
      }
    case .scope: .package
    case .package, .storeEntry: part.equals("node_modules") ? .modules : .inside
    case .store: part.first == 0x40 ? .storeScope : .storeEntry
    // pnpm writes `@scope+name@version`, npm `@scope/name@version`.
    case .storeScope: part.equals("node_modules") ? .modules : .storeEntry
    case .inside: .inside
    }
  }

  /// Where the path below one of Debian's directories of modules begins: `usr/share/nodejs`, `usr/lib/nodejs` and
  /// `usr/lib/TRIPLET/nodejs` (https://wiki.debian.org/Javascript/Nodejs).
  private static func debianModules(_ directory: UnsafeRawBufferPointer) -> Int? {
    if directory.hasPrefix("usr/share/nodejs/") { return 17 }
    if directory.hasPrefix("usr/lib/nodejs/") { return 15 }
    guard directory.hasPrefix("usr/lib/") else { return nil }
    let (triplet, tail) = directory.from(8).cut(0x2f)
    return tail?.hasPrefix("nodejs/") == true ? 8 + triplet.count + 8 : nil
  }
}
