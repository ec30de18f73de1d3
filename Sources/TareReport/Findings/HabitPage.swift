import TareBytes
import TareDockerfile
public import TareFindings

/// `tare dockerfile` without an image: what the text says that may leave bytes. Nothing was weighed, and it says so.
public struct HabitPage {
  private let found: HabitSet
  private let text: BuildText
  /// The Dockerfile as the user named it.
  private let file: String
  private let options: ReportOptions

  private static let notWeighed = "no image: nothing was weighed; sizes are unknown"

  public init(_ found: HabitSet, of text: BuildText, file: String, options: ReportOptions) {
    self.found = found
    self.text = text
    self.file = file
    self.options = options
  }

  // MARK: Terminal

  public func render() -> String {
    [heading, habits, exceptions, checked, closing].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var telling: [Habit] { found.habits.filter { $0.exception == nil } }

  private var heading: String {
    let count = telling.count
    let what =
      count == 0
      ? "no habit that leaves bytes was seen" : count == 1 ? "1 habit that may leave bytes" : "\(count) habits that may leave bytes"
    let stage = text.dockerfile.stages[text.target]
    let name = text.dockerfile.stages.count > 1 ? ", stage \(stage.name.map(EscapedText.printable) ?? "\(stage.index)")" : ""
    return Style.strong.apply("\(EscapedText.printable(file))\(name): \(what)", options.colour) + "\n"
      + TextList.wrapped(Self.notWeighed, width: options.width)
  }

  private var habits: String {
    let shown = telling.prefix(options.top ?? .max)
    guard !shown.isEmpty else { return "" }
    let lines = max(5, shown.map { OriginText.lines($0.lines).count }.max() ?? 0)
    let rule = shown.map { $0.rule.count }.max() ?? 0
    let indent = lines + rule + 4
    var result = Style.heading.apply(padded("LINES", lines) + "  " + "RULE".padded(rule) + "  HABIT", options.colour) + "\n"
    for habit in shown {
      let parts = [habit.title + measured(habit)] + ["fix: \(habit.fix)"] + (habit.unless.map { ["unless \($0)"] } ?? [])
      let rows = parts.enumerated().flatMap { index, part in
        wrapped(part, indent).map { (text: $0, isDim: index > 0) }
      }
      for (index, row) in rows.enumerated() {
        let head =
          index == 0
          ? padded(OriginText.lines(habit.lines), lines) + "  " + Style.dim.apply(habit.rule.padded(rule), options.colour) + "  "
          : String(repeating: " ", count: indent)
        result += head + (row.isDim ? Style.dim : .plain).apply(row.text, options.colour) + "\n"
      }
    }
    let rest = telling.count - shown.count
    return result + (rest > 0 ? "and \(rest) more\n" : "")
  }

  private func wrapped(_ text: String, _ indent: Int) -> [String] {
    TextList.wrapped(EscapedText.printable(text), width: max(40, options.width - indent)).split(separator: "\n").map(String.init)
  }

  private func measured(_ habit: Habit) -> String {
    habit.contextBytes.map { "; \(options.size($0)), measured in the build context" } ?? ""
  }

  private func padded(_ text: String, _ width: Int) -> String { String(repeating: " ", count: max(0, width - text.count)) + text }

  private var exceptions: String {
    let meant = found.habits.filter { $0.exception != nil }
    guard !meant.isEmpty else { return "" }
    return Style.strong.apply("Meant so", options.colour) + "\n"
      + meant.map { habit in
        let line = "\(OriginText.lines(habit.lines)) \(habit.rule): \(EscapedText.printable(habit.exception ?? ""))"
        return TextList.wrapped(line, width: options.width - 2).split(separator: "\n").map { "  \($0)\n" }.joined()
      }.joined()
  }

  private var checked: String {
    guard !found.checked.isEmpty else { return "" }
    return Style.strong.apply("Looked for, and not there", options.colour) + "\n"
      + byReason.map { reason, rules in
        TextList.wrapped("\(rules.joined(separator: ", ")): \(EscapedText.printable(reason))", width: options.width - 2)
          .split(separator: "\n").map { "  \($0)\n" }.joined()
      }.joined()
  }

  /// Rules of one reason together, in their order.
  private var byReason: [(reason: String, rules: [String])] {
    var groups: [(reason: String, rules: [String])] = []
    for checked in found.checked {
      if let index = groups.firstIndex(where: { $0.reason == checked.reason }) {
        groups[index].rules.append(checked.rule)
      } else {
        groups.append((checked.reason, [checked.rule]))
      }
    }
    return groups
  }

  private var closing: String {
    let count = found.unanswered.count
    let others = count == 0 ? "" : count == 1 ? "; 1 rule more needs the image" : "; \(count) rules more need the image"
    let command = ShellWord.quoted(file)
    return TextList.wrapped(
      "tare IMAGE -f \(command) weighs what came of it\(others). tare order -f \(command) judges the order of the lines",
      width: options.width)
  }

  // MARK: JSON

  public func renderJSON() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.key("schemaVersion", JSONReport.schemaVersion)
      json.key("file", EscapedText.printable(file))
      json.key("stage", text.dockerfile.stages[text.target].name ?? "\(text.target)")
      json.key("weighed", false)
      json.key("note", Self.notWeighed)
      json.key("context") { json in
        json.row { json in
          json.key("files", text.context?.files.count)
          json.key("bytes", text.context.map { $0.files.reduce(0) { $0 + $1.size } })
        }
      }
      json.key("habits") { json in
        json.array(found.habits.prefix(options.top ?? .max)) { json, habit in json.object { self.habit(habit, &$0) } }
      }
      json.key("checked") { json in
        json.array(found.checked) { json, checked in
          json.row { json in
            json.key("rule", checked.rule)
            json.key("reason", EscapedText.printable(checked.reason))
          }
        }
      }
      json.key("needImage", found.unanswered)
    }
    return json.finish()
  }

  private func habit(_ habit: Habit, _ json: inout JSONWriter) {
    json.key("rule", habit.rule)
    json.key("startLine", habit.lines.lowerBound)
    json.key("endLine", habit.lines.upperBound)
    json.key("stage", text.dockerfile.stages[habit.place.stage].name ?? "\(habit.place.stage)")
    json.key("title", EscapedText.printable(habit.title))
    json.key("evidence", habit.evidence.map { EscapedText.printable($0) })
    json.key("contextBytes", habit.contextBytes)
    json.key("fix", EscapedText.printable(habit.fix))
    json.key("unless", habit.unless.map { EscapedText.printable($0) })
    json.key("exception", habit.exception.map { EscapedText.printable($0) })
  }
}

extension String {
  fileprivate func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
