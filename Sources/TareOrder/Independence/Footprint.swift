/// What an instruction reads and writes. Two may change places only where neither writes what the other reads or writes.
struct Footprint: Sendable, Hashable {
  /// Settings of a stage.
  struct Facets: OptionSet, Sendable, Hashable {
    let rawValue: Int
    static let workdir = Facets(rawValue: 1)
    static let user = Facets(rawValue: 2)
    static let shell = Facets(rawValue: 4)
    /// CMD, ENTRYPOINT, LABEL, EXPOSE …: among themselves they stay in order.
    static let metadata = Facets(rawValue: 8)
    /// ARG and ENV, likewise.
    static let variables = Facets(rawValue: 16)
  }

  /// Variables that are read.
  enum Variables: Sendable, Hashable {
    case all
    /// These, and those that say how programs of the system behave.
    case system(Set<[UInt8]>)
    case named(Set<[UInt8]>)
  }

  var reads = PathSet()
  var writes = PathSet()
  /// Single files that a package manager reads in the working directory; all that it reads there.
  var manifests = PathSet()
  /// Directories that are made where they are not there yet, and for whom: two that would make the same one in the same way may
  /// change places. Their mode is left out; git does not record it, so it differs from checkout to checkout already.
  var made: [[UInt8]: [UInt8]] = [:]
  var variables = Variables.named([])
  var setsVariables: Set<[UInt8]> = []
  var facets: Facets = []
  var setsFacets: Facets = []
  /// What it does is not known: everything stays on its side of it, but for metadata.
  var isBarrier = false

  /// Whether the order of the two matters, or is not known not to.
  func conflicts(with other: Footprint) -> Bool {
    dependsOn(other, withManifests: true) || other.dependsOn(self, withManifests: true)
  }

  /// The same, manifests apart.
  func conflictsBesideManifests(with other: Footprint) -> Bool {
    dependsOn(other, withManifests: false) || other.dependsOn(self, withManifests: false)
  }

  private func dependsOn(_ other: Footprint, withManifests: Bool) -> Bool {
    if isBarrier, !other.isOnlyMetadata { return true }
    if writes.intersects(other.writes) || reads.intersects(other.writes) { return true }
    if withManifests, manifests.intersects(other.writes) { return true }
    for (folder, owner) in other.made {
      if reads.covers(folder) || writes.covers(folder) || made[folder].map({ $0 != owner }) ?? false { return true }
    }
    if !facets.isDisjoint(with: other.setsFacets) || !setsFacets.isDisjoint(with: other.setsFacets) { return true }
    if !setsVariables.isDisjoint(with: other.setsVariables) { return true }
    return other.setsVariables.contains { isRead($0) }
  }

  private var isOnlyMetadata: Bool { setsFacets == .metadata && reads.isEmpty && writes.isEmpty }

  private func isRead(_ name: [UInt8]) -> Bool {
    switch variables {
    case .all: return true
    case .named(let names): return names.contains(name)
    case .system(let names):
      if names.contains(name) { return true }
      let text = String(decoding: name, as: UTF8.self)
      return Self.systemVariables.contains(text) || text.lowercased().hasSuffix("_proxy")
        || Self.systemPrefixes.contains { text.hasPrefix($0) }
    }
  }

  private static let systemVariables: Set<String> = [
    "PATH", "HOME", "USER", "LOGNAME", "SHELL", "PWD", "IFS", "ENV", "BASH_ENV", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TERM",
    "UMASK",
    "SOURCE_DATE_EPOCH",
  ]
  private static let systemPrefixes = [
    "LC_", "LD_", "DEBIAN_", "DEBCONF_", "DPKG_", "APT_", "APK_", "UCF_", "GLIBC_", "SSL_", "CURL_", "GCONV_", "POSIXLY_", "PYTHON",
    "PERL",
  ]
}
