import TareDockerfile

/// Where a COPY or ADD puts things: which source a file of its destination came from.
///
/// Whether a source is a directory, whose content is copied, or a file, which is copied by its name, the instruction does
/// not say. So a path may have several candidates; whoever knows the sources chooses.
struct CopyMap {
  struct Candidate: Equatable {
    /// Absolute in the stage that it is copied from; relative to the context without `--from`.
    var path: [UInt8]
    /// The source is a pattern, or what it is cannot be told by its name.
    var isOpen: Bool
  }

  let sources: [[UInt8]]
  let destination: [UInt8]
  /// The destination is a directory for sure.
  let isDirectory: Bool

  /// - Parameters:
  ///   - words: sources and destination, variables expanded.
  ///   - workingDirectory: absolute.
  init?(words: [[UInt8]], workingDirectory: [UInt8], fromStage: Bool) {
    guard words.count >= 2, let last = words.last else { return nil }
    isDirectory = last.last == 0x2f || words.count > 2 || last == [0x2e]
    destination = AbsolutePath.of(last, in: workingDirectory)
    sources = words.dropLast().map { source in
      // Sources in a stage begin at its root, those in the context at the context's.
      let clean = AbsolutePath.of(source, in: [0x2f])
      return fromStage ? clean : Array(clean.dropFirst())
    }
  }

  /// The sources that could have brought the file at an absolute path; empty where it cannot have come from here.
  func candidates(for path: [UInt8]) -> [Candidate] {
    var found: [Candidate] = []
    func add(_ source: [UInt8], _ rest: ArraySlice<UInt8>, open: Bool) {
      let root = source == [0x2f] || source.isEmpty
      let joined = rest.isEmpty ? source : (root ? source : source + [0x2f]) + rest
      let candidate = Candidate(path: joined, isOpen: open)
      if !found.contains(candidate) { found.append(candidate) }
    }
    if path == destination, !isDirectory { for source in sources { add(source, [], open: false) } }
    guard let rest = AbsolutePath.rest(of: path, below: destination), !rest.isEmpty else { return found }
    let first = rest.prefix { $0 != 0x2f }
    for source in sources {
      let name = source.split(separator: 0x2f).last ?? []
      if Self.isPattern(name) {
        // What a pattern matches is copied by its name; of a directory, its content.
        let parent = source.dropLast(name.count)
        let directory = Array(parent.last == 0x2f && parent.count > 1 ? parent.dropLast() : parent)
        if GlobName.matches(name, first) { add(directory, rest, open: true) }
      } else if name.elementsEqual(first), rest.count == first.count, isDirectory {
        // A file by its name; or, of a directory of that name, a file of that name.
        add(source, [], open: false)
        add(source, rest, open: true)
      } else {
        add(source, rest, open: source.isEmpty || source == [0x2f] ? false : true)
      }
    }
    return found
  }

  static func isPattern(_ name: some Sequence<UInt8>) -> Bool { name.contains { $0 == 0x2a || $0 == 0x3f || $0 == 0x5b } }
}

/// `*` and `?` in one part of a path; classes match any byte.
enum GlobName {
  static func matches(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
    let (pattern, name) = (Array(pattern), Array(name))
    var (p, n) = (0, 0)
    var retry: (p: Int, n: Int)?
    while n < name.count {
      if p < pattern.count, pattern[p] == 0x2a {
        retry = (p, n)
        p += 1
      } else if p < pattern.count, let next = step(pattern, p, name[n]) {
        p = next
        n += 1
      } else if let last = retry {
        retry = (last.p, last.n + 1)
        (p, n) = (last.p + 1, last.n + 1)
      } else {
        return false
      }
    }
    while p < pattern.count, pattern[p] == 0x2a { p += 1 }
    return p == pattern.count
  }

  private static func step(_ pattern: [UInt8], _ index: Int, _ byte: UInt8) -> Int? {
    switch pattern[index] {
    case 0x3f: return index + 1
    case 0x5b:
      guard let close = pattern[index...].firstIndex(of: 0x5d) else { return pattern[index] == byte ? index + 1 : nil }
      return close + 1
    default: return pattern[index] == byte ? index + 1 : nil
    }
  }
}

enum AbsolutePath {
  /// `path` from `directory` on, without `.`, `..` and double slashes.
  static func of(_ path: [UInt8], in directory: [UInt8]) -> [UInt8] {
    var parts: [ArraySlice<UInt8>] = []
    for part in ((path.first == 0x2f ? [] : directory + [0x2f]) + path).split(separator: 0x2f) where !part.elementsEqual([0x2e]) {
      if part.elementsEqual([0x2e, 0x2e]) { _ = parts.popLast() } else { parts.append(part) }
    }
    return [0x2f] + parts.joined(separator: [0x2f])
  }

  /// What follows `directory` in `path`; nil where it does not lie at or below it.
  static func rest(of path: [UInt8], below directory: [UInt8]) -> ArraySlice<UInt8>? {
    if directory == [0x2f] { return path.dropFirst() }
    guard path.starts(with: directory) else { return nil }
    if path.count == directory.count { return [] }
    return path[directory.count] == 0x2f ? path[(directory.count + 1)...] : nil
  }
}
