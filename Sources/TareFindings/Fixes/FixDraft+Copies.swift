import TareBytes
import TareDockerfile
import TareTree

/// What comes from the build context, or from another stage, as it is.
extension FixDraft {
  /// Keeps files or directories of the project out: by `.dockerignore`, by leaving out a COPY of nothing else, and where a RUN
  /// of a build stage made them, at its end.
  mutating func keepOut(_ tops: [Int32], _ contents: [Int32]) throws(NoSoundEdit) {
    for writer in try writers(of: contents) {
      var paths: [Int32] = []
      for top in tops where writer.contents.contains(where: { context.paths.lies(context.home(of: $0), in: top) }) {
        paths.append(top)
      }
      let instruction = try editor.instruction(writer.place)
      if instruction.keyword == .run {
        // What runs there afterwards may use them.
        for later in later(than: writer.place) where (try editor.instruction(later)).keyword == .run { throw NoSoundEdit() }
        var words: [String] = []
        for path in paths { words.append(try word(path, writer)) }
        try editor.append([ShellLine(["rm", "-rf"] + words)], to: writer.place)
      } else if writer.moved == nil, try bringsOnly(tops, writer.place) {
        try editor.remove(writer.place)
      } else {
        for path in paths { try ignore(try writer.path(context.paths.bytes(of: path)), broughtBy: writer.place) }
      }
    }
  }

  private func bringsOnly(_ tops: [Int32], _ place: Place) throws(NoSoundEdit) -> Bool {
    let layers = rows(of: place).compactMap { context.weighing.rows[$0].layer }
    guard layers.count == 1 else { return false }
    let set = Set(tops)
    return context.tree.contentRanges[layers[0]].allSatisfy { context.lies(context.tree.contents[$0].path, inAnyOf: set) }
  }

  /// A pattern for what a COPY from the context brought to a path, where nothing else of the build takes it.
  mutating func ignore(_ path: [UInt8], broughtBy place: Place) throws(NoSoundEdit) {
    let instruction = try editor.instruction(place)
    guard instruction.keyword == .copy, instruction.flag("from") == nil else { throw NoSoundEdit() }
    let copy = try copied(place)
    // A single directory, whose content is copied: for several the paths do not tell which one it was.
    guard copy.sources.count == 1, let source = copy.sources.first,
      let rest = FixPath.rest(of: path, below: copy.destination), !rest.isEmpty
    else { throw NoSoundEdit() }
    let inside = Array((source == [0x2f] ? [] : source.dropFirst() + [0x2f]) + rest)
    if let build = origins.file.context {
      guard build.kind(of: Array(source.dropFirst())) == .directory || source == [0x2f] else { throw NoSoundEdit() }
    }
    for stage in origins.file.dockerfile.stages {
      for (index, other) in stage.instructions.enumerated() where Place(stage: stage.index, instruction: index) != place {
        try check(other, at: Place(stage: stage.index, instruction: index), leavesAlone: inside)
      }
    }
    try ignore(inside)
  }

  private func check(_ instruction: Instruction, at place: Place, leavesAlone path: [UInt8]) throws(NoSoundEdit) {
    switch instruction.keyword {
    case .copy, .add:
      guard instruction.flag("from") == nil else { return }
      for word in instruction.words.dropLast() {
        let bytes = word.bytes
        if bytes.contains(where: { "$*?[".utf8.contains($0) }) {
          // A pattern without a slash takes what lies at the top.
          let head = bytes.prefix { !"$*?[".utf8.contains($0) }
          if path.starts(with: head) || head.starts(with: path) { throw NoSoundEdit() }
          continue
        }
        let source = Array(FixPath.absolute(bytes, in: [0x2f]).dropFirst())
        if source.isEmpty || FixPath.rest(of: path, below: source) != nil || FixPath.rest(of: source, below: path) != nil {
          throw NoSoundEdit()
        }
      }
    case .run:
      for flag in instruction.flags where flag.name == "mount" {
        let fields = String(decoding: flag.value ?? [], as: UTF8.self).split(separator: ",")
        let isBind = !fields.contains { $0.hasPrefix("type=") } || fields.contains("type=bind")
        if isBind, !fields.contains(where: { $0.hasPrefix("from=") }) { throw NoSoundEdit() }
      }
    default: return
    }
  }

