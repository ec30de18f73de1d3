import TareBytes
import TareFindings
import TareGate

/// Findings and checks in plain sentences, the first of which can stand alone.
struct FindingMessage {
  private let words: FindingText
  private let options: ReportOptions

  init(_ examination: Examination, _ options: ReportOptions) {
    words = FindingText(examination: examination, options: options)
    self.options = options
  }

  /// Bytes first, then what it adds, the risk, and what to do.
  func sentences(_ finding: Finding) -> [String] {
    var sentences = [summary(finding)]
    if let exception = finding.exception {
      sentences.append("Excepted: \(exception)")
    } else if !finding.counts {
      sentences.append(
        finding.intent.map { "It counts with the owner's word: \($0)" } ?? "An alternative to it saves more, and counts instead")
    } else if finding.bytes > 0, finding.added == 0 {
      sentences.append("Findings ranked above it have all of these bytes")
    } else if options.size(finding.added) != options.size(finding.bytes) {
      sentences.append("\(options.size(finding.added)) of it are in no finding ranked above")
    }
    sentences.append("Risk \(finding.risk.level.name): \(finding.risk.words)")
    for (index, fix) in finding.fixes.enumerated() { sentences.append("\(index == 0 ? "Fix" : "Or"): \(fix.text)") }
    return sentences.map(Self.sentence)
  }

  /// `uv's cache, /root/.cache/uv: 31.1 MB (4.0 %)`.
  func summary(_ finding: Finding) -> String {
    let share = words.share(finding.bytes)
    guard finding.bytes > 0 else { return EscapedText.printable(finding.title) }
    return EscapedText.printable(finding.title) + ": \(words.bytes(finding))" + (share.isEmpty ? "" : " (\(share))")
  }

  func sentences(_ check: Judgement.Check) -> [String] {
    var sentences = [check.message.contains(check.figure) ? check.message : "\(check.message): \(check.figure)"]
    if !check.limit.isEmpty, !check.message.contains(check.limit) { sentences.append("Allowed: \(check.limit)") }
    if let fix = check.fix { sentences.append("Fix: \(fix)") }
    return sentences.map(Self.sentence)
  }

  private static func sentence(_ text: String) -> String {
    let text = EscapedText.printable(text)
    return text.hasSuffix(".") || text.hasSuffix("…") ? text : text + "."
  }
}
