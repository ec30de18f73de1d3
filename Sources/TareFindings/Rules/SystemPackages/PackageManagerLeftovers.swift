/// Logs, and copies of its own state, that installing packages leaves behind.
///
/// `/var/log/apt`, `dpkg.log`, `dnf.log`; `status-old`, `templates.dat-old`, `passwd-` and their kind: what there was before the
/// last change. Delete them at the end of the instruction that installs. Logs also hold times, so that the same instruction
/// never gives the same layer twice.
///
/// The copies of what lower layers held, which count as dead, are not in this claim.
struct PackageManagerLeftovers: Rule {
  static let name = "package-manager-leftovers"
  static let family = RuleFamily.systemPackages
  static let summary = "Logs and backup copies that installing packages leaves behind"

  func findings(in context: RuleContext) -> RuleOutcome {
    PackageManagerFiles.outcome(
      PackageManagerFiles.leftovers, context, title: "Logs and backup copies of package managers", key: "leftovers",
      risk: Risk(.none, "an administrator who looks for the history of installations finds none"),
      nothing: "no logs of package managers and no backup copies in", isTrifling: true)
  }
}
