import TareBytes
import TareFindings
import TareOCI
import TareReach
import TareTree

/// The report as a document, to be pasted into a pull request.
struct MarkdownReport {
  let examination: Examination
  let options: ReportOptions

  private var analysis: Analysis { examination.analysis }
  private var weighing: Weighing { analysis.weighing }
  private var findings: MarkdownAnalysis { MarkdownAnalysis(examination: examination, options: options, text: text, code: code) }

  func render() -> String {
    [
      title, GateMarkdown(judgement: options.judgement, text: text, code: code).render(), summary, findings.reality,
      findings.totals, layers, findings.layers, findings.purposes, findings.opportunities, findings.problems, findings.order,
      holdings, packages, deadWeight, duplicates, directories, files, findings.checked, dive, notes,
    ]
    .filter { !$0.isEmpty }
    .joined(separator: "\n")
  }

  private var title: String {
    let name = weighing.reference ?? weighing.configDigest.description
    let platform = weighing.platform.map { " (\($0.description))" } ?? ""
    return "# \(text(name))\(text(platform))\n"
  }

  private var summary: String {
    let totals = weighing.totals
    func share(_ part: Int?) -> String {
      guard let part, let whole = totals.unpacked else { return "" }
      return Quantity.percent(part, of: whole) ?? ""
    }
    var table = MarkdownTable(["", "bytes", "share"])
    if let bounds = totals.atLeast {
      table.add(["content", "at least \(options.size(bounds.unpacked))", ""])
      table.add(["dead", "at least \(options.size(bounds.dead))", ""])
    } else {
      table.add(["content, in \(Quantity.count(totals.files ?? 0)) files", options.size(totals.unpacked), share(totals.unpacked)])
      table.add(["live", options.size(totals.live), share(totals.live)])
      table.add(["**dead**: shipped, shown by no path of the image", "**\(options.size(totals.dead))**", share(totals.dead)])
      table.add(["second copies of live files", options.size(weighing.duplicateBytes), share(weighing.duplicateBytes)])
      table.add(["as stored", options.size(totals.stored), ""])
    }
    return table.render() + "\n" + VerificationText.sentence(weighing) + "\n"
  }

  private var layers: String {
    var table = MarkdownTable(["#", "stored", "size", "live", "dead", "files", "instruction"])
    for row in weighing.rows {
      let says = InstructionText.text(row.record?.createdBy, comment: row.record?.comment)
      let sizes = [row.stored, row.unpacked, row.live, row.dead].map { size in
        row.layer == nil ? "" : row.isAbsent ? "absent" : size == 0 ? "0" : size.map { options.size($0) } ?? "?"
      }
      table.add(["\(row.index)"] + sizes + [row.files.map { Quantity.count($0) } ?? "", says.isEmpty ? "" : code(says)])
    }
    return "## Layers\n\n" + table.render()
  }

  /// The heaviest layers, owner by owner.
  private var holdings: String {
    let rows = weighing.rows.filter {
      $0.layer != nil && ($0.live ?? 0) * 100 >= (weighing.totals.live ?? .max) && $0.live ?? 0 > 0
    }
    guard !rows.isEmpty, !analysis.ownership.packages.isEmpty else { return "" }
    let names = OwnerText(analysis: analysis, options: options)
    return "## What the layers hold\n\n"
      + rows.map { row in
        var table = MarkdownTable(["bytes", "of the layer", "keeps in the image", "", "owner"])
        let shares = analysis.shares(ofLayer: row.layer!)
        for share in shares.prefix(options.top ?? 12) {
          var keeps = ""
          if case .package(let number) = share.owner { keeps = options.size(analysis.reach.alone[Int(number)].dominated) }
          table.add([
            options.size(share.bytes), Quantity.percent(share.bytes, of: row.live ?? 0) ?? "", keeps, names.ecosystem(share.owner),
            text(names.name(share.owner)),
          ])
        }
        return "Layer \(layer(row.index)), \(options.size(row.live)) live:\n\n" + table.render()
          + more(shares.count, options.top ?? 12)
      }
      .joined(separator: "\n")
  }

