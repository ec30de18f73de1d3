/// What one Dockerfile would have had to make again.
public struct OrderOutcome: Sendable {
  public struct Instruction: Sendable {
    public let place: InstructionPlace
    /// In the Dockerfile, from 1.
    public let lines: ClosedRange<Int>
    /// Its first line, without continuation.
    public let text: [UInt8]
    /// Of the layer it makes; nil where not known.
    public let bytes: Int?
    /// In how many builds it was made again.
    public let made: Int
    /// Of these, how often its own files, or an ARG, had changed.
    public let own: Int
    /// How often each instruction below was the cause otherwise, the most frequent first.
    public let inherited: [(cause: InstructionPlace, count: Int)]
    /// Files whose change made it be made again, the most frequent first.
    public let files: [(path: [UInt8], count: Int)]
    /// It makes a layer of the image.
    public let isPushed: Bool
    /// An equal instruction on an equal state, which does the work of both.
    public let twin: InstructionPlace?
    /// For each build whether it was made again.
    public let builds: [Bool]
  }

  /// Bytes per build.
  public struct Bytes: Sendable, Hashable {
    public let perBuild: [Int]
    public let total: Int

    init(_ perBuild: [Int]) {
      self.perBuild = perBuild
      total = perBuild.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    }

    /// Rounded down.
    public var mean: Int { perBuild.isEmpty ? 0 : total / perBuild.count }
    /// Nine builds in ten need no more.
    public var p90: Int {
      guard !perBuild.isEmpty else { return 0 }
      return perBuild.sorted()[(perBuild.count * 9 + 9) / 10 - 1]
    }
  }

  /// Those that BuildKit makes something of, in order of the file.
  public let instructions: [Instruction]
  /// Of all stages that are built.
  public let rebuilt: Bytes
  /// Of the layers of the image alone.
  public let pushed: Bytes
  public let figures: OrderFigures
  /// Builds in which nothing was made again.
  public let untouched: Int
}
