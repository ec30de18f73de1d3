public import TareDockerfile
public import TareOCI

/// An image's history beside a Dockerfile: which row came from which line.
public struct HistoryAlignment: Sendable {
  /// How far the Dockerfile is the one that the image was built from.
  public enum Match: String, Sendable, Hashable {
    /// Each row after the base's has its instruction, and each instruction its row.
    case whole
    /// Most of it: the file has changed since.
    case part
    /// Another file: what fits may fit by chance.
    case other
  }

  public struct Place: Sendable, Hashable {
    public let stage: Int
    public let instruction: Int
    public let lines: ClosedRange<Int>
  }

  /// By row of the history.
  public internal(set) var lines: [LineMapping?]
  public let match: Match
  /// Of the rows from the first one with a line on, and of the instructions: how many have a partner whose text fits.
  public let rowShare: Double
  public let instructionShare: Double
  /// The stage that was built, and those that it builds on, lowest first; empty without a match.
  public let stages: [Int]
  /// The image under the lowest stage, as its FROM names it, variables expanded; nil for `scratch`, and where it is not known.
  public let baseName: [UInt8]?
  /// Rows that came with the base, by the alignment; nil where it cannot tell.
  public internal(set) var baseRows: Int?
  public internal(set) var baseConfidence: Confidence
  /// Instructions of those stages for which the image has no row, though a builder would have written one.
  public let unmatched: [Place]

  /// - Parameters:
  ///   - target: the stage that was built, by name or number, where that is known.
  ///   - baseRows: rows of the base, where that is known.
  ///   - environment: `NAME=value` of the image, for variables that the base has set.
  public init(
    _ history: [HistoryRecord], _ dockerfile: Dockerfile, target: String? = nil, baseRows: Int? = nil,
    environment: [String] = []
  ) {
    let texts = history.map { HistoryText($0) }
    let search = TargetSearch(
      texts, dockerfile, baseRows: baseRows ?? Self.firstFrom(history), isGiven: baseRows != nil, environment: environment)
    guard let found = search.best(target: target) else {
      lines = Array(repeating: nil, count: history.count)
      (match, rowShare, instructionShare, stages, baseName, unmatched) = (.other, 0, 0, [], nil, [])
      (self.baseRows, baseConfidence) = (nil, .guess)
      return
    }
    let judged = JudgedAlignment(found, texts)
    lines = judged.lines
    match = judged.match
    rowShare = judged.rowShare
    instructionShare = judged.instructionShare
    stages = match == .other ? [] : found.chain.stages
    baseName = match == .other ? nil : found.chain.base
    self.baseRows = judged.baseRows
    baseConfidence = judged.baseConfidence
    unmatched = match == .other ? [] : judged.unmatched
  }

  /// buildah says at each commit what it was made from: the base by its name first, its own steps by their numbers.
  static func firstFrom(_ history: [HistoryRecord]) -> Int? {
    // An image built upon one of buildah's by another builder keeps such rows, below.
    guard history.last?.comment?.starts(with: "FROM ") == true else { return nil }
    let named = history.indices.last { index in
      guard let comment = history[index].comment, comment.starts(with: "FROM ") else { return false }
      let name = comment.utf8.dropFirst(5)
      return name.contains(0x2f) || name.contains(0x3a) || !name.allSatisfy(\.isHexDigit)
    }
    guard var first = named else { return nil }
    // Without layers of their own, rows before the commit belong to it.
    while first > 0, history[first - 1].isEmpty, (history[first - 1].comment ?? "").isEmpty,
      history[first - 1].createdBy?.starts(with: "/bin/sh -c #(nop) ") == true || history[first - 1].createdBy?.first == "|"
        || history[first - 1].createdBy?.starts(with: "/bin/sh -c ") == true
    { first -= 1 }
    return first
  }
}
