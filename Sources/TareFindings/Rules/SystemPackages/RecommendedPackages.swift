import TareReach

/// Packages that came only because another one recommends them.
///
/// `apt-get install` takes what packages recommend as well, dnf what they call weak dependencies: documentation, helpers,
/// sometimes a whole desktop. Say `--no-install-recommends`, once and for all `APT::Install-Recommends "false";` in
/// `/etc/apt/apt.conf.d/`, or `--setopt=install_weak_deps=False`, and name what you do want.
///
/// The claim is every package that nobody asked for and that no firm need of any package, binary or instruction reaches.
///
/// Leave what your programs use although no package says so: certificates with a client are the usual case.
struct RecommendedPackages: Rule {
  static let name = "recommended-packages"
  static let family = RuleFamily.systemPackages
  static let summary = "Packages that are there only because another one recommends them"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let (graph, packages) = (context.reach.graph, context.ownership.packages)
    // All that what somebody asked for, the base and what runs firmly need.
    var needs = RunTimeNeeds(context)
    needs.flood(graph.roots.filter { Int($0) < packages.count })
    let loose = packages.indices.map { Int32($0) }.filter { number in
      let owned = packages[Int(number)]
      return [.deb, .rpm].contains(owned.package.ecosystem) && !owned.fromBase && owned.package.intent == .automatic
        && !needs.contains(number)
    }
    guard !loose.isEmpty else {
      return .nothing(because: "every package that nobody asked for is firmly needed by another one")
    }
    let groups = Dictionary(grouping: loose) { context.rowInstalling($0) }
    return .findings(groups.sorted { $0.key < $1.key }.map { finding($0.key, $0.value, Set(loose), context) })
  }

  private func finding(_ row: Int, _ loose: [Int32], _ all: Set<Int32>, _ context: RuleContext) -> Finding {
    var wishes: [String] = []
    for package in context.byWeight(loose) {
      let wisher = context.reach.graph.steps(to: package).first { $0.kind == .recommends && !all.contains($0.from) }
      guard let wisher, case .package(let number) = context.reach.node(wisher.from) else { continue }
      wishes.append("\(context.package(number).name) recommends \(context.package(package).name)")
    }
    let option =
      context.package(loose[0]).ecosystem == .rpm ? "--setopt=install_weak_deps=False" : "--no-install-recommends"
    return Finding(
      key: "\(row)", title: "\(context.counted(loose.count, "package")) that only a recommendation brought",
      claim: context.claim(packages: loose), evidence: context.heaviest(packages: loose) + wishes.prefix(3), effort: .oneLine,
      risk: Risk(.medium, "a program that uses one of them where it is there does less, as a client without certificates"),
      fixes: [
        Finding.Fix(
          "install with \(option) in \(context.place(row: row)), and name what you do want",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            try draft.withoutRecommends(row: row, option: option, loose: loose)
          })
      ], rows: [row])
  }
}
