public import TareFindings

/// What a team has agreed on: how large an image may be, which findings fail, what is meant so.
public struct Policy: Sendable {
  /// As the user named the file; nil where there is none and the defaults hold.
  public var file: String?
  public var budgets = Budgets()
  public var growth = Growth()
  public var findings = Threshold.standard
  /// By rule, in the order of the file.
  public var rules: [RuleThreshold] = []
  /// Rules that run; empty for all.
  public var only: [String] = []
  public var skip: [String] = []
  public var intents: Set<String> = []
  public var exceptions: [PolicyException] = []

  public init() {}

  /// From which findings on the gate fails.
  public struct Threshold: Sendable, Equatable {
    /// Nil for no finding.
    public var failAt: Severity?
    /// What is riskier to act on fails nothing.
    public var upToRisk: Risk.Level

    public init(failAt: Severity?, upToRisk: Risk.Level) {
      self.failAt = failAt
      self.upToRisk = upToRisk
    }

    /// What everybody can act on today, and that matters.
    public static let standard = Threshold(failAt: .high, upToRisk: .low)
  }

  public struct RuleThreshold: Sendable, Equatable {
    public var rule: String
    public var threshold: Threshold
  }

  public struct Budgets: Sendable, Equatable {
    public var image = SizeBudget()
    public var dead: Amount?
    public var duplicates: Amount?
    /// Of what findings say can go, by the highest risk taken; ascending.
    public var removable: [Removable] = []
    public var layers: [Layer] = []
    public var packages: [Selected] = []
    public var paths: [Selected] = []

    public var isEmpty: Bool { self == Budgets() }

    public struct Removable: Sendable, Equatable {
      public var level: Risk.Level
      public var amount: Amount
    }

    public struct Layer: Sendable, Equatable {
      public enum Selector: Sendable, Hashable {
        case each
        case row(Int)
        /// All rows that come from the instruction on this line.
        case line(Int)
        /// All rows of this purpose together.
        case purpose(Purpose)
      }

      public var selector: Selector
      public var size: SizeBudget
      public var place: PolicyError.Place
    }

    public struct Selected: Sendable, Equatable {
      public var glob: Glob
      public var amount: Amount
    }
  }

  /// How much more there may be than in the base: bytes, or a share of what the base has.
  public struct Growth: Sendable, Equatable {
    public var image = SizeBudget()
    public var dead: Amount?
    public var removable: Amount?
    /// All packages together.
    public var packages: Amount?
    /// Any one of them; a share is one of the base's content.
    public var package: Amount?

    public var isEmpty: Bool { self == Growth() }
  }

  /// Which rules run.
  public var selection: FindingSet.Selection { FindingSet.Selection(only: Set(only), skip: Set(skip)) }

  /// Every rule that it has a threshold for, in its order, the common one for all others.
  public func threshold(of rule: String) -> Threshold { rules.first { $0.rule == rule }?.threshold ?? findings }
}

/// Something that a finding says and that is meant so.
public struct PolicyException: Sendable, Equatable {
  public enum Subject: Sendable, Equatable {
    case rule(String)
    /// By its `RULE/KEY`.
    case finding(Glob)
  }

  public var subject: Subject
  /// All that the finding claims must lie here.
  public var path: Glob?
  /// A row that it must be about.
  public var layer: Int?
  /// A line of the Dockerfile that it must be about.
  public var line: Int?
  public var reason: String
  public var owner: String?
  /// The last day on which it holds; nil for ever.
  public var expires: CalendarDay?
  public var place: PolicyError.Place

  public func isExpired(on day: CalendarDay) -> Bool { expires.map { $0 < day } ?? false }

  /// The rule or the pattern of findings.
  public var name: String {
    switch subject {
    case .rule(let rule): rule
    case .finding(let glob): glob.text
    }
  }
}
