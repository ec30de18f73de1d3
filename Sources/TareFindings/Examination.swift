public import TareLayers
public import TareOrigins
public import TareReach
public import TareSource

/// All that is known of an image, and what is to be said about it: what every report shows.
public struct Examination: Sendable {
  public let analysis: Analysis
  /// Which lines of a Dockerfile it came from; nil without one.
  public let origins: Origins?
  public let findings: FindingSet
  public let context: RuleContext
  public let verdicts: Verdicts
  /// Nil where the application has no part that computes models.
  public let split: Split?

  /// - Parameter exception: why a finding is meant so, beside what comments of the Dockerfile say; nil where it is not.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  public init(
    _ analysis: Analysis, _ image: LoadedImage<LayerScan>, origins: Origins? = nil, intents: Set<String> = [],
    selection: FindingSet.Selection = FindingSet.Selection(), cpuWheelOfTorch: WheelRecord? = nil, order: JudgedOrder = .none,
    exception: (Finding, RuleContext) -> String? = { _, _ in nil }
  ) throws {
    self.analysis = analysis
    self.origins = origins
    let context = RuleContext(
      analysis, image, origins: origins, intents: intents, cpuWheelOfTorch: cpuWheelOfTorch, order: order)
    self.context = context
    let comments = Exceptions(origins)
    let stored = StoredSizes(image, context.table)
    let measure: (@Sendable (JoinedClaim) -> Int?)? = if let stored { { stored.bytes(of: $0) } } else { nil }
    findings = try FindingSet(
      context, selection: selection, exception: { comments.reason($0) ?? exception($0, context) }, stored: measure)
    verdicts = Verdicts(context, findings)
    split = Split(context)
  }
}
