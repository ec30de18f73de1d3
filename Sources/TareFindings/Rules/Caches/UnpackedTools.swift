import TareOwners
import TareTree

/// Build tools that came as an archive, unpacked somewhere: maven and gradle, known by their own parts.
struct UnpackedTools {
  struct Tool {
    var name: String
    var program: String
    /// All of which is the tool.
    var directory: Int32
  }

  private(set) var tools: [Tool] = []
  private let started: Set<String>

  init(_ context: RuleContext) {
    started = StartedPrograms.names(context)
    for (name, program, part) in [
      ("maven", "mvn", "maven-core-"), ("gradle", "gradle", "gradle-core-"), ("gradle", "gradle", "gradle-launcher-"),
    ] {
      for path in context.tree.nodes.indices where context.tree.nodes[path].exists && context.tree.nodes[path].kind == .regular {
        guard context.paths.name(of: Int32(path)).starts(with: part.utf8) else { continue }
        let library = context.paths.parent(of: Int32(path))
        let home = context.paths.parent(of: library)
        guard context.paths.name(of: library).elementsEqual("lib".utf8), home > PathTable.root,
          let programs = context.tree.child("bin".utf8, of: home), context.tree.child(program.utf8, of: programs) != nil,
          !context.isInBase(layer: context.tree.nodes[path].layer), !tools.contains(where: { $0.directory == home })
        else { continue }
        tools.append(Tool(name: name, program: program, directory: home))
      }
    }
  }

  /// Whether the image's commands start it.
  func isStarted(_ tool: Tool) -> Bool { started.contains(tool.program) }
}
