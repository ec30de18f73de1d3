import TareOwners
import TareTree

/// Directories of tests inside installed distributions, told from those that something imports.
struct TestSuites {
  /// By path of a file: the outermost directory of tests around it; -1 for none.
  private var suiteOf: [Int32]
  /// Suites that something imports, with one that does.
  private(set) var kept: [Int32: Int32] = [:]
  /// Sources looked through for imports.
  private(set) var read = 0
  private(set) var unread = 0
  private let context: RuleContext

  private static let names: Set<String> = ["tests", "test", "_tests"]

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ installed: InstalledFiles, _ context: RuleContext) throws {
    self.context = context
    suiteOf = [Int32](repeating: -1, count: context.tree.nodes.count)
    let names = Self.names.map { Array($0.utf8) }
    let sites = Set(installed.sites)
    // By path: whether it lies in an environment. A parent has a smaller number.
    var isInside = [Bool](repeating: false, count: suiteOf.count)
    for path in suiteOf.indices.dropFirst() {
      let parent = Int(context.paths.parent(of: Int32(path)))
      isInside[path] = isInside[parent] || sites.contains(Int32(parent))
      guard isInside[path] else { continue }
      if suiteOf[parent] >= 0 {
        suiteOf[path] = suiteOf[parent]
      } else if context.isDirectory(Int32(path)), names.contains(where: { context.paths.name(of: Int32(path)).elementsEqual($0) }) {
        suiteOf[path] = Int32(path)
      }
    }
    try keepImported(installed)
  }

  /// Whether a file lies in a suite that nothing imports.
  func contains(_ path: Int32) -> Bool {
    let suite = suiteOf[Int(path)]
    return suite >= 0 && kept[suite] == nil
  }

  // MARK: Imports

  private mutating func keepImported(_ installed: InstalledFiles) throws {
    for (file, edges) in context.reach.imports.imports.sorted(by: { $0.key < $1.key }) where suiteOf[Int(file)] < 0 {
      for edge in edges { keep(edge.target, importedBy: file) }
    }
    var testing: Set<Int32> = []
    for file in installed.files where suiteOf[Int(file.shown.path)] >= 0 { testing.insert(file.package) }
    for file in installed.files where testing.contains(file.package) && suiteOf[Int(file.shown.path)] < 0 {
      guard isModule(file.shown.path) else { continue }
      guard let text = try context.bytes(of: file.shown.content, limit: 4 << 20) else {
        unread += 1
        continue
      }
      read += 1
      guard Self.mentionsTests(text) else { continue }
      for found in PythonImports(text).all where found.kind != .literal { look(found, in: file) }
    }
  }

  /// What collects tests for pytest is no use of them.
  private func isModule(_ path: Int32) -> Bool {
    let name = context.paths.name(of: path)
    return name.suffix(3).elementsEqual(".py".utf8) && !name.elementsEqual("conftest.py".utf8) && !name.starts(with: "test_".utf8)
  }

  private mutating func keep(_ target: Int32, importedBy file: Int32) {
    let suite = suiteOf[Int(target)]
    if suite >= 0, kept[suite] == nil { kept[suite] = file }
  }

  private mutating func look(_ found: PythonImports.Import, in file: InstalledFiles.File) {
    var directory = file.site
    if found.level > 0 {
      directory = context.paths.parent(of: file.shown.path)
      for _ in 1..<max(1, found.level) where directory > PathTable.root { directory = context.paths.parent(of: directory) }
    }
    let parts = found.module.split(separator: 0x2e).map(Array.init)
    // What is taken out of a package may be a module of it.
    for module in [parts] + found.names.map({ parts + [$0] }) where !module.isEmpty {
      var place = directory
      for part in module {
        guard let next = context.tree.child(part, of: place) else { break }
        place = next
        if suiteOf[Int(place)] >= 0 {
          keep(place, importedBy: file.shown.path)
          break
        }
      }
    }
  }

  /// Whether a line of the text may import a module named `test`, `tests` or `_tests`: most sources need no closer look.
  private static func mentionsTests(_ text: [UInt8]) -> Bool {
    text.withUnsafeBytes { text in
      var place = 0
      while let start = nextTest(in: text, from: place) {
        place = start + 4
        guard start == 0 || [0x2e, 0x20, 0x09, 0x5f, 0x28, 0x22, 0x27].contains(text[start - 1]) else { continue }
        var end = place
        if end < text.count, text[end] == 0x73 { end += 1 }
        guard end == text.count || !text[end].isNamePart else { continue }
        if isImport(text, start, end) { return true }
      }
      return false
    }
  }

  /// Where `test` begins next. Two of its letters tell most blocks of 16 bytes apart that cannot hold its beginning.
  private static func nextTest(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
    let (letter, second) = (SIMD16<UInt8>(repeating: 0x65), SIMD16<UInt8>(repeating: 0x73))
    var place = start
    while place + 19 <= text.count {
      let block =
        (text.loadUnaligned(fromByteOffset: place + 1, as: SIMD16<UInt8>.self) ^ letter)
        | (text.loadUnaligned(fromByteOffset: place + 2, as: SIMD16<UInt8>.self) ^ second)
      // A byte that is zero borrows from its top bit.
      let words = unsafeBitCast(block, to: SIMD2<UInt64>.self)
      let borrowed = (words &- SIMD2(repeating: 0x0101_0101_0101_0101)) & ~words & SIMD2(repeating: 0x8080_8080_8080_8080)
      if borrowed[0] | borrowed[1] != 0 {
        for offset in 0..<16 where block[offset] == 0 && text[place + offset] == 0x74 && text[place + offset + 3] == 0x74 {
          return place + offset
        }
      }
      place += 16
    }
    while place + 4 <= text.count {
      if text[place] == 0x74, text[place + 1] == 0x65, text[place + 2] == 0x73, text[place + 3] == 0x74 { return place }
      place += 1
    }
    return nil
  }

  /// Whether the line around a name has the word `import`, or the name stands in a list that goes on over lines.
  private static func isImport(_ text: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Bool {
    let first = text[..<start].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
    let last = text[end...].firstIndex(of: 0x0a) ?? text.count
    if text[first..<last].contains(subsequence: "import") { return true }
    var next = end
    while next < last, text[next] == 0x20 { next += 1 }
    let closes = next == last || [0x2c, 0x29, 0x5c, 0x23, 0x0d].contains(text[next])
    return closes && text[first..<start].allSatisfy { $0.isNamePart || [0x20, 0x09, 0x2c, 0x28].contains($0) }
  }
}

extension UInt8 {
  fileprivate var isNamePart: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5a, 0x5f, 0x61...0x7a, 0x80...0xff: true
    default: false
    }
  }
}
