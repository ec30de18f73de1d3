import ArgumentParser
import TareBytes
import TareFindings
import TareReport

/// `tare rules`.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "List the rules, by family.",
    discussion: """
      EXAMPLES
        tare rules
        tare explain packaged-tests         what one looks for, and what to do
        tare app.tar --only unstripped      one alone
      """)

  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let page = RulesPage(options: answer.report)
    try answer.write(terminal: page.render, json: page.renderJSON)
  }
}

/// `tare explain RULE`.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain", abstract: "Say what a rule looks for, why it costs, what to do, and when to leave it.")

  @Argument(help: "A rule, as tare rules lists them.")
  var rule: String

  @OptionGroup var answer: AnswerOptions

  func run() throws {
    guard let found = RuleList.all.first(where: { $0.name == rule }) else { throw CommandError(RuleChoice.unknown(rule)) }
    let page = RulesPage(only: found, options: answer.report)
    try answer.write(terminal: page.render, json: page.renderJSON)
  }
}

/// Which rules run.
struct RuleNames: ParsableArguments {
  @Option(help: ArgumentHelp("Run these rules alone. May be given again, or a list with commas.", valueName: "rule"))
  var only: [String] = []

  @Option(help: ArgumentHelp("Leave these rules out.", valueName: "rule"))
  var skip: [String] = []

  func validate() throws {
    for name in RuleChoice.names(only) + RuleChoice.names(skip) where !RuleList.all.contains(where: { $0.name == name }) {
      throw ValidationError(RuleChoice.unknown(name))
    }
  }

  var selection: FindingSet.Selection {
    FindingSet.Selection(only: Set(RuleChoice.names(only)), skip: Set(RuleChoice.names(skip)))
  }
}

/// Which rules run, and what the owner says the image is for.
struct RuleChoice: ParsableArguments {
  @OptionGroup var rules: RuleNames

  @Option(
    help: ArgumentHelp("What the image is for: cpu, gpu, or GPU generations as sm_90. With commas, or again.", valueName: "intent"))
  var intent: [String] = []

  @Option(
    help: ArgumentHelp(
      "The wheel of torch's CPU build, or the RECORD of it: what going without CUDA saves is then exact.", valueName: "file"))
  var cpuWheel: String?

  func validate() throws {
    for word in Self.names(intent) where !["cpu", "gpu", "relink"].contains(word) && !word.hasPrefix("sm_") {
      throw ValidationError("--intent takes cpu, gpu or sm_NN; \(EscapedText.printable(word)) is none of them")
    }
    if Self.names(intent).contains("cpu"), Self.names(intent).contains(where: { $0 == "gpu" || $0.hasPrefix("sm_") }) {
      throw ValidationError("--intent: cpu and gpu contradict each other")
    }
  }

  static func names(_ words: [String]) -> [String] { words.flatMap { $0.split(separator: ",").map(String.init) } }

  var selection: FindingSet.Selection { rules.selection }
  var intents: Set<String> { Set(Self.names(intent)) }

  static func unknown(_ rule: String) -> String {
    let near = RuleList.all.map { $0.name }.filter { $0.contains(rule) || rule.contains($0) }
    let hint = near.isEmpty ? "tare rules lists all" : "there is \(near.joined(separator: ", "))"
    return "no rule named \(EscapedText.printable(rule)); \(hint)"
  }
}
