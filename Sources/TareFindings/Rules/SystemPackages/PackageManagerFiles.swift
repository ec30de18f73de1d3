import TareTree

/// Where package managers of distributions keep what they need only while they install.
struct PackageManagerFiles {
  /// A directory, and which of the names below it are meant; all where there are no endings.
  struct Place {
    var directory: String
    var endings: [String] = []
    var prefixes: [String] = []
    /// Names that stay: locks, and directories that have to be there.
    var staying: [String] = ["lock"]

    func holds(_ name: String) -> Bool {
      if staying.contains(name) { return false }
      if endings.isEmpty, prefixes.isEmpty { return true }
      return endings.contains { name.hasSuffix($0) } || prefixes.contains { name.hasPrefix($0) }
    }
  }

  static let lists = [
    Place(directory: "/var/lib/apt/lists"),
    Place(directory: "/var/cache/apt", endings: ["pkgcache.bin"]),
    Place(directory: "/var/cache/apk", prefixes: ["APKINDEX."]),
    Place(directory: "/var/cache/dnf", endings: [".solv", ".solvx", ".xml.gz", ".xml.zst", ".xml.xz", ".xml", ".sqlite", ".zck"]),
    Place(directory: "/var/cache/libdnf5", endings: [".solv", ".solvx", ".xml.gz", ".xml.zst", ".xml.xz", ".xml", ".zck"]),
    Place(directory: "/var/cache/yum", endings: [".sqlite", ".sqlite.bz2", ".xml", ".xml.gz", ".solv", ".solvx", "cachecookie"]),
    Place(directory: "/var/cache/zypp/raw"),
    Place(directory: "/var/cache/zypp/solv"),
    Place(directory: "/var/lib/pacman/sync"),
  ]

  static let archives = [
    Place(directory: "/var/cache/apt/archives", endings: [".deb"]),
    Place(directory: "/var/cache/apk", endings: [".apk"]),
    Place(directory: "/etc/apk/cache", endings: [".apk"]),
    Place(directory: "/var/cache/dnf", endings: [".rpm"]),
    Place(directory: "/var/cache/libdnf5", endings: [".rpm"]),
    Place(directory: "/var/cache/yum", endings: [".rpm"]),
    Place(directory: "/var/cache/zypp/packages", endings: [".rpm"]),
    Place(directory: "/var/cache/pacman/pkg"),
  ]

  static let leftovers = [
    Place(directory: "/var/log/apt"),
    Place(directory: "/var/log/dnf"),
    Place(directory: "/var/log/zypp"),
    Place(
      directory: "/var/log",
      prefixes: [
        "dpkg.log", "alternatives.log", "bootstrap.log", "dnf.", "dnf5.", "hawkey.log", "yum.log", "pacman.log", "apk.log",
      ]),
    Place(directory: "/var/lib/dpkg", endings: ["-old"]),
    Place(directory: "/var/cache/debconf", endings: ["-old"]),
    Place(directory: "/var/backups"),
    Place(directory: "/etc", endings: ["passwd-", "group-", "shadow-", "gshadow-", "subuid-", "subgid-"]),
    Place(directory: "/var/cache/ldconfig"),
  ]

