import TareBytes
import TareOwners
import TareTree

/// Triton's back ends for the GPUs of another maker.
///
/// Triton brings a directory for each maker, `triton/backends/nvidia` and `triton/backends/amd`, with headers, libraries and
/// compilers of its own, of which a container uses one. Which one follows from the PyTorch beside it: built for CUDA, or
/// for ROCm.
///
/// Delete the other in the instruction that installs Triton. Triton imports all that its `entry_points.txt` lists, so the
/// line there has to go with it. Leave both where one image is to run on GPUs of either maker.
struct TritonBackends: Rule {
  static let name = "triton-backends"
  static let family = RuleFamily.machineLearning
  static let summary = "Triton's back ends for the GPUs of another maker"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let all = (context.packages(named: "triton", in: .pypi) + context.packages(named: "pytorch-triton", in: .pypi)).sorted()
    guard !all.isEmpty else { return .nothing(because: "there is no Triton") }
    guard let own = Self.maker(context) else {
      return .nothing(because: "no PyTorch for CUDA or ROCm beside Triton tells whose GPUs it is for")
    }
    let found = try all.flatMap { package in try others(than: own, of: package, context) }
    return found.isEmpty ? .nothing(because: "Triton has no back end but the one for \(own)") : .findings(found)
  }

  /// `nvidia` or `amd`, by the libraries of torch; nil where both or none are there.
  private static func maker(_ context: RuleContext) -> String? {
    let names = context.packages(named: "torch", in: .pypi).flatMap { context.contents(ofPackage: $0) }.map { context.fileName($0) }
    let isCUDA = names.contains { $0.starts(with: "libtorch_cuda".utf8) }
    let isROCm = names.contains { $0.starts(with: "libtorch_hip".utf8) }
    return isCUDA == isROCm ? nil : isCUDA ? "nvidia" : "amd"
  }

  private func others(than own: String, of package: Int32, _ context: RuleContext) throws -> [Finding] {
    var directories: Set<Int32> = []
    let contents = context.contents(ofPackage: package)
    for content in contents {
      if let directory = backEnd(of: context.home(of: content), context) { directories.insert(directory) }
    }
    guard directories.contains(where: { name($0, context) == own }) else { return [] }
    return try directories.filter { ["amd", "nvidia"].contains(name($0, context)) && name($0, context) != own }.sorted().map {
      directory in
      try finding(directory, contents.filter { context.paths.lies(context.home(of: $0), in: directory) }, package, own, context)
    }
  }

  /// The directory right below `triton/backends` that a path lies in.
  private func backEnd(of path: Int32, _ context: RuleContext) -> Int32? {
    var (current, below) = (context.paths.parent(of: path), path)
    while current > PathTable.root {
      if name(current, context) == "backends", name(context.paths.parent(of: current), context) == "triton" {
        return context.isDirectory(below) ? below : nil
      }
      below = current
      current = context.paths.parent(of: current)
    }
    return nil
  }

  private func name(_ path: Int32, _ context: RuleContext) -> String {
    path >= 0 ? String(decoding: context.paths.name(of: path), as: UTF8.self) : ""
  }

  private func finding(
    _ directory: Int32, _ contents: [Int32], _ package: Int32, _ own: String, _ context: RuleContext
  ) throws -> Finding {
    let maker = name(directory, context)
    let row = context.rowsToChange(contents).first ?? 0
    var claim = context.claim(contents: contents)
    var edits: [Finding.Edit] = []
    var command = "rm -r \(context.text(directory))"
    let found = try entryPoint(maker, of: package, context)
    let entry = found?.content
    if let entry = found {
      let size = context.tree.contents[Int(entry.content)].size
      claim.formUnion(context.claim(ranges: [entry.content: ByteRanges([entry.line])]))
      edits = [
        Finding.Edit(content: entry.content, oldSize: size, newSize: size - entry.line.count, kind: "remove the entry of \(maker)")
      ]
      command += " && sed -i '/^\(maker) = /d' \(context.text(context.home(of: entry.content)))"
    }
    var finding = Finding(
      key: "\(maker)-\(context.text(context.paths.parent(of: directory)))",
      title: "Triton's back end for \(maker.uppercased()) beside a PyTorch for \(own.uppercased())", claim: claim,
      evidence: context.heaviest(contents), effort: .oneLine,
      risk: Risk(
        .low,
        "Triton cannot compile for GPUs of \(maker.uppercased()); with its entry left in entry_points.txt it cannot be imported"),
      fixes: [
        Finding.Fix(
          "in \(context.place(row: row)), run `\(command)`",
          diff: context.diff { (draft) throws(NoSoundEdit) in
            try draft.takeOff(contents) { (writer, draft) throws(NoSoundEdit) in
              let remove = ShellLine(["rm", "-r", try draft.word(directory, writer)])
              guard let entry else { return [remove] }
              return [remove, ShellLine(["sed", "-i", "'/^\(maker) = /d'", try draft.word(context.home(of: entry), writer)])]
            }
          })
      ], rows: context.rowsToChange(contents))
    finding.edits = edits
    return finding
  }

  /// The line of `entry_points.txt` that names a back end, with its end.
  private func entryPoint(_ maker: String, of package: Int32, _ context: RuleContext) throws -> (content: Int32, line: Range<Int>)?
  {
    let record = context.package(package).record
    let directory = context.isDirectory(record) ? record : context.paths.parent(of: record)
    guard let file = context.tree.child("entry_points.txt".utf8, of: directory).flatMap({ context.file(at: $0) }),
      let text = try context.bytes(of: file.content, limit: 1 << 16)
    else { return nil }
    var start = 0
    for line in text.split(separator: 0x0a, omittingEmptySubsequences: false) {
      let end = min(start + line.count + 1, text.count)
      if line.starts(with: "\(maker) = ".utf8) { return (file.content, start..<end) }
      start = end
    }
    return nil
  }
}
