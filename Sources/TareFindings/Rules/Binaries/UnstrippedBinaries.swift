import TareBytes
import TareELF
import TareOwners
import TareTree

/// Symbol tables and debug information in programs and shared objects.
///
/// A linker writes them for other linkers and for debuggers. No running program reads them: what the loader looks at is
/// another, smaller table, which stays. Taking them off changes nothing but the file's size; a crash report or a profiler
/// then shows addresses where it showed the names of functions.
///
/// Strip the files in the instruction that installs them, or in the build stage that they are copied from:
/// `find DIRECTORY -type f -name '*.so*' -exec strip {} +`. In a later instruction it would save nothing. Where traces
/// matter, keep the full files outside the image (`objcopy --only-keep-debug`).
///
/// What goes is exactly the sections `.symtab`, `.strtab`, `.debug_*` and their older kin, the compiler's notes in
/// `.gnu.build.attributes`, their headers, and the padding that becomes free. `strip -R '.gnu.build.attributes*'` of binutils
/// does the same, to the byte; plain `strip` keeps some hundred bytes of those notes in each file.
///
/// Left alone are object files and archives, which are of no use without symbols; files with data behind their last
/// section; and libraries that auditwheel took into a wheel (`NAME.libs/libfoo-abcdef12.so`): `strip` moves their segments
/// to where the loader refuses them. The finding says how much that leaves.
///
/// Distributions strip what they pack. Where one of their packages kept its symbols (`libasan`, a JVM), its makers want them
/// for reports: that is told as information.
struct UnstrippedBinaries: Rule {
  static let name = "unstripped"
  static let family = RuleFamily.binaries
  static let summary = "Symbol tables and debug information in programs and shared objects"

  /// Files with one owner.
  private struct Group {
    var key: String
    /// As it follows "in 3 files of".
    var name: String
    var files: [StrippableFile] = []

