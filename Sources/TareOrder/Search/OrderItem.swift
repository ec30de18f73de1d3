/// What the search puts in order: the instructions of one stage, and copies that could be split off from some.
struct OrderItem: Sendable {
  enum Origin: Sendable, Hashable {
    /// By its index in the stage.
    case instruction(Int)
    /// Files of the context that another instruction copies as well.
    case split(of: Int, files: [[UInt8]])
  }

  let origin: Origin
  let footprint: Footprint
  /// Makes a layer or a state; metadata do not.
  let isStep: Bool
  let isRun: Bool
  /// Every RUN after it is another one in each build: it brings a varying ARG into the environment.
  var varies = false
  /// The commits that change what it reads.
  let changed: CommitSet
  /// Bytes that it writes; nil where not known.
  let bytes: Int?
}

/// What an order costs over all commits.
struct OrderCost: Sendable, Hashable {
  /// Bytes made again, where known.
  var bytes = 0
  /// RUNs made again.
  var runs = 0
  /// Instructions made again.
  var misses = 0
  /// Pairs that have changed places: what tells equal orders apart, so that nothing moves without a gain.
  var inversions = 0

  static func + (left: Self, right: Self) -> Self {
    Self(
      bytes: left.bytes.addingReportingOverflow(right.bytes).partialValue, runs: left.runs + right.runs,
      misses: left.misses + right.misses,
      inversions: left.inversions + right.inversions)
  }

  /// What counts first.
  enum Measure: Sendable { case bytes, runs }

  func isLess(than other: Self, by measure: Measure) -> Bool {
    switch measure {
    case .bytes: (bytes, runs, misses, inversions) < (other.bytes, other.runs, other.misses, other.inversions)
    case .runs: (runs, bytes, misses, inversions) < (other.runs, other.bytes, other.misses, other.inversions)
    }
  }
}
