extension FileEffect {
  /// The effect of a command and its redirections.
  public init(_ step: ShellScript.Step, variables: (_ name: [UInt8]) -> [UInt8]? = { _ in nil }) {
    for redirection in step.redirections {
      if redirection.writes { writes.append(Self.item(redirection.target, variables)) }
      if redirection.reads { reads.append(Self.item(redirection.target, variables)) }
      if redirection.kind == .duplicateOutput, redirection.target.value(expanding: variables) == nil { isComplete = false }
    }
    writes.removeAll { Self.isDevice($0) }
    reads.removeAll { Self.isDevice($0) }
    guard !step.words.isEmpty else { return }
    guard let invocation = Invocation(step, variables: variables) else {
      isComplete = false
      return
    }
    if !invocation.isExact { isComplete = false }
    read(invocation, variables)
  }

  private static func item(
    _ word: ShellScript.Word, _ variables: ([UInt8]) -> [UInt8]?, recursive: Bool = false
  ) -> Item {
    let path: Path =
      if let value = word.value(expanding: variables) {
        .literal(value)
      } else if let pattern = word.pattern(expanding: variables) {
        .pattern(pattern)
      } else {
        .unknown
      }
    return Item(path: path, isRecursive: recursive, range: word.range)
  }

  private static func isDevice(_ item: Item) -> Bool {
    guard case .literal(let path) = item.path else { return false }
    return ["/dev/null", "/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/tty"].contains { path == Array($0.utf8) }
  }

  private mutating func read(_ invocation: Invocation, _ variables: ([UInt8]) -> [UInt8]?) {
    let recursive = invocation.has(.recursive)
    func items(_ operands: some Sequence<Invocation.Operand>, recursive: Bool = false) -> [Item] {
      operands.map { Self.item($0.word, variables, recursive: recursive) }
    }
    func value(_ option: Invocation.Option?, recursive: Bool = false) -> [Item] {
      guard let option, option.hasValue, let word = option.valueWord else { return [] }
      return [Item(path: option.value.map { .literal($0) } ?? .unknown, isRecursive: recursive, range: word.range)]
    }
    let operands = invocation.operands
    switch invocation.tool {
    case "rm", "rmdir", "unlink":
      removes += items(operands, recursive: recursive)
      if invocation.has(.parents) { isComplete = false }
    case "cp", "mv", "ln", "install":
      if invocation.has(.create) {
        writes += items(operands)
        return
      }
      let intoDirectory = invocation.option(.directory)
      let sources = intoDirectory == nil ? Array(operands.dropLast()) : operands
      let tree = recursive || invocation.tool == "mv"
      if invocation.tool != "ln" { reads += items(sources, recursive: tree) }
      if invocation.tool == "mv" { removes += items(sources, recursive: true) }
      writes +=
        intoDirectory == nil
        ? items(operands.suffix(operands.count > 1 ? 1 : 0), recursive: tree) : value(intoDirectory, recursive: tree)
      // `ln TARGET` makes a link named as its target is; nothing else works with one path.
      if intoDirectory == nil, operands.count < 2 { isComplete = false }
    case "mkdir", "tee", "truncate", "touch": writes += items(operands)
    case "chmod", "chown", "chgrp":
      // A mode such as `-x` looks like an option.
      let hasNoFirst = invocation.has(.reference) || invocation.tool == "chmod" && invocation.options.contains { !$0.isKnown }
      changesAttributes += items(operands.dropFirst(hasNoFirst ? 0 : 1), recursive: recursive)
    case "cat": reads += items(operands)
    case "sed": sed(invocation, items(operands.dropFirst(invocation.has(.setting) || invocation.has(.fromFile) ? 0 : 1)))
    case "useradd", "adduser", "groupadd", "addgroup", "usermod": account(invocation, value(invocation.option(.directory)))
    case "curl", "wget": transfer(invocation, value)
    case "tar", "bsdtar", "gtar": archive(invocation, items, value)
    case "unzip":
      reads += items(operands.prefix(1))
      let target = value(invocation.option(.directory), recursive: true)
      writes += target.isEmpty ? [Self.here(invocation)] : target
    case "git": git(invocation, items)
    case "echo", "printf", "true", ":", "test", "[", "cd", "set", "export": isComplete = true
    default: isComplete = false
    }
  }

