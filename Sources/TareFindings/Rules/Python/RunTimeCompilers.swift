import TareOwners

/// Distributions that compile while they run, as far as they are installed and needed, and what these bring along.
struct RunTimeCompilers {
  /// By distribution: which compiling one may read its headers and archives.
  private var users: [Int32: String] = [:]
  private let context: RuleContext

  init(_ context: RuleContext) {
    self.context = context
    let needs = RunTimeNeeds(context)
    for (number, owned) in context.ownership.packages.enumerated()
    where owned.package.ecosystem == .pypi || owned.package.ecosystem == .conda {
      guard let what = KnownUses.compiling(owned.package.name), needs.contains(Int32(number)) || !needs.readsImports else {
        continue
      }
      users[Int32(number)] = what
      // What a compiler of GPU code needs lies in distributions of the vendor.
      for (other, library) in context.ownership.packages.enumerated() where Self.isToolkit(library.package.name) {
        if users[Int32(other)] == nil { users[Int32(other)] = what }
      }
    }
  }

  private static func isToolkit(_ name: String) -> Bool {
    let name = KnownUses.normalised(name)
    return name.hasPrefix("nvidia-") || name.hasPrefix("cuda-") || name.hasPrefix("rocm-")
  }

  func uses(_ package: Int32) -> Bool { users[package] != nil }

  /// What is compiled with the files of these distributions.
  func text(_ packages: [Int32]) -> String {
    var seen: [String] = []
    for package in Set(packages).sorted() {
      if let what = users[package], !seen.contains(what) { seen.append(what) }
    }
    return seen.prefix(3).joined(separator: "; ")
  }
}
