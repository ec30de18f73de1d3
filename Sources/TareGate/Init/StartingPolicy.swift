import TareBytes
public import TareFindings
import TareOrigins
import TareTree

/// The policy that an image of today passes: what `tare init` writes.
public struct StartingPolicy: Sendable {
  private let subject: Subject
  private let today: CalendarDay

  public init(_ examination: Examination, on today: CalendarDay) throws(GateError) {
    subject = try Subject(examination)
    self.today = today
  }

  /// The file, which the image passes: that is tried before it is given away.
  public func render() throws(GateError) -> String {
    let text = [head, budgets, growth, findings, rules, exceptions].joined(separator: "\n")
    let policy: Policy
    do { policy = try Policy(parsing: Array(text.utf8), named: ".tare.yaml") } catch {
      throw GateError("the policy for it cannot be read: \(error)")
    }
    let judgement = try Gate(policy, on: today).judge(subject.examination)
    guard judgement.passes else {
      throw GateError(
        "does not pass the policy made of it: \(judgement.checks.filter { !$0.passed }.map(\.name).joined(separator: ", "))")
    }
    return text
  }

  // MARK: Figures

  /// 5 % more, rounded up to three digits; never so little that the first new file fails.
  static func budget(_ bytes: Int, atLeast least: Int = 0) -> String {
    let more = max(bytes + bytes / 20 + (bytes % 20 == 0 ? 0 : 1), least)
    var step = 1
    while more / step >= 1000 { step *= 10 }
    return Quantity.size((more + step - 1) / step * step)
  }

  private static let least = 1_000_000

  private static func cut(_ text: String) -> String { text.count > 70 ? text.prefix(69) + "…" : text }

  private func line(_ indent: Int, _ key: String, _ value: String, _ comment: String, isOff: Bool = false) -> String {
    let text = (isOff ? "#" : "") + String(repeating: " ", count: indent) + "\(key): \(value)"
    return text + String(repeating: " ", count: max(1, 34 - text.count)) + "# \(EscapedText.printable(comment))\n"
  }

  private func today(_ bytes: Int) -> String { "\(Quantity.size(bytes)) today" }

  // MARK: Parts

  private var head: String {
    let name = EscapedText.printable(subject.weighing.reference ?? subject.weighing.configDigest.description)
    return """
      # What tare check holds this image to. Written by tare init for
      # \(name)
      # on \(today): budgets are the figures of that day and 5 % more. Lower them as the image gets smaller.
      # Amounts are bytes, as 58 MB, 6 GiB or 60000000, or a share of the image, as 2.5 %.

      """
  }

  private var budgets: String {
    let totals = subject.examination.findings.totals
    var text = "budgets:\n"
    if (try? subject.needsStored("")) != nil {
      text += "  image:\n" + line(4, "unpacked", Self.budget(subject.unpacked), today(subject.unpacked))
      text += line(4, "stored", Self.budget(subject.stored), "\(today(subject.stored)), as a registry holds it")
    } else {
      text += line(2, "image", Self.budget(subject.unpacked), today(subject.unpacked))
    }
    text += line(2, "dead", Self.budget(subject.dead, atLeast: Self.least), "\(today(subject.dead)): shipped, and shown by no path")
    let copies = subject.weighing.duplicateBytes
    text += line(2, "duplicates", Self.budget(copies, atLeast: Self.least), "\(today(copies)): second copies of live files")
    text += "  removable:                      # what findings say can go\n"
    text += line(4, "none", Self.budget(totals.none, atLeast: Self.least), "\(today(totals.none)), at no risk")
    text += line(4, "low", Self.budget(totals.low, atLeast: Self.least), "\(today(totals.low)), at no or low risk")
    return text + layers + packages + "#  paths:\n#    - path: /usr/share/**\n#      at-most: 50 MB\n"
  }

  private var layers: String {
    let rows = subject.weighing.rows.filter { $0.layer != nil }
    guard let largest = rows.max(by: { ($0.unpacked ?? 0, $1.index) < ($1.unpacked ?? 0, $0.index) }) else { return "" }
    let bytes = largest.unpacked ?? 0
    var text =
      "  layers:\n"
      + line(4, "- each", Self.budget(bytes, atLeast: Self.least), "the largest, \(place(largest.index)): \(today(bytes))")
    for summary in subject.examination.verdicts.purposes.prefix(2) where summary.bytes > 0 {
      text += "#    - purpose: \(summary.purpose.rawValue)\n"
      text += line(6, "at-most", Self.budget(summary.bytes), today(summary.bytes), isOff: true)
    }
    return text
  }

  private var packages: String {
    let heaviest = subject.examination.analysis.ownership.packages.sorted { ($1.own, $0.package.name) < ($0.own, $1.package.name) }
    guard let first = heaviest.first, first.own > 0 else { return "" }
    var text = "#  packages:\n"
    let name = EscapedText.printable("\(first.package.ecosystem.rawValue):\(first.package.name)")
    text += line(4, "- name", "'\(name)'", "the heaviest; * stands for any text", isOff: true)
    text += line(6, "at-most", Self.budget(first.own), today(first.own), isOff: true)
    return text
  }

  private func place(_ row: Int) -> String {
    guard let origins = subject.examination.origins, origins.alignment.match != .other, let origin = origins.rows[row] else {
      return "layer \(row)"
    }
    return "layer \(row), line \(origin.lines.lowerBound)"
  }

  private var growth: String {
    """
    # Growth since an earlier report: tare check IMAGE --against report.json
    #growth:
    #  image: 2 %
    #  dead: 1 MB
    #  package: 20 MB                 # of any one

    """
  }

  private var findings: String {
    """
    # A finding of this severity fails the image, when it can be acted on at no more than this risk.
    findings:
      fail-at: high                   # info, low, medium, high; off
      up-to-risk: low                 # none, low, medium, high

    """
  }

  /// What would fail today.
  private var rules: String {
    var names: [String] = []
    var found: [String: [Finding]] = [:]
    for finding in Gate.judged(subject.findings) where Gate.fails(finding, .standard) {
      if found[finding.rule] == nil { names.append(finding.rule) }
      found[finding.rule, default: []].append(finding)
    }
    guard !names.isEmpty else {
      return """
        # Thresholds for some rules; tare rules lists all.
        #rules:
        #  package-lists: info            # from this severity on
        #  unstripped: off

        """
    }
    var text =
      "# Off, since this image has what they find. Delete a line to have it fail; tare explain RULE says what one means.\nrules:\n"
    for name in names {
      let findings = found[name] ?? []
      let bytes = findings.reduce(0) { $0 + $1.added }
      let title = Self.cut(findings.first?.title ?? "")
      let size = bytes > 0 ? "\(Quantity.size(bytes)): " : ""
      text += line(2, name, "off", size + title + (findings.count > 1 ? "; \(findings.count - 1) more" : ""))
    }
    return text
  }

  private var exceptions: String {
    """
    # What is meant so, with the last day on which that holds. An expired exception fails the image.
    #exceptions:
    #  - rule: build-tools
    #    path: /usr/**
    #    reason: torch.compile needs them
    #    owner: ml
    #    expires: \(CalendarDay(today.year + 1, today.month, min(today.day, 28)) ?? today)

    """
  }
}
