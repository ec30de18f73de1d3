import TareBytes
import TareDockerfile
import TareFindings
import TareOCI
import TareOrigins
import TareTree

/// The analysis as an expert would write it: layer by layer, problem by problem, what to do first, and what it comes to.
struct MarkdownAnalysis {
  let examination: Examination
  let options: ReportOptions
  /// Running text in which nothing is markup.
  let text: (String) -> String
  /// A code span, whatever is in it.
  let code: (String) -> String

  private var words: FindingText { FindingText(examination: examination, options: options) }
  private var findings: [Finding] { examination.findings.findings }
  private static let quotedLines = 24

  /// What comes first: one paragraph, and the totals.
  var reality: String { "## The reality\n\n\(text(words.reality))\n" }

  var totals: String { "## In all\n\n" + words.totals.map { "- \(text($0))\n" }.joined() + split }

  private var split: String { words.splitEvidence.map { "\nThe split: \(text($0)).\n" } ?? "" }

  var layers: String {
    let groups = words.groups.filter { group in group.contains { $0.bytes > 0 } }
    guard !groups.isEmpty else { return "" }
    return "## Layer by layer\n\n" + groups.map(layer).joined(separator: "\n")
  }

  private func layer(_ group: [LayerVerdict]) -> String {
    let weighing = examination.analysis.weighing
    let bytes = group.reduce(0) { $0 + $1.bytes }
    let title = group.count == 1 ? "Layer \(group[0].row)" : "Layers \(words.rows(group))"
    var result = "### \(title): \(group[0].purpose.rawValue), \(options.size(bytes)) (\(words.share(bytes)))\n\n"
    let record = weighing.rows[group[0].row].record
    let says = InstructionText.text(record?.createdBy, comment: record?.comment)
    if group.count == 1, !says.isEmpty { result += code(InstructionText.shortened(says, to: 160)) + "\n\n" }
    result += "**\(capitalised(group[0].status.rawValue))**: \(text(words.reason(group))).\n"
    guard group.count == 1, let verdict = group.first else { return result }
    let drops = verdict.drops.filter { findings[$0.finding].counts || findings[$0.finding].intent != nil }
    let isCopy = record?.instruction == "COPY" || record?.instruction == "ADD"
    guard isCopy || drops.count > 1, !drops.isEmpty else { return result }
    var table = MarkdownTable(["", "bytes", "what"])
    for share in keep(verdict) { table.add(["keep", options.size(share.bytes), text(share.name)]) }
    for drop in drops.prefix(options.top ?? 10) {
      let finding = findings[drop.finding]
      table.add([finding.intent.map { "with the word \($0)" } ?? "drop", options.size(drop.bytes), text(finding.title)])
    }
    return result + "\n" + table.render()
  }

  /// The heaviest owners of a layer.
  private func keep(_ verdict: LayerVerdict) -> [(bytes: Int, name: String)] {
    let names = OwnerText(analysis: examination.analysis, options: options)
    return verdict.keeps.prefix(5).map { ($0.bytes, names.name($0.owner)) }
  }

  var purposes: String {
    var table = MarkdownTable(["purpose", "bytes", "share", "layers", "removable", "size", "priority"])
    for summary in examination.verdicts.purposes {
      let layers = summary.rows.count { examination.analysis.weighing.rows[$0].layer != nil }
      table.add([
        summary.purpose.rawValue, options.size(summary.bytes), words.share(summary.bytes), "\(layers)",
        summary.isRemovable.rawValue,
        summary.removable > 0 ? options.size(summary.removable) : "", summary.removable > 0 ? summary.priority.name : "none",
      ])
    }
    let total = examination.findings.removable
    table.add([
      "**all**", options.size(examination.context.imageBytes), "100 %", "\(examination.analysis.weighing.scans.count)", "",
      "**\(options.size(total))**", "",
    ])
    return "## By purpose\n\n" + table.render() + "\n\"Size\" is what can go without the owner's word, each byte once.\n"
  }

  var problems: String {
    guard !findings.isEmpty else { return "" }
    return "## Problem by problem\n\n" + findings.enumerated().map { problem($0.offset + 1, $0.element) }.joined(separator: "\n")
  }

