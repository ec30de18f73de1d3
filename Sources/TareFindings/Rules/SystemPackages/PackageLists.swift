/// Lists of what a distribution offers, left by `apt-get update`, `apk add` without `--no-cache`, `dnf` or `zypper`.
///
/// They serve the next installation only, and are out of date by then. Delete them in the instruction that fetched them
/// (`rm -rf /var/lib/apt/lists/*`, `apk add --no-cache`, `dnf clean all`), or keep them out with a cache mount; an instruction
/// of its own saves nothing. Debian's official images already drop apt's caches of these lists, so there it is the lists alone.
///
/// Leave them where the container itself installs packages without fetching lists first.
struct PackageLists: Rule {
  static let name = "package-lists"
  static let family = RuleFamily.systemPackages
  static let summary = "Lists of available packages that the package manager fetched"

  func findings(in context: RuleContext) -> RuleOutcome {
    PackageManagerFiles.outcome(
      PackageManagerFiles.lists, context, title: "Package lists", key: "lists",
      risk: Risk(.none, "the next installation in a container fetches them first, as it should"),
      nothing: "no lists in")
  }
}
