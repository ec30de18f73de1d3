import TareBytes
import TareOwners
import TareTree

/// Static libraries, `libfoo.a`, which only a linker reads.
///
/// They come with `-dev` packages, with `make install`, and with the interpreter's own build (`libpython3.12.a`). A program
/// that runs never opens one: what it needs of them was copied into it when it was linked.
///
/// Leave them out in the instruction that brings them: copy only what runs from the build stage, or delete them within the
/// same `RUN`. Where what the image runs reaches a linker, or nothing says what it runs and a linker is there, its archives
/// are no finding; where a linker is there that nothing reaches, the few that every link needs (`libgcc.a`,
/// `libc_nonshared.a`) are not claimed.
///
/// Those inside Python's `site-packages` are the matter of a rule of their own.
struct StaticLibraries: Rule {
  static let name = "static-libraries"
  static let family = RuleFamily.binaries
  static let summary = "Static libraries outside of site-packages, which only a linker reads"

  private static let linkers = ["ld", "ld.bfd", "ld.gold", "ld.lld", "gcc", "cc", "clang", "tcc"]
  /// What GCC and glibc put into each link, static or not.
  private static let everyLink = ["libgcc.a", "libgcc_eh.a", "libc_nonshared.a", "libpthread_nonshared.a", "libmvec_nonshared.a"]
  /// Of an archive without members, which stands for a library that has become part of another.
  private static let emptyArchive = 8

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let linker = ["/usr/bin", "/usr/local/bin", "/bin"].lazy.flatMap { folder in Self.linkers.map { "\(folder)/\($0)" } }
      .first { context.find($0) != nil }
    var groups: [String: [Int32]] = [:]
    for file in archives(context, hasLinker: linker != nil) {
      groups[key(file.content, context), default: []].append(file.content)
    }
    guard !groups.isEmpty else { return .nothing(because: "no static library lies outside of site-packages") }
    if let linker, let reason = try reason(toLink: linker, context) { return .nothing(because: reason) }
    return .findings(groups.sorted { $0.key < $1.key }.map { finding($0.key, $0.value, linker, context) })
  }

  /// Why the image may link while it runs; nil where nothing which runs reaches its linker.
  private func reason(toLink linker: String, _ context: RuleContext) throws -> String? {
    if let unknown = RunTimeNeeds.unknown(context) { return "the image has a linker, \(linker), and \(unknown)" }
    guard let file = context.tree.target(of: Array(linker.utf8)),
      let package = context.package(owning: context.tree.nodes[Int(file)].content, in: RuleContext.systemEcosystems),
      !context.ownership.packages[Int(package)].fromBase, try AskedPackages(context).needs.contains(package)
    else { return nil }
    return "what the image runs reaches its linker, \(linker), which reads them"
  }

  private static let baseKey = "base"
  private static let systemKey = "system"

  private func packageName(_ content: Int32, _ context: RuleContext) -> String? {
    guard case .package(let number) = context.ownership.owners[Int(content)] else { return nil }
    return EscapedText.printable(context.package(number).name)
  }

  /// Whether an install line names one of the packages that these belong to.
  private func isAskedFor(_ contents: [Int32], _ context: RuleContext) -> Bool {
    contents.contains { content in
      guard let package = context.package(owning: content, in: RuleContext.systemEcosystems) else { return false }
      let reason = context.reach.reason(of: package)
      return reason == .asked || reason == .topLevel
    }
  }

  /// By content, each once.
  private func archives(_ context: RuleContext, hasLinker: Bool) -> [ShownFile] {
    var seen: Set<Int32> = []
    var found: [ShownFile] = []
    context.forEachFile { file in
      let name = context.paths.name(of: file.path)
      guard name.count > 5, name.suffix(2).elementsEqual(".a".utf8), name.prefix(3).elementsEqual("lib".utf8),
        file.size > Self.emptyArchive, context.entry(of: file.content)?.magic == .archive,
        !hasLinker || !Self.everyLink.contains(String(decoding: name, as: UTF8.self)),
        !context.liesInPackagesOfPython(file.path), !isOfToolchain(file.content, context), seen.insert(file.content).inserted
      else { return }
      found.append(file)
    }
    return found
  }

  private func isOfToolchain(_ content: Int32, _ context: RuleContext) -> Bool {
    guard case .package(let number) = context.ownership.owners[Int(content)] else { return false }
    return context.isToolchainOfGoOrRust(number)
  }

  private func key(_ content: Int32, _ context: RuleContext) -> String {
    if context.isInBase(layer: context.tree.contents[Int(content)].location.layer) { return Self.baseKey }
    guard case .package(let number) = context.ownership.owners[Int(content)] else { return "own" }
    let package = context.package(number)
    // Those of a distribution come and go with one install line.
    return [.deb, .apk, .rpm].contains(package.ecosystem)
      ? Self.systemKey : "\(package.ecosystem.rawValue)-\(EscapedText.printable(package.name))"
  }

  private func finding(_ key: String, _ contents: [Int32], _ linker: String?, _ context: RuleContext) -> Finding {
    let place = context.place(row: context.rowsToChange(contents).first ?? 0)
    let directory = context.text(context.commonDirectory(contents))
    var name = " in \(directory)"
    var fix =
      "delete them within \(place) (`find \(directory) -name 'lib*.a' -delete`), or copy only what runs from the stage that builds"
    switch key {
    case Self.baseKey:
      name = " of the base image"
      fix = "start from a base without static libraries: deleting them above it frees nothing"
    case Self.systemKey:
      let packages = Set(contents.compactMap { packageName($0, context) }).sorted()
      name = " of \(packages.count > 3 ? context.counted(packages.count, "package") : packages.joined(separator: ", "))"
      let shown = packages.prefix(6).joined(separator: ", ") + (packages.count > 6 ? ", …" : "")
      fix =
        isAskedFor(contents, context)
        ? "leave the development packages (\(shown)) out of \(place), or delete their static libraries within the same instruction"
        : "delete them within \(place): nobody asked for \(shown), which others need"
    default: break
    }
    let risk =
      linker.map { Risk(.medium, "programs that are linked with \($0) in a container can no longer be linked statically") }
      ?? Risk(.low, "a compiler that is brought into a container later cannot link statically against them")
    return Finding(
      key: key, title: "\(context.counted(contents.count, "static library", "static libraries"))\(name)",
      claim: context.claim(contents: contents),
      evidence: context.largest(contents) + [linker.map { "the image has a linker: \($0)" } ?? "the image has no linker"],
      effort: .oneLine, risk: risk,
      fixes: [
        Finding.Fix(
          fix,
          diff: key == Self.baseKey ? nil : context.diff { (draft) throws(NoSoundEdit) in try takeOff(contents, &draft, context) })
      ], rows: context.rowsToChange(contents))
  }
}

