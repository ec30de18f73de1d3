import TareBytes
import TareELF
import TareOwners
import TareTree

/// Shared objects in the loader's directories that no program and no other library needs, and no package owns.
///
/// `make install`, `COPY --from=builder /usr/local/lib` and the like bring all libraries that a build made, also those of
/// which the program uses none. Each binary says which libraries it needs (`ldd`); what none of them asks for is loaded
/// only where a program opens it by name while it runs (dlopen), as plugins are.
///
/// Copy what the program needs, by name. Leave those that are opened by name: the finding has looked for their names in
/// the application's own sources and in its own programs, and cannot see names that are put together at run time.
///
/// Libraries that a package owns are judged with the package.
struct UnreachedLibraries: Rule {
  static let name = "unreached-libraries"
  static let family = RuleFamily.binaries
  static let summary = "Shared objects that no binary of the image needs and no package owns"

  /// Larger constants are data of another sort.
  private static let constantLimit = 4 << 20

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let directories = Set(context.libraryDirectories)
    let candidates = context.ownership.binaries.images.filter { content, image in
      guard LoadedLibraries.isLibrary(image), case let path = context.home(of: content),
        directories.contains(context.paths.parent(of: path))
      else { return false }
      return [.nobody, .application].contains(context.ownership.owners[Int(content)])
    }.keys.sorted()
    guard !candidates.isEmpty else {
      return .nothing(because: "every shared object in the loader's directories belongs to a package")
    }
    let loaded = LoadedLibraries(context, candidates: Set(candidates))
    let unreached = try unmentioned(candidates.filter { !loaded.reached.contains($0) }, context)
    guard !unreached.isEmpty else {
      return .nothing(because: "every shared object that no package owns is needed by a binary, or named by one")
    }
    var groups: [Int32: [Int32]] = [:]
    for content in unreached { groups[context.paths.parent(of: context.home(of: content)), default: []].append(content) }
    return .findings(groups.sorted { $0.key < $1.key }.map { finding($0.value, in: $0.key, context) })
  }

  private func finding(_ contents: [Int32], in directory: Int32, _ context: RuleContext) -> Finding {
    Finding(
      key: context.text(directory),
      title: "\(context.counted(contents.count, "shared object")) in \(context.text(directory)) that nothing loads",
      claim: context.claim(contents: contents),
      evidence: context.largest(contents) + [
        "no ELF file of the image needs them, and neither the application's sources nor its programs hold their names"
      ],
      effort: .oneLine,
      risk: Risk(.medium, "a program that puts the name of such a library together and opens it while it runs no longer finds it"),
      fixes: [
        Finding.Fix(
          "bring only the libraries that are needed in \(context.place(row: context.rowsToChange(contents).first ?? 0)), by name")
      ],
      rows: context.rowsToChange(contents))
  }

  /// Those whose names no source and no program of the application holds.
  private func unmentioned(_ contents: [Int32], _ context: RuleContext) throws -> [Int32] {
    guard !contents.isEmpty else { return [] }
    var constants: [[UInt8]] = []
    for (content, image) in context.ownership.binaries.images.sorted(by: { $0.key < $1.key }) {
      guard [.nobody, .application].contains(context.ownership.owners[Int(content)]), !contents.contains(content),
        let range = image.contentRange(of: ".rodata"), range.count <= Self.constantLimit,
        let bytes = try context.bytes(of: content, in: range)
      else { continue }
      constants.append(bytes)
    }
    return try contents.filter { content in
      let name = context.paths.name(of: context.home(of: content))
      let stem = Array(name.prefix { $0 != 0x2e })
      let preload = Array((context.config?.environment("LD_PRELOAD") ?? "").utf8)
      // `find_library("foo")` and cffi leave the beginning out.
      let short = stem.starts(with: "lib".utf8) ? Array("\"".utf8) + stem.dropFirst(3) + Array("\"".utf8) : stem
      guard !preload.containsBytes(stem), !constants.contains(where: { $0.containsBytes(stem) }) else { return false }
      return try !context.sourcesMention(stem) && !context.sourcesMention(short)
    }
  }
}
