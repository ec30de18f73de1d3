import ArgumentParser
import TareOrigins
import TareReport

/// `tare dockerfile IMAGE`.
struct DockerfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dockerfile",
    abstract: "Print the Dockerfile with what each line weighs in the margin, and the packages it brought.",
    discussion: """
      SIZE is what the line's layer holds, DEAD what of it no path of the image
      shows. What a stage made, and a COPY --from brought into the image, is told
      below the line that made it. Without a Dockerfile one is made of the history,
      and says so.

      EXAMPLES
        tare dockerfile app.tar -f Dockerfile
        tare dockerfile app.tar --format json
      """)

  @OptionGroup var image: ImageOptions
  @OptionGroup var dockerfile: OriginOptions
  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let (analysis, origins) = try image.trace(dockerfile, reconstructs: true)
    guard let origins else {
      throw CommandError("\(image.image): has no history to make a Dockerfile of; name its own with -f")
    }
    let report = DockerfileReport(analysis, origins, options: answer.report)
    try answer.write(terminal: report.render, json: report.renderJSON)
  }
}
