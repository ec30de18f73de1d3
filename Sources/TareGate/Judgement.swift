/// What a gate says of an image: every check that was made, with the figure and what it may be.
public struct Judgement: Sendable, Equatable {
  /// In the order of the policy.
  public var checks: [Check]
  /// By what it was judged, in one line: the policy's file, or the defaults.
  public var basis = ""
  /// What a careful reader should know besides: what was not judged, and why.
  public var notes: [String] = []

  public init(checks: [Check]) { self.checks = checks }

  public var failed: Int { checks.count { !$0.passed } }
  public var passes: Bool { failed == 0 }

  public struct Check: Sendable, Equatable {
    /// As the policy writes it, one of a kind in a judgement: `budgets.image.unpacked`.
    public var name: String
    public var passed: Bool
    /// What was measured, as text with its unit: `5.77 GB`.
    public var figure: String
    /// What it may be: `at most 6 GB`.
    public var limit: String
    /// One sentence for who reads the log of a pipeline: what is wrong, or what was found in order.
    public var message: String
    /// Rows of the image's table that it is about, the one to change first; empty for the image as a whole.
    public var rows: [Int]
    /// The finding that failed it or would help it most; nil where there is none.
    public var finding: String?
    /// What to do, an order to the reader; nil where only the owner can tell.
    public var fix: String?

    public init(
      name: String, passed: Bool, figure: String, limit: String, message: String, rows: [Int] = [], finding: String? = nil,
      fix: String? = nil
    ) {
      self.name = name
      self.passed = passed
      self.figure = figure
      self.limit = limit
      self.message = message
      self.rows = rows
      self.finding = finding
      self.fix = fix
    }
  }
}
