import TareDockerfile
import TareOrigins

/// A fix as it comes to be: edits of the Dockerfile, and lines for the `.dockerignore` beside it.
struct FixDraft {
  typealias Place = DockerfileEditor.Place

  let context: RuleContext
  let origins: Origins
  var editor: DockerfileEditor
  private var ignored: [[UInt8]] = []

  init(_ context: RuleContext, _ origins: Origins) {
    self.context = context
    self.origins = origins
    editor = DockerfileEditor(origins.file.dockerfile)
  }

  /// The change, the Dockerfile's first.
  func diff() throws(NoSoundEdit) -> FixDiff {
    var files: [FixDiff.File] = []
    let edits = try editor.finished(isOpen: !ignored.isEmpty)
    if !edits.isEmpty { files.append(try FixDiff.File(origins.file.name, editor.source, edits)) }
    if !ignored.isEmpty { files.append(try ignoreFile()) }
    return try FixDiff(files)
  }

  private func ignoreFile() throws(NoSoundEdit) -> FixDiff.File {
    guard let file = origins.file.ignoreFile else { throw NoSoundEdit() }
    guard let source = file.source else { return FixDiff.File(new: file.name, ignored.flatMap { $0 + [0x0a] }) }
    guard !source.isEmpty else { throw NoSoundEdit() }
    let newline = RunLayout.newline(source)
    let lines = ignored.flatMap { $0 + newline }
    return try FixDiff.File(file.name, source, [SourceEdit(at: source.count, (source.last == 0x0a ? [] : newline) + lines)])
  }

  /// A pattern that keeps files out of the context.
  mutating func ignore(_ pattern: [UInt8]) throws(NoSoundEdit) {
    // What has a meaning of its own in a pattern would have to be escaped.
    guard !pattern.isEmpty,
      !pattern.contains(where: { $0 < 0x21 || $0 == 0x7f || $0 == 0x5c || $0 == 0x5b || $0 == 0x3f || $0 == 0x2a }),
      pattern[0] != 0x23, pattern[0] != 0x21
    else { throw NoSoundEdit() }
    if !ignored.contains(pattern) { ignored.append(pattern) }
  }

  // MARK: Where bytes were written

  /// The instruction of a row.
  /// - Throws: where it is not known, or a guess, or the base's.
  func place(ofRow row: Int) throws(NoSoundEdit) -> Place {
    guard let origin = origins.rows[row], origin.confidence > .guess, origin.instruction >= 0 else { throw NoSoundEdit() }
    return Place(stage: origin.stage, instruction: origin.instruction)
  }

  /// A stretch of the file system that an instruction wrote.
  struct Writer {
    var place: Place
    var contents: [Int32]
    /// What the image's paths begin with, and what they begin with where they were written; the same, but for a COPY from
    /// another stage that puts things elsewhere.
    var moved: (to: [UInt8], from: [UInt8])?

    /// A path of the image where it was written.
    func path(_ path: [UInt8]) throws(NoSoundEdit) -> [UInt8] {
      guard let moved else { return path }
      guard path.starts(with: moved.to) else { throw NoSoundEdit() }
      return moved.from + path.dropFirst(moved.to.count)
    }
  }

  /// The instructions that wrote these contents first, those of build stages included, in the order of the file; contents of
  /// the base are passed over.
  /// - Throws: where some cannot be traced, and where nothing is left.
  func writers(of contents: some Sequence<Int32>) throws(NoSoundEdit) -> [Writer] {
    var found: [Place: Writer] = [:]
    var copies: [Place: StageCopy?] = [:]
    for content in contents {
      let layer = context.ownership.firstWriters[Int(content)]
      if context.isInBase(layer: layer) { continue }
      let row = context.row(ofLayer: layer)
      let copy = try place(ofRow: row)
      var writer = Writer(place: copy, contents: [])
      if copies[copy] == nil { copies[copy] = .some(try stageCopy(at: copy)) }
      if let stageCopy = copies[copy] ?? nil {
        let origin = try traced(content, row)
        guard origin.instruction >= 0, origin.confidence > .guess, stageCopy.stages.contains(origin.stage) else {
          throw NoSoundEdit()
        }
        writer.place = Place(stage: origin.stage, instruction: origin.instruction)
        writer.moved = stageCopy.moved
      }
      if let earlier = installer(of: content, before: copy) { writer.place = earlier }
      if let known = found[writer.place], known.moved?.to != writer.moved?.to || known.moved?.from != writer.moved?.from {
        throw NoSoundEdit()
      }
      found[writer.place, default: writer].contents.append(content)
    }
    guard !found.isEmpty else { throw NoSoundEdit() }
    return found.values.sorted { ($0.place.stage, $0.place.instruction) < ($1.place.stage, $1.place.instruction) }
  }

  /// A COPY out of a stage of this file.
  private struct StageCopy {
    /// That stage and those below it.
    var stages: [Int]
    var moved: (to: [UInt8], from: [UInt8])?
  }

  /// Nil for an instruction of another kind.
  private func stageCopy(at place: Place) throws(NoSoundEdit) -> StageCopy? {
    guard case .stage(let stage)? = source(of: place) else { return nil }
    return StageCopy(stages: editor.graph.chain(to: stage), moved: try moved(by: place))
  }

