import ArgumentParser
import TareBytes
import TareReach
import TareReport

/// `tare why IMAGE PACKAGE|PATH`.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Say why a package or file is in the image: whose it is, and what needs it.",
    discussion: """
      The chain is the shortest one from what is kept for its own sake: what the
      image runs, the application, packages that somebody asked for, the base.

      EXAMPLES
        tare why app.tar libldap-2.5-0         a package
        tare why app.tar /usr/lib/libfoo.so.1  a file: its owner, and what loads it
        tare why app.tar pypi:numpy --format json
      """)

  @OptionGroup var image: ImageOptions

  @Argument(help: "A package, or an absolute path.")
  var subject: String

  @OptionGroup var dockerfile: OriginOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let (analysis, origins) = try image.trace(dockerfile)
    let report = WhyReport(try answers(analysis), in: analysis, origins: origins, options: answer.report)
    try answer.write(terminal: report.render, json: report.renderJSON)
  }

  private func answers(_ analysis: Analysis) throws -> [Why] {
    if subject.hasPrefix("/") {
      let found = [Array(subject.utf8), EscapedText.unescaped(subject)].lazy.compactMap { analysis.why(path: $0) }
      if let why = found.first { return [why] }
      if let found = analysis.weighing.tree.resolve(Array(subject.utf8)),
        analysis.weighing.tree.nodes[Int(found)].kind == .directory
      {
        throw CommandError("\(image.image): \(subject) is a directory; name a file of it, or list it with tare ls")
      }
      throw CommandError("\(image.image): no file at \(subject) in the final image; tare ls shows what there was")
    }
    return try image.packages(named: subject, in: analysis).map { analysis.why(package: $0) }
  }
}
