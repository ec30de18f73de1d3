import TareBytes

/// Builds every commit in turn, in thought: what of each build a cache that forgets nothing would not have.
///
/// A step's key covers its text, the key of the state it starts from, those of the stages it reads, and the files it reads. A
/// step whose key no earlier build had is made again. Two things are taken as given: images and addresses that the Dockerfile
/// names stay the same, and a stage that runs again gives something else than before (BuildKit looks at what it gave: a
/// `COPY --from` of equal files is a hit there and a miss here).
struct Replay: Sendable {
  struct StepHistory: Sendable {
    /// Its own files are others than in the build before, or its text is, wherever it stands; whether or not it had to be made
    /// again.
    var changed: CommitSet
    /// Made again.
    var missed: CommitSet
    /// Made again, its own files or a varying ARG having changed.
    var own: CommitSet
    /// How often each step of those it stands on was the first that had to be made again, its own changes apart.
    var inheritedFrom: [Int: Int] = [:]
    /// How often a change of each file made it be made again; numbers in the history's paths.
    var files: [Int32: Int] = [:]
  }

  private(set) var steps: [StepHistory]
  /// Whether the same state is made by an earlier step of the list, which then does the work: equal instructions on equal
  /// states are one for BuildKit.
  private(set) var twinOf: [Int?]
  let commitCount: Int

  init(_ steps: [BuildStep], history: GitHistory, ignore: IgnoreHistory) {
    commitCount = history.commits.count
    let empty = CommitSet(of: commitCount)
    self.steps = Array(repeating: StepHistory(changed: empty, missed: empty, own: empty), count: steps.count)
    twinOf = Array(repeating: nil, count: steps.count)
    run(steps, history, ignore)
  }

  private mutating func run(_ steps: [BuildStep], _ history: GitHistory, _ ignore: IgnoreHistory) {
    var context = ContextFiles(history, selections: steps.map(\.selection), ignore: ignore)
    var keys = KeyMaker(steps)
    var seen: Set<ContentHash> = []
    let first = keys.keys(context.sums, commit: -1)
    seen.formUnion(first.made)
    var firstWith: [ContentHash: Int] = [:]
    for (index, key) in first.made.enumerated() {
      twinOf[index] = firstWith[key]
      if twinOf[index] == nil { firstWith[key] = index }
    }
    var sums = context.sums
    var touched: [[Int32]] = Array(repeating: [], count: steps.count)
    for (number, commit) in history.commits.enumerated() {
      for index in touched.indices { touched[index].removeAll(keepingCapacity: true) }
      context.apply(commit, build: number + 1) { touched[$0].append($1) }
      let now = keys.keys(context.sums, commit: number)
      // The first step below each that had to be made again; nil where all are there.
      var origins: [Int?] = Array(repeating: nil, count: steps.count)
      for (index, step) in steps.enumerated() {
        let isChanged = context.sums[index] != sums[index]
        let isOwn = isChanged || step.varies
        let below = step.sources.lazy.compactMap { origins[$0] }.first
        let inherited = step.parent.flatMap { origins[$0] } ?? below
        if isChanged || step.variesAnywhere { self.steps[index].changed.insert(number) }
        let isMissing = !seen.contains(now.made[index])
        if isMissing {
          self.steps[index].missed.insert(number)
          if isOwn {
            self.steps[index].own.insert(number)
            for path in touched[index] { self.steps[index].files[path, default: 0] += 1 }
          } else if let inherited = step.isLinked ? below : inherited {
            self.steps[index].inheritedFrom[inherited, default: 0] += 1
          }
        }
        origins[index] = inherited ?? (isMissing ? index : nil)
      }
      seen.formUnion(now.made)
      sums = context.sums
    }
  }
}

/// Computes the keys of all steps for one state of the context.
private struct KeyMaker {
  private let steps: [BuildStep]
  private let texts: [ContentHash]

  init(_ steps: [BuildStep]) {
    self.steps = steps
    texts = steps.map { step in step.text.withUnsafeBytes { ContentHash(of: $0) } }
  }

  /// - Returns: `made`, what decides whether a step runs; `states`, what those on top of it start from. They differ for a linked
  ///   copy.
  mutating func keys(_ sums: [ContextFiles.Sum], commit: Int) -> (made: [ContentHash], states: [ContentHash]) {
    var made: [ContentHash] = []
    var states: [ContentHash] = []
    made.reserveCapacity(steps.count)
    states.reserveCapacity(steps.count)
    for (index, step) in steps.enumerated() {
      var words = [texts[index].high, texts[index].low, sums[index].high, sums[index].low]
      if step.varies { words.append(UInt64(bitPattern: Int64(commit))) }
      for source in step.sources { words += [states[source].high, states[source].low] }
      let below = step.parent.map { [states[$0].high, states[$0].low] } ?? []
      if step.isLinked {
        let key = Self.hash(words)
        made.append(key)
        states.append(Self.hash(below + [key.high, key.low]))
      } else {
        let key = Self.hash(words + below)
        made.append(key)
        states.append(key)
      }
    }
    return (made, states)
  }

  private static func hash(_ words: [UInt64]) -> ContentHash { words.withUnsafeBytes { ContentHash(of: $0) } }
}