  private var packages: String {
    let names = OwnerText(analysis: analysis, options: options)
    let ranked = PackageReport.ranked(analysis, by: .retained)
    guard !ranked.isEmpty else { return "" }
    var table = MarkdownTable(["own", "keeps in the image", "goes with it", "", "package", "why"])
    for number in ranked.prefix(options.top ?? 20) {
      let owned = analysis.ownership.packages[Int(number)]
      table.add([
        options.size(owned.own), options.size(analysis.reach.alone[Int(number)].dominated), text(names.retained(number)),
        text(owned.package.ecosystem.rawValue), text(names.name(number)), text(names.reason(number)),
      ])
    }
    return "## Packages\n\nOf the live bytes: \(text(names.owners)).\n\n" + table.render() + more(ranked.count, options.top ?? 20)
  }

  private var deadWeight: String {
    let groups = weighing.deadGroups.filter { $0.bytes > 0 }
    guard !groups.isEmpty else {
      let none = "None: every byte of every layer is in the final image."
      return "## Dead weight\n\n\(weighing.totals.atLeast == nil ? none : "None that is known: a layer is absent.")\n"
    }
    var table = MarkdownTable(["bytes", "files", "written by", "cause", "made dead by"])
    for group in groups.prefix(options.top ?? 20) {
      table.add([
        options.size(group.bytes), Quantity.count(group.files), layer(group.writer), group.cause.name, layer(group.killer),
      ])
    }
    var worst = MarkdownTable(["bytes", "path", "layer", "cause", "by layer"])
    for dead in weighing.dead.filter({ $0.bytes > 0 }).prefix(options.top ?? 10) {
      worst.add([options.size(dead.bytes), path(dead.path), "\(dead.writer)", dead.cause.name, "\(dead.killer)"])
    }
    return "## Dead weight\n\n" + table.render() + more(groups.count, options.top ?? 20) + "\nThe heaviest of it:\n\n"
      + worst.render()
  }

  private var duplicates: String {
    guard !weighing.duplicates.isEmpty else { return "" }
    var table = MarkdownTable(["bytes", "copies", "paths (layer)"])
    for duplicate in weighing.duplicates.prefix(options.top ?? 10) {
      let copies = duplicate.copies.prefix(3).map { "\(path($0.path)) (\($0.layer))" }
      let rest = duplicate.copies.count > 3 ? ", …" : ""
      table.add([
        options.size(duplicate.bytes), Quantity.count(duplicate.copies.count), copies.joined(separator: ", ") + rest,
      ])
    }
    return "## Second copies of live files\n\n" + table.render() + more(weighing.duplicates.count, options.top ?? 10)
  }

  private var directories: String {
    var table = MarkdownTable(["bytes", "share", "files", "directory"])
    for row in weighing.sizes().heaviest(max(12, options.top ?? 12)).prefix(options.top ?? 12) {
      let share = Quantity.percent(row.bytes, of: weighing.totals.live ?? 0) ?? ""
      table.add([
        options.size(row.bytes), share, Quantity.count(row.files), path(row.path) + (row.isRest ? " (the rest of it)" : ""),
      ])
    }
    return "## Where the live bytes are\n\n" + table.render()
  }

  private var files: String {
    var table = MarkdownTable(["bytes", "file"])
    for file in weighing.heaviestFiles(options.top ?? 10) { table.add([options.size(file.bytes), path(file.path)]) }
    return "## Heaviest files\n\n" + table.render()
  }

  private var dive: String { weighing.dive.map { DeadText.dive($0, options) + "\n" } ?? "" }

  private var notes: String {
    guard !analysis.notes.isEmpty else { return "" }
    return "## Notes\n\n"
      + analysis.notes.map { "- " + ($0.layer.map { "layer \($0): " } ?? "") + text($0.text) + "\n" }.joined()
  }

  private func more(_ count: Int, _ shown: Int) -> String {
    count > shown ? "\nand \(Quantity.count(count - shown)) more\n" : ""
  }

  private func layer(_ index: Int) -> String {
    let record = weighing.rows[index].record
    let says = InstructionText.text(record?.createdBy, comment: record?.comment)
    return says.isEmpty ? "\(index)" : "\(index) \(code(InstructionText.shortened(says, to: 60)))"
  }

  private func path(_ number: Int32) -> String { code(EscapedText.printable(weighing.path(number))) }

  /// A code span, whatever is in it.
  private func code(_ text: String) -> String {
    var longest = 0
    var run = 0
    for character in text {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    let fence = String(repeating: "`", count: longest + 1)
    let padding = text.hasPrefix("`") || text.hasSuffix("`") ? " " : ""
    // A bar would end the table's cell even within code.
    return fence + padding + text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|") + padding + fence
  }

  /// Running text in which nothing is markup.
  private func text(_ text: String) -> String {
    EscapedText.printable(text).map { "\\`*_[]<>#|~&".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
