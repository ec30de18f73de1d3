import TareDockerfile

/// Where a COPY from the context puts what.
struct Landing: Sendable {
  /// Path in the image, path in the context.
  private(set) var files: [(image: [UInt8], context: [UInt8])] = []
  /// Directories of which not every file is known.
  private(set) var trees: [(image: [UInt8], context: [UInt8])] = []
  /// Where the destination may be reached in no way that is known.
  private(set) var isUnknown = false

  init(_ sources: CopySources, keyword: Instruction.Keyword, destination: [UInt8], _ context: ContextKnowledge) {
    let written = sources.destination
    let intoFolder =
      sources.files.count > 1 || written.last == 0x2f || written.isEmpty || written.elementsEqual(".".utf8)
      || written.suffix(2).elementsEqual("/.".utf8) || written.elementsEqual("..".utf8)
      || written.suffix(3).elementsEqual("/..".utf8)
    // ADD unpacks archives; a pivot in `--parents` cuts paths.
    if keyword == .add || sources.files.contains(where: { $0.split(separator: 0x2f).dropFirst().contains([0x2e]) }) {
      isUnknown = true
      return
    }
    for source in sources.files {
      let selection = ContextSelection(patterns: [ContextPattern(source)], excluded: sources.excluded)
      let pattern = selection.patterns[0]
      if pattern.isLiteral { land(literal: pattern, context, destination, intoFolder) }
      for path in context.paths {
        let isFolder = path.last == 0x2f
        let parts = path.split(separator: 0x2f)
        guard let depth = pattern.depth(in: parts), selection.covers(path) else { continue }
        let below = sources.keepsParents ? parts : Array(parts[min(depth, parts.count)...])
        let rest = below.isEmpty && (intoFolder || !pattern.isLiteral) && !isFolder ? Array(parts.suffix(1)) : below
        let image = Self.joined(destination, rest)
        if isFolder || (below.isEmpty && !intoFolder) {
          trees.append((image, Array(parts.joined(separator: [0x2f]))))
        } else {
          files.append((image, path))
        }
      }
    }
    if files.isEmpty && trees.isEmpty { isUnknown = true }
  }

  /// Something that is not in git, inside a directory that is not.
  private mutating func land(
    literal pattern: ContextPattern, _ context: ContextKnowledge, _ destination: [UInt8], _ intoFolder: Bool
  ) {
    let name = Array(pattern.components.joined(separator: [0x2f]))
    let isInside = context.paths.contains { $0.last == 0x2f && name.count > $0.count && name.starts(with: $0) }
    guard isInside else { return }
    if context.kind(name) == .file, intoFolder {
      files.append((Self.joined(destination, [pattern.components[pattern.components.count - 1][...]]), name))
    } else {
      trees.append((destination, name))
    }
  }

  private static func joined(_ folder: [UInt8], _ parts: [ArraySlice<UInt8>]) -> [UInt8] {
    parts.isEmpty ? folder : (folder == [0x2f] ? [] : folder) + [0x2f] + Array(parts.joined(separator: [0x2f]))
  }

  /// The file of the context that a path of the image comes from, if it is there today.
  func source(of image: [UInt8], _ context: ContextKnowledge) -> [UInt8]? {
    if let file = files.last(where: { $0.image == image }), context.kind(file.context) == .file { return file.context }
    for tree in trees where ImagePath.isBelow(image, tree.image) {
      let rest = image.dropFirst(tree.image.count).drop { $0 == 0x2f }
      let path = rest.isEmpty ? tree.context : tree.context + (tree.context.isEmpty ? [] : [0x2f]) + Array(rest)
      if context.kind(path) == .file { return path }
    }
    return nil
  }

  /// Where a file of the context comes to lie.
  func image(of context: [UInt8]) -> [UInt8]? {
    if let file = files.last(where: { $0.context == context }) { return file.image }
    for tree in trees {
      if tree.context == context { return tree.image }
      let isBelow = tree.context.isEmpty || (context.starts(with: tree.context) && context[tree.context.count] == 0x2f)
      if isBelow {
        return (tree.image == [0x2f] ? [] : tree.image) + [0x2f] + context.dropFirst(tree.context.count).drop { $0 == 0x2f }
      }
    }
    return nil
  }
}