extension StaticLibraries {
  private func takeOff(_ contents: [Int32], _ draft: inout FixDraft, _ context: RuleContext) throws(NoSoundEdit) {
    for writer in try draft.writers(of: contents) {
      let claimed = Set(writer.contents)
      let directory = context.commonDirectory(writer.contents)
      // What lies there and is to stay has to be named.
      var staying: Set<String> = []
      for file in context.files(below: directory) where !claimed.contains(file.content) {
        let name = context.lastPart(file.path)
        if name.hasPrefix("lib"), name.hasSuffix(".a") { staying.insert(name) }
      }
      guard staying.count <= 8, staying.allSatisfy({ ShellLine.plain($0) != nil }),
        !writer.contents.contains(where: { staying.contains(context.lastPart(context.home(of: $0))) })
      else { throw NoSoundEdit() }
      try draft.checkLater(than: writer.place, behind: nil, programs: [], compiles: true)
      let exceptions = staying.sorted().flatMap { ["!", "-name", $0] }
      try draft.editor.append(
        [ShellLine(["find", try draft.word(directory, writer), "-name", "'lib*.a'"] + exceptions + ["-delete"])], to: writer.place)
    }
  }
}

extension RuleContext {
  /// Whether a path lies below a `site-packages` or `dist-packages`.
  func liesInPackagesOfPython(_ path: Int32) -> Bool {
    var current = paths.parent(of: path)
    while current > PathTable.root {
      let name = paths.name(of: current)
      if name.count == 13, name.elementsEqual("site-packages".utf8) || name.elementsEqual("dist-packages".utf8) { return true }
      current = paths.parent(of: current)
    }
    return false
  }
}