  // MARK: Owner and mode

  /// Files that a COPY brings and a RUN gives an owner: the COPY says it, and the RUN no longer names them.
  mutating func setOwner(_ owner: String, ofCopy origin: Int32, insteadOf killer: Int32) throws(NoSoundEdit) {
    let copy = try place(ofRow: context.row(ofLayer: origin))
    guard ["copy", "add"].contains(try editor.instruction(copy).keyword.rawValue) else { throw NoSoundEdit() }
    let destination = try destination(of: copy)
    try dropOperand(destination, of: "chown", at: try place(ofRow: context.row(ofLayer: killer)))
    try checkCovers(origin, killer, below: destination)
    try editor.setFlag("chown", owner, at: copy)
  }

  /// The same of a mode, which a COPY gives to directories too: so only for files.
  mutating func setMode(_ mode: String, ofCopy origin: Int32, insteadOf killer: Int32) throws(NoSoundEdit) {
    let copy = try place(ofRow: context.row(ofLayer: origin))
    guard ["copy", "add"].contains(try editor.instruction(copy).keyword.rawValue),
      mode.allSatisfy(\.isNumber), let scan = context.weighing.scans[Int(origin)]
    else { throw NoSoundEdit() }
    let destination = try destination(of: copy)
    let contents = context.tree.contentRanges[Int(origin)]
    guard contents.count == 1, scan.entries.allSatisfy({ $0.kind != .symbolicLink }), let content = contents.first else {
      throw NoSoundEdit()
    }
    let path = context.paths.bytes(of: context.tree.contents[content].path)
    guard path == destination || FixPath.rest(of: path, below: destination)?.contains(0x2f) == false else { throw NoSoundEdit() }
    try dropOperand(path, of: "chmod", at: try place(ofRow: context.row(ofLayer: killer)))
    try editor.setFlag("chmod", mode, at: copy)
  }

  private func destination(of copy: Place) throws(NoSoundEdit) -> [UInt8] {
    let instruction = try editor.instruction(copy)
    guard instruction.heredocs.isEmpty, let word = instruction.words.last?.bytes, !word.contains(0x24) else { throw NoSoundEdit() }
    return FixPath.absolute(word, in: word.first == 0x2f ? [0x2f] : try workingDirectory(at: copy))
  }

  /// That a layer holds below a directory what another one brought, all of it, and nothing else.
  private func checkCovers(_ origin: Int32, _ killer: Int32, below directory: [UInt8]) throws(NoSoundEdit) {
    guard let old = context.weighing.scans[Int(origin)], let new = context.weighing.scans[Int(killer)] else { throw NoSoundEdit() }
    func paths(_ layer: Int32) -> Set<Int32> {
      Set(context.tree.contentRanges[Int(layer)].map { context.tree.contents[$0].path })
    }
    let brought = paths(origin)
    let changed = paths(killer).filter { FixPath.rest(of: context.paths.bytes(of: $0), below: directory) != nil }
    // What lay there before would keep its owner, and what came by another way too.
    guard !changed.isEmpty, changed == brought, old.entries.count <= new.entries.count + 64 else { throw NoSoundEdit() }
  }