  private func problem(_ number: Int, _ finding: Finding) -> String {
    var result = "### \(number). \(text(finding.title))\n\n"
    var facts = ["\(words.bytes(finding)) (\(words.share(finding.bytes)))"]
    if let stored = finding.stored, finding.bytes > 0 { facts.append("\(options.size(stored)) as stored") }
    if finding.counts, finding.added != finding.bytes { facts.append("\(options.size(finding.added)) beyond those above") }
    if let exception = finding.exception {
      facts.append("excepted: \(text(exception))")
    } else if !finding.counts {
      facts.append(finding.intent.map { "counts with the word \($0)" } ?? "an alternative to another one, which saves more")
    }
    if finding.needsBase { facts.append("\(options.size(finding.baseBytes)) of it in the base") }
    result +=
      "\(facts.joined(separator: "; ")). Severity \(finding.severity.name), effort \(finding.effort.name), rule \(code(finding.rule)).\n"
    result += quotation(finding)
    if !finding.evidence.isEmpty { result += "\n" + finding.evidence.map { "- \(prose($0))\n" }.joined() }
    if !finding.fixes.isEmpty {
      result += "\n"
      for (index, fix) in finding.fixes.enumerated() {
        let saves = fix.saves.flatMap { $0 > 0 ? $0 : nil }.map { " (\(options.size($0)))" } ?? ""
        result += "\(index == 0 ? "Fix" : "Or"): \(prose(fix.text))\(saves).\n"
        if let diff = fix.diff { result += "\n\(fenced(diff.text))\n" }
      }
    }
    return result + "\nRisk \(finding.risk.level.name): \(prose(finding.risk.words)).\n"
  }

  /// The lines of the Dockerfile that a fix would change.
  private func quotation(_ finding: Finding) -> String {
    guard let origins = examination.origins, origins.file.choice != .reconstructed else { return "" }
    let source = origins.file.dockerfile.source.split(separator: 0x0a, omittingEmptySubsequences: false)
    let file = EscapedText.printable(origins.file.name)
    return examination.context.origins(of: finding).prefix(2).map { origin in
      let lines = origin.lines.prefix(Self.quotedLines).compactMap { line -> String? in
        guard source.indices.contains(line - 1) else { return nil }
        return "    \(line)  \(EscapedText.printable(Array(source[line - 1])))\n"
      }
      let stage = origin.through == nil ? "" : origin.stageName.map { ", in \($0)" } ?? ""
      return "\n\(text(file + stage)), line\(origin.lines.count == 1 ? "" : "s") \(OriginText.lines(origin)):\n\n" + lines.joined()
    }.joined()
  }

  /// A diff as it can be copied from the rendered page; the fence is longer than any within.
  private func fenced(_ diff: String) -> String {
    var longest = 2
    var run = 0
    for byte in diff.utf8 {
      run = byte == 0x60 ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    return "\(fence)diff\n\(DiffText(diff).printable)\(fence)\n"
  }

  /// Text in which backticks mark code.
  private func prose(_ words: String) -> String {
    let parts = words.split(separator: "`", omittingEmptySubsequences: false)
    guard parts.count > 1, !parts.count.isMultiple(of: 2) else { return text(words) }
    return parts.enumerated().map {
      $0.offset.isMultiple(of: 2) ? text(String($0.element)) : code(EscapedText.printable(String($0.element)))
    }.joined()
  }

  /// By impact, then effort, then risk: the order of the findings.
  var opportunities: String {
    guard !findings.isEmpty else { return "" }
    var result = "## Opportunities\n"
    for severity in Severity.allCases.reversed() {
      let some = findings.filter { $0.severity == severity && ($0.bytes > 0 || severity > .info) }
      guard !some.isEmpty else { continue }
      result += "\n\(capitalised(severity.name)) impact\n\n"
      var table = MarkdownTable(["bytes", "adds", "effort", "risk", "where", "what"])
      for finding in some {
        table.add([
          words.bytes(finding), finding.counts ? options.size(finding.added) : "-", finding.effort.name, finding.risk.level.name,
          text(words.place(finding)), text(finding.title),
        ])
      }
      result += table.render()
    }
    return result
  }

  var checked: String {
    let checked = examination.findings.checked
    guard !checked.isEmpty else { return "" }
    return "## Looked for, and not there\n\n" + checked.map { "- \(code($0.rule)): \(prose($0.reason))\n" }.joined()
  }

  private func capitalised(_ word: String) -> String { word.prefix(1).uppercased() + word.dropFirst() }
}
