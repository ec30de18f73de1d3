import TareBytes
import TareOwners
import TareReach
import TareTree

/// What the reports say of owners and packages, in one voice.
struct OwnerText {
  let analysis: Analysis
  let options: ReportOptions

  private var ownership: Ownership { analysis.ownership }

  /// What "top level" leaves open.
  func topLevelCaution(_ ecosystem: Ecosystem) -> String {
    ecosystem == .pypi
      ? "No other package needs it and no source of the application names it; a name made up at run time would not be seen."
      : "No other package needs it; whether the application uses it is not looked at."
  }

  /// `torch 2.13.0`, escaped; `libc6:i386 2.36` where there is another architecture of it.
  func name(_ package: Int32) -> String {
    let version = ownership.packages[Int(package)].package.version
    return version.isEmpty ? bare(package) : "\(bare(package)) \(EscapedText.printable(version))"
  }

  private func bare(_ package: Int32) -> String {
    let found = ownership.packages[Int(package)].package
    // An ecosystem that has several architectures says so in the key.
    let isForeign = found.architecture.map { found.key == "\(found.name):\($0)" } ?? false
    return EscapedText.printable(isForeign ? found.key : found.name)
  }

  func name(_ owner: Owner) -> String {
    switch owner {
    case .package(let number): name(number)
    case .application: "the application"
    case .base: "the base system"
    case .nobody: "no package"
    }
  }

  func ecosystem(_ owner: Owner) -> String {
    guard case .package(let number) = owner else { return "" }
    return EscapedText.printable(ownership.packages[Int(number)].package.ecosystem.rawValue)
  }

  /// A node without its version: what a sentence calls it.
  func short(_ node: Int32) -> String {
    switch analysis.reach.node(node) {
    case .package(let number): bare(number)
    case .application: "the application"
    case .instruction(let name): name
    }
  }

  /// Why a package is in the image, in a few words.
  func reason(_ package: Int32) -> String {
    let reach = analysis.reach
    switch reach.reason(of: package) {
    case .asked: return "asked for"
    case .base: return "of the base"
    case .topLevel: return "top level"
    case .essential: return "essential"
    case .application: return "part of the application"
    case .runs, nil: break
    }
    if let outer = ownership.packages[Int(package)].inside { return "inside \(short(outer))" }
    guard let chain = reach.chain(to: package), let last = chain.steps.last else { return "nothing known needs it" }
    return "needed by \(short(last.from))"
  }

  /// The reason, and who keeps the package for want of it when that is somebody else.
  func reasonAndBlocker(_ package: Int32) -> String {
    let reason = reason(package)
    // What the base brought stays with it, whatever else needs it.
    guard let blocker = analysis.reach.alone[Int(package)].blocker, !ownership.packages[Int(package)].fromBase else {
      return reason
    }
    let name = short(blocker)
    return reason == "needed by \(name)" ? reason : "\(reason); \(name) needs it"
  }

  /// What would go with a package, or who keeps it.
  func retained(_ package: Int32) -> String {
    let alone = analysis.reach.alone[Int(package)]
    if let bytes = alone.bytes { return options.size(bytes) }
    return alone.blocker.map { "\(short($0)) needs it" } ?? "unknown"
  }

  /// `from the application: it needs torch, which links nvidia-cublas`.
  func chain(_ chain: Chain) -> [String] {
    [short(chain.root)] + chain.steps.map { "\($0.kind.name) \(name(node: $0.to))" }
  }

  private func name(node: Int32) -> String {
    guard case .package(let number) = analysis.reach.node(node) else { return short(node) }
    return name(number)
  }

  /// `158 deb, 93 pypi, 2 generic`.
  var counts: String {
    var counts: [Ecosystem: Int] = [:]
    for owned in ownership.packages { counts[owned.package.ecosystem, default: 0] += 1 }
    return counts.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
      .map { "\(Quantity.count($0.value)) \(EscapedText.printable($0.key.rawValue))" }.joined(separator: ", ")
  }

  /// `packages 5.6 GB (158 deb, 93 pypi), base system 12 MB, application 10 MB, nobody 40 MB`.
  var owners: String {
    let totals = ownership.totals
    var parts = ["packages \(options.size(totals.packages))" + (counts.isEmpty ? "" : " (\(counts))")]
    if totals.application > 0 { parts.append("application \(options.size(totals.application))") }
    if totals.base > 0 { parts.append("base system \(options.size(totals.base))") }
    if totals.nobody > 0 { parts.append("nobody \(options.size(totals.nobody))") }
    return parts.joined(separator: ", ")
  }

  /// `on Debian GNU/Linux 12 (bookworm), layers 0 to 6 (likely)`.
  var base: String? {
    let base = ownership.base
    let system = ownership.distribution.map { EscapedText.printable($0.prettyName) }
    guard base.rows > 0 else { return system }
    let name = base.name.map { EscapedText.printable($0) } ?? "the base image"
    let rows = base.rows == 1 ? "layer 0" : "layers 0 to \(base.rows - 1)"
    return (system.map { "\($0); " } ?? "") + "\(name) is \(rows) (\(base.confidence.rawValue))"
  }

  /// `3 added, 1 upgraded, 2 removed`; nil for none.
  func changes(ofLayer layer: Int) -> String? {
    let changes = ownership.changes[layer]
    let parts = [(changes.added.count, "added"), (changes.upgraded.count, "upgraded"), (changes.removed.count, "removed")]
      .filter { $0.0 > 0 }.map { "\(Quantity.count($0.0)) \($0.1)" }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}
