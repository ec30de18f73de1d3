import TareOwners
import TareReach
import TareTree

/// Packages of the distribution that an instruction of the image asked for, and that nothing which runs reaches.
struct AskedPackages {
  /// Ascending. None of the base.
  private(set) var unreached: [Int32] = []
  private(set) var needs: RunTimeNeeds
  /// Distributions that compile while they run, with what they compile; needed ones only.
  private(set) var compilers: [(name: String, what: String)] = []
  /// Packages that somebody asked for and that something reaches: by what, for the reader.
  private(set) var reached: [(package: Int32, by: String)] = []
  /// Files of the application that could not be read for names of programs.
  let unread: Int
  private let context: RuleContext

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ context: RuleContext) throws {
    self.context = context
    needs = RunTimeNeeds(context)
    let asked = Self.asked(context)
    let programs = Self.programs(context)
    var wanted: Set<String> = []
    var kept: [Int32: Set<String>] = [:]
    for package in asked {
      let searches = kept.count < Self.searchLimit
      kept[package] = searches ? Self.programs(kept: package, programs, context) : programs[package] ?? []
      wanted.formUnion(kept[package] ?? [])
    }
    let named = try NamedPrograms(wanted, context)
    unread = named.unread
    var used: [String: String] = named.found.mapValues { context.text($0) }
    for number in needs.isNeeded.indices where needs.contains(Int32(number)) && context.package(Int32(number)).ecosystem == .pypi {
      let name = context.package(Int32(number)).name
      for program in KnownUses.programs(of: name) where used[program] == nil { used[program] = name }
      if let what = KnownUses.compiling(name) { compilers.append((name, what)) }
    }
    for package in asked {
      if let program = (kept[package] ?? []).sorted().first(where: { used[$0] != nil }) {
        needs.flood([package])
        reached.append((package, "\(used[program] ?? "") names \(program)"))
      }
    }
    for package in asked where !reached.contains(where: { $0.package == package }) {
      if needs.contains(package) {
        reached.append((package, "what runs needs it"))
      } else {
        unreached.append(package)
      }
    }
    keepNames()
  }

  /// Who writes `python3` or `default-jre-headless` means what that brings, and that is reached: a package of which what runs
  /// would miss more than goes with it is no superfluous one. Of development packages only what they bring is meant.
  private mutating func keepNames() {
    let asked = unreached + reached.map(\.package)
    var names: [(package: Int32, by: String)] = []
    for package in unreached.prefix(Self.searchLimit) where !BuildPackages.contains(context.package(package).name) {
      let missed = missed(without: [package], beside: asked.filter { $0 != package })
      guard let first = tops(of: missed).first, context.ownBytes(missed) > context.ownBytes(leaving([package]).freed) else {
        continue
      }
      names.append((package, "what runs reaches \(context.package(first).name), which it brings"))
    }
    guard !names.isEmpty else { return }
    needs.flood(names.map(\.package))
    let kept = Set(names.map(\.package))
    reached += names + unreached.filter { needs.contains($0) && !kept.contains($0) }.map { ($0, "what runs needs it") }
    unreached.removeAll { needs.contains($0) }
  }

  /// So many packages are searched for what goes with them; an image made to have more names each alone.
  static let searchLimit = 1000

  private static func asked(_ context: RuleContext) -> [Int32] {
    context.ownership.packages.indices.map { Int32($0) }.filter { number in
      let owned = context.ownership.packages[Int(number)]
      guard RuleContext.systemEcosystems.contains(owned.package.ecosystem), !owned.fromBase, !owned.package.isEssential else {
        return false
      }
      return context.reach.reason(of: number) == .asked || context.reach.reason(of: number) == .topLevel
    }
  }

  // MARK: Programs

  private static let programDirectories: Set<String> = ["bin", "sbin"]

  /// By package: names of its files, and of links beside them, in directories for programs.
  private static func programs(_ context: RuleContext) -> [Int32: Set<String>] {
    var programs: [Int32: Set<String>] = [:]
    for place in ["/bin", "/sbin", "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/usr/games"] {
      guard let directory = context.find(place), context.isDirectory(directory) else { continue }
      for child in context.tree.children(of: directory) {
        // A link such as `cc` is of whatever it leads to.
        guard let target = context.tree.target(of: context.paths.bytes(of: child)),
          case .package(let number)? = context.owner(of: target)
        else { continue }
        programs[number, default: []].insert(context.lastPart(child))
      }
    }
    return programs
  }

  /// Programs that are in the image through a package: its own, and those of what only it keeps.
  private static func programs(kept package: Int32, _ programs: [Int32: Set<String>], _ context: RuleContext) -> Set<String> {
    guard context.reach.alone[Int(package)].dominated > context.ownership.packages[Int(package)].own else {
      return programs[package] ?? []
    }
    return context.reach.graph.dominated(by: [package]).reduce(into: []) { $0.formUnion(programs[$1] ?? []) }
  }

  func hasPrograms(_ package: Int32) -> Bool {
    let directories = context.contents(ofPackage: package).map { context.paths.parent(of: context.home(of: $0)) }
    return directories.contains { Self.programDirectories.contains(context.lastPart($0)) }
  }

  /// What has to be written where packages leave an install line: nothing, or `, and ask for libpq5 there, which …`.
  func instead(_ leaving: Leaving) -> String {
    let systems = systems(leaving)
    guard !systems.isEmpty else { return "" }
    let names = context.listed(context.names(ofPackages: systems))
    return ", and ask for \(names) there, which nothing else brings and what runs reaches"
  }

  /// The packages that have to be asked for instead.
  func systems(_ leaving: Leaving) -> [Int32] {
    leaving.missed.filter { RuleContext.systemEcosystems.contains(context.package($0).ecosystem) }
  }

  // MARK: Sets

  /// What goes with some of the unreached packages: roots that block are told, and the packages they need stay.
  struct Leaving {
    /// What was asked for, without what is blocked.
    var packages: [Int32]
    var freed: [Int32]
    /// What runs reaches these, and nothing but the packages above brought them: they have to be asked for in their stead.
    /// Without those that others of them need.
    var missed: [Int32] = []
    /// Which of those asked for stay, and what needs them.
    var blocked: [(package: Int32, by: String)] = []
  }

  func leaving(_ set: [Int32]) -> Leaving {
    var packages = set
    var blocked: [(package: Int32, by: String)] = []
    while !packages.isEmpty {
      switch context.reach.graph.retained(of: packages) {
      case .bytes(_, let freed):
        // A package that what runs can reach stays, whatever the graph of packages says.
        let missed = missed(without: packages, beside: reached.map(\.package))
        return Leaving(
          packages: packages, freed: freed.filter { Int($0) < needs.isNeeded.count && !needs.contains($0) },
          missed: tops(of: missed),
          blocked: blocked)
      case .blocked(let blockers):
        for blocker in blockers where packages.contains(blocker.member) {
          packages.removeAll { $0 == blocker.member }
          blocked.append((blocker.member, text(blocker.chain.root)))
        }
        if blockers.isEmpty { packages = [] }
      }
    }
    return Leaving(packages: [], freed: [], blocked: blocked)
  }

  /// What runs reaches, some of these packages bring, and nothing brings that stays: the base, and `others`. Files reach
  /// packages too, but install none.
  private func missed(without packages: [Int32], beside others: [Int32]) -> [Int32] {
    let used = brought(by: packages).filter { needs.contains($0) }
    guard !used.isEmpty else { return [] }
    let base = context.ownership.packages.indices.map { Int32($0) }.filter { number in
      let owned = context.ownership.packages[Int(number)]
      return owned.fromBase || owned.package.isEssential
    }
    return used.subtracting(brought(by: base + others)).sorted()
  }

  /// Packages with all that they depend on, by what the packages themselves say.
  private func brought(by packages: [Int32]) -> Set<Int32> {
    var found = Set(packages)
    var waiting = packages
    while let package = waiting.popLast() {
      for step in context.reach.graph.steps(from: package)
      where step.kind < .elf && Int(step.to) < needs.isNeeded.count && found.insert(step.to).inserted {
        waiting.append(step.to)
      }
    }
    return found
  }

  /// Those of the packages that no other one of them needs; all, heaviest first, where each needs each.
  private func tops(of packages: [Int32]) -> [Int32] {
    let all = Set(packages)
    let tops = packages.filter { package in
      !context.reach.graph.steps(to: package).contains { !$0.kind.isWeak && $0.from != package && all.contains($0.from) }
    }
    return context.byWeight(tops.isEmpty ? packages : tops)
  }

  private func text(_ node: Int32) -> String {
    switch context.reach.node(node) {
    case .package(let number): context.package(number).name
    case .application: "the application"
    case .instruction(let name): name
    }
  }
}