  /// Takes a path out of a command that changes attributes; the command where it is the only one.
  mutating func dropOperand(_ path: [UInt8], of program: String, at place: Place) throws(NoSoundEdit) {
    let directory = try workingDirectory(at: place)
    let steps = try editor.script(place).steps.filter { Self.program($0) == program }
    guard steps.count == 1, let step = steps.first, let invocation = Invocation(step), invocation.isExact else {
      throw NoSoundEdit()
    }
    let operands = invocation.operands.dropFirst(program == "rm" ? 0 : 1)
    guard let operand = operands.first(where: { $0.value.map { FixPath.absolute($0, in: directory) == path } ?? false }) else {
      throw NoSoundEdit()
    }
    if operands.count == 1 {
      try editor.removeCommand(step, at: place)
    } else {
      try editor.drop([operand.word.range], at: place)
    }
  }

  /// Files that a RUN writes and a later one gives an owner: the first one does it.
  mutating func setOwner(uid: Int, gid: Int, ofRun origin: Int32, insteadOf killer: Int32, _ contents: [Int32]) throws(NoSoundEdit)
  {
    let (writer, change) = (try place(ofRow: context.row(ofLayer: origin)), try place(ofRow: context.row(ofLayer: killer)))
    let steps = try editor.script(change).steps.filter { Self.program($0) == "chown" }
    guard steps.count == 1, let step = steps.first, let invocation = Invocation(step), invocation.isExact,
      let who = invocation.operands.first?.value
    else { throw NoSoundEdit() }
    let directory = try workingDirectory(at: change)
    let homes = contents.map { context.paths.bytes(of: context.home(of: $0)) }
    let targets = invocation.operands.dropFirst().compactMap(\.value).map { FixPath.absolute($0, in: directory) }
      .filter { target in homes.contains { FixPath.rest(of: $0, below: target) != nil } }
    guard targets.count == 1, let target = targets.first, let text = String(validating: target, as: UTF8.self),
      let word = ShellLine.plain(text)
    else { throw NoSoundEdit() }
    // What other layers brought there would keep its owner.
    guard let scan = context.weighing.scans[Int(killer)] else { throw NoSoundEdit() }
    var before: [Int32: Int32] = [:]
    for hidden in context.tree.hidden where hidden.killer == killer { before[hidden.path] = hidden.layer }
    for content in context.tree.contentRanges[Int(killer)] {
      let path = context.tree.contents[content].path
      guard FixPath.rest(of: context.paths.bytes(of: path), below: target) != nil else { continue }
      guard let layer = before[path], layer == origin || context.isInBase(layer: layer) else { throw NoSoundEdit() }
    }
    guard !scan.entries.isEmpty else { throw NoSoundEdit() }
    try dropOperand(target, of: "chown", at: change)
    let owner = who.contains(0x3a) ? "\(uid):\(gid)" : "\(uid)"
    try editor.append([ShellLine(["chown", "-R", owner, word])], to: writer)
  }

  // MARK: Deleted later

  /// Files of the context that a later RUN deletes: they stay out, and the RUN no longer names them.
  mutating func keepOut(_ contents: [Int32], broughtBy origin: Int32, deletedBy killer: Int32) throws(NoSoundEdit) {
    let copy = try place(ofRow: context.row(ofLayer: origin))
    let change = try place(ofRow: context.row(ofLayer: killer))
    let directory = try workingDirectory(at: change)
    let steps = try editor.script(change).steps.filter { Self.program($0) == "rm" }
    guard steps.count == 1, let step = steps.first, let invocation = Invocation(step), invocation.isExact else {
      throw NoSoundEdit()
    }
    let paths = contents.map { context.paths.bytes(of: context.tree.contents[Int($0)].path) }
    var left = Set(paths)
    var dropped: [Invocation.Operand] = []
    for operand in invocation.operands {
      guard let value = operand.value else { throw NoSoundEdit() }
      let target = FixPath.absolute(value, in: directory)
      let inside = paths.filter { FixPath.rest(of: $0, below: target) != nil }
      guard !inside.isEmpty else { continue }
      left.subtract(inside)
      dropped.append(operand)
      try ignore(target, broughtBy: copy)
    }
    guard left.isEmpty, !dropped.isEmpty else { throw NoSoundEdit() }
    if dropped.count == invocation.operands.count {
      try editor.removeCommand(step, at: change)
    } else {
      try editor.drop(dropped.map(\.word.range), at: change)
    }
    // What runs in between may read them.
    for later in later(than: copy) where (try editor.instruction(later)).keyword == .run && later != change {
      guard later.stage == change.stage, later.instruction < change.instruction else { continue }
      for step in try editor.script(later).steps { try checkReadsNoProject(step) }
    }
  }

