import TareBytes
import TareDockerfile

/// The context as it changes from commit to commit, and for each step a sum over the files that it reads. A sum is the same
/// whenever the files are, so that a commit which goes back to earlier contents is known.
struct ContextFiles {
  /// Wraps around; contents that differ have another sum but for one chance in 2^128.
  struct Sum: Hashable {
    var high: UInt64 = 0
    var low: UInt64 = 0

    mutating func add(_ hash: ContentHash) {
      high &+= hash.high
      low &+= hash.low
    }

    mutating func subtract(_ hash: ContentHash) {
      high &-= hash.high
      low &-= hash.low
    }
  }

  private let history: GitHistory
  private let selections: [ContextSelection?]
  private var files: [Int32: FileVersion]
  private let ignore: IgnoreHistory
  /// Which rules hold, and they themselves.
  private var number: Int
  private var rules: DockerIgnore
  private(set) var sums: [Sum]
  /// For each path, the steps that read it, found when it is first asked for.
  private var readers: [[Int]?]
  private var isIgnored: [Bool?]

  init(_ history: GitHistory, selections: [ContextSelection?], ignore: IgnoreHistory) {
    self.history = history
    self.selections = selections
    self.ignore = ignore
    number = ignore.number(of: 0)
    rules = ignore.rules(number)
    files = history.start
    sums = Array(repeating: Sum(), count: selections.count)
    readers = Array(repeating: nil, count: history.paths.count)
    isIgnored = Array(repeating: nil, count: history.paths.count)
    for (path, version) in files { add(path, version) }
  }

  /// Goes on to a commit, from the one before it.
  /// - Parameter touched: called with each file whose change a step saw.
  mutating func apply(_ commit: GitHistory.Commit, build: Int, touched: (_ step: Int, _ path: Int32) -> Void) {
    if ignore.number(of: build) != number { changeRules(to: ignore.number(of: build), touched) }
    for change in commit.changes {
      guard !ignores(change.path) else {
        files[change.path] = change.new
        continue
      }
      if let old = files[change.path] { remove(change.path, old) }
      files[change.path] = change.new
      if let new = change.new { add(change.path, new) }
      for step in steps(reading: change.path) { touched(step, change.path) }
    }
  }

  private mutating func changeRules(to newNumber: Int, _ touched: (_ step: Int, _ path: Int32) -> Void) {
    let before = Dictionary(uniqueKeysWithValues: files.keys.map { ($0, ignores($0)) })
    number = newNumber
    rules = ignore.rules(newNumber)
    isIgnored = Array(repeating: nil, count: isIgnored.count)
    for path in files.keys.sorted() {
      guard let version = files[path], let wasIgnored = before[path], ignores(path) != wasIgnored else { continue }
      if wasIgnored { add(path, version) } else { take(path, version) }
      for step in steps(reading: path) { touched(step, path) }
    }
  }

  private mutating func add(_ path: Int32, _ version: FileVersion) {
    guard !ignores(path) else { return }
    let readers = steps(reading: path)
    guard !readers.isEmpty else { return }
    let hash = hash(path, version)
    for step in readers { sums[step].add(hash) }
  }

  private mutating func remove(_ path: Int32, _ version: FileVersion) {
    guard !ignores(path) else { return }
    take(path, version)
  }

  private mutating func take(_ path: Int32, _ version: FileVersion) {
    let readers = steps(reading: path)
    guard !readers.isEmpty else { return }
    let hash = hash(path, version)
    for step in readers { sums[step].subtract(hash) }
  }

  private mutating func steps(reading path: Int32) -> [Int] {
    if let known = readers[Int(path)] { return known }
    let name = Array(history.paths[path])
    let steps = selections.indices.filter { selections[$0]?.covers(name) ?? false }
    readers[Int(path)] = steps
    return steps
  }

  private mutating func ignores(_ path: Int32) -> Bool {
    if let known = isIgnored[Int(path)] { return known }
    let answer = rules.excludes(Array(history.paths[path]))
    isIgnored[Int(path)] = answer
    return answer
  }

  private func hash(_ path: Int32, _ version: FileVersion) -> ContentHash {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: version.mode) { bytes.append(contentsOf: $0) }
    version.blob.withBytes { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: history.paths[path])
    return bytes.withUnsafeBytes { ContentHash(of: $0) }
  }
}
