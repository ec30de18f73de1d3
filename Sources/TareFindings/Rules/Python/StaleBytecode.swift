import TareTree

/// Bytecode that Python will not load: its source is gone or has changed, or another interpreter compiled it.
///
/// A `.pyc` in `__pycache__` counts only beside its source, for the interpreter whose tag it bears, and as long as time and
/// size of the source are what it recorded. It is left by a `COPY` of a work tree, by an upgrade of Python over an old
/// environment, by touching sources after they were compiled. Keep `__pycache__` out with `.dockerignore`, and compile after
/// the last change of the sources.
///
/// Bytecode that was compiled with `--invalidation-mode unchecked-hash` is loaded whatever its source says, and is no finding.
/// The application's own directories are left to the rules on the application.
struct StaleBytecode: Rule {
  static let name = "stale-bytecode"
  static let family = RuleFamily.python
  static let summary = "Bytecode that no interpreter of the image will load"

  private enum Fault: Int, CaseIterable {
    case orphaned, foreign, outdated

    var words: String {
      switch self {
      case .orphaned: "without a source"
      case .foreign: "of an interpreter that is not there"
      case .outdated: "older than the source"
      }
    }
  }

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let bytecode = Bytecode(context)
    guard !bytecode.files.isEmpty else { return .nothing(because: "no bytecode is in the image") }
    var found: [Fault: [ShownFile]] = [:]
    var unread = 0
    for file in bytecode.files where context.ownership.owners[Int(file.shown.content)] != .application {
      if file.source == nil {
        found[.orphaned, default: []].append(file.shown)
      } else if !bytecode.tags.isEmpty, !bytecode.tags.contains(file.tag) {
        found[.foreign, default: []].append(file.shown)
      } else if let source = file.source {
        switch try isOutdated(file.shown, source, context) {
        case true?: found[.outdated, default: []].append(file.shown)
        case nil: unread += 1
        case false?: break
        }
      }
    }
    let files = found.values.joined().sorted { $0.path < $1.path }
    guard !files.isEmpty else {
      let rest = unread > 0 ? "; of \(unread) it could not be read" : ""
      return .nothing(
        because:
          "all bytecode (\(context.counted(bytecode.files.count, "file"))) has a source of the recorded time and size\(rest)")
    }
    let contents = Set(files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    let counts = Fault.allCases.compactMap { fault in found[fault].map { "\(context.counted($0.count, "file")) \(fault.words)" } }
    return .findings([
      Finding(
        key: "all", title: "Bytecode that is never loaded", claim: context.claim(files: files),
        evidence: counts + context.heaviest(contents), effort: .oneLine,
        risk: Risk(.none, "Python compiles from the source, as it does now"),
        fixes: [
          Finding.Fix("keep __pycache__ out (.dockerignore), or delete it \(context.endings(ofRows: rows)), before compiling anew")
        ],
        rows: rows)
    ])
  }

  /// Nil where its head cannot be read.
  private func isOutdated(_ file: ShownFile, _ source: Int32, _ context: RuleContext) throws -> Bool? {
    guard file.size >= 16, let node = context.file(at: source), let entry = context.entry(of: node.content) else { return nil }
    guard let head = try context.bytes(of: file.content, in: 0..<16), head.count == 16 else { return nil }
    func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(head[at + $1]) << (8 * UInt32($1)) } }
    // Bit 0: by hash, which would have to be computed; such are taken as good.
    guard word(4) == 0 else { return false }
    return word(8) != UInt32(truncatingIfNeeded: entry.modified) || word(12) != UInt32(truncatingIfNeeded: node.size)
  }
}
