import TareOwners
import TareTree

/// What Python compiled and left beside its sources: `__pycache__/NAME.TAG[.opt-N].pyc`.
///
/// Source: PEP 3147, PEP 488, PEP 552; The Python Standard Library, "importlib", "cache_from_source".
struct Bytecode {
  struct File {
    var shown: ShownFile
    /// `NAME.py` beside the directory; nil where it is not there.
    var source: Int32?
    /// `cpython-311`.
    var tag: String
    /// 0, 1 or 2.
    var level: Int
  }

  private(set) var files: [File] = []
  /// Sources that have a place for bytecode: all `.py` below an environment or an interpreter's library.
  private(set) var sources = 0
  /// Tags of the interpreters that are in the image.
  let tags: Set<String>
  private let context: RuleContext

  init(_ context: RuleContext) {
    self.context = context
    tags = Self.tags(context)
    for path in context.tree.nodes.indices {
      let path = Int32(path)
      guard context.paths.name(of: path).suffix(4).elementsEqual(".pyc".utf8), let file = context.file(at: path),
        case let directory = context.paths.parent(of: path), directory > PathTable.root,
        context.paths.name(of: directory).elementsEqual("__pycache__".utf8)
      else { continue }
      add(file, context.paths.parent(of: directory))
    }
  }

  private mutating func add(_ file: ShownFile, _ directory: Int32) {
    var stem = String(context.lastPart(file.path).dropLast(4))
    var level = 0
    if let dot = stem.lastIndex(of: "."), stem[dot...].hasPrefix(".opt-") {
      // Any text may stand there; what is no number is never loaded by an option.
      level = Int(stem[stem.index(dot, offsetBy: 5)...]) ?? 3
      stem = String(stem[..<dot])
    }
    guard let dot = stem.lastIndex(of: "."), dot != stem.startIndex else { return }
    let source = context.tree.child((String(stem[..<dot]) + ".py").utf8, of: directory)
    files.append(File(shown: file, source: source, tag: String(stem[stem.index(after: dot)...]), level: level))
  }

  /// By the libraries of the interpreters: `lib/python3.11/os.py`.
  private static func tags(_ context: RuleContext) -> Set<String> {
    var tags: Set<String> = []
    for path in context.tree.nodes.indices
    where context.tree.nodes[path].exists && context.paths.name(of: Int32(path)).elementsEqual("os.py".utf8) {
      let name = context.lastPart(context.paths.parent(of: Int32(path)))
      for (prefix, tag) in [("python", "cpython-"), ("pypy", "pypy")] where name.hasPrefix(prefix) {
        let version = name.dropFirst(prefix.count).filter { $0 != "." }
        if !version.isEmpty, version.allSatisfy({ $0.isNumber || $0 == "t" }) { tags.insert(tag + version) }
      }
    }
    // Debian's interpreters of one major version share a library: python3 holds that of all.
    return tags.filter { $0 != "cpython-3" }
  }

  /// The level that what the image runs loads: from `PYTHONOPTIMIZE`, or `-O` and `-OO` in its commands.
  static func level(_ context: RuleContext) -> (level: Int, reason: String?) {
    let words = (context.config?.entrypoint ?? []) + (context.config?.command ?? [])
    for word in words.flatMap({ $0.split(separator: " ") }) where word == "-O" || word == "-OO" {
      return (word.count - 1, "the option \(word)")
    }
    let flag = flag("PYTHONOPTIMIZE", context)
    return (min(2, flag), flag > 0 ? context.config?.environment("PYTHONOPTIMIZE").map { "PYTHONOPTIMIZE=\($0)" } : nil)
  }

  /// What CPython makes of a variable that switches something on: a number is itself, any other text 1.
  static func flag(_ name: String, _ context: RuleContext) -> Int {
    guard let value = context.config?.environment(name), !value.isEmpty else { return 0 }
    return Int(value).map { $0 < 0 ? 1 : $0 } ?? 1
  }
}
