import TareOCI
import TareOwners
import TareTree

extension PackageURL {
  /// Nil where its type demands what nobody knows: the distribution of a Debian, Alpine or RPM package, the group of a jar.
  ///
  /// Source: the definitions of the types in https://github.com/package-url/purl-spec.
  init?(_ package: Package, of distribution: LinuxDistribution?) {
    self.init(package.ecosystem, group: package.group, name: package.name, version: package.version)
    switch package.ecosystem {
    case .deb, .apk, .rpm:
      guard let distribution else { return nil }
      // Red Hat's packages are its vendor's, whatever its system is called.
      namespace = [distribution.id == "rhel" ? "redhat" : distribution.id.lowercased()]
      qualifiers["arch"] = package.architecture
      qualifiers["distro"] = [distribution.id, distribution.versionID].compactMap(\.self).joined(separator: "-")
      if package.ecosystem == .rpm, let colon = version.firstIndex(of: ":") {
        qualifiers["epoch"] = String(version[..<colon])
        version = String(version[version.index(after: colon)...])
      }
    case .conda: qualifiers = package.qualifiers
    case .gem: qualifiers["platform"] = package.architecture
    default: break
    }
  }

  init?(_ component: Component) {
    self.init(component.ecosystem, group: component.group, name: component.name, version: component.version)
  }

  /// Without what only some packages have.
  private init?(_ ecosystem: Ecosystem, group: String, name full: String, version: String) {
    guard !full.isEmpty else { return nil }
    self.init(type: ecosystem.rawValue, name: full, version: version)
    switch ecosystem {
    case .pypi: name = full.lowercased().replacing("_", with: "-")
    case .npm: split(full)
    case .composer: split(full.lowercased())
    case .golang:
      split(full.lowercased())
      // Go's own name for its version; of what was built where it was written there is none.
      if full == "stdlib", version.hasPrefix("go") { self.version = String(version.dropFirst(2)) }
      if version == "(devel)" { self.version = "" }
    case .maven:
      guard !group.isEmpty else { return nil }
      namespace = [group]
    case .huggingface:
      // Data sets and spaces have no type of their own.
      guard !full.hasPrefix("datasets/"), !full.hasPrefix("spaces/") else { return nil }
      split(full)
      // Several revisions are no version.
      if version.contains(",") { self.version = "" }
    default: break
    }
  }

  /// Takes the parts of a name before its last slash as the namespace.
  private mutating func split(_ full: String) {
    let parts = full.split(separator: "/").map(String.init)
    guard let last = parts.last else { return }
    namespace = Array(parts.dropLast())
    name = last
  }

  /// The image, as its registry has it; nil without a name and the manifest's digest.
  init?(_ weighing: Weighing) {
    guard let reference = weighing.reference, let digest = weighing.manifestDigest, Reference.isPlausible(reference) else {
      return nil
    }
    let full = Reference.normalised(reference)
    let bare = full.split(separator: "@")[0]
    let parts = bare.split(separator: "/")
    guard let last = parts.last else { return nil }
    let named = last.split(separator: ":", maxSplits: 1)
    guard let name = named.first else { return nil }
    self.init(type: "oci", name: name.lowercased(), version: digest.description)
    qualifiers["repository_url"] = (parts.dropLast() + [name]).joined(separator: "/")
    if named.count > 1, !full.contains("@") { qualifiers["tag"] = String(named[1]) }
    qualifiers["arch"] = weighing.platform?.architecture
  }
}
