import TareOwners
import TareTree

/// Installed distributions without bytecode, which every container then compiles again when it starts.
///
/// uv, `pip --no-compile`, `PYTHONDONTWRITEBYTECODE` during the build and an unprivileged `USER` leave environments without
/// `.pyc`. Python then compiles each module that it imports, and where it may not write (another user, a read-only container)
/// it does so at every start. Compile when you install: `uv pip install --compile-bytecode`, `UV_COMPILE_BYTECODE=1`,
/// `python -m compileall`.
///
/// This costs bytes rather than saving them, about as many as the sources have: it is a choice between start-up time and size,
/// told for information. Leave it for long-running services whose start does not matter.
struct MissingBytecode: Rule {
  static let name = "missing-bytecode"
  static let family = RuleFamily.python
  static let summary = "Distributions without bytecode, compiled again at every start"

  func findings(in context: RuleContext) -> RuleOutcome {
    let installed = InstalledFiles(context)
    var sums: [Int32: (sources: [InstalledFiles.File], compiled: Int)] = [:]
    for file in installed.files {
      let name = context.paths.name(of: file.shown.path)
      if name.suffix(3).elementsEqual(".py".utf8) {
        sums[file.site, default: ([], 0)].sources.append(file)
      } else if name.suffix(4).elementsEqual(".pyc".utf8) {
        sums[file.site, default: ([], 0)].compiled += 1
      }
    }
    let bare = sums.filter { $0.value.sources.count >= 50 && $0.value.compiled * 10 < $0.value.sources.count }.sorted {
      $0.key < $1.key
    }
    guard !bare.isEmpty else { return .nothing(because: "the installed distributions have their bytecode, or have few modules") }
    return .findings(
      bare.map { site, sums in
        let bytes = sums.sources.reduce(0) { $0 + $1.shown.size }
        let rows = context.rowsHolding(sums.sources.map(\.shown.content))
        var evidence = [
          "\(context.counted(sums.sources.count, "source")) (\(context.size(bytes))), \(sums.compiled == 0 ? "no bytecode" : context.counted(sums.compiled, "file") + " of bytecode")"
        ]
        if let user = context.config?.user, !user.isEmpty, !["0", "root"].contains(user.prefix { $0 != ":" }),
          sums.sources.allSatisfy({ context.entry(of: $0.shown.content)?.uid == 0 })
        {
          evidence.append("USER \(user) cannot write bytecode beside modules that root installed: each start compiles again")
        }
        if Bytecode.flag("PYTHONDONTWRITEBYTECODE", context) > 0 {
          evidence.append("PYTHONDONTWRITEBYTECODE is set: what is compiled is thrown away")
        }
        var finding = Finding(
          key: context.text(site), title: "No bytecode in \(context.text(site))", claim: Claim(), evidence: evidence,
          effort: .oneLine,
          risk: Risk(.none, "the image grows by the bytecode, about as many bytes as the sources of the modules"),
          fixes: [
            Finding.Fix(
              "if start-up time matters, compile in \(context.place(row: rows.first ?? 0)): UV_COMPILE_BYTECODE=1, or compileall"
            )
          ], rows: rows)
        finding.severityOfItsOwn = .info
        return finding
      })
  }
}
