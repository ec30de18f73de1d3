/// Collects the files that a package lists, each once. Directories belong to nobody, and a digest says something of
/// regular files only.
struct FoundFiles {
  private(set) var listed: [PackageFiles.Listed] = []
  private var seen: Set<Int32> = []
  private let image: any ImageFiles

  init(_ image: any ImageFiles) { self.image = image }

  mutating func add(_ number: Int32, _ digest: RecordedDigest? = nil) {
    let kind = image.kind(number)
    guard kind != .directory, seen.insert(number).inserted else { return }
    listed.append(PackageFiles.Listed(path: number, digest: kind == .regular ? digest : nil))
  }
}
