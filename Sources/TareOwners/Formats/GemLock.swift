/// A Gemfile.lock: what Bundler resolved, and which of it the Gemfile names.
///
/// Source: https://bundler.io/guides/gemfile_lock.html.
struct GemLock {
  private(set) var asked: Set<String> = []
  private(set) var resolved: Set<String> = []

  init() {}

  init(_ bytes: UnsafeRawBufferPointer) {
    var isDependencies = false
    for line in bytes.lines {
      guard let first = line.first else { continue }
      if first != 0x20 {
        isDependencies = line.trimmed.equals("DEPENDENCIES")
        continue
      }
      let indent = line.firstIndex { $0 != 0x20 } ?? line.count
      let entry = line.from(indent)
      let name = entry.upTo(entry.firstIndex { $0 == 0x20 || $0 == 0x21 } ?? entry.count)
      guard !name.isEmpty else { continue }
      if isDependencies {
        asked.insert(name.text)
      } else if indent == 4 {
        resolved.insert(name.text)
      }
    }
  }

  mutating func formUnion(_ other: GemLock) {
    asked.formUnion(other.asked)
    resolved.formUnion(other.resolved)
  }
}
