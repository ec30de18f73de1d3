import TareOrigins

/// What the author of the Dockerfile said is meant so.
struct Exceptions {
  private var comments: [Origins.Key: [IgnoreComment]] = [:]
  private let origins: Origins?

  init(_ origins: Origins?) {
    self.origins = origins
    guard let origins, origins.alignment.match != .other else { return }
    comments = Dictionary(grouping: IgnoreComment.all(in: origins.file.dockerfile)) { $0.place }
  }

  /// The reason given above an instruction that the finding is about: its first one, where a fix acts.
  func reason(_ finding: Finding) -> String? {
    guard !comments.isEmpty, let origin = finding.rows.lazy.compactMap({ origins?.rows[$0] }).first else { return nil }
    let place = Origins.Key(stage: origin.stage, instruction: origin.instruction)
    guard let comment = comments[place]?.first(where: { $0.rules.contains(finding.rule) }) else { return nil }
    return comment.reason.isEmpty ? "said so on line \(comment.line)" : "\(comment.reason) (line \(comment.line))"
  }
}
