import TareBytes
import TareLayers
import TareOCI
import TareTree

/// Gives every live content its owner. The order of the questions is the order of the answers: a package that lists the
/// file; the owner of the source that a bytecode file was made of; the package in whose directory it lies; the
/// application; the base system; nobody.
struct OwnershipBuilder {
  /// The packages of one catalogue with their files.
  struct Found: Sendable {
    var packages: [Package]
    var files: [PackageFiles]
  }

  private let weighing: Weighing
  private let tree: MergedTree
  private var reader: ContentReader
  private(set) var packages: [OwnedPackage] = []
  private(set) var notes: [Weighing.Note] = []
  /// Runtimes that are the package which brought them.
  private(set) var dropped: Set<PackageSet.Name> = []
  /// By path: the package that lists it; -1 for none.
  private var listed: [Int32]
  private var digests: [Int32: RecordedDigest] = [:]
  /// By path: the package whose directory it is; -1 for none.
  private var trees: [Int32]
  private var conflicts: [Conflict] = []

  private struct Conflict {
    var path: Int32
    var first: Int32
    var second: Int32
    var secondDigest: RecordedDigest?
  }

  init(_ weighing: Weighing, _ reader: ContentReader) {
    self.weighing = weighing
    self.reader = reader
    tree = weighing.tree
    listed = Array(repeating: -1, count: weighing.tree.paths.count)
    trees = listed
  }

  // MARK: Claims

  /// Catalogues come in their order: what an earlier one's packages list holds the records of later ones.
  mutating func add(_ found: Found) {
    let first = packages.count
    // Inside another package is only what that one claimed before this catalogue was asked.
    var files: [PackageFiles] = []
    for (package, own) in zip(found.packages, found.files) {
      var owned = OwnedPackage(package: package)
      owned.inside = holder(of: package.record)
      // A runtime that a package brought is that package.
      if owned.inside != nil, package.ecosystem == .generic, package.contains.isEmpty {
        dropped.insert(PackageSet.Name(ecosystem: package.ecosystem, name: package.name))
        continue
      }
      packages.append(owned)
      files.append(own)
    }
    for (offset, files) in files.enumerated() {
      let number = Int32(first + offset)
      guard packages[Int(number)].inside == nil else { continue }
      // Links weigh nothing; but bytecode belongs to whoever lists the link it was made of.
      for file in files.listed where tree.exists(file.path) && tree.nodes[Int(file.path)].kind != .directory {
        let holder = listed[Int(file.path)]
        if holder < 0 {
          listed[Int(file.path)] = number
          digests[file.path] = file.digest
        } else if holder != number, tree.nodes[Int(file.path)].content >= 0 {
          conflicts.append(Conflict(path: file.path, first: holder, second: number, secondDigest: file.digest))
        }
      }
      for directory in files.trees where directory > PathTable.root && trees[Int(directory)] < 0 {
        trees[Int(directory)] = number
      }
    }
  }

  /// The package that lists a path, or in whose directory it lies.
  private func holder(of path: Int32) -> Int32? {
    if listed[Int(path)] >= 0 { return listed[Int(path)] }
    var current = path
    while current > PathTable.root, trees[Int(current)] < 0 { current = tree.paths.parent(of: current) }
    return current > PathTable.root ? trees[Int(current)] : nil
  }

  /// Of two packages that list one file: the one whose recorded digest is the content's, else the later installed.
  private mutating func settleConflicts() throws {
    guard let first = conflicts.first else { return }
    try fetchContents()
    for conflict in conflicts {
      let holder = listed[Int(conflict.path)]
      let firstMatches = try matches(digests[conflict.path], conflict.path)
      let secondMatches = try matches(conflict.secondDigest, conflict.path)
      if firstMatches != secondMatches ? secondMatches : installedLayer(conflict.second) >= installedLayer(holder) {
        listed[Int(conflict.path)] = conflict.second
        digests[conflict.path] = conflict.secondDigest
      }
    }
    let path = EscapedText.printable(tree.paths.bytes(of: first.path))
    let names = [first.first, first.second].map { EscapedText.printable(packages[Int($0)].package.name) }
    let count = Set(conflicts.map(\.path)).count
    let files = count == 1 ? "1 file is" : "\(Quantity.count(count)) files are"
    notes.append(
      Weighing.Note(
        text: "\(files) listed by two packages (\(path) by \(names[0]) and \(names[1])): "
          + "the one whose recorded hash matches has it, else the one recorded later"))
  }

