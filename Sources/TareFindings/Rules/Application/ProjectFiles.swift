import TareOwners
import TareTree

/// The files of the project itself: what the image's own instructions copied in, and no package owns.
struct ProjectFiles {
  /// In the order of their paths' numbers.
  private(set) var files: [ShownFile] = []
  private let context: RuleContext

  /// - Parameter madeToo: whether files count that a `RUN` left beside them.
  init(_ context: RuleContext, madeToo: Bool = false) {
    self.context = context
    let isCopied = context.weighing.rowOfLayer.map { ["COPY", "ADD"].contains(context.keyword(ofRow: $0) ?? "") }
    // By directory: whether it belongs to the system, or to what was installed.
    var others: [Int32: Bool] = [:]
    context.forEachFile { file in
      switch context.ownership.owners[Int(file.content)] {
      case .application: break
      case .nobody:
        let writer = context.ownership.firstWriters[Int(file.content)]
        guard madeToo || isCopied[Int(writer)], !context.isInBase(layer: writer) else { return }
      case .package, .base: return
      }
      if !Self.isOther(context.paths.parent(of: file.path), context.paths, &others) { files.append(file) }
    }
  }

  /// Files by the outermost directory around them that is meant, in the order of the directories' numbers.
  func below(_ isMeant: (Int32) -> Bool) -> [(directory: Int32, files: [ShownFile])] {
    var tops: [Int32: Int32] = [:]
    var found: [Int32: [ShownFile]] = [:]
    for file in files {
      let top = Self.top(context.paths.parent(of: file.path), context.paths, isMeant, &tops)
      if top >= 0 { found[top, default: []].append(file) }
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func top(_ directory: Int32, _ paths: PathTable, _ isMeant: (Int32) -> Bool, _ tops: inout [Int32: Int32]) -> Int32
  {
    answer(directory, paths, ofRoot: -1, &tops) { path, above in above >= 0 ? above : isMeant(path) ? path : -1 }
  }

  private static let system: Set<String> = [
    "usr", "lib", "lib32", "lib64", "bin", "sbin", "etc", "var", "boot", "proc", "sys", "dev",
  ]
  private static let installed: Set<String> = ["node_modules", "site-packages", "dist-packages", "bower_components"]

  private static func isOther(_ directory: Int32, _ paths: PathTable, _ others: inout [Int32: Bool]) -> Bool {
    answer(directory, paths, ofRoot: false, &others) { path, above in
      let name = String(decoding: paths.name(of: path), as: UTF8.self)
      return above || installed.contains(name) || paths.parent(of: path) == PathTable.root && system.contains(name)
    }
  }

  /// What holds of a directory by what holds of the one around it, remembered; without recursion, as paths may be deep.
  private static func answer<Value>(
    _ directory: Int32, _ paths: PathTable, ofRoot: Value, _ known: inout [Int32: Value], _ next: (Int32, Value) -> Value
  ) -> Value {
    var way: [Int32] = []
    var current = directory
    while known[current] == nil, current > PathTable.root {
      way.append(current)
      current = paths.parent(of: current)
    }
    var value = known[current] ?? ofRoot
    for path in way.reversed() {
      value = next(path, value)
      known[path] = value
    }
    return value
  }
}
