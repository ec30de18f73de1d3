/// Packages as they were downloaded, kept after they were installed.
///
/// Official Debian and Ubuntu images have apt delete them by itself (`/etc/apt/apt.conf.d/docker-clean`), so that
/// `apt-get clean` saves nothing there; other bases keep them. dnf keeps them with `keepcache`, apk with a cache directory.
/// Clean in the instruction that installs, or mount a cache.
struct PackageArchives: Rule {
  static let name = "package-archives"
  static let family = RuleFamily.systemPackages
  static let summary = "Downloaded packages kept after their installation"

  func findings(in context: RuleContext) -> RuleOutcome {
    PackageManagerFiles.outcome(
      PackageManagerFiles.archives, context, title: "Downloaded packages", key: "archives",
      risk: Risk(.none, "the package manager downloads a package again when it installs it again"),
      nothing: "no downloaded packages in")
  }
}