  /// The directory the command runs in, and all below.
  private static func here(_ invocation: Invocation) -> Item {
    Item(path: .literal([0x2e]), isRecursive: true, range: invocation.range)
  }

  private mutating func sed(_ invocation: Invocation, _ files: [Item]) {
    if invocation.has(.inPlace) { writes += files }
    reads += files
    // A script may write files by itself.
    isComplete = isComplete && invocation.has(.inPlace) && !invocation.has(.fromFile)
  }

  private mutating func account(_ invocation: Invocation, _ home: [Item]) {
    let group = invocation.tool == "groupadd" || invocation.tool == "addgroup"
    let names = group ? ["/etc/group", "/etc/gshadow"] : ["/etc/passwd", "/etc/shadow", "/etc/group", "/etc/gshadow"]
    for name in names { writes.append(Item(path: .literal(Array(name.utf8)), isRecursive: false, range: invocation.range)) }
    guard !group else { return }
    // Whether there is a home depends on the distribution's settings unless the command says.
    if invocation.tool == "useradd", invocation.has(.noHome) { return }
    if invocation.tool == "adduser", invocation.has(.noHome) { return }
    if !home.isEmpty {
      writes += home
    } else if invocation.tool == "useradd", invocation.has(.home), let name = invocation.operands.last?.value {
      writes.append(Item(path: .literal(Array("/home/".utf8) + name), isRecursive: true, range: invocation.range))
    } else {
      isComplete = false
    }
  }

  private mutating func transfer(_ invocation: Invocation, _ value: (Invocation.Option?, Bool) -> [Item]) {
    let outputs = invocation.options(.output).flatMap { value($0, false) }.filter { $0.path != .literal([0x2d]) }
    writes += outputs.filter { !Self.isDevice($0) }
    let directory = invocation.option(.outputDirectory)
    let hasOutput = invocation.has(.output)
    let isNamedByAddress = invocation.tool == "wget" ? !hasOutput : invocation.has(.remoteName)
    if isNamedByAddress {
      let target = value(directory, true)
      writes += target.isEmpty ? [Self.here(invocation)] : target
    } else if directory != nil {
      isComplete = false
    }
  }

  private mutating func archive(
    _ invocation: Invocation, _ items: ([Invocation.Operand], Bool) -> [Item], _ value: (Invocation.Option?, Bool) -> [Item]
  ) {
    let file = value(invocation.option(.file), false).filter { $0.path != .literal([0x2d]) }
    let directory = value(invocation.option(.directory), true)
    if invocation.has(.extract) {
      reads += file
      writes += directory.isEmpty ? [Self.here(invocation)] : directory
    } else if invocation.has(.create) {
      writes += file
      reads += items(invocation.operands, true)
      if !directory.isEmpty { isComplete = false }
    } else if invocation.has(.list) {
      reads += file
    } else {
      isComplete = false
    }
  }

  private mutating func git(_ invocation: Invocation, _ items: ([Invocation.Operand], Bool) -> [Item]) {
    guard invocation.subcommands == ["clone"], !invocation.has(.directory), let address = invocation.operands.first else {
      isComplete = false
      return
    }
    if invocation.operands.count > 1 {
      writes += items(Array(invocation.operands[1...1]), true)
    } else if let name = address.value.map(InvocationReader.baseName), !name.isEmpty {
      let folder = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
      writes.append(Item(path: .literal(Array(folder.utf8)), isRecursive: true, range: address.word.range))
    } else {
      writes.append(Item(path: .unknown, isRecursive: true, range: address.word.range))
    }
  }
}
