/// The files below one directory that a package claims. Paths are relative to it; what is not there is passed over.
struct PrefixClaim {
  let files: any ImageFiles
  private let prefix: [UInt8]
  let directory: Int32
  private(set) var claimed = PackageFiles()

  init(_ directory: Int32, in files: any ImageFiles) {
    self.files = files
    self.directory = directory
    prefix = directory == 0 ? [] : files.path(directory)
  }

  func find(_ path: String) -> Int32? { files.find(prefix + [0x2f] + path.utf8) }

  mutating func file(_ number: Int32) {
    if files.kind(number) != .directory { claimed.listed.append(.init(path: number)) }
  }

  mutating func file(_ path: String) {
    if let number = find(path) { file(number) }
  }

  /// All below a directory.
  mutating func tree(_ number: Int32) {
    if files.kind(number) == .directory, number > 0 { claimed.trees.append(number) }
  }

  mutating func tree(_ path: String) {
    if let number = find(path) { tree(number) }
  }

  /// What lies directly in a directory and has a name that counts: files by themselves, directories with all below.
  mutating func entries(of path: String, where counts: (UnsafeRawBufferPointer) -> Bool) {
    guard let number = find(path) else { return }
    entries(of: number, where: counts)
  }

  mutating func entries(of number: Int32, where counts: (UnsafeRawBufferPointer) -> Bool) {
    guard files.kind(number) == .directory else { return }
    for child in files.children(of: number) where files.name(child).withUnsafeBytes(counts) {
      file(child)
      tree(child)
    }
  }

  /// The whole directory, unless others install into it as well.
  mutating func everything() {
    let shared = ["share", "sbin", "etc", "games", "local", "var"]
    if !shared.contains(where: { find($0) != nil }) { tree(directory) }
  }
}

extension ImageFiles {
  func isNamed(_ number: Int32, _ name: StaticString) -> Bool { self.name(number).withUnsafeBytes { $0.equals(name) } }

  /// The directory so many levels up, if those in between have these names, the innermost first; nil stands for any.
  func ancestor(of number: Int32, through names: [StaticString?]) -> Int32? {
    var current = parent(number)
    for name in names {
      guard current > 0, name.map({ isNamed(current, $0) }) ?? true else { return nil }
      current = parent(current)
    }
    return current >= 0 ? current : nil
  }
}

extension UnsafeRawBufferPointer {
  /// The last part of a path.
  var lastPart: UnsafeRawBufferPointer { from((lastIndex(of: 0x2f) ?? -1) + 1) }

  /// The path without its last part.
  var withoutLastPart: UnsafeRawBufferPointer { upTo(lastIndex(of: 0x2f) ?? 0) }

  var isVersion: Bool { first?.isDigit ?? false && allSatisfy { $0.isDigit || $0 == 0x2e } }

  /// The value that a line `#define NAME VALUE` gives, without quotes.
  func definition(of name: StaticString) -> String? {
    for line in lines where line.first == 0x23 {
      let definition = line.from(1).trimmed
      guard definition.hasPrefix("define") else { continue }
      let rest = definition.from(6).trimmed
      guard rest.hasPrefix(name), rest.count > name.utf8CodeUnitCount, rest[name.utf8CodeUnitCount].isBlank else { continue }
      let value = rest.from(name.utf8CodeUnitCount).trimmed
      return value.first == 0x22 ? value.from(1).cut(0x22).head.text : value.text
    }
    return nil
  }

  /// What lies between `start` and the next `end`.
  func text(after start: StaticString, upTo end: UInt8) -> String? {
    let length = start.utf8CodeUnitCount
    guard length > 0, count >= length else { return nil }
    let first = start.utf8Start.pointee
    var rest = self
    while let index = rest.firstIndex(of: first) {
      rest = rest.from(index)
      if rest.hasPrefix(start) {
        let (head, tail) = rest.from(length).cut(end)
        return tail == nil ? nil : head.text
      }
      rest = rest.from(1)
    }
    return nil
  }
}

extension UInt8 {
  var isDigit: Bool { (0x30...0x39).contains(self) }
}
