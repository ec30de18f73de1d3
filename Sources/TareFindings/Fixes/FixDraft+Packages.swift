import TareDockerfile
import TareOwners
import TareReach
import TareTree

/// Install lines: packages that leave them, options that they lack.
extension FixDraft {
  /// Takes packages of the system out of the RUN that asks for them, and asks for others in their stead.
  mutating func leaveOut(_ packages: [Int32], freed: [Int32], instead: [Int32], row: Int) throws(NoSoundEdit) {
    let place = try place(ofRow: row)
    let programs = self.programs(of: freed)
    let compiles = packages.contains { BuildPackages.contains(context.package($0).name) }
    let names = packages.map { context.package($0).name }
    let step = try leaveOut(
      names, insteadOf: instead.map { context.package($0).name }, ecosystems: ["deb", "apk", "rpm"], at: place)
    try checkLater(than: place, behind: step, programs: programs, compiles: compiles)
  }

  /// Takes distributions out of the RUN that names them.
  mutating func leaveOut(distributions packages: [Int32], row: Int) throws(NoSoundEdit) {
    let contents = packages.flatMap { context.contents(ofPackage: $0) }
    let writers = try writers(of: contents)
    guard writers.count == 1, let writer = writers.first else { throw NoSoundEdit() }
    let step = try leaveOut(packages.map { context.package($0).name }, insteadOf: [], ecosystems: ["pypi"], at: writer.place)
    try checkLater(than: writer.place, behind: step, programs: programs(of: packages), compiles: false)
  }

  /// - Returns: the last command that changed.
  private mutating func leaveOut(
    _ names: [String], insteadOf: [String], ecosystems: Set<String>, at place: Place
  ) throws(NoSoundEdit) -> ShellScript.Step {
    var wanted = Set(names.map { Self.normalised($0) })
    var others = insteadOf
    var changed: ShellScript.Step?
    for action in try editor.actions(place) where ecosystems.contains(action.action.ecosystem) && action.action.kind == .install {
      let going = action.action.packages.filter { request in
        request.name.map { wanted.contains(Self.normalised(String(decoding: $0, as: UTF8.self))) } ?? false
      }
      guard !going.isEmpty else { continue }
      guard action.action.isExact else { throw NoSoundEdit() }
      for request in going { wanted.remove(Self.normalised(String(decoding: request.name ?? [], as: UTF8.self))) }
      changed = action.step
      var ranges = going.map(\.range)
      if !others.isEmpty {
        guard others.allSatisfy({ ShellLine.plain($0) != nil }) else { throw NoSoundEdit() }
        try editor.replace(ranges.removeFirst(), with: others.joined(separator: " "), at: place)
        others = []
        try editor.drop(ranges, at: place)
      } else if going.count == action.action.packages.count, action.action.declarations.isEmpty, !action.action.usesProject {
        try removeInstallation(action, at: place)
      } else {
        try editor.drop(ranges, at: place)
      }
    }
    guard wanted.isEmpty, let changed else { throw NoSoundEdit() }
    return changed
  }

  /// A command with no packages left goes, and the whole RUN where the rest only served it.
  private mutating func removeInstallation(_ action: DockerfileEditor.Action, at place: Place) throws(NoSoundEdit) {
    let actions = try editor.actions(place)
    let rest = try editor.script(place).steps.filter { $0.range != action.step.range }
    let servesIt = rest.allSatisfy { step in
      if let known = actions.first(where: { $0.step.range == step.range }) {
        return [.refresh, .clean].contains(known.action.kind)
      }
      guard Self.program(step) == "rm" else { return false }
      return step.words.dropFirst().allSatisfy { word in
        let text = word.pattern().map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.hasPrefix("-") || text.hasPrefix("/var/lib/apt/") || text.hasPrefix("/var/cache/")
          || text.hasPrefix("/var/log/")
      }
    }
    if servesIt { try editor.remove(place) } else { try editor.removeCommand(action.step, at: place) }
  }

  private static func normalised(_ name: String) -> String {
    KnownUses.normalised(name.prefix { $0 != ":" }.lowercased())
  }

  /// Names under which what the packages hold may be started.
  func programs(of packages: [Int32]) -> Set<String> {
    var programs: Set<String> = []
    for package in packages {
      for content in context.contents(ofPackage: package) {
        let home = context.home(of: content)
        let directory = context.lastPart(context.paths.parent(of: home))
        if directory == "bin" || directory == "sbin" { programs.insert(context.lastPart(home)) }
      }
    }
    // What compilers are called by, whatever their packages call them.
    if packages.contains(where: { BuildPackages.isCompiler(context.package($0).name) }) {
      programs.formUnion(["gcc", "g++", "cc", "c++", "ld", "as", "ar", "clang", "make"])
    }
    return programs
  }