  /// That a command does not build the project that it finds where it runs.
  private func checkReadsNoProject(_ step: ShellScript.Step) throws(NoSoundEdit) {
    if FileEffect(step).isComplete || step.words.isEmpty { return }
    if ["useradd", "adduser", "groupadd", "addgroup", "ldconfig"].contains(Self.program(step) ?? "") { return }
    guard let invocation = Invocation(step), let action = PackageAction(invocation), action.isExact, !action.usesProject,
      action.packages.allSatisfy({ if case .path = $0.source { false } else { true } }),
      [.install, .refresh, .clean, .remove, .upgrade].contains(action.kind)
    else { throw NoSoundEdit() }
  }

  // MARK: Tools

  /// A tool that a COPY brings for RUNs to use: they mount it, and the COPY goes.
  mutating func mountTool(_ contents: [Int32], row: Int) throws(NoSoundEdit) {
    let place = try place(ofRow: row)
    let instruction = try editor.instruction(place)
    guard instruction.keyword == .copy, let layer = context.weighing.rows[row].layer,
      instruction.flags.allSatisfy({ ["from", "link", "chmod", "chown"].contains($0.name) })
    else { throw NoSoundEdit() }
    let claimed = Set(contents.map { context.tree.contents[Int($0)].path })
    let brought = context.tree.contentRanges[layer]
    guard !brought.isEmpty,
      brought.allSatisfy({ context.tree.contents[$0].size == 0 || claimed.contains(context.tree.contents[$0].path) })
    else { throw NoSoundEdit() }
    let copy = try copied(place)
    guard copy.sources.count == 1, let source = copy.sources.first else { throw NoSoundEdit() }
    let paths = brought.map { context.paths.bytes(of: context.tree.contents[$0].path) }
    let name = source.split(separator: 0x2f).last.map(Array.init) ?? []
    var target = copy.destination
    if paths.count == 1, copy.isDirectory, paths[0] == FixPath.absolute(name, in: copy.destination) { target = paths[0] }
    guard let from = String(validating: source, as: UTF8.self).flatMap(ShellLine.plain), !from.contains(","),
      let to = String(validating: target, as: UTF8.self).flatMap(ShellLine.plain), !to.contains(",")
    else { throw NoSoundEdit() }
    let stage = instruction.flag("from")?.value.map { String(decoding: $0, as: UTF8.self) }
    let origin = stage.map { "from=\($0)," } ?? "type=bind,"
    let inside = stage == nil ? String(from.dropFirst()) : from
    guard stage.map({ ShellLine.plain($0) != nil && !$0.contains(",") }) ?? true, !inside.isEmpty else { throw NoSoundEdit() }
    let programs = Set(paths.map { String(decoding: $0.split(separator: 0x2f).last ?? [], as: UTF8.self) })
    for later in later(than: place) where (try editor.instruction(later)).keyword == .run {
      var isUsed = false
      for step in try editor.script(later).steps {
        let uses = step.words.contains { word in
          guard let value = word.literalValue else { return false }
          return FixPath.rest(of: value, below: target) != nil
            || programs.contains(String(decoding: value.split(separator: 0x2f).last ?? [], as: UTF8.self))
        }
        if uses { isUsed = true } else { try checkReadsNoProject(step) }
      }
      if isUsed { try editor.setFlag("mount", "\(origin)source=\(inside),target=\(to)", at: later, replaces: false) }
    }
    try editor.remove(place)
  }
}
