import TareLayers
import TareOwners

/// C and C++ headers inside installed distributions, and those of the interpreter.
///
/// They are there to compile extensions against a package. Where the image compiles nothing, delete them in the instruction
/// that installs, or in the build stage before the copy.
///
/// Some distributions compile while they run, or hand their headers to a compiler of their own: torch's inductor and
/// `cpp_extension`, triton's launchers, cupy's kernels. Their headers, and those of what they bring along, are a finding of
/// their own with a medium risk: the first call that compiles shows whether they may go.
///
/// The interpreter's `pyconfig.h` stays: its own modules read it.
struct PackagedHeaders: Rule {
  static let name = "packaged-headers"
  static let family = RuleFamily.python
  static let summary = "Headers inside installed distributions, which only a compiler reads"

  func findings(in context: RuleContext) -> RuleOutcome {
    let installed = InstalledFiles(context)
    let compiling = RunTimeCompilers(context)
    var findings: [Finding] = []
    for (site, files) in installed.bySite({ Self.isHeader($0.shown, context) }) {
      for (compiles, files) in [
        (false, files.filter { !compiling.uses($0.package) }), (true, files.filter { compiling.uses($0.package) }),
      ]
      where !files.isEmpty {
        findings.append(finding(site, files, compiling, compiles: compiles, installed, context))
      }
    }
    findings += interpreters(context)
    return findings.isEmpty ? .nothing(because: "no installed distribution holds headers") : .findings(findings)
  }

  private func finding(
    _ site: Int32, _ files: [InstalledFiles.File], _ compiling: RunTimeCompilers, compiles: Bool, _ installed: InstalledFiles,
    _ context: RuleContext
  ) -> Finding {
    let rows = context.rowsHolding(Set(files.map(\.shown.content)))
    let risk =
      compiles
      ? Risk(.medium, "what compiles at run time fails without them: \(compiling.text(files.map(\.package)))")
      : Risk(.low, "building an extension against one of these distributions inside the container fails")
    return Finding(
      key: context.text(site) + (compiles ? ":compiling" : ""),
      title:
        "Headers \(compiles ? "of distributions that compile at run time" : "inside the distributions"), in \(context.text(site))",
      claim: context.claim(files: files.map(\.shown)), evidence: installed.heaviest(files), effort: .oneLine, risk: risk,
      fixes: [
        installed.fix(
          files, "-type f '(' \(Self.endings.sorted().map { "-name '*.\($0)'" }.joined(separator: " -o ")) ')' -delete", rows,
          compiles: true)
      ], rows: rows)
  }

  /// `PREFIX/include/python3.N` of interpreters that no package of the system brought.
  private func interpreters(_ context: RuleContext) -> [Finding] {
    var byPackage: [Int32: [ShownFile]] = [:]
    context.forEachFile { file in
      guard let package = context.package(owning: file.content, in: [.generic]), context.package(package).name == "python",
        Self.isHeader(file, context), !context.paths.name(of: file.path).elementsEqual("pyconfig.h".utf8)
      else { return }
      byPackage[package, default: []].append(file)
    }
    return byPackage.sorted { $0.key < $1.key }.map { package, files in
      let contents = Set(files.map(\.content))
      let rows = context.rowsHolding(contents)
      var finding = Finding(
        key: context.package(package).key, title: "Headers of the interpreter", claim: context.claim(files: files),
        evidence: context.heaviest(contents, limit: 1), effort: .restructure,
        risk: Risk(.low, "building an extension inside the container fails"),
        fixes: [Finding.Fix("delete them where \(context.place(row: rows.first ?? 0)) gets them from, before the copy")], rows: rows
      )
      // The base's own, which this Dockerfile cannot mend.
      if context.ownership.packages[Int(package)].fromBase { finding.severityOfItsOwn = .info }
      return finding
    }
  }

  private static let endings: Set<String> = ["h", "hh", "hpp", "hxx", "h++", "cuh", "inl", "ipp", "tcc"]

  static func isHeader(_ file: ShownFile, _ context: RuleContext) -> Bool {
    switch context.entry(of: file.content)?.magic {
    case .archive, .elf, .script: return false
    default: break
    }
    let name = context.paths.name(of: file.path)
    guard let dot = name.lastIndex(of: 0x2e) else {
      // C++ has headers without an ending.
      guard file.size > 0 else { return false }
      var current = context.paths.parent(of: file.path)
      while current > 0 {
        if context.paths.name(of: current).elementsEqual("include".utf8) { return true }
        current = context.paths.parent(of: current)
      }
      return false
    }
    return endings.contains(String(decoding: name[(dot + 1)...], as: UTF8.self))
  }
}
