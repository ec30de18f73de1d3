import TareDockerfile

/// One command of a `RUN`, with what its words say that it does.
struct TextCommand: Sendable {
  let words: [[UInt8]?]
  let lines: ClosedRange<Int>
  let invocation: Invocation?
  let action: PackageAction?
  private(set) var writes: [TextPath] = []
  private(set) var removes: [TextPath] = []
  private(set) var attributes: [TextPath] = []
  /// Of `cp` and `mv`.
  private(set) var reads: [TextPath] = []
  /// The directory that it runs in.
  let directory: [UInt8]

  init(_ step: ShellScript.Step, directory: [UInt8], lines: ClosedRange<Int>, scope: TextScope) {
    self.directory = directory
    self.lines = lines
    let lookup: ([UInt8]) -> [UInt8]? = { scope.value(of: $0) }
    words = step.words.map { $0.value(expanding: lookup) }
    invocation = Invocation(step, variables: lookup)
    action = invocation.flatMap { PackageAction($0) }
    let effect = FileEffect(step, variables: lookup)
    func paths(_ items: [FileEffect.Item]) -> [TextPath] {
      items.compactMap { Self.path($0, step, directory, scope) }
    }
    // Directories and empty files weigh nothing.
    let isEmpty = ["mkdir", "touch", "useradd", "adduser", "groupadd", "addgroup", "ln"].contains(invocation?.tool ?? "")
    if !isEmpty, !(invocation?.tool == "install" && invocation?.options.contains { $0.name == "directory" } == true) {
      writes = paths(effect.writes)
    }
    removes = paths(effect.removes)
    attributes = paths(effect.changesAttributes)
    reads = paths(effect.reads)
    if name == "find", words.contains(where: { $0 == Array("-delete".utf8) || $0 == Array("rm".utf8) }) {
      removes += words.dropFirst().prefix { $0?.first != 0x2d }.compactMap { $0 }.map { TextPath($0, in: directory) }
    }
  }

  /// The program, without its directory; nil where the text does not tell.
  var name: String? {
    (words.first ?? nil).map { String(decoding: $0.split(separator: 0x2f).last ?? [], as: UTF8.self) }
  }

  /// Whether it removes files or packages and does nothing else.
  var onlyRemoves: Bool {
    if let action { return action.kind == .remove || action.kind == .clean }
    return !removes.isEmpty || ["cd", "set", ":", "true", "echo"].contains(name ?? "")
  }

  private static func path(
    _ item: FileEffect.Item, _ step: ShellScript.Step, _ directory: [UInt8], _ scope: TextScope
  ) -> TextPath? {
    switch item.path {
    case .literal(let path): return TextPath(path, in: directory, isRecursive: item.isRecursive)
    case .pattern(let path): return TextPath(path, in: directory, isPattern: true, isRecursive: item.isRecursive)
    case .unknown:
      // `~/.cache` is the user's.
      guard let word = step.words.first(where: { $0.range == item.range }), case .home(let user)? = word.parts.first, user.isEmpty
      else { return nil }
      var path = scope.home
      var isPattern = false
      for part in word.parts.dropFirst() {
        switch part {
        case .literal(let bytes): path += bytes
        case .glob(let bytes):
          path += bytes
          isPattern = true
        default: return nil
        }
      }
      return TextPath(path, in: directory, isPattern: isPattern, isRecursive: item.isRecursive)
    }
  }
}

/// What words mean at one instruction.
struct TextScope: Sendable {
  let environment: StageEnvironment?
  /// Without the group; nil while the base's own holds.
  var user: [UInt8]?
  /// Variables that the script sets itself.
  var assigned: [[UInt8]: [UInt8]?] = [:]

  /// Of the user, as accounts are made.
  var home: [UInt8] {
    guard let user, !isRoot else { return Array("/root".utf8) }
    return Array("/home/".utf8) + user
  }

  var isRoot: Bool { user.map { $0 == Array("root".utf8) || $0 == Array("0".utf8) } ?? true }

  func value(of name: [UInt8]) -> [UInt8]? {
    if let own = assigned[name] { return own }
    return environment?[String(decoding: name, as: UTF8.self)] ?? (name == Array("HOME".utf8) ? home : nil)
  }

  /// Whether a variable is set to something that means yes.
  func isOn(_ name: String) -> Bool {
    guard let value = value(of: Array(name.utf8)) else { return false }
    return !["", "0", "false", "no", "off"].contains(String(decoding: value, as: UTF8.self).lowercased())
  }
}
