/// One thing about an image that costs bytes, or should not be in it: what, where, why, and what to do.
public struct Finding: Sendable {
  // MARK: What the rule says

  /// Tells the findings of one rule apart, the same on every run: rows of layers, the name of a package, a path.
  public var key: String
  /// One line without a full stop, which names the thing and not the bytes.
  public var title: String
  public var claim: Claim
  /// Facts that can be checked, most telling first: files with their bytes, what was looked for and where.
  public var evidence: [String]
  public var effort: Effort
  public var risk: Risk
  public var fixes: [Fix]
  /// Rows of the image's table: first those whose instructions a fix would change, then those where the bytes lie.
  public var rows: [Int]
  /// False where the claim is a lower bound of what a fix saves.
  public var exact = true
  /// Findings of one group are alternatives: of those that are admissible the one with most bytes counts.
  public var group: String?
  /// What the owner must have said before it counts: `cpu`.
  public var intent: String?
  /// Files that change rather than go. What they lose is in `claim.ranges`.
  public var edits: [Edit] = []
  /// Where bytes do not say how much it matters; nil lets the share of the image say it.
  public var severityOfItsOwn: Severity?

  // MARK: What `FindingSet` works out

  /// `RULE/KEY`; one of a kind in a report.
  public internal(set) var id = ""
  public internal(set) var rule = ""
  public internal(set) var severity = Severity.info
  /// What the claim saves by itself.
  public internal(set) var bytes = 0
  /// What it saves beyond the findings ranked before it; 0 for one that does not count.
  public internal(set) var added = 0
  /// Whether it enters the totals: the best of its group, and not waiting for the owner's word.
  public internal(set) var counts = false
  /// Why somebody said that it is meant so; nil where nobody did. It does not count then.
  public internal(set) var exception: String?
  /// Bytes of the claim as stored in compressed layers; nil where that was not measured.
  public internal(set) var stored: Int?
  /// Whether some of the claim lies in layers of the base, which other images share.
  public internal(set) var needsBase = false
  /// How much of it.
  public internal(set) var baseBytes = 0

  public init(
    key: String, title: String, claim: Claim, evidence: [String] = [], effort: Effort, risk: Risk, fixes: [Fix], rows: [Int]
  ) {
    self.key = key
    self.title = title
    self.claim = claim
    self.evidence = evidence
    self.effort = effort
    self.risk = risk
    self.fixes = fixes
    self.rows = rows
  }

  /// One way to act on a finding.
  public struct Fix: Sendable, Hashable {
    /// An order to the reader: what to write in which instruction.
    public var text: String
    /// Bytes that it would save; nil for all that the finding claims.
    public var saves: Int?
    /// The same as a change of the Dockerfile, and of the `.dockerignore` beside it; nil where none is known to be right.
    public var diff: FixDiff?

    public init(_ text: String, saves: Int? = nil, diff: FixDiff? = nil) {
      self.text = text
      self.saves = saves
      self.diff = diff
    }
  }

  /// A content that a plan changes: a package database, a RECORD, a stripped ELF file.
  public struct Edit: Sendable, Hashable {
    public var content: Int32
    /// Bytes before and after. The claim's ranges of this content hold the difference.
    public var oldSize: Int
    public var newSize: Int
    /// What is done to it: `strip`, `remove the entry of gcc`.
    public var kind: String

    public init(content: Int32, oldSize: Int, newSize: Int, kind: String) {
      self.content = content
      self.oldSize = oldSize
      self.newSize = newSize
      self.kind = kind
    }
  }
}
