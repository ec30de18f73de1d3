import TareOwners
import TareTree

/// Directories in which a build keeps what it makes on the way: cargo's `target`, Maven's `target`, Gradle's `build`, CMake's,
/// .NET's `obj`, node-gyp's objects, the cache of Next.js.
///
/// The program is one file of it, or a few. Build in a stage of its own and copy these:
/// `COPY --from=build /src/target/release/app /usr/local/bin/`.
///
/// Where the image starts a program that lies in such a directory, or a script or setting names it, only what is known to be
/// between source and program is claimed: objects, incremental state, fingerprints, reports. Shared libraries stay.
struct BuildDirectories: Rule {
  static let name = "build-directories"
  static let family = RuleFamily.languages
  static let summary = "What cargo, Maven, Gradle, CMake and others keep while they build"

  private struct Kind {
    var tool: String
    var name: String
    /// Paths below it of which one tells that it is the tool's.
    var marks: [String]
    /// Names below it of what is only on the way.
    var between: Set<String>
  }

  private static let kinds: [Kind] = [
    Kind(
      tool: "cargo", name: "target", marks: [".rustc_info.json"],
      between: ["deps", "build", "incremental", ".fingerprint", "examples", ".rustc_info.json"]),
    Kind(
      tool: "Maven", name: "target", marks: ["maven-status", "maven-archiver", "surefire-reports"],
      between: [
        "maven-status", "maven-archiver", "surefire-reports", "test-classes", "generated-sources", "generated-test-sources", "site",
      ]
    ),
    Kind(
      tool: "Gradle", name: "build", marks: ["tmp/compileJava", "tmp/jar", "tmp/compileKotlin", "tmp/bootJar"],
      between: ["tmp", "reports", "test-results", "generated"]),
    Kind(tool: "Gradle", name: ".gradle", marks: ["buildOutputCleanup", "vcs-1"], between: ["buildOutputCleanup", "vcs-1"]),
    Kind(tool: "CMake", name: "build", marks: ["CMakeCache.txt"], between: ["CMakeFiles", "CMakeCache.txt"]),
    Kind(tool: ".NET", name: "obj", marks: ["project.assets.json"], between: ["project.assets.json", "Debug", "Release"]),
    Kind(tool: "node-gyp", name: "build", marks: ["Release/obj.target"], between: ["obj.target"]),
    Kind(tool: "Next.js", name: "cache", marks: ["webpack", "swc"], between: ["webpack", "swc"]),
    Kind(tool: "Stack", name: ".stack-work", marks: ["dist", "install"], between: ["dist"]),
    Kind(tool: "Cabal", name: "dist-newstyle", marks: ["cache"], between: ["cache"]),
    Kind(tool: "Zig", name: ".zig-cache", marks: ["o", "h"], between: ["o", "h"]),
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let found = Self.directories(context)
    guard !found.isEmpty else { return .nothing(because: "no directory of a build is in the image's own layers") }
    let use = try ProjectUse(of: found.map(\.directory), in: ProjectFiles(context), context)
    let findings = found.compactMap { finding($0.kind, $0.directory, use, context) }
    guard findings.isEmpty else { return .findings(findings) }
    return .nothing(
      because: "\(context.text(found[0].directory)) holds only what is used: \(use.uses[found[0].directory] ?? "shared libraries")")
  }

  private static func directories(_ context: RuleContext) -> [(kind: Kind, directory: Int32)] {
    let byName = Dictionary(grouping: kinds) { Array($0.name.utf8) }
    var found: [(kind: Kind, directory: Int32)] = []
    for path in context.tree.nodes.indices.dropFirst() where context.isDirectory(Int32(path)) {
      guard let kinds = byName[Array(context.paths.name(of: Int32(path)))] else { continue }
      for kind in kinds where kind.marks.contains(where: { below($0, of: Int32(path), context) != nil }) {
        if kind.tool == "Next.js", context.lastPart(context.paths.parent(of: Int32(path))) != ".next" { continue }
        if !found.contains(where: { context.paths.lies(Int32(path), in: $0.directory) }) { found.append((kind, Int32(path))) }
        break
      }
    }
    return found
  }

  private static func below(_ path: String, of directory: Int32, _ context: RuleContext) -> Int32? {
    var current: Int32? = directory
    for part in path.split(separator: "/") { current = current.flatMap { context.tree.child(part.utf8, of: $0) } }
    return current
  }

  private func finding(_ kind: Kind, _ directory: Int32, _ use: ProjectUse, _ context: RuleContext) -> Finding? {
    var files = context.files(below: directory).filter { !context.isInBase(layer: context.ownership.firstWriters[Int($0.content)]) }
    let reason = use.uses[directory]
    // What an add-on of Node is loaded from nobody names.
    if reason != nil || kind.tool == "node-gyp" {
      files.removeAll { !Self.lies($0.path, below: directory, in: kind.between, context) || Self.isLoaded($0, context) }
    }
    let claim = context.claim(files: files)
    guard context.bytes(of: claim) > 0 else { return nil }
    let contents = Set(files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    return Finding(
      key: context.text(directory), title: "What \(kind.tool) kept while it built, \(context.text(directory))", claim: claim,
      evidence: context.heaviest(contents) + [reason.map { "what is used of it stays: \($0)" } ?? use.evidence],
      effort: .restructure,
      risk: reason == nil && kind.tool != "node-gyp"
        ? Risk(.medium, "a program that is started from there by a name made at run time is gone")
        : Risk(.low, "building again inside the container starts from nothing"),
      fixes: [
        Finding.Fix("build in a stage of its own, and copy from there only the program"),
        Finding.Fix("\(context.endings(ofRows: Array(rows.prefix(1)))): delete it in the same instruction"),
      ], rows: rows)
  }

  private static func lies(_ path: Int32, below directory: Int32, in names: Set<String>, _ context: RuleContext) -> Bool {
    var current = path
    while current != directory, current > PathTable.root {
      if names.contains(context.lastPart(current)) { return true }
      current = context.paths.parent(of: current)
    }
    return false
  }

  /// Shared libraries and modules that may be opened by name.
  private static func isLoaded(_ file: ShownFile, _ context: RuleContext) -> Bool {
    let name = context.lastPart(file.path)
    return name.contains(".so") || name.hasSuffix(".node") || name.hasSuffix(".dll") || name.hasSuffix(".dylib")
  }
}