  /// The RUN that installed a package, where a later one only wrote its file again: as it does that had a hard link elsewhere.
  private func installer(of content: Int32, before place: Place) -> Place? {
    guard case .package(let number) = context.ownership.owners[Int(content)], let origin = origins.packages[Int(number)],
      origin.through == nil, origin.confidence > .guess, origin.stage == place.stage, origin.instruction >= 0,
      origin.instruction < place.instruction
    else { return nil }
    let earlier = Place(stage: origin.stage, instruction: origin.instruction)
    let layers = Set(rows(of: earlier).compactMap { context.weighing.rows[$0].layer })
    let path = context.home(of: content)
    return context.layersHidden(at: path).contains { layers.contains(Int($0)) } ? earlier : nil
  }

  private func traced(_ content: Int32, _ row: Int) throws(NoSoundEdit) -> Origin {
    let owner = context.ownership.owners[Int(content)]
    // A package's files come from where it was installed, which is worked out already.
    if case .package(let number) = owner, let origin = origins.packages[Int(number)], origin.through != nil { return origin }
    guard let origin = origins.origin(ofPath: context.home(of: content), row: row, owner: owner) else { throw NoSoundEdit() }
    return origin
  }

  /// What a COPY takes files from, other than the context; nil for all else.
  func source(of place: Place) -> StageGraph.Origin? {
    guard let instruction = try? editor.instruction(place), instruction.keyword == .copy, let from = instruction.flag("from")?.value
    else { return nil }
    return editor.graph.source(ofCopyFrom: from, in: place.stage)
  }

  /// Which directory a COPY puts where; nil where both are the same.
  private func moved(by place: Place) throws(NoSoundEdit) -> (to: [UInt8], from: [UInt8])? {
    let copy = try copied(place)
    guard copy.sources.count == 1, let source = copy.sources.first else {
      // Files by their names, into a directory.
      let directories = Set(copy.sources.map { Array($0.prefix(through: $0.lastIndex(of: 0x2f) ?? 0)) })
      guard directories == [copy.destination + (copy.destination == [0x2f] ? [] : [0x2f])] else { throw NoSoundEdit() }
      return nil
    }
    return source == copy.destination ? nil : (copy.destination, source)
  }

  /// Sources and destination of a COPY as absolute paths, those of the context too, without variables and patterns.
  func copied(_ place: Place) throws(NoSoundEdit) -> (sources: [[UInt8]], destination: [UInt8], isDirectory: Bool) {
    let instruction = try editor.instruction(place)
    guard instruction.keyword == .copy, instruction.heredocs.isEmpty, instruction.words.count >= 2,
      !instruction.flags.contains(where: { ["parents", "exclude"].contains($0.name) })
    else { throw NoSoundEdit() }
    let words = instruction.words.map(\.bytes)
    guard words.allSatisfy({ word in !word.contains { "$*?[\\\"'".utf8.contains($0) } }) else { throw NoSoundEdit() }
    let destination = words[words.count - 1]
    let directory = destination.first == 0x2f ? [0x2f] : try workingDirectory(at: place)
    return (
      words.dropLast().map { FixPath.absolute($0, in: [0x2f]) }, FixPath.absolute(destination, in: directory),
      destination.last == 0x2f || destination == [0x2e] || words.count > 2
    )
  }

  /// Where an instruction runs.
  func workingDirectory(at place: Place) throws(NoSoundEdit) -> [UInt8] {
    var directory: [UInt8]? = [0x2f]
    for instruction in editor.instructions(before: place).reversed() where instruction.keyword == .workdir {
      guard let word = instruction.words.first?.bytes, !word.contains(0x24) else {
        directory = nil
        continue
      }
      if word.first == 0x2f || directory != nil { directory = FixPath.absolute(word, in: directory ?? [0x2f]) }
    }
    guard let directory else { throw NoSoundEdit() }
    return directory
  }
}

/// Paths as bytes, without `.`, `..` and double slashes.
enum FixPath {
  static func absolute(_ path: [UInt8], in directory: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in ((path.first == 0x2f ? [] : directory + [0x2f]) + path).split(separator: 0x2f) where part != [0x2e] {
      if part == [0x2e, 0x2e] { _ = parts.popLast() } else { parts.append(part) }
    }
    return [0x2f] + parts.joined(separator: [0x2f])
  }

  /// What follows a directory in a path, without a slash; nil where it does not lie at or below it.
  static func rest(of path: [UInt8], below directory: [UInt8]) -> [UInt8]? {
    if directory == [0x2f] { return Array(path.dropFirst()) }
    guard path.starts(with: directory) else { return nil }
    if path.count == directory.count { return [] }
    return path[directory.count] == 0x2f ? Array(path[(directory.count + 1)...]) : nil
  }
}

extension RuleContext {
  /// What a fix looks like as a change of the Dockerfile; nil where there is none to change, or no edit is known to be right.
  func diff(_ write: (inout FixDraft) throws(NoSoundEdit) -> Void) -> FixDiff? {
    guard let origins, origins.file.choice != .reconstructed, origins.alignment.match != .other else { return nil }
    var draft = FixDraft(self, origins)
    do {
      try write(&draft)
      return try draft.diff()
    } catch {
      return nil
    }
  }
}
