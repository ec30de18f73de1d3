import TareBytes
import TareDockerfile
import TareOCI
public import TareOrder

/// `tare order`: what the commits made the builder do again, and the order that would have spared some of it.
public struct OrderPage {
  private let report: OrderReport
  private let options: ReportOptions
  /// The Dockerfile as the user named it.
  private let file: String
  private let hasImage: Bool
  private static let filesShown = 3

  public init(_ report: OrderReport, file: String, hasImage: Bool, options: ReportOptions) {
    self.report = report
    self.file = file
    self.hasImage = hasImage
    self.options = options
  }

  // MARK: Terminal

  public func render() -> String {
    [heading, table(report.before), verdict, comparison, moves, diff, further, barriers, assumptions]
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func heading(_ text: String) -> String { Style.strong.apply(text, options.colour) + "\n" }

  private var heading: String {
    let history = report.history
    let commits = history.commits == 1 ? "the last commit" : "the last \(Quantity.count(history.commits)) commits"
    let text =
      "\(EscapedText.printable(file)) over \(commits), \(CivilDate.text(history.firstTime)) to \(CivilDate.text(history.lastTime)), "
      + "one build each"
    let touching = "\(Quantity.count(history.touching)) of them changed a file that the build can see; "
    let idle = "in \(Quantity.count(report.before.untouched)) builds nothing had to be made again"
    return heading(text) + TextList.wrapped(touching + idle, width: options.width)
  }

  private func table(_ outcome: OrderOutcome) -> String {
    var table = TextTable(
      [("MADE", .right), ("OWN", .right)] + (hasImage ? [("STORED", .right)] : []) + [("LINES", .right), ("INSTRUCTION", .left)])
    for instruction in outcome.instructions where instruction.place.index >= 0 {
      let style = instruction.made == 0 ? Style.dim : .plain
      var cells = [Quantity.count(instruction.made), Quantity.count(instruction.own)]
      if hasImage { cells.append(instruction.bytes.map { options.size($0) } ?? "") }
      cells += [OriginText.lines(instruction.lines), EscapedText.printable(instruction.text)]
      table.add(cells.map { TextTable.Cell($0, style) })
      if instruction.made > 0, let why = cause(instruction) {
        table.add((cells.dropLast().map { _ in "" } + ["  \(why)"]).map { TextTable.Cell($0, .dim) })
      }
    }
    return table.render(width: options.width, colour: options.colour, shorten: InstructionText.shortened)
      + TextList.wrapped(
        "MADE: in how many builds it was made again; OWN: of these, for a change of its own files", width: options.width)
  }

  /// `truthgraph/api/app.py 51, pyproject.toml 6; 40 times after line 39`.
  private func cause(_ instruction: OrderOutcome.Instruction) -> String? {
    var parts: [String] = []
    if instruction.own > 0, !instruction.files.isEmpty {
      let shown = instruction.files.prefix(options.top ?? Self.filesShown)
      let rest = instruction.files.count - shown.count
      parts.append(
        shown.map { "\(EscapedText.printable($0.path)) \(Quantity.count($0.count))" }.joined(separator: ", ")
          + (rest > 0 ? ", \(Quantity.count(rest)) more" : ""))
    }
    if let first = instruction.inherited.first {
      let rest = instruction.inherited.count - 1
      parts.append(
        "\(Quantity.count(first.count)) times after line \(line(first.cause, report.before))"
          + (rest > 0 ? " and others" : ""))
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func line(_ place: InstructionPlace, _ outcome: OrderOutcome) -> String {
    outcome.line(of: place)
  }

  private var verdict: String {
    guard report.after == nil else { return "" }
    let figures = report.before.figures
    let exact = report.stages.allSatisfy(\.isExact)
    let weighed = report.stages.reduce(0) { $0 + $1.weighed }
    let how =
      exact ? "every order that keeps what has to stay in order was weighed" : "\(Quantity.count(weighed)) orders were weighed"
    return heading("No better order was found")
      + TextList.wrapped(
        "\(how): none makes fewer than \(Quantity.count(figures.runs)) RUNs and \(Quantity.count(figures.instructions)) "
          + "instructions again over these commits", width: options.width)
      + (hasImage ? bytes(report.before) : "")
  }

  private var comparison: String {
    guard let after = report.after else { return "" }
    let before = report.before
    var table = TextTable([("", .left), ("NOW", .right), ("REORDERED", .right)])
    func add(_ name: String, _ left: String, _ right: String) { table.add([name, left, right].map { TextTable.Cell($0) }) }
    add("RUNs made again", Quantity.count(before.figures.runs), Quantity.count(after.figures.runs))
    add("instructions made again", Quantity.count(before.figures.instructions), Quantity.count(after.figures.instructions))
    add("builds with nothing to do", Quantity.count(before.untouched), Quantity.count(after.untouched))
    if hasImage {
      for (name, path) in [("pushed again", \OrderOutcome.pushed), ("made again", \OrderOutcome.rebuilt)] {
        add("\(name), mean a commit", options.size(before[keyPath: path].mean), options.size(after[keyPath: path].mean))
        add(
          "\(name), 9 of 10 commits need no more than", options.size(before[keyPath: path].p90),
          options.size(after[keyPath: path].p90))
        add("\(name), in all", options.size(before[keyPath: path].total), options.size(after[keyPath: path].total))
      }
    }
    return heading("A better order") + table.render(width: options.width, colour: options.colour) { text, _ in text }
  }

  private func bytes(_ outcome: OrderOutcome) -> String {
    TextList.wrapped(
      "pushed again: \(options.size(outcome.pushed.mean)) a commit on average, in nine of ten no more than "
        + "\(options.size(outcome.pushed.p90)), \(options.size(outcome.pushed.total)) in all", width: options.width)
  }

  private var moves: String {
    guard let after = report.after, !report.moves.isEmpty else { return "" }
    var text = heading("What moves, and why")
    for move in report.moves {
      text += TextList.wrapped("  " + report.sentence(move, after), width: options.width)
    }
    return text
  }

  private var diff: String {
    guard !report.diff.isEmpty else { return "" }
    let lines = report.diff.split(separator: 0x0a, omittingEmptySubsequences: false).map { EscapedText.printable(Array($0)) }
    return heading("As a patch") + lines.dropLast(lines.last == "" ? 1 : 0).joined(separator: "\n") + "\n"
  }

  private var further: String {
    guard !report.furtherSteps.isEmpty else { return "" }
    var text = heading("Further steps, for you to judge")
    let outcome = report.after ?? report.before
    for step in report.furtherSteps {
      let flags = step.flags.map { EscapedText.printable($0) }.joined(separator: " ")
      let drop = step.drop.map { EscapedText.printable($0) }.joined(separator: " ")
      let command = "line \(line(step.place, outcome)): RUN \(flags)"
      let why: String
      switch step.kind {
      case .cacheMount(let tool):
        why =
          "what \(EscapedText.printable(tool)) has downloaded stays for the next time" + (drop.isEmpty ? "" : "; without \(drop)")
      case .bindMount(let copied): why = "instead of the COPY on line \(line(copied, outcome)): the files make no layer"
      }
      text += TextList.wrapped("  \(command)", width: options.width)
      text += TextList.wrapped("    \(why) (made again \(Quantity.count(step.made)) times)", width: options.width)
    }
    return text
  }

  private var barriers: String {
    let places = report.stages.flatMap(\.barriers)
    guard !places.isEmpty else { return "" }
    let lines = places.map { line($0, report.before) }.joined(separator: ", ")
    return TextList.wrapped(
      "What \(places.count == 1 ? "line" : "lines") \(lines) read and write is not known: nothing was moved past "
        + (places.count == 1 ? "it" : "them"), width: options.width)
  }

  private var assumptions: String {
    heading("Taken as given")
      + report.assumptions.map { TextList.wrapped("  \(text($0))", width: options.width) }.joined()
  }

  private func text(_ assumption: OrderAssumption) -> String {
    func names(_ list: [[UInt8]]) -> String {
      list.prefix(6).map { EscapedText.printable($0) }.joined(separator: ", ")
        + (list.count > 6 ? " and \(list.count - 6) more" : "")
    }
    func lines(_ places: [InstructionPlace]) -> String {
      (places.count == 1 ? "line " : "lines ") + places.map { line($0, report.before) }.joined(separator: ", ")
    }
    switch assumption {
    case .cacheKeepsAll: return "nothing that was built is dropped from the cache"
    case .remotesUnchanged(let list): return "unchanged over all builds: \(names(list))"
    case .untrackedUnchanged(let list): return "files that git does not have stay the same: \(names(list))"
    case .rebuiltStagesDiffer(let places):
      return "a stage that is made again gives other files, so what copies from it is made again too: \(lines(places))"
    case .sizesUnknown(let places):
      return hasImage
        ? "not in the bytes, since the image does not have their layers: \(lines(places))" : "sizes: name the image to count bytes"
    case .argumentsVary(let list): return "another value in each build: \(names(list))"
    case .gitDirectoryCopied(let places):
      return "\(lines(places)): copies .git, which every commit changes; a .dockerignore would end that"
    case .ignoreFileUnreadable(let commits):
      return "in \(commits) commits .dockerignore cannot be read; taken as one that excludes nothing"
    }
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("file", EscapedText.printable(file))
      json.key("commits", report.history.commits)
      json.key("start", report.history.start.description)
      json.key("end", report.history.end.description)
      json.key("touching", report.history.touching)
      json.key("before") { json in json.object { outcome(report.before, &$0) } }
      if let after = report.after {
        json.key("after") { json in json.object { outcome(after, &$0) } }
      } else {
        json.key("after", String?.none)
      }
      json.key("exact", report.stages.allSatisfy(\.isExact))
      json.key("moves", report.after.map { after in report.moves.map { report.sentence($0, after) } } ?? [])
      json.key("furtherSteps") { json in
        json.array(report.furtherSteps) { json, step in
          json.row { json in
            json.key("line", Int(line(step.place, report.after ?? report.before)))
            json.key("flags", step.flags.map { EscapedText.escapingInvalid($0) })
            json.key("drop", step.drop.map { EscapedText.escapingInvalid($0) })
            json.key("made", step.made)
          }
        }
      }
      json.key("dockerfile", report.dockerfile.map { EscapedText.escapingInvalid($0) })
      json.key("diff", report.diff.isEmpty ? nil : EscapedText.escapingInvalid(report.diff))
      json.key("assumptions", report.assumptions.map(text))
    }
    return json.finish()
  }

  private func outcome(_ outcome: OrderOutcome, _ json: inout JSONWriter) {
    json.key("runs", outcome.figures.runs)
    json.key("madeAgain", outcome.figures.instructions)
    json.key("untouched", outcome.untouched)
    for (name, bytes) in [("rebuilt", outcome.rebuilt), ("pushed", outcome.pushed)] {
      json.key(name) { json in
        json.row { json in
          json.key("mean", hasImage ? bytes.mean : nil)
          json.key("p90", hasImage ? bytes.p90 : nil)
          json.key("total", hasImage ? bytes.total : nil)
        }
      }
    }
    json.key("instructions") { json in
      json.array(outcome.instructions) { json, instruction in
        json.row { json in
          json.key("stage", instruction.place.stage)
          json.key("index", instruction.place.index)
          json.key("startLine", instruction.lines.lowerBound)
          json.key("endLine", instruction.lines.upperBound)
          json.key("text", EscapedText.escapingInvalid(instruction.text))
          if let twin = instruction.twin {
            json.key("twin") { json in
              json.row { json in
                json.key("stage", twin.stage)
                json.key("index", twin.index)
              }
            }
          } else {
            json.key("twin", String?.none)
          }
          json.key("bytes", instruction.bytes)
          json.key("made", instruction.made)
          json.key("own", instruction.own)
          json.key("builds", instruction.builds.indices.filter { instruction.builds[$0] })
          json.key("files") { json in
            json.array(instruction.files) { json, file in
              json.row { json in
                json.path("path", file.path)
                json.key("count", file.count)
              }
            }
          }
        }
      }
    }
  }
}

/// `2025-01-02` of seconds since 1970.
enum CivilDate {
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  static func text(_ seconds: Int) -> String {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
    let era = (days >= 0 ? days : days - 146_096) / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let part = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * part + 2) / 5 + 1
    let month = part < 10 ? part + 3 : part - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(year)-\(two(month))-\(two(day))"
  }
}