    var saved: Int { files.reduce(0) { $0 + ($1.plan.map { $0.oldSize - $0.newSize } ?? 0) } }
    var left: [StrippableFile] { files.filter { $0.plan == nil && $0.left > 0 } }
  }

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let files = try StrippableFile.all(context)
    guard files.contains(where: { $0.plan != nil }) else {
      return .nothing(because: "no program or shared object that can be stripped has a symbol table or debug information")
    }
    var groups: [String: Group] = [:]
    for file in files {
      let (key, name) = owner(of: file.content, context)
      groups[key, default: Group(key: key, name: name)].files.append(file)
    }
    let sorted = groups.values.sorted { ($1.saved, $0.key) < ($0.saved, $1.key) }
    let limit = max(1, context.imageBytes / 200)
    let small = sorted.filter { $0.saved < limit && $0.key != Self.baseKey }
    guard small.filter({ $0.saved > 0 }).count > 1 else {
      return .findings(sorted.filter { $0.saved > 0 }.map { finding($0, context) })
    }
    var rest = Group(key: "small", name: "")
    rest.files = small.flatMap(\.files).sorted { $0.content < $1.content }
    let owners = small.filter { $0.saved > 0 }.count
    rest.name = context.counted(owners, "owner")
    return .findings(
      (sorted.filter { $0.saved >= limit || $0.key == Self.baseKey && $0.saved > 0 } + [rest]).map { finding($0, context) })
  }

  private static let baseKey = "base"

  private func owner(of content: Int32, _ context: RuleContext) -> (key: String, name: String) {
    if context.isInBase(layer: context.tree.contents[Int(content)].location.layer) { return (Self.baseKey, "the base image") }
    switch context.ownership.owners[Int(content)] {
    case .package(let number):
      let package = context.package(number)
      let name = EscapedText.printable(package.name)
      return (
        "\(package.ecosystem.rawValue)-\(name)",
        package.version.isEmpty ? name : "\(name) \(EscapedText.printable(package.version))"
      )
    case .application: return ("application", "the application")
    case .base: return ("system", "the system")
    case .nobody: return ("nobody", "no package")
    }
  }

  private func finding(_ group: Group, _ context: RuleContext) -> Finding {
    let plans = group.files.compactMap { file in file.plan.map { (content: file.content, plan: $0) } }
    let contents = plans.map(\.content)
    var finding = Finding(
      key: group.key,
      title: "Symbol tables and debug information in \(context.counted(plans.count, "file")) of \(group.name)",
      claim: context.claim(
        ranges: Dictionary(plans.map { ($0.content, ByteRanges($0.plan.freed)) }, uniquingKeysWith: { first, _ in first })),
      evidence: evidence(plans, group, context), effort: .oneLine, risk: risk(contents, context),
      fixes: [fix(contents, group, context)], rows: context.rowsToChange(contents))
    finding.edits = plans.map {
      Finding.Edit(content: $0.content, oldSize: $0.plan.oldSize, newSize: $0.plan.newSize, kind: "strip")
    }
    if contents.allSatisfy({ context.package(owning: $0, in: RuleContext.systemEcosystems) != nil }) {
      finding.severityOfItsOwn = .info
    }
    return finding
  }

  // MARK: Words

  private func evidence(_ plans: [(content: Int32, plan: StripPlan)], _ group: Group, _ context: RuleContext) -> [String] {
    let sorted = plans.sorted {
      ($1.plan.oldSize - $1.plan.newSize, $0.content) < ($0.plan.oldSize - $0.plan.newSize, $1.content)
    }
    var lines = sorted.prefix(3).map { item in
      let (old, new) = (item.plan.oldSize, item.plan.newSize)
      return "\(context.size(old - new)) of \(context.size(old)) in \(context.text(context.home(of: item.content)))"
    }
    let images = plans.compactMap { context.ownership.binaries.images[$0.content] }
    let symbols = images.reduce(0) { $0 + ($1.weights.symbols ?? 0) }
    let debug = images.reduce(0) { $0 + ($1.weights.debug ?? 0) }
    lines.append("symbol tables \(context.size(symbols)), debug information \(context.size(debug))")
    let moved = plans.count { $0.plan.movesSegments }
    if moved > 0 {
      lines.append(
        "in \(context.counted(moved, "file")) a segment that was appended after linking moves down by whole pages: no address "
          + "changes"
      )
    }
    if !group.left.isEmpty {
      let bytes = group.left.reduce(0) { $0 + $1.left }
      let first = group.left.max { ($0.left, $1.content) < ($1.left, $0.content) }.map { context.home(of: $0.content) }
      lines.append(
        "left alone: \(context.size(bytes)) in \(context.counted(group.left.count, "file")) that a tool changed after linking"
          + (first.map { ", as \(context.text($0))" } ?? ""))
    }
    return lines
  }

  private func risk(_ contents: [Int32], _ context: RuleContext) -> Risk {
    var owners: Set<Ecosystem> = []
    for content in contents {
      if case .package(let number) = context.ownership.owners[Int(content)] { owners.insert(context.package(number).ecosystem) }
    }
    var words = "crash reports and profilers show addresses in place of the names of functions"
    if owners.contains(.pypi) { words += "; a check of the files against the RECORD of their distribution finds them changed" }
    if owners.contains(.deb) { words += "; debsums finds the files changed" }
    return Risk(.low, words)
  }

  private func fix(_ contents: [Int32], _ group: Group, _ context: RuleContext) -> Finding.Fix {
    if group.key == Self.baseKey {
      return Finding.Fix("start from a base whose files are stripped: doing it above the base would add each of them once more")
    }
    let strip = "strip -R '.gnu.build.attributes*'"
    let row = context.rowsToChange(contents).first ?? 0
    let stage = ["COPY", "ADD"].contains(context.keyword(ofRow: row) ?? "") ? ", or in the stage that it copies from" : ""
    let diff = context.diff { (draft) throws(NoSoundEdit) in try appendStrip(contents, &draft, context) }
    if contents.count == 1 {
      return Finding.Fix(
        "in \(context.place(row: row))\(stage), run `\(strip) \(context.text(context.home(of: contents[0])))`", diff: diff)
    }
    let areLibraries = contents.allSatisfy { context.hasLibraryName($0) }
    let directories = directories(of: contents, context)
    guard isSafe(directories, areLibraries, contents, context) else {
      let files = contents.map { context.text(context.home(of: $0)) }.sorted()
      return Finding.Fix(
        "in \(context.place(row: row))\(stage), run `\(strip)` on \(context.listed(files, limit: 3)), by name: beside them lie "
          + "programs that it must not be given", diff: diff)
    }
    var command = "find \(directories.prefix(Self.directoryLimit).map { context.text($0) }.joined(separator: " ")) -type f "
    command += areLibraries ? "-name '*.so*'" : "'(' -name '*.so*' -o -perm /111 ')'"
    command += exceptions(in: directories, context) + " -exec \(strip) {} +"
    let others = directories.count - Self.directoryLimit
    let rest = others > 0 ? ", and the same in \(context.counted(others, "other directory", "other directories"))" : ""
    return Finding.Fix("in \(context.place(row: row))\(stage), run `\(command)`\(rest)", diff: diff)
  }

  /// The same at the end of each RUN that wrote some of them.
  private func appendStrip(_ contents: [Int32], _ draft: inout FixDraft, _ context: RuleContext) throws(NoSoundEdit) {
    for writer in try draft.writers(of: contents) {
      guard try draft.hasBinutils(writer.place) else { throw NoSoundEdit() }
      let strip = ["strip", "-R", "'.gnu.build.attributes*'"]
      let areLibraries = writer.contents.allSatisfy { context.hasLibraryName($0) }
      let directories = directories(of: writer.contents, context)
      if writer.contents.count == 1 || !isSafe(directories, areLibraries, writer.contents, context) {
        guard writer.contents.count <= Self.filesNamed else { throw NoSoundEdit() }
        var words: [String] = []
        for content in writer.contents { words.append(try draft.word(context.home(of: content), writer)) }
        try draft.editor.append([ShellLine(strip + words.sorted())], to: writer.place)
        continue
      }
      var words = ["find"]
      for directory in directories { words.append(try draft.word(directory, writer)) }
      words +=
        ["-type", "f"]
        + (areLibraries ? ["-name", "'*.so*'"] : "'(' -name '*.so*' -o -perm /111 ')'".split(separator: " ").map(String.init))
      words += exceptions(in: directories, context).split(separator: " ").map(String.init)
      try draft.editor.append([ShellLine(words + ["-exec"] + strip + ["{}", "+"])], to: writer.place)
    }
  }

  private static let directoryLimit = 4
  private static let filesNamed = 12

  /// Whether all that `find` hands to `strip` in there is a binary of the same RUN: it fails on scripts, and writes a binary of a
  /// lower layer once more.
  private func isSafe(_ directories: [Int32], _ areLibraries: Bool, _ contents: [Int32], _ context: RuleContext) -> Bool {
    let claimed = Set(contents)
    for file in directories.flatMap({ context.files(below: $0) }) where !claimed.contains(file.content) {
      let isLibrary = context.paths.name(of: file.path).withUnsafeBytes { $0.contains(subsequence: ".so") }
      guard let entry = context.entry(of: file.content), isLibrary || !areLibraries && entry.mode & 0o111 != 0 else { continue }
      if context.paths.bytes(of: file.path).split(separator: 0x2f).contains(where: { $0.suffix(5).elementsEqual(".libs".utf8) }) {
        continue
      }
      if entry.magic != .elf || context.isInBase(layer: context.ownership.firstWriters[Int(file.content)]) { return false }
    }
    return true
  }

  /// Where these lie, by owner; none lies in another one.
  private func directories(of contents: [Int32], _ context: RuleContext) -> [Int32] {
    struct Place: Hashable {
      var owner: String
      var top: Int32
    }
    var byPlace: [Place: [Int32]] = [:]
    for content in contents {
      byPlace[Place(owner: owner(of: content, context).key, top: context.ancestor(of: content, depth: 3)), default: []].append(
        content)
    }
    let all = Set(byPlace.values.map { context.commonDirectory($0) }).sorted()
    return all.filter { one in !all.contains { $0 != one && context.paths.lies(one, in: $0) } }
  }

  /// What `find` must pass over there: files that `strip` would break, with symbols or without.
  private func exceptions(in directories: [Int32], _ context: RuleContext) -> String {
    let unsafe = context.ownership.binaries.images.filter { content, image in
      (context.isRenamedByWheelTool(content) || StripPlan.hasEmptySegment(image))
        && directories.contains { context.paths.lies(context.home(of: content), in: $0) }
    }.keys
    let others = Set(unsafe.filter { !context.isRenamedByWheelTool($0) }.map { EscapedText.printable(context.fileName($0)) })
      .sorted()
    return (others.count < unsafe.count ? " ! -path '*.libs/*'" : "") + others.map { " ! -name '\($0)'" }.joined()
  }
}

extension RuleContext {
  /// The directory above a file that lies so deep below the root, or the file's own where that is less deep.
  fileprivate func ancestor(of content: Int32, depth: Int) -> Int32 {
    var chain: [Int32] = []
    var current = paths.parent(of: home(of: content))
    while current > PathTable.root {
      chain.append(current)
      current = paths.parent(of: current)
    }
    return chain.isEmpty ? PathTable.root : chain[max(0, chain.count - depth)]
  }

  /// `libfoo.so`, `libfoo.so.1`.
  fileprivate func hasLibraryName(_ content: Int32) -> Bool {
    let parts = paths.name(of: home(of: content)).split(separator: 0x2e)
    return parts.dropFirst().contains { $0.elementsEqual("so".utf8) }
  }
}
