import TareBytes
import TareFindings
import TareOCI
import TareOrigins
import TareReach
import TareTree

/// The report on a terminal: how big, how much of it dead, which layers, where the bytes are, what to type next.
struct TerminalReport {
  private let analysis: Analysis
  private let examination: Examination
  private let origins: Origins?
  private let options: ReportOptions
  private let heaviest: [SizeTree.Row]

  private var weighing: Weighing { analysis.weighing }

  init(examination: Examination, options: ReportOptions) {
    analysis = examination.analysis
    self.examination = examination
    origins = examination.origins.flatMap { $0.alignment.match == .other ? nil : $0 }
    self.options = options
    heaviest = Array(examination.analysis.weighing.sizes().heaviest(max(10, options.top ?? 10)).prefix(options.top ?? 10))
  }

  func render() -> String {
    if let layer = options.layer { return LayerPage(analysis: analysis, options: options, row: weighing.rows[layer]).render() }
    if let name = options.finding {
      let findings = FindingPage.findings(named: name, in: examination)
      return FindingPage(findings, examination, options: options).render()
    }
    return [
      headline, table, TerminalFindings(examination: examination, options: options).render(), holdings, deadWeight, duplicates,
      directories, files, dive, notes, next,
    ]
    .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var colour: Bool { options.colour }

  private var headline: String {
    let totals = weighing.totals
    let layers = weighing.rows.count { $0.layer != nil }
    let title = [
      weighing.reference.map { EscapedText.printable($0) }, weighing.platform.map { EscapedText.printable($0.description) },
      weighing.format.rawValue,
    ]
    .compactMap(\.self)
    var text = Style.strong.apply(title[0], colour) + title.dropFirst().map { "  \($0)" }.joined() + "\n"
    let inLayers = layers == 1 ? "in 1 layer" : "in \(layers) layers"
    if let bounds = totals.atLeast {
      text += "at least \(options.size(bounds.unpacked)) of content \(inLayers), of which some are absent\n"
      return text + "at least \(options.size(bounds.dead)) of it dead\n" + VerificationText.sentence(weighing) + "\n"
    }
    let files = totals.files == 1 ? "1 file" : "\(Quantity.count(totals.files ?? 0)) files"
    text += "\(options.size(totals.unpacked)) of content \(inLayers), \(options.size(totals.stored)) as stored\n"
    let dead = totals.dead ?? 0
    if dead > 0 {
      let share = Quantity.percent(dead, of: totals.unpacked ?? 0).map { " (\($0))" } ?? ""
      text += Style.warning.apply("\(options.size(dead)) dead", colour) + share
      text += ": shipped, and shown by no path of the final image\n"
      text += "\(options.size(totals.live)) live, \(files)"
    } else {
      text += "nothing dead: all of it is in the final image, \(files)"
    }
    text += weighing.duplicateBytes > 0 ? "; \(options.size(weighing.duplicateBytes)) of that in second copies\n" : "\n"
    let owners = OwnerText(analysis: analysis, options: options)
    text += TextList.wrapped("whose it is: " + owners.owners, width: options.width)
    if let base = owners.base { text += base + "\n" }
    let binaries = analysis.binaries().totals
    if let symbols = binaries.symbols, let debug = binaries.debug, symbols + debug > 0 {
      let files = binaries.files == 1 ? "1 ELF file" : "\(Quantity.count(binaries.files)) ELF files"
      text += TextList.wrapped(
        "\(options.size(symbols + debug)) are symbols and debug sections, which nothing needs to run, in \(files) of "
          + options.size(binaries.bytes), width: options.width)
    }
    if let origins = examination.origins { text += TextList.wrapped(OriginText(origins: origins).match, width: options.width) }
    if let policy = options.policy { text += TextList.wrapped(policy, width: options.width) }
    return text + VerificationText.sentence(weighing) + "\n"
  }

  private var holdings: String {
    LayerHoldings(analysis: analysis, options: options).overview(layers: 3, packages: options.top ?? 8)
  }

  private var table: String {
    let isCompressed = weighing.scans.contains { $0.map { $0.compression != .none } ?? false }
    let isWide = options.width >= 96
    var columns: [(String, TextTable.Alignment)] = [("#", .right)]
    if isCompressed { columns.append(("STORED", .right)) }
    columns.append(("SIZE", .right))
    if isWide { columns += [("SHARE", .right), ("LIVE", .right)] }
    columns += [("DEAD", .right), ("FILES", .right)]
    if origins != nil { columns.append(("LINES", .right)) }
    columns.append(("INSTRUCTION", .left))
    var table = TextTable(columns)
    let whole = weighing.totals.unpacked ?? weighing.totals.atLeast?.unpacked ?? 0
    for row in weighing.rows {
      let style = row.layer == nil ? Style.dim : .plain
      func size(_ bytes: Int?, _ style: Style = style) -> TextTable.Cell {
        guard row.layer != nil else { return .init("", style) }
        return .init(row.isAbsent ? "absent" : bytes.map { options.size($0) } ?? "?", style)
      }
      var cells = [TextTable.Cell("\(row.index)", style)]
      if isCompressed { cells.append(size(row.stored)) }
      cells.append(size(row.unpacked))
      if isWide {
        cells.append(.init(row.unpacked.flatMap { Quantity.percent($0, of: whole) } ?? "", style))
        cells.append(size(row.live))
      }
      cells.append(row.dead == 0 || row.isAbsent ? .init("", style) : size(row.dead, .warning))
      cells.append(.init(row.files.map { Quantity.count($0) } ?? "", style))
      if let origins { cells.append(.init(origins.rows[row.index].map(OriginText.lines) ?? "", style)) }
      cells.append(.init(instruction(row), style))
      table.add(cells)
    }
    return table.render(width: options.width, colour: colour, shorten: InstructionText.shortened)
  }

  private func instruction(_ row: Weighing.Row) -> String {
    let text = InstructionText.text(row.record?.createdBy, comment: row.record?.comment)
    return text.isEmpty ? (row.record == nil ? "(no history)" : "(nothing said)") : text
  }

  private var deadWeight: String {
    let groups = weighing.deadGroups.filter { $0.bytes > 0 }
    guard !groups.isEmpty else { return "" }
    return list("Dead weight", groups, limit: 5) { group in
      [options.size(group.bytes), DeadText.sentence(group, rows: weighing.rows, width: options.width - 14)]
    }
  }

  private var duplicates: String {
    guard !weighing.duplicates.isEmpty else { return "" }
    return list("Second copies", weighing.duplicates, limit: 3) { duplicate in
      let budget = max(10, (options.width - 30) / 2)
      let paths = duplicate.copies.prefix(2).map { InstructionText.shortened(printable($0.path), to: budget) }
      return [
        options.size(duplicate.bytes), "\(Quantity.count(duplicate.copies.count)) times", paths.joined(separator: "  "),
      ]
    }
  }

  private var directories: String {
    let whole = weighing.totals.live ?? 0
    return list("Where the live bytes are", heaviest, limit: options.top ?? 10) { row in
      let rest = row.isRest ? " (the rest of it)" : ""
      return [options.size(row.bytes), Quantity.percent(row.bytes, of: whole) ?? "", printable(row.path) + rest]
    }
  }

  private var files: String {
    let files = weighing.heaviestFiles(options.top ?? 5)
    guard !files.isEmpty else { return "" }
    return list("Heaviest files", files, limit: options.top ?? 5) { [options.size($0.bytes), printable($0.path)] }
  }

  private var dive: String {
    guard let dive = weighing.dive else { return "" }
    return TextList.wrapped(DeadText.dive(dive, options), width: options.width)
  }

  private var notes: String {
    let lines = analysis.notes.map { note in "  " + (note.layer.map { "layer \($0): " } ?? "") + note.text + "\n" }
    return lines.isEmpty ? "" : Style.strong.apply("Notes", colour) + "\n" + lines.joined()
  }

  private var next: String {
    var lines: [(String, String)] = []
    let withDead = weighing.rows.max { ($0.dead ?? 0, $1.index) < ($1.dead ?? 0, $0.index) }
    let largest = weighing.rows.max { ($0.unpacked ?? 0, $1.index) < ($1.unpacked ?? 0, $0.index) }
    if let row = (withDead?.dead ?? 0) > 0 ? withDead : largest, row.layer != nil {
      lines.append((options.tare("--layer \(row.index)"), "what layer \(row.index) holds, and what in it is dead"))
    }
    if let row = heaviest.first {
      lines.append((options.tare(command: "ls", ShellWord.quoted(printable(row.path))), "walk into the files"))
    }
    if !analysis.ownership.packages.isEmpty {
      lines.append((options.tare(command: "packages", ""), "every package with what it keeps in the image"))
    }
    if analysis.binaries().totals.files > 0 {
      lines.append((options.tare(command: "binaries", "--top 20"), "what the programs and libraries are made of"))
    }
    if let finding = examination.findings.findings.first(where: { $0.severity > .info }) {
      lines.append(("tare explain \(finding.rule)", "what the first finding means, and when to leave it"))
    }
    if examination.origins != nil {
      lines.append((options.tare(command: "dockerfile", ""), "the Dockerfile with weights in its margin"))
    }
    lines.append((options.tare("--format markdown -o report.md"), "the whole analysis, problem by problem"))
    let width = lines.map { $0.0.count }.max() ?? 0
    return Style.strong.apply("Next", colour) + "\n"
      + lines.map { "  \($0)\(String(repeating: " ", count: width - $0.count + 3))\($1)\n" }.joined()
  }

  private func printable(_ path: Int32) -> String { EscapedText.printable(weighing.path(path)) }

  /// A heading and rows whose first cells are right-aligned numbers.
  private func list<Item>(_ title: String, _ items: [Item], limit: Int, _ cells: (Item) -> [String]) -> String {
    TextList.render(title, items, limit: options.top ?? limit, options, cells)
  }
}
