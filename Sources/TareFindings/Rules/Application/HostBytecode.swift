import TareLayers
import TareTree

/// Bytecode of Python that came in with the sources, and that no interpreter of the image loads.
///
/// `COPY . .` takes `__pycache__` along from the machine that builds: compiled by another version of Python, or from a source
/// that has changed since, or that is gone. Python reads such a file's head, drops it, and compiles anew at every start where
/// it cannot write. Add `**/__pycache__` to `.dockerignore`.
///
/// Bytecode that fits the interpreter and the source, as a build stage leaves it with `compileall`, is no finding.
struct HostBytecode: Rule {
  static let name = "host-bytecode"
  static let family = RuleFamily.application
  static let summary = "Bytecode copied in with the sources that no interpreter loads"

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
    let own = Set(ProjectFiles(context).files.map(\.path))
    let files = bytecode.files.filter { own.contains($0.shown.path) }
    guard !files.isEmpty else { return .nothing(because: "no bytecode came in with the sources") }
    var found: [Fault: [ShownFile]] = [:]
    for file in files {
      if let fault = try Self.fault(file, bytecode.tags, context) { found[fault, default: []].append(file.shown) }
    }
    let stale = found.values.joined().sorted { $0.path < $1.path }
    guard !stale.isEmpty else { return .nothing(because: "what came in fits the interpreter and the sources") }
    let contents = Set(stale.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    let counts = Fault.allCases.compactMap { fault in found[fault].map { "\(context.counted($0.count, "file")) \(fault.words)" } }
    let directories = Set(stale.map { context.paths.parent(of: $0.path) }).sorted()
    return .findings([
      Finding(
        key: "all", title: "Bytecode from elsewhere that is never loaded", claim: context.claim(files: stale),
        evidence: counts + context.heaviest(contents), effort: .oneLine,
        risk: Risk(.none, "Python compiles from the source, as it does now"),
        fixes: context.fixes(leavingOut: directories, contents, rows), rows: rows)
    ])
  }

  private static func fault(_ file: Bytecode.File, _ tags: Set<String>, _ context: RuleContext) throws -> Fault? {
    guard let source = file.source else { return .orphaned }
    if !tags.isEmpty, !tags.contains(file.tag) { return .foreign }
    guard file.shown.size >= 16, let shown = context.file(at: source), let entry = context.entry(of: shown.content),
      let head = try context.bytes(of: file.shown.content, in: 0..<16), head.count == 16
    else { return nil }
    func word(_ at: Int) -> UInt32 { (0..<4).reduce(0) { $0 | UInt32(head[at + $1]) << (8 * UInt32($1)) } }
    // Checked by the source's hash rather than its time: taken as good.
    guard word(4) == 0 else { return nil }
    let fits = word(8) == UInt32(truncatingIfNeeded: entry.modified) && word(12) == UInt32(truncatingIfNeeded: shown.size)
    return fits ? nil : .outdated
  }
}
