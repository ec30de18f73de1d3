/// How the order of a Dockerfile's instructions fared over a project's commits, and how a better one would have.
public struct OrderReport: Sendable {
  /// Commits that were replayed; each is one build.
  public struct History: Sendable {
    public let commits: Int
    /// The commit that was there before the first build.
    public let start: ObjectID
    public let end: ObjectID
    /// Seconds since 1970.
    public let firstTime: Int
    public let lastTime: Int
    /// Commits that changed any file that the build sees.
    public let touching: Int
  }

  public let history: History
  public let target: Int
  public let before: OrderOutcome
  /// Nil where no order that may be had is worth the change.
  public let after: OrderOutcome?
  /// One for each stage that the target needs.
  public let stages: [StageVerdict]
  /// What leads from one to the other, in the order of the new Dockerfile.
  public let moves: [OrderMove]
  /// Steps that are not in the new Dockerfile.
  public let furtherSteps: [FurtherStep]
  /// Nil where nothing changes.
  public let dockerfile: [UInt8]?
  public let diff: [UInt8]
  public let assumptions: [OrderAssumption]
}

/// What became of the search in one stage.
public struct StageVerdict: Sendable {
  public let stage: Int
  /// What counted first: bytes where all sizes are known, else how often RUN ran.
  public let byBytes: Bool
  public let before: OrderFigures
  public let after: OrderFigures
  /// Every order that keeps what has to stay in order was weighed; else the most promising ones.
  public let isExact: Bool
  /// How many sets of first instructions were weighed; 0 where the stage is too long to be searched.
  public let weighed: Int
  /// Instructions of which it is not known what they read and write: nothing is moved past them.
  public let barriers: [InstructionPlace]
}

public struct OrderFigures: Sendable, Hashable {
  /// Bytes made again, as far as sizes are known.
  public let bytes: Int
  public let runs: Int
  public let instructions: Int
}

/// One change of the order.
public struct OrderMove: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// An instruction of the old Dockerfile stands elsewhere.
    case move(InstructionPlace)
    /// A new COPY of some of the files that another one copies.
    case split(of: InstructionPlace, files: [[UInt8]])
  }

  public let kind: Kind
  /// Where it is in the new Dockerfile.
  public let place: InstructionPlace
  /// Instructions of the old Dockerfile that stood before it and now come after.
  public let passed: [InstructionPlace]
  /// How often it was made again in the old order and is in the new one; nil for one that was not there.
  public let madeBefore: Int?
  public let madeAfter: Int
  /// How often what it has passed, or what has passed it, was and is made again: the reason where its own count does not fall.
  public let othersBefore: Int
  public let othersAfter: Int
}

/// A change that would help further and that the new Dockerfile leaves to its author.
public struct FurtherStep: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// What a package manager has downloaded stays for the next time that the RUN is made again.
    case cacheMount(tool: String)
    /// Files that only one RUN needs are shown to it instead of being copied into a layer.
    case bindMount(copied: InstructionPlace)
  }

  public let kind: Kind
  /// In the new Dockerfile, or the old one where there is no new one.
  public let place: InstructionPlace
  /// What to write after RUN.
  public let flags: [[UInt8]]
  /// Options that would make it useless, as written.
  public let drop: [[UInt8]]
  /// How often the RUN was made again.
  public let made: Int
}

/// What was taken as given.
public enum OrderAssumption: Sendable, Hashable {
  /// Nothing that was built is ever dropped from the cache.
  case cacheKeepsAll
  /// Images and addresses that the Dockerfile names stay the same.
  case remotesUnchanged([[UInt8]])
  /// Files that the build copies and git does not have are the same in each build.
  case untrackedUnchanged([[UInt8]])
  /// A stage that is built again gives other files than before: `COPY --from` of it counts as made again. Where the files
  /// come out equal, BuildKit does not.
  case rebuiltStagesDiffer([InstructionPlace])
  /// Layers whose size is not known; they count nowhere in bytes.
  case sizesUnknown([InstructionPlace])
  /// ARGs with another value in each build.
  case argumentsVary([[UInt8]])
  /// The repository itself is in the context and copied: a change with every commit, which a `.dockerignore` would end.
  case gitDirectoryCopied([InstructionPlace])
  /// A `.dockerignore` that cannot be read, by commits; taken as one that excludes nothing.
  case ignoreFileUnreadable(commits: Int)
}
