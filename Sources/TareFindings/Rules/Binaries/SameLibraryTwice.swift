import TareBytes
import TareELF
import TareOwners
import TareTree

/// A shared library that is in the image in two versions, of which only one is loaded.
///
/// The classic is a CUDA base image with PyTorch installed from PyPI on top: `/usr/local/cuda/lib64/libcudart.so.12` of the
/// base beside the one of the wheel. Each binary finds its libraries by a fixed order of directories, so that one of the two
/// never comes to be loaded by what needs the name.
///
/// Start from a base without the libraries that the wheels bring, or install without those that the base has. Leave both
/// where a program of yours opens the second one by its path.
///
/// Two files are one library here when they have the same name for the loader (SONAME) and processor, and differ in
/// content. Equal copies are a matter of the rule on identical files.
struct SameLibraryTwice: Rule {
  static let name = "same-library-twice"
  static let family = RuleFamily.binaries
  static let summary = "A shared library under one SONAME in two versions, of which one is never loaded"

  private struct Identity: Hashable {
    var soname: [UInt8]
    var machine: ELFMachine
    var fileClass: ELFImage.FileClass
  }

  /// Copies that nothing loads, in one directory and of one owner.
  private struct Place: Hashable {
    var directory: Int32
    var owner: Owner
  }

  func findings(in context: RuleContext) -> RuleOutcome {
    var groups: [Identity: [Int32]] = [:]
    for (content, image) in context.ownership.binaries.images where LoadedLibraries.isLibrary(image) {
      guard let soname = image.dynamic?.soname, !soname.isEmpty else { continue }
      let identity = Identity(soname: soname, machine: image.machine, fileClass: image.fileClass)
      groups[identity, default: []].append(content)
    }
    let twice = groups.values.filter { $0.count > 1 && differ($0, context) }
    let loaded = LoadedLibraries(context, candidates: Set(twice.joined()))
    let directories = Set(context.libraryDirectories)
    var places: [Place: [(content: Int32, other: Int32)]] = [:]
    for members in twice {
      guard let other = members.filter({ loaded.reached.contains($0) }).min() else { continue }
      for content in members where !loaded.reached.contains(content) && !isEqual(content, to: other, context) {
        let place = Place(
          directory: context.paths.parent(of: context.home(of: content)), owner: context.ownership.owners[Int(content)])
        // Elsewhere a runtime may keep libraries of its own, which it finds by itself.
        guard directories.contains(place.directory), !isNeeded(place.owner, context) else { continue }
        places[place, default: []].append((content, other))
      }
    }
    guard !places.isEmpty else {
      return .nothing(because: "no shared library is here in two versions of which one is never loaded")
    }
    return .findings(
      places.map { ($0.key, $0.value.sorted { $0.content < $1.content }) }.sorted { $0.1[0].content < $1.1[0].content }
        .map { finding($0.1, $0.0, context) })
  }

  /// Whether a package cannot go by itself: another one needs it that is more than a list of packages.
  private func isNeeded(_ owner: Owner, _ context: RuleContext) -> Bool {
    guard case .package(let number) = owner else { return false }
    let graph = context.reach.graph
    return graph.steps(to: number).contains { !$0.kind.isWeak && graph.weights[Int($0.from)] > Self.listLimit }
  }

  /// Bytes of a package that holds nothing but the names of others.
  private static let listLimit = 64 << 10

  private func differ(_ contents: [Int32], _ context: RuleContext) -> Bool {
    contents.contains { !isEqual($0, to: contents[0], context) }
  }

  private func isEqual(_ left: Int32, to right: Int32, _ context: RuleContext) -> Bool {
    let (a, b) = (context.tree.contents[Int(left)], context.tree.contents[Int(right)])
    return left == right || a.size == b.size && a.hash != nil && a.hash == b.hash
  }

  private func finding(_ copies: [(content: Int32, other: Int32)], _ place: Place, _ context: RuleContext) -> Finding {
    let contents = copies.map(\.content)
    func size(_ content: Int32) -> Int { context.tree.contents[Int(content)].size }
    let pairs = copies.sorted { (size($1.content), $0.content) < (size($0.content), $1.content) }
    let evidence = pairs.prefix(3).map { pair in
      "\(context.size(size(pair.content))) \(context.text(context.home(of: pair.content))): what needs it loads "
        + context.text(context.home(of: pair.other))
    }
    let row = context.rowsToChange(contents).first ?? 0
    var fix = "leave these libraries out of \(context.place(row: row))"
    if case .package(let number) = place.owner {
      let package = context.package(number)
      fix = "do not install \(EscapedText.printable(package.name)) in \(context.place(row: row)), or not the other one"
    }
    if context.isInBase(layer: context.tree.contents[Int(contents[0])].location.layer) {
      fix = "start from a base without these libraries"
    }
    let libraries = context.counted(contents.count, "library", "libraries")
    return Finding(
      key: context.text(place.directory),
      title: "\(libraries) in \(context.text(place.directory)) beside the versions that are loaded",
      claim: context.claim(contents: contents), evidence: evidence, effort: .oneLine,
      risk: Risk(.medium, "a program that opens one of them by its path, or runs with another LD_LIBRARY_PATH, no longer finds it"),
      fixes: [Finding.Fix(fix)], rows: context.rowsToChange(contents))
  }
}
