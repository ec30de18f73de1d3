import TareDockerfile
import TareOrder
import TareOrigins

/// One instruction, with what holds where it stands.
struct TextInstruction: Sendable {
  let place: Origins.Key
  let lines: ClosedRange<Int>
  let instruction: Instruction
  /// Its layer is one of the image's; else it is of a stage that others copy from, or that none does.
  let isShipped: Bool
  let scope: TextScope
  let directory: [UInt8]
  var copy: TextCopy?
  /// Of a RUN, in the order of the text.
  var commands: [TextCommand] = []
  /// Where caches and passing file systems are mounted: what is written there is in no layer.
  var mounted: [[UInt8]] = []
  /// Of a RUN: all of its text was understood.
  var isRead = true

  var keyword: Instruction.Keyword { instruction.keyword }

  /// Whether what is written to a directory goes to a mount.
  func isMounted(_ directory: [UInt8]) -> Bool { mounted.contains { TextPath.isAtOrBelow(directory, $0) } }

  /// Whether a command behind the one of this number takes off what a directory holds.
  func isRemoved(_ directory: [UInt8], after index: Int) -> Bool {
    commands[min(index + 1, commands.count)...].contains { $0.removes.contains { $0.covers(contentsOf: directory) } }
  }

  /// What a RUN writes, as far as its words name it, mounts left out.
  var writes: [TextPath] {
    commands.flatMap { $0.writes + $0.installed(self) }.filter { !isMounted($0.bytes) && !TextInstruction.isPassing($0.bytes) }
  }

  /// No layer keeps these.
  private static func isPassing(_ path: [UInt8]) -> Bool {
    ["/dev", "/proc", "/sys"].contains { TextPath.isAtOrBelow(path, Array($0.utf8)) }
  }
}

extension TextCommand {
  /// Where package managers of languages put what they install, as far as they have one place.
  fileprivate func installed(_ instruction: TextInstruction) -> [TextPath] {
    guard let action, action.kind == .install || action.kind == .build || action.kind == .upgrade else { return [] }
    if case .directory(let path?) = action.target { return [TextPath(path, in: directory)] }
    if case .environment(let path?) = action.target { return [TextPath(path, in: directory)] }
    switch (action.ecosystem, action.invocation.tool) {
    case ("npm", _) where action.target != .global: return [TextPath(Array("node_modules".utf8), in: directory)]
    case ("composer", _): return [TextPath(Array("vendor".utf8), in: directory)]
    case ("cargo", _) where action.kind == .build: return [TextPath(Array("target".utf8), in: directory)]
    case ("pypi", "uv") where action.usesProject: return [TextPath(Array(".venv".utf8), in: directory)]
    case ("pypi", "pip"), ("pypi", "uv"):
      let environment = instruction.scope.value(of: Array("VIRTUAL_ENV".utf8))
      return [TextPath(environment ?? Array("/usr/local/lib".utf8), in: directory)]
    default: return []
    }
  }
}
