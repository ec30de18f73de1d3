import TareOwners
import TareTree

/// The files of installed Python distributions: what lies in `site-packages` directories and belongs to a distribution that an
/// installer recorded there. Those of the distribution's own packages (`python3-numpy`) are left to its package manager.
struct InstalledFiles {
  struct File {
    var shown: ShownFile
    /// The distribution, or the conda package.
    var package: Int32
    /// The directory that the environment's distributions lie in.
    var site: Int32
  }

  private(set) var files: [File] = []
  /// Ascending.
  let sites: [Int32]
  private let context: RuleContext

  init(_ context: RuleContext) {
    self.context = context
    sites = Self.sites(context)
    let tops = Set(sites)
    // By path: the environment's directory above it, or -1. A parent has a smaller number.
    var siteOf = [Int32](repeating: -1, count: context.tree.nodes.count)
    for path in siteOf.indices.dropFirst() {
      let parent = context.paths.parent(of: Int32(path))
      siteOf[path] = tops.contains(parent) ? parent : siteOf[Int(parent)]
      guard siteOf[path] >= 0, let file = context.file(at: Int32(path)),
        let package = context.package(owning: file.content, in: [.pypi, .conda])
      else { continue }
      files.append(File(shown: file, package: package, site: siteOf[path]))
    }
  }

  private static func sites(_ context: RuleContext) -> [Int32] {
    var sites: Set<Int32> = []
    for owned in context.ownership.packages
    where owned.package.ecosystem == .pypi && owned.inside.map({ isConda($0, context) }) ?? true {
      let record = owned.package.record
      let directory = context.isDirectory(record) ? record : context.paths.parent(of: record)
      let name = context.lastPart(directory)
      let site = name.hasSuffix(".dist-info") || name.hasSuffix(".egg-info") ? context.paths.parent(of: directory) : directory
      if site > PathTable.root { sites.insert(site) }
    }
    return sites.sorted()
  }

  private static func isConda(_ package: Int32, _ context: RuleContext) -> Bool { context.package(package).ecosystem == .conda }

  /// By environment, in the order of their paths' numbers; what the filter takes.
  func bySite(_ isMeant: (File) throws -> Bool) rethrows -> [(site: Int32, files: [File])] {
    try Dictionary(grouping: files.filter(isMeant), by: \.site).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// `16.3 MB scipy (665 files)`: by distribution, heaviest first.
  func heaviest(_ files: [File], limit: Int = 4) -> [String] {
    var sums: [Int32: (bytes: Int, files: Int)] = [:]
    for file in files {
      sums[file.package, default: (0, 0)].bytes += file.shown.size
      sums[file.package, default: (0, 0)].files += 1
    }
    return sums.sorted { ($1.value.bytes, $0.key) < ($0.value.bytes, $1.key) }.prefix(limit)
      .map { "\(context.size($0.value.bytes)) \(context.package($0.key).name) (\(context.counted($0.value.files, "file")))" }
  }

  /// An order that takes files off where they are written, within the packages that hold them.
  /// - Parameters:
  ///   - find: what follows `find DIRECTORY…`.
  ///   - compiles: whether something that is built later may need them.
  func fix(_ files: [File], _ find: String, _ rows: [Int], compiles: Bool = false) -> Finding.Fix {
    var tops: Set<Int32> = []
    for file in files {
      var top = file.shown.path
      while case let parent = context.paths.parent(of: top), parent != file.site { top = parent }
      tops.insert(top)
    }
    let site = context.text(files.first?.site ?? 0)
    let names = tops.map { context.lastPart($0) }.sorted()
    let places = names.count > 6 ? site : names.count == 1 ? "\(site)/\(names[0])" : "\(site)/{\(names.joined(separator: ","))}"
    return Finding.Fix(
      "\(context.endings(ofRows: Array(rows.prefix(1)))): find \(places) \(find)",
      diff: diff(files, find, whole: names.count > 6, compiles: compiles))
  }

  /// The same where each distribution was installed.
  private func diff(_ files: [File], _ find: String, whole: Bool, compiles: Bool) -> FixDiff? {
    context.diff { (draft) throws(NoSoundEdit) in
      for writer in try draft.writers(of: Set(files.map(\.shown.content)).sorted()) {
        let contents = Set(writer.contents)
        // Arguments that name paths of the image do not hold elsewhere.
        if writer.moved != nil, find.contains("-path") { throw NoSoundEdit() }
        var places: Set<String> = []
        for file in files where contents.contains(file.shown.content) {
          var top = file.shown.path
          while case let parent = context.paths.parent(of: top), !whole, parent != file.site { top = parent }
          places.insert(try draft.word(whole ? file.site : top, writer))
        }
        if compiles { try draft.checkLater(than: writer.place, behind: nil, programs: [], compiles: true) }
        try draft.editor.append(
          [ShellLine(["find"] + places.sorted() + find.split(separator: " ").map(String.init))], to: writer.place)
      }
    }
  }
}
