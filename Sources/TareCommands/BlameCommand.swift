import ArgumentParser
import TareBytes
import TareOrigins
import TareReport
import TareTree

/// `tare blame IMAGE PATH`.
struct BlameCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "blame",
    abstract: "Say who put a file or directory there: layer, line of the Dockerfile, package; and who hid it.",
    discussion: """
      For a directory, what it holds is told apart by who wrote it, and what is dead
      below it by who wrote and who hid it. A line behind THROUGH is the COPY that
      brought it from another stage. A line with ? is a guess.

      EXAMPLES
        tare blame app.tar /usr/local -f Dockerfile
        tare blame app.tar /etc/passwd
      """)

  @OptionGroup var image: ImageOptions

  @Argument(help: "An absolute path of the image, also one that is gone.")
  var path: String

  @OptionGroup var dockerfile: OriginOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let (analysis, origins) = try image.trace(dockerfile)
    let found = [Array(path.utf8), EscapedText.unescaped(path)].lazy.compactMap { analysis.blame($0, origins: origins) }
    guard let blame = found.first else {
      throw CommandError("\(image.image): nothing at \(path), in no layer; tare ls shows what there is")
    }
    let report = BlameReport(blame, analysis, origins, options: answer.report)
    try answer.write(terminal: report.render, json: report.renderJSON)
  }
}
