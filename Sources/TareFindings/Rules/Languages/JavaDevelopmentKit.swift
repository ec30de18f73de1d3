import TareTree

/// A development kit of Java in an image that only runs Java.
///
/// A JDK is a JRE with a compiler, the modules a second time for `jlink` (`jmods`), the sources of the library (`src.zip`),
/// headers and tools. Build in a stage with the JDK and run on a JRE (`eclipse-temurin:21-jre`, `openjdk-21-jre-headless`), or
/// on a runtime that `jlink` makes of the modules in use.
///
/// The claim is what a JRE does not have at all, a lower bound: its library (`lib/modules`) is smaller too. Diagnostic tools
/// (`jcmd`, `jstack`, `jmap`) go with it. A kit whose compiler or builder the image runs (`javac`, `mvn`, `gradle`, `jshell`,
/// `jlink`) is no finding.
struct JavaDevelopmentKit: Rule {
  static let name = "java-development-kit"
  static let family = RuleFamily.languages
  static let summary = "A JDK where a JRE serves"

  private static let users: Set<String> = [
    "javac", "mvn", "mvnw", "mvnd", "gradle", "gradlew", "sbt", "jshell", "jlink", "jpackage", "ant",
  ]
  /// Below the kit, of what no JRE has; some have `lib/ct.sym`, `jpackage` and manual pages.
  private static let parts = ["jmods", "include", "demo", "sample", "lib/src.zip", "src.zip", "lib/tools.jar", "lib/dt.jar"]
  private static let programs = [
    "javac", "javadoc", "javap", "jar", "jarsigner", "jcmd", "jconsole", "jdb", "jdeprscan", "jdeps", "jhsdb", "jimage", "jinfo",
    "jlink",
    "jmap", "jmod", "jps", "jshell", "jstack", "jstat", "jstatd", "jwebserver", "serialver", "jhat", "extcheck",
    "native2ascii", "rmic", "schemagen", "wsgen", "wsimport", "xjc",
  ]

  func findings(in context: RuleContext) -> RuleOutcome {
    let kits = Self.kits(context)
    guard !kits.isEmpty else { return .nothing(because: "no Java compiler is in the image") }
    if let user = Self.users.intersection(StartedPrograms.names(context)).min() {
      return .nothing(because: "the image runs \(user)")
    }
    return .findings(kits.map { finding($0, context) })
  }

  /// Directories with `bin/javac` and `bin/java`, and the class library.
  private static func kits(_ context: RuleContext) -> [Int32] {
    var kits: [Int32] = []
    for path in context.tree.nodes.indices where context.paths.name(of: Int32(path)).elementsEqual("javac".utf8) {
      guard context.file(at: Int32(path)) != nil, case let bin = context.paths.parent(of: Int32(path)), bin > PathTable.root,
        context.paths.name(of: bin).elementsEqual("bin".utf8), case let home = context.paths.parent(of: bin), home > PathTable.root,
        let library = context.tree.child("lib".utf8, of: home),
        ["modules", "rt.jar", "tools.jar"].contains(where: { context.tree.child($0.utf8, of: library) != nil })
      else { continue }
      kits.append(home)
    }
    return kits
  }

  private func finding(_ kit: Int32, _ context: RuleContext) -> Finding {
    var paths: [Int32] = []
    for part in Self.parts + Self.programs.map({ "bin/" + $0 }) {
      var current: Int32? = kit
      for name in part.split(separator: "/") { current = current.flatMap { context.tree.child(name.utf8, of: $0) } }
      if let current { paths.append(current) }
    }
    let contents = Set(paths.flatMap { context.files(below: $0) }.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    let sums = paths.map { path in
      (path, Set(context.files(below: path).map(\.content)).reduce(0) { $0 + context.tree.contents[Int($1)].size })
    }
    let place = context.place(row: rows.first ?? 0)
    let isBase =
      rows.first.map { row in context.weighing.rows[row].layer.map { $0 < context.ownership.base.layers } ?? false } ?? false
    var finding = Finding(
      key: context.text(kit), title: "A Java development kit, \(context.text(kit))", claim: context.claim(paths: paths),
      evidence: sums.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(4).filter { $0.1 > 0 }
        .map { "\(context.size($0.1)) \(context.text($0.0))" } + [
          "no command of the image runs a compiler or a build", "a JRE's own library is smaller too: this is a lower bound",
        ], effort: isBase ? .oneLine : .restructure,
      risk: Risk(.low, "diagnosing with jcmd, jstack and jmap, and compiling by javax.tools, no longer work in the container"),
      fixes: [
        Finding.Fix(
          isBase
            ? "start from the JRE of the same version: FROM …-jre"
            : "install the JRE instead of the JDK in \(place): openjdk-…-jre-headless"),
        Finding.Fix("build in a stage with the JDK, and run on what jlink makes of the modules in use"),
      ], rows: rows)
    finding.exact = false
    return finding
  }
}
