import TareDockerfile
import TareOrder

/// What a COPY or ADD takes, and where it puts it.
struct TextCopy: Sendable {
  enum Source: Sendable, Hashable {
    case context
    case stage(Int)
    /// An image, or what cannot be told.
    case elsewhere([UInt8])
  }

  struct Landed: Sendable {
    var file: ContextFiles.File
    /// Where it comes to lie in the stage.
    var image: [UInt8]
  }

  let source: Source
  /// Absolute in a stage or an image, relative to the context else.
  let paths: [[UInt8]]
  let destination: [UInt8]
  /// The destination is a directory for sure.
  let isDirectory: Bool
  /// Of the context, where it could be listed and has the sources; nil where not, and for what comes from elsewhere.
  let files: [Landed]?

  init?(
    _ instruction: Instruction, _ graph: StageGraph, stage: Int, directory: [UInt8], _ scope: TextScope, _ context: ContextFiles?
  ) {
    let words = instruction.words.map { (try? scope.environment?.expand($0)) ?? $0.bytes }
    guard words.count >= 2, let last = words.last else { return nil }
    let sources = words.dropLast().filter { !$0.starts(with: "<<".utf8) || instruction.heredocs.isEmpty }
    isDirectory = last.last == 0x2f || words.count > 2 || last == [0x2e]
    destination = TextPath.absolute(last, in: directory)
    if let from = instruction.flag("from")?.value {
      let name = (try? scope.environment?.expand(from)) ?? from
      switch graph.source(ofCopyFrom: name, in: stage) {
      case .stage(let index): source = .stage(index)
      case .image(let image): source = .elsewhere(image)
      case .scratch, .unresolved: source = .elsewhere(name)
      }
      paths = sources.map { TextPath.absolute($0, in: [0x2f]) }
      files = nil
      return
    }
    source = .context
    let local = sources.filter { word in
      !["http://", "https://", "git@", "git://", "ssh://"].contains { word.starts(with: $0.utf8) }
    }
    paths = local.map { Array(TextPath.absolute($0, in: [0x2f]).dropFirst()) }
    let excluded = instruction.flags.filter { $0.name == "exclude" }.compactMap(\.value).map { ContextPattern($0) }
    let keepsParents = instruction.flag("parents").map { $0.value != Array("false".utf8) } ?? false
    let (all, place, intoDirectory) = (paths, destination, isDirectory)
    let landed = context.map { context in
      all.map { Self.land($0, excluded, keepsParents, context, place, intoDirectory: intoDirectory) }
    }
    // A source that is not there: the directory is not the one that it is built from.
    files = landed.flatMap { $0.contains { $0.isEmpty } ? nil : $0.flatMap { $0 } }
  }

  private static func land(
    _ path: [UInt8], _ excluded: [ContextPattern], _ keepsParents: Bool, _ context: ContextFiles, _ destination: [UInt8],
    intoDirectory: Bool
  ) -> [Landed] {
    let pattern = ContextPattern(path)
    let selection = ContextSelection(patterns: [pattern], excluded: excluded)
    return context.files.compactMap { file in
      let parts = file.path.split(separator: 0x2f)
      guard let depth = pattern.depth(in: parts), selection.covers(file.path) else { return nil }
      let below = keepsParents ? parts[...] : parts[min(depth, parts.count)...]
      let rest = below.isEmpty && (intoDirectory || !pattern.isLiteral) ? parts.suffix(1) : below
      let image =
        rest.isEmpty ? destination : (destination == [0x2f] ? [] : destination) + [0x2f] + Array(rest.joined(separator: [0x2f]))
      return Landed(file: file, image: image)
    }
  }

  /// Whether it brings anything at or below a path, or a path that lies above; of what cannot be listed, whether it may.
  func brings(at path: [UInt8]) -> Bool {
    guard let files else { return TextPath.overlap(path, destination) }
    return files.contains { TextPath.isAtOrBelow($0.image, path) }
  }
}