  /// Installs without recommended packages, and by name those of them that are needed all the same.
  mutating func withoutRecommends(row: Int, option: String, loose: [Int32]) throws(NoSoundEdit) {
    let place = try place(ofRow: row)
    var last: DockerfileEditor.Action?
    for action in try editor.actions(place)
    where ["deb", "rpm"].contains(action.action.ecosystem) && action.action.kind == .install && action.action.recommends != .off {
      guard action.action.isExact else { throw NoSoundEdit() }
      try editor.addOption(option, to: action, at: place)
      last = action
    }
    guard let last, let word = last.action.packages.last else { throw NoSoundEdit() }
    let missing = try firmlyMissing(row: row, loose: loose)
    if !missing.isEmpty {
      let names = context.names(ofPackages: missing).sorted()
      guard names.allSatisfy({ ShellLine.plain($0) != nil }) else { throw NoSoundEdit() }
      try editor.insert(names.joined(separator: " "), behind: word.range, at: place)
    }
    try checkLater(than: place, behind: last.step, programs: programs(of: loose), compiles: false)
  }

  /// Packages of a row that only a recommendation brought and that are needed: without those that others of them bring.
  private func firmlyMissing(row: Int, loose: [Int32]) throws(NoSoundEdit) -> [Int32] {
    let graph = context.reach.graph
    let count = Int32(context.ownership.packages.count)
    func brought(by seeds: [Int32]) -> Set<Int32> {
      var found = Set(seeds)
      var waiting = seeds
      while let package = waiting.popLast() {
        for step in graph.steps(from: package) where step.kind < .elf && step.to < count && found.insert(step.to).inserted {
          waiting.append(step.to)
        }
      }
      return found
    }
    let roots = (0..<count).filter { number in
      let owned = context.ownership.packages[Int(number)]
      return owned.fromBase || owned.package.isEssential || owned.package.intent != .automatic
    }
    let firm = brought(by: roots)
    var missing = (0..<count).filter { number in
      [.deb, .rpm].contains(context.package(number).ecosystem) && !firm.contains(number) && !loose.contains(number)
        && context.rowInstalling(number) == row
    }
    for package in missing where missing.contains(package) {
      let others = brought(by: [package]).subtracting([package])
      missing.removeAll { others.contains($0) }
    }
    return missing
  }

  /// Mounts a cache for each RUN that fills it.
  mutating func mountCache(_ directory: Int32, _ contents: [Int32]) throws(NoSoundEdit) {
    for writer in try writers(of: contents) {
      let instruction = try editor.instruction(writer.place)
      guard instruction.keyword == .run else { throw NoSoundEdit() }
      // A mount belongs to root.
      if let user = editor.instructions(before: writer.place).first(where: { $0.keyword == .user })?.words.first?.bytes,
        user != Array("root".utf8), user != [0x30]
      {
        throw NoSoundEdit()
      }
      try checkKeeps(try writer.path(context.paths.bytes(of: directory)), writer.place)
      try editor.setFlag("mount", "type=cache,target=\(try word(directory, writer))", at: writer.place, replaces: false)
    }
  }

  /// That no command of a RUN removes a directory or one above it: what is mounted cannot go.
  private func checkKeeps(_ directory: [UInt8], _ place: Place) throws(NoSoundEdit) {
    for step in try editor.script(place).steps {
      for item in FileEffect(step).removes {
        switch item.path {
        case .literal(let path) where path.first == 0x2f:
          guard FixPath.rest(of: directory, below: FixPath.absolute(path, in: [])) == nil else { throw NoSoundEdit() }
        case .pattern(let pattern):
          // What it matches lies below the part before its first glob.
          let plain = pattern.prefix { ![0x2a, 0x3f, 0x5b, 0x5c].contains($0) }
          guard plain.first == 0x2f, let slash = plain.lastIndex(of: 0x2f) else { throw NoSoundEdit() }
          let above = FixPath.absolute(Array(plain[..<slash]), in: [0x2f])
          guard FixPath.rest(of: directory, below: above) == nil else { throw NoSoundEdit() }
        default: throw NoSoundEdit()
        }
      }
    }
  }

  /// Tells pip and uv to keep no cache, in each RUN that fills it.
  mutating func withoutCache(_ contents: [Int32]) throws(NoSoundEdit) {
    for writer in try writers(of: contents) {
      var isDone = false
      for action in try editor.actions(writer.place) where action.action.ecosystem == "pypi" && action.action.cache != .off {
        let tool = action.action.invocation.tool
        guard ["pip", "uv"].contains(tool), [.install, .download, .build].contains(action.action.kind) else { continue }
        let option = tool == "uv" ? "--no-cache" : "--no-cache-dir"
        if let old = action.action.invocation.option(.cache) {
          try editor.replace(old.range, with: option, at: writer.place)
        } else {
          try editor.addOption(option, to: action, at: writer.place)
        }
        isDone = true
      }
      guard isDone else { throw NoSoundEdit() }
    }
  }
}