  /// Contents that only a digest can settle, of layers that passed.
  private mutating func fetchContents() throws {
    var missing: [ContentLocation: [Range<Int>]] = [:]
    for conflict in conflicts where digests[conflict.path] != nil || conflict.secondDigest != nil {
      let content = tree.contents[Int(tree.nodes[Int(conflict.path)].content)]
      if reader.isWorthReadingAgain(0..<content.size, of: content.location) { missing[content.location] = [0..<content.size] }
    }
    if !missing.isEmpty { try reader.readAgain(missing) }
  }

  private func matches(_ digest: RecordedDigest?, _ path: Int32) throws -> Bool {
    guard let digest else { return false }
    let content = tree.contents[Int(tree.nodes[Int(path)].content)]
    guard let bytes = try reader.contents(of: content.location, limit: TreeFiles.contentLimit) else { return false }
    return digest.matches(bytes)
  }

  private func installedLayer(_ package: Int32) -> Int32 { tree.nodes[Int(packages[Int(package)].package.record)].layer }

  // MARK: Owners

  /// - Parameters:
  ///   - companion: the file whose owner a file shares.
  ///   - isShared: whether a path is a database that all packages of its kind share.
  mutating func owners(
    base: BaseLayers, application: ApplicationFiles, firstWriters: [Int32], companion: (Int32) -> Int32?,
    isShared: (Int32) -> Bool
  ) throws -> [Owner] {
    try settleConflicts()
    let treeOwners = treeOwners()
    // Of several names of one content the strongest claim counts, then the first name.
    var ranks = [UInt8](repeating: .max, count: tree.contents.count)
    var owners = [Owner](repeating: .nobody, count: tree.contents.count)
    for (path, node) in tree.nodes.enumerated() where node.exists && node.content >= 0 {
      let content = Int(node.content)
      let path = Int32(path)
      func offer(_ rank: UInt8, _ owner: Owner) {
        guard rank < ranks[content] else { return }
        (ranks[content], owners[content]) = (rank, owner)
      }
      if listed[Int(path)] >= 0 {
        offer(0, owner(listed[Int(path)]))
      } else if ranks[content] > 1, let source = companion(path), listed[Int(source)] >= 0 {
        offer(1, owner(listed[Int(source)]))
      } else if treeOwners[Int(path)] >= 0 {
        offer(2, owner(treeOwners[Int(path)]))
      } else if ranks[content] > 3 {
        let writer = firstWriters[content]
        if isShared(path) {
          offer(4, .base)
        } else if Int(writer) < base.layers {
          offer(5, .base)
        } else if application.contains(path, writtenBy: writer) {
          offer(3, .application)
        }
      }
    }
    account(owners)
    return owners
  }

  private func owner(_ package: Int32) -> Owner { packages[Int(package)].package.isLocal ? .application : .package(package) }

  /// Directories hand their owner down; a parent has a smaller number than what lies in it.
  private func treeOwners() -> [Int32] {
    var owners = trees
    for path in owners.indices.dropFirst() where owners[path] < 0 {
      owners[path] = owners[Int(tree.paths.parent(of: Int32(path)))]
    }
    return owners
  }

  private mutating func account(_ owners: [Owner]) {
    for (index, content) in tree.contents.enumerated() where content.isLive {
      guard case .package(let package) = owners[index] else { continue }
      packages[Int(package)].own += content.size
      packages[Int(package)].files += 1
      packages[Int(package)].bytesOfLayer[Int(content.location.layer), default: 0] += content.size
    }
  }
}
