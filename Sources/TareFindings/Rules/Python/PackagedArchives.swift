/// Static libraries (`.a`) inside installed distributions.
///
/// Only a linker reads them. Delete them in the instruction that installs, or in the build stage before the copy.
///
/// GPU toolkits link device code while a program runs, from `libcudadevrt.a` and its kind: where a distribution that does so
/// is reached, those of the vendor's distributions are a finding of their own with a medium risk.
struct PackagedArchives: Rule {
  static let name = "packaged-static-libraries"
  static let family = RuleFamily.python
  static let summary = "Static libraries inside installed distributions, which only a linker reads"

  func findings(in context: RuleContext) -> RuleOutcome {
    let installed = InstalledFiles(context)
    let compiling = RunTimeCompilers(context)
    var findings: [Finding] = []
    for (site, files) in installed.bySite({ $0.shown.size > 0 && context.entry(of: $0.shown.content)?.magic == .archive }) {
      let device = files.filter { compiling.uses($0.package) && Self.isForDevices(context.lastPart($0.shown.path)) }
      let paths = Set(device.map(\.shown.path))
      let others = files.filter { !paths.contains($0.shown.path) }
      if !others.isEmpty { findings.append(finding(site, others, nil, installed, context)) }
      if !device.isEmpty { findings.append(finding(site, device, compiling, installed, context)) }
    }
    return findings.isEmpty ? .nothing(because: "no installed distribution holds static libraries") : .findings(findings)
  }

  /// Archives of code for GPUs, which is linked into kernels.
  private static func isForDevices(_ name: String) -> Bool { name.hasSuffix("devrt.a") || name.hasSuffix("_device.a") }

  private func finding(
    _ site: Int32, _ files: [InstalledFiles.File], _ compiling: RunTimeCompilers?, _ installed: InstalledFiles,
    _ context: RuleContext
  ) -> Finding {
    let contents = Set(files.map(\.shown.content))
    let rows = context.rowsHolding(contents)
    let risk =
      compiling.map {
        Risk(.medium, "kernels that link device code at run time fail without them: \($0.text(files.map(\.package)))")
      }
      ?? Risk(.low, "linking against one of these distributions inside the container fails")
    return Finding(
      key: context.text(site) + (compiling == nil ? "" : ":device"),
      title: "Static libraries \(compiling == nil ? "inside the distributions" : "of device code"), in \(context.text(site))",
      claim: context.claim(files: files.map(\.shown)), evidence: context.largest(contents), effort: .oneLine, risk: risk,
      fixes: [installed.fix(files, "-type f -name '*.a' -delete", rows, compiles: true)], rows: rows)
  }
}
