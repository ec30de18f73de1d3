import ArgumentParser
import TareBytes
import TareDockerfile
import TareFindings
import TareOrigins
import TareReport

/// `tare dockerfile [IMAGE]`.
struct DockerfileCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dockerfile",
    abstract: "Print the Dockerfile with what each line weighs in the margin; without an image, the habits in its text.",
    discussion: """
      SIZE is what the line's layer holds, DEAD what of it no path of the image
      shows. What a stage made, and a COPY --from brought into the image, is told
      below the line that made it. Without a Dockerfile one is made of the history,
      and says so.

      Without IMAGE nothing is weighed: the text alone is read, and what it says that
      may leave bytes is listed by the rule that would weigh it. What COPY takes is
      measured in the build context.

      EXAMPLES
        tare dockerfile app.tar -f Dockerfile
        tare dockerfile app.tar --format json
        tare dockerfile -f Dockerfile         no image: habits in the text
      """)

  @Argument(
    help: "A saved image: a docker-archive or an OCI layout, as a tar (plain, .gz, .zst) or a directory; - for standard input.")
  var image: String?

  @OptionGroup var reading: ReadingOptions
  @OptionGroup var dockerfile: OriginOptions
  @OptionGroup var rules: RuleNames
  @OptionGroup var answer: AnswerOptions

  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all.")
  var output: String?

  func validate() throws {
    if image != nil, !rules.only.isEmpty || !rules.skip.isEmpty {
      throw ValidationError("--only and --skip go without IMAGE here; tare IMAGE --only RULE weighs")
    }
    if image == nil, dockerfile.base != nil { throw ValidationError("--base goes with an image") }
  }

  func run() throws {
    guard let image else { return try habits() }
    var source = ImageOptions()
    source.image = image
    source.reading = reading
    let (analysis, origins) = try source.trace(dockerfile, reconstructs: true)
    guard let origins else {
      throw CommandError("\(image): has no history to make a Dockerfile of; name its own with -f")
    }
    let report = DockerfileReport(analysis, origins, options: options)
    try write(terminal: report.render, json: report.renderJSON)
  }

  private func habits() throws {
    guard let file = dockerfile.file ?? OriginOptions.foundName else {
      throw CommandError("no Dockerfile here; name one with -f, or an image")
    }
    let parsed = try OriginOptions.parse(file)
    let directory = dockerfile.directory(of: file)
    if dockerfile.context != nil, BuildDirectory(directory) == nil {
      throw CommandError(
        "\(EscapedText.printable(directory)): is no directory that can be read; --context takes the build context")
    }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let context = try ContextListing.files(of: directory, dockerfile: name)
    guard let text = BuildText(parsed, target: dockerfile.target, context: context) else {
      throw CommandError("\(EscapedText.printable(file)): has no stage \(EscapedText.printable(dockerfile.target ?? ""))")
    }
    let page = HabitPage(HabitSet(text, selection: rules.selection), of: text, file: file, options: options)
    try write(terminal: page.render, json: page.renderJSON)
  }

  private var options: ReportOptions {
    var options = answer.report
    if output != nil {
      options.width = ReportOptions().width
      options.colour = false
    }
    return options
  }

  private func write(terminal: () -> String, json: () -> [UInt8]) throws {
    guard let output else { return try answer.write(terminal: terminal, json: json) }
    try OutputFile.write(answer.format == .json ? json() : Array(terminal().utf8), to: output)
  }
}
