import TareTestSupport
import TareTree

@testable import TareFindings

/// The findings of an image from memory, by what a test asks of them.
struct Found {
  let weighed: Weighed
  let context: RuleContext
  let findings: FindingSet

  /// - Parameter rules: those on layers unless told otherwise, so that other rules may find what they like in the same image.
  init(
    _ image: ImageBuilder, rules: [any Rule] = RuleList.all.filter { $0.family == .layers },
    selection: FindingSet.Selection = FindingSet.Selection(),
    intents: Set<String> = []
  ) throws {
    weighed = try Weighed(image)
    context = RuleContext(weighed.analysis, weighed.image, intents: intents)
    findings = try FindingSet(context, rules: rules, selection: selection)
  }

  /// `id bytes`, in the order of the ranks.
  var lines: [String] { findings.findings.map { "\($0.id) \($0.bytes)" } }

  func finding(_ id: String) -> Finding? { findings.findings.first { $0.id == id } }

  /// `layer path`, with `/` behind a whole directory, and what is kept.
  func claims(_ id: String) -> [String] {
    var paths = ClaimPaths(context.table)
    return (finding(id).map { paths.paths(of: $0.claim) } ?? []).map { row in
      "\(row.layer) \(context.text(row.path))\(row.isWholeDirectory && row.path > PathTable.root ? "/" : "")"
        + (row.kept.map { " keeps \($0.layer) \(context.text($0.path))" } ?? "")
    }
  }

  /// Why a rule found nothing; nil where it found something.
  func reason(_ rule: String) -> String? { findings.checked.first { $0.rule == rule }?.reason }

  func path(_ path: String) -> Int32 { context.find(path)! }
  func content(_ path: String) -> Int32 { context.file(at: self.path(path))!.content }
}

extension ImageBuilder {
  /// A history record a layer, in order, so that instructions have their words; `CMD` ends the base.
  mutating func instructions(_ texts: String...) {
    history = texts.map { text in
      let isEmpty = text.hasPrefix("CMD") || text.hasPrefix("USER")
      return "{\"created_by\":\"\(text)\"\(isEmpty ? ",\"empty_layer\":true" : "")}"
    }
  }
}
