import TareTree

/// Archives of Java sources and documents beside the libraries: `-sources.jar`, `-javadoc.jar`.
///
/// They are there for development environments; no class is loaded from them. Leave them out where the libraries are copied:
/// `mvn dependency:copy-dependencies -DincludeScope=runtime` brings none.
struct JavaSourceArchives: Rule {
  static let name = "java-source-archives"
  static let family = RuleFamily.languages
  static let summary = "-sources.jar and -javadoc.jar beside the libraries"

  func findings(in context: RuleContext) -> RuleOutcome {
    var files: [ShownFile] = []
    context.forEachFile { file in
      let name = context.paths.name(of: file.path)
      guard name.suffix(4).elementsEqual(".jar".utf8), file.size > 0 else { return }
      let text = context.lastPart(file.path)
      guard ["-sources.jar", "-javadoc.jar", "-test-sources.jar"].contains(where: { text.hasSuffix($0) }) else { return }
      if !context.isInBase(layer: context.ownership.firstWriters[Int(file.content)]) { files.append(file) }
    }
    guard !files.isEmpty else { return .nothing(because: "no archive of sources or documents is there") }
    let groups = Dictionary(grouping: files) { context.paths.parent(of: $0.path) }.sorted { $0.key < $1.key }
    return .findings(
      groups.map { directory, files in
        let contents = Set(files.map(\.content)).sorted()
        let rows = context.rowsHolding(contents)
        return Finding(
          key: context.text(directory), title: "Archives of sources and documents in \(context.text(directory))",
          claim: context.claim(files: files), evidence: context.largest(contents), effort: .oneLine,
          risk: Risk(.none, "no class is loaded from them"),
          fixes: [
            Finding.Fix(
              "\(context.endings(ofRows: Array(rows.prefix(1)))): rm *-sources.jar *-javadoc.jar in \(context.text(directory))")
          ], rows: rows)
      })
  }
}
