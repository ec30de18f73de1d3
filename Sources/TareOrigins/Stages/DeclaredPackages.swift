import TareDockerfile
import TareOwners
import TareReach
import TareTree

/// What requirement files ask for: those of the build context, and those that the image has.
struct DeclaredPackages: Sendable {
  private struct File: Sendable {
    var name: String
    /// Absolute in the image, or relative to the context.
    var path: [UInt8]
    var isInImage: Bool
    var declarations: [TareOwners.Declaration]
  }

  private let analysis: Analysis
  private let files: [File]
  private let numbers: [String: [Int32]]

  private static let limit = 16 << 20

  init(_ analysis: Analysis, _ file: BuildFile) {
    self.analysis = analysis
    var numbers: [String: [Int32]] = [:]
    for (number, owned) in analysis.ownership.packages.enumerated() {
      let ecosystem = owned.package.ecosystem.rawValue
      numbers["\(ecosystem) \(PackageName.normalised(owned.package.name, ecosystem))", default: []].append(Int32(number))
    }
    self.numbers = numbers
    var files: [File] = []
    let paths = analysis.weighing.tree.paths
    for found in analysis.ownership.sources.declarations {
      let path = paths.bytes(of: found.path)
      files.append(File(name: String(decoding: path, as: UTF8.self), path: path, isInImage: true, declarations: found.declarations))
    }
    // What the Dockerfile copies or binds from the context, as far as it names the files.
    if let context = file.context {
      var seen: Set<[UInt8]> = []
      for path in Self.contextPaths(file.dockerfile) where seen.insert(path).inserted {
        guard let contents = context.contents(of: path, limit: Self.limit),
          let found = Declarations.read(fileName: Array(path.split(separator: 0x2f).last ?? []), contents: contents)
        else { continue }
        files.append(File(name: String(decoding: path, as: UTF8.self), path: path, isInImage: false, declarations: found))
      }
    }
    self.files = files
  }

  /// Sources of COPY and ADD from the context, and, where a whole directory comes, the usual files in it.
  private static func contextPaths(_ dockerfile: Dockerfile) -> [[UInt8]] {
    let usual = [
      "pyproject.toml", "requirements.txt", "setup.cfg", "Pipfile", "package.json", "Gemfile", "go.mod", "Cargo.toml",
      "composer.json",
    ]
    .map { Array($0.utf8) }
    var paths: [[UInt8]] = []
    for instruction in dockerfile.stages.flatMap(\.instructions) where instruction.keyword == .copy || instruction.keyword == .add {
      guard instruction.flag("from") == nil else { continue }
      for word in instruction.words.dropLast() where !CopyMap.isPattern(word.bytes) {
        let path = Array(AbsolutePath.of(word.bytes, in: [0x2f]).dropFirst())
        if path.isEmpty { paths += usual } else { paths += [path] + usual.map { path + [0x2f] + $0 } }
      }
    }
    return paths + usual
  }

  // MARK: What an install asks for

  /// The packages of the image that an install names, in words and files; nil where a file that it reads is not to be had.
  func asked(by install: RunFacts.Install, _ graph: StageGraph, _ facts: StageFacts) -> Set<Int32>? {
    guard install.isExact else { return nil }
    var found: Set<Int32> = []
    for name in install.names { found.formUnion(numbers["\(install.ecosystem) \(name.name)"] ?? []) }
    for path in install.files {
      guard let file = self.file(at: path) else { return nil }
      found.formUnion(packages(in: file, install.ecosystem))
    }
    for project in install.projects {
      let own = files.filter {
        AbsolutePath.rest(of: $0.isInImage ? $0.path : [0x2f] + $0.path, below: project).map { !$0.contains(0x2f) } ?? false
      }
      for file in own { found.formUnion(packages(in: file, install.ecosystem)) }
    }
    return found
  }

  /// A file of that path, else the only one of that name: a copy in the image, or the one of the context.
  private func file(at path: [UInt8]) -> File? {
    if let same = files.first(where: { $0.isInImage && $0.path == path }) { return same }
    let name = path.split(separator: 0x2f).last ?? []
    let named = files.filter { $0.path.split(separator: 0x2f).last.map { $0.elementsEqual(name) } ?? false }
    let inContext = named.filter { !$0.isInImage }
    return inContext.count == 1 ? inContext[0] : named.count == 1 ? named[0] : nil
  }

  private func packages(in file: File, _ ecosystem: String) -> [Int32] {
    file.declarations.filter { $0.ecosystem.rawValue == ecosystem }
      .flatMap { numbers["\(ecosystem) \(PackageName.normalised($0.name, ecosystem))"] ?? [] }
  }

  /// All that these packages need, themselves included.
  func closure(of packages: Set<Int32>) -> Set<Int32> {
    var closure = packages
    var pending = Array(packages)
    let count = Int32(analysis.ownership.packages.count)
    while let next = pending.popLast() {
      for step in analysis.reach.graph.steps(from: next) where step.to < count && closure.insert(step.to).inserted {
        pending.append(step.to)
      }
    }
    return closure
  }

  /// The line that asks for a package; one of the context goes before its copy in the image, and none is a lock's.
  func place(of number: Int32) -> DeclarationPlace? {
    let package = analysis.ownership.packages[Int(number)].package
    let name = PackageName.normalised(package.name, package.ecosystem.rawValue)
    for file in files.sorted(by: { ($0.isInImage ? 1 : 0, $0.path.count) < ($1.isInImage ? 1 : 0, $1.path.count) }) {
      let found = file.declarations.first {
        $0.group != .locked && $0.group != .build && $0.ecosystem == package.ecosystem
          && PackageName.normalised($0.name, package.ecosystem.rawValue) == name
      }
      if let found {
        return DeclarationPlace(file: file.name, line: found.line, text: found.requirement, isInImage: file.isInImage)
      }
    }
    return nil
  }
}
