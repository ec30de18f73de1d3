import TareTree

/// Data sets, media and model files of the project that nothing in the image names.
///
/// `COPY . .` brings whatever lies in the work tree: samples, dumps, exports, checkpoints. Data that the program reads belongs
/// in a volume or a bucket, or is copied by name; the rest into `.dockerignore`.
///
/// A file counts by its ending (tables, archives, arrays, databases, recordings, weights), and stays where a command, a
/// variable, a source or a script of the image names it or a directory around it. A name that is put together at run time
/// cannot be seen, so the risk is medium. Where no source of the application could be read there is no finding. Less than a
/// megabyte in one directory is left alone.
struct UnnamedData: Rule {
  static let name = "unnamed-data"
  static let family = RuleFamily.application
  static let summary = "Data files of the project that nothing in the image names"

  private static let smallest = 1 << 20
  private static let endings: Set<String> = [
    "csv", "tsv", "parquet", "feather", "arrow", "avro", "orc", "jsonl", "ndjson", "npy", "npz", "h5", "hdf5", "pkl", "pickle",
    "joblib", "mat", "tfrecord", "sqlite", "sqlite3", "db", "dump", "bak", "sql", "bin", "dat", "zip", "tar", "gz", "tgz", "bz2",
    "xz",
    "zst", "7z", "wav", "mp3", "flac", "mp4", "mkv", "avi", "mov", "pt", "pth", "ckpt", "safetensors", "onnx", "gguf", "msgpack",
    "xlsx", "xls", "pcap", "log", "hprof", "core", "iso", "img", "tif", "tiff", "psd",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let project = ProjectFiles(context)
    let data = project.files.filter { $0.size > 0 && Self.isData(context.lastPart($0.path)) && !isInDevelopment($0.path, context) }
    guard data.reduce(0, { $0 + $1.size }) >= Self.smallest else {
      return .nothing(because: "the project brings no megabyte of data")
    }
    var names: [Int32: [String]] = [:]
    let roots = Self.roots(project, context)
    for file in data {
      var current = context.paths.parent(of: file.path)
      while current > PathTable.root, !roots.contains(current) {
        names[file.path, default: []].append(context.lastPart(current))
        current = context.paths.parent(of: current)
      }
    }
    let use = try ProjectUse(of: data.map(\.path), in: project, context, names: names)
    guard use.read > 0, use.unreadableProgram == nil else {
      return .nothing(because: "no source of the application could be read to see which data it opens")
    }
    let unnamed = data.filter { use.uses[$0.path] == nil }
    let groups = Dictionary(grouping: unnamed) { context.paths.parent(of: $0.path) }
      .filter { $0.value.reduce(0) { $0 + $1.size } >= Self.smallest }.sorted { $0.key < $1.key }
    guard !groups.isEmpty else {
      let first = data.max { $0.size < $1.size }.flatMap { file in
        use.uses[file.path].map { "\(context.text(file.path)) stays: \($0)" }
      }
      return .nothing(because: first ?? "what nothing names is less than a megabyte")
    }
    return .findings(groups.map { finding($0.key, $0.value, use, context) })
  }

  private static func isData(_ name: String) -> Bool {
    name.lastIndex(of: ".").map { endings.contains(String(name[name.index(after: $0)...]).lowercased()) } ?? false
  }

  /// Tests and the like are told by rules of their own, history too.
  private func isInDevelopment(_ path: Int32, _ context: RuleContext) -> Bool {
    if context.tree.isForDevelopment(path) { return true }
    var current = context.paths.parent(of: path)
    while current > PathTable.root {
      if [".git", ".hg", ".svn"].contains(context.lastPart(current)) { return true }
      current = context.paths.parent(of: current)
    }
    return false
  }

  /// Directories that hold a source of the project somewhere below: their names say nothing of the data in them.
  private static func roots(_ project: ProjectFiles, _ context: RuleContext) -> Set<Int32> {
    var roots: Set<Int32> = []
    for file in project.files where ProjectTexts.kind(of: file, context) != nil && !context.tree.isForDevelopment(file.path) {
      var current = context.paths.parent(of: file.path)
      while current > PathTable.root, roots.insert(current).inserted { current = context.paths.parent(of: current) }
    }
    return roots
  }

  private func finding(_ directory: Int32, _ files: [ShownFile], _ use: ProjectUse, _ context: RuleContext) -> Finding {
    let contents = Set(files.map(\.content)).sorted()
    let rows = context.rowsHolding(contents)
    return Finding(
      key: context.text(directory), title: "Data in \(context.text(directory)) that nothing names",
      claim: context.claim(files: files), evidence: context.largest(contents) + [use.evidence], effort: .oneLine,
      risk: Risk(.medium, "a program that finds these files by a name made at run time, or lists the directory, no longer does"),
      fixes: context.fixes(leavingOut: files.sorted { ($1.size, $0.path) < ($0.size, $1.path) }.map(\.path), contents, rows),
      rows: rows)
  }
}
