import TareLayers
import TareTree

/// Dead contents of one writer and one killer that died in one way. Every dead content is in exactly one.
struct DeadContents: Sendable {
  enum Way: Sendable, Hashable, CaseIterable {
    /// A marker took them, by a layer that brings files as well.
    case deletedBeside
    /// A marker took them, by a layer that does nothing but delete.
    case deletedAlone
    /// An instruction that changes files in place wrote the same bytes again.
    case changedInPlace
    /// COPY or ADD wrote the same bytes again.
    case copiedAgain
    /// Something else came to their path.
    case overwritten
    /// The same, of files in which a system keeps its state: package databases, users. Each installation writes them again.
    case systemState
  }

  /// Layers, the lowest being 0.
  var writer: Int32
  var killer: Int32
  var way: Way
  /// The layer that first wrote most of these bytes; `writer` may have written them again.
  var origin: Int32 = 0
  /// Ascending.
  var contents: [Int32] = []
  var bytes = 0

  /// All of an image, the heaviest first.
  static func all(_ context: RuleContext) -> [DeadContents] {
    struct Key: Hashable {
      var writer: Int32
      var killer: Int32
      var way: Way
    }
    let removers = context.weighing.scans.map { $0?.onlyDeletes ?? false }
    var groups: [Key: DeadContents] = [:]
    for (index, content) in context.tree.contents.enumerated() where !content.isLive && content.size > 0 {
      let (writer, killer) = (content.location.layer, content.killer)
      let key = Key(writer: writer, killer: killer, way: way(content, context, removers))
      groups[key, default: DeadContents(writer: writer, killer: killer, way: key.way)].contents.append(Int32(index))
      groups[key]?.bytes += content.size
    }
    return groups.values.map { group in
      var group = group
      group.origin = origin(of: group, context)
      return group
    }
    .sorted { ($1.bytes, $0.writer, $0.killer) < ($0.bytes, $1.writer, $1.killer) }
  }

  private static func origin(of group: DeadContents, _ context: RuleContext) -> Int32 {
    var bytes: [Int32: Int] = [:]
    for content in group.contents {
      bytes[context.ownership.firstWriters[Int(content)], default: 0] += context.tree.contents[Int(content)].size
    }
    return bytes.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? group.writer
  }

  private static func way(_ content: Content, _ context: RuleContext, _ removers: [Bool]) -> Way {
    switch content.cause {
    case .deleted, .opaque: removers[Int(content.killer)] ? .deletedAlone : .deletedBeside
    case .rewritten where ["COPY", "ADD"].contains(context.keyword(ofLayer: content.killer) ?? ""): .copiedAgain
    case .rewritten: SystemState.holds(content.path, context.paths) ? .systemState : .changedInPlace
    case .overwritten: SystemState.holds(content.path, context.paths) ? .systemState : .overwritten
    }
  }
}

extension LayerScan {
  /// Whether the layer has markers, and beside them nothing but directories.
  fileprivate var onlyDeletes: Bool {
    var deletes = false
    for entry in entries {
      switch entry.marker {
      case .whiteout, .opaque: deletes = true
      case .ignored: continue
      case .none: if entry.kind != .directory { return false }
      }
    }
    return deletes
  }
}
