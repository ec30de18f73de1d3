import ArgumentParser
import TareBytes
import TareDockerfile
import TareOrder
import TareOrigins
import TareReport

/// `tare order -f Dockerfile`.
struct OrderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order",
    abstract: "Judge the order of a Dockerfile's instructions by the project's own commits, and look for a better one.",
    discussion: """
      Each of the last commits counts as one build of today's Dockerfile: what
      BuildKit's cache would have had to make again, and for which files. A better
      order is proposed only where nothing forbids it. With IMAGE, bytes are counted.

      The files come from git, which must be installed; nothing is checked out.

      EXAMPLES
        tare order -f Dockerfile
        tare order -f Dockerfile --commits 500 app.tar
        tare order -f docker/api.Dockerfile --repo .
      """)

  @Option(name: .customShort("f"), help: ArgumentHelp("The Dockerfile.", valueName: "dockerfile"))
  var file = "Dockerfile"

  @Option(help: "The build context, in a git work tree. Default: where the Dockerfile lies.")
  var repo: String?

  @Option(help: "How many commits, the last ones.")
  var commits = 100

  @Option(help: "The stage that is built. Default: the last.")
  var target: String?

  @Option(name: .customLong("build-arg"), help: "NAME=VALUE, as the build is given it; NAME alone: another value in each build.")
  var buildArguments: [String] = []

  @Argument(help: "The image that it builds, to count bytes.")
  var image: String?

  @OptionGroup var answer: AnswerOptions

  func validate() throws {
    if !(1...1_000_000).contains(commits) { throw ValidationError("--commits takes a number from 1 to 1,000,000") }
  }

  func run() throws {
    let dockerfile = try OriginOptions.parse(file)
    var options = OrderOptions()
    options.commits = commits
    options.parameters.target = target
    for argument in buildArguments {
      if let equals = argument.firstIndex(of: "=") {
        options.parameters.arguments.set(
          Array(argument[..<equals].utf8), to: Array(argument[argument.index(after: equals)...].utf8))
      } else {
        options.varying.insert(Array(argument.utf8))
      }
    }
    if let image { options.sizes = try sizes(image) }
    let directory = repo ?? (file.contains("/") ? String(file[...file.lastIndex(of: "/")!]) : ".")
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let report: OrderReport
    do {
      report = try OrderJudge.judge(dockerfile, name: name, context: directory, options: options)
    } catch {
      switch error {
      case .git: throw CommandError("\(EscapedText.printable(directory)): \(error)")
      default: throw CommandError("\(EscapedText.printable(file)): \(error)")
      }
    }
    let page = OrderPage(report, file: file, hasImage: image != nil, options: answer.report)
    try answer.write(terminal: page.render, json: page.renderJSON)
  }

  /// Bytes as stored of the layer that each instruction made.
  private func sizes(_ image: String) throws -> [InstructionPlace: Int] {
    let (analysis, origins) = try ImageOptions.parse([image, "--quiet"]).trace(try OriginOptions.parse(["-f", file]))
    guard let origins, origins.alignment.match != .other else {
      throw CommandError(
        "\(EscapedText.printable(image)): was not built from \(EscapedText.printable(file)); its lines do not fit the history")
    }
    return origins.storedSizes(analysis)
  }
}
