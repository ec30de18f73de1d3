import TareTree

/// Files of models and data sets that the image holds twice: as a blob in a cache of the Hugging Face hub, and again
/// elsewhere.
///
/// The hub keeps each file once under `blobs` and names it by symbolic links under `snapshots`. A download into a directory
/// (`local_dir`), a `cp -L`, or a copy that follows links doubles the weights. Load from the cache, or download into the
/// directory alone and leave the cache out (`HF_HOME` on a cache mount).
///
/// The claim is the blob, where another file of the image has the same bytes. Links that lead to it then lead nowhere: point
/// what loads the model at the file that stays.
struct ModelCopies: Rule {
  static let name = "model-copies"
  static let family = RuleFamily.caches
  static let summary = "Blobs of the Hugging Face cache that another file of the image repeats"

  func findings(in context: RuleContext) -> RuleOutcome {
    var copies: [Int32: [Claim.Copy]] = [:]
    for group in context.weighing.duplicates {
      let members = group.copies.compactMap { context.file(at: $0.path) }
      guard let kept = members.first(where: { HubCache.repository(ofBlob: $0.path, context) == nil }) else { continue }
      for member in members where member.content != kept.content {
        guard let repository = HubCache.repository(ofBlob: member.path, context) else { continue }
        copies[repository, default: []].append(Claim.Copy(content: member.content, kept: kept.content))
      }
    }
    guard !copies.isEmpty else { return .nothing(because: "no blob of a Hugging Face cache is there a second time") }
    return .findings(
      copies.sorted { $0.key < $1.key }.map { repository, copies in
        let contents = copies.map(\.content)
        let kept = copies.map { context.text(context.home(of: $0.kept)) }
        let rows = context.rowsHolding(contents)
        return Finding(
          key: context.text(repository), title: "\(HubCache.name(of: repository, context)), in the hub's cache and again elsewhere",
          claim: context.claim(copies: copies),
          evidence: context.largest(contents) + ["the same bytes as \(context.listed(kept, limit: 2))"],
          effort: .oneLine,
          risk: Risk(.medium, "what loads the model by its name on the hub finds links that lead nowhere, and downloads it again"),
          fixes: [
            Finding.Fix(
              "load the model from \(kept.first ?? "") and leave the hub's cache out of \(context.place(row: rows.first ?? 0))"),
            Finding.Fix("or load it by its name, and leave out the copy"),
          ], rows: rows)
      })
  }
}