  static func outcome(
    _ places: [Place], _ context: RuleContext, title: String, key: String, risk: Risk, nothing: String,
    isTrifling: Bool = false
  ) -> RuleOutcome {
    var looked: [String] = []
    var files: [ShownFile] = []
    for place in places {
      guard let directory = context.find(place.directory), context.isDirectory(directory) else { continue }
      looked.append(place.directory)
      // Names in /etc and /var/log are meant right there; other directories as a whole.
      let isShallow = ["/etc", "/var/log", "/var/lib/dpkg"].contains(place.directory)
      files += context.files(below: directory).filter {
        (!isShallow || context.paths.parent(of: $0.path) == directory) && place.holds(context.lastPart($0.path))
      }
    }
    let own = context.splitByBase(Array(Set(files)).sorted { $0.path < $1.path })
    guard files.contains(where: { $0.size > 0 }) else {
      return .nothing(because: looked.isEmpty ? "none of their directories is there" : "\(nothing) \(context.listed(looked))")
    }
    var findings: [Finding] = []
    if !own.own.isEmpty {
      let contents = Set(own.own.map(\.content)).sorted()
      let rows = context.rowsHolding(contents)
      var finding = Finding(
        key: key, title: "\(title) left by \(rows.count == 1 ? context.place(row: rows[0]) : "\(rows.count) layers")",
        claim: context.claim(files: own.own), evidence: context.heaviest(contents), effort: .oneLine, risk: risk,
        fixes: [
          Finding.Fix(
            "delete them \(context.endings(ofRows: rows)): \(command(own.own, context))",
            diff: context.diff { (draft) throws(NoSoundEdit) in try draft.takeOffManagerFiles(contents) { commands(for: $0) } })
        ],
        rows: rows)
      // In a small image a few logs weigh much, and still matter little.
      if isTrifling, context.bytes(of: finding.claim) < context.imageBytes / 100 { finding.severityOfItsOwn = .info }
      findings.append(finding)
    }
    if !own.base.isEmpty {
      let contents = Set(own.base.map(\.content)).sorted()
      var finding = Finding(
        key: key + "-base", title: "\(title) that the base brings", claim: context.claim(files: own.base),
        evidence: context.heaviest(contents), effort: .restructure, risk: risk,
        fixes: [Finding.Fix("have whoever builds the base delete them where they are written; a later rm saves nothing")],
        rows: context.rowsHolding(contents))
      finding.severityOfItsOwn = .info
      findings.append(finding)
    }
    return .findings(findings)
  }

  /// A command that takes off what was found, by the directories that hold it.
  private static func command(_ files: [ShownFile], _ context: RuleContext) -> String {
    let texts = files.map { context.text($0.path) }
    if texts.contains(where: { $0.hasPrefix("/var/cache/dnf/") || $0.hasPrefix("/var/cache/libdnf5/") }) { return "dnf clean all" }
    if texts.contains(where: { $0.hasPrefix("/var/cache/yum/") }) { return "yum clean all" }
    if texts.contains(where: { $0.hasPrefix("/var/cache/zypp/") }) { return "zypper clean --all" }
    if texts.allSatisfy({ $0.hasPrefix("/var/cache/apk/") || $0.hasPrefix("/etc/apk/cache/") }) {
      let directories = ["/var/cache/apk", "/etc/apk/cache"].filter { place in texts.contains { $0.hasPrefix(place + "/") } }
      return "rm -rf \(directories.map { $0 + "/*" }.joined(separator: " ")); or install with apk add --no-cache"
    }
    let words = words(for: texts)
    return "rm -rf " + words.prefix(6).joined(separator: " ") + (words.count > 6 ? " …" : "")
  }

  /// The same for the files of one instruction, complete.
  private static func commands(for texts: [String]) -> [ShellLine] {
    for (manager, places) in [
      ("dnf clean all", ["/var/cache/dnf/", "/var/cache/libdnf5/"]), ("yum clean all", ["/var/cache/yum/"]),
      ("zypper clean --all", ["/var/cache/zypp/"]),
    ] where texts.contains(where: { text in places.contains { text.hasPrefix($0) } }) { return [ShellLine(manager)] }
    return [ShellLine(["rm", "-rf"] + words(for: texts))]
  }

  private static func words(for texts: [String]) -> [String] {
    let wholes = [
      "/var/lib/apt/lists", "/var/cache/apt/archives", "/var/log/apt", "/var/backups", "/var/cache/ldconfig", "/var/cache/apk",
      "/etc/apk/cache",
    ]
    var words: [String] = []
    for text in texts {
      let word = wholes.first { text.hasPrefix($0 + "/") }.map { $0 + ($0.hasSuffix("archives") ? "/*.deb" : "/*") } ?? text
      if !words.contains(word) { words.append(word) }
    }
    return words
  }
}
