public import ArgumentParser
import CMalloc
import Glibc
import TareBytes
import TareReport

/// The command line.
public struct Tare: ParsableCommand {
  public static let configuration = CommandConfiguration(
    commandName: "tare",
    abstract: "The dead weight in container images.",
    usage: """
      tare IMAGE [-f DOCKERFILE] [--layer N] [--format FORMAT] [--report FORMAT=FILE]
      tare ls IMAGE [PATH] [--layer N] [--recursive]
      tare packages IMAGE [PACKAGE ...]
      tare why IMAGE PACKAGE|PATH
      tare binaries IMAGE [PATH] [--deep]
      tare dockerfile [IMAGE] [-f DOCKERFILE]
      tare blame IMAGE PATH [-f DOCKERFILE]
      tare order -f DOCKERFILE [--repo DIR] [--commits N] [IMAGE]
      tare rules | tare explain RULE
      tare init IMAGE [-f DOCKERFILE]
      tare check IMAGE [-f DOCKERFILE] [--against REPORT]
      """,
    discussion: """
      IMAGE is a saved image: a docker-archive or an OCI layout, as a tar (plain,
      .gz, .zst) or a directory; - reads standard input. Nothing of the image is
      ever run.

      EXAMPLES
        docker save app:latest | tare -     weigh an image in Docker's store
        tare app.tar                        weigh a saved image
        tare app.tar --layer 7              open one layer
        tare ls app.tar /usr                walk into its files
        tare packages app.tar               every package and what it keeps
        tare why app.tar libldap-2.5-0      what needs this package
        tare dockerfile app.tar -f Dockerfile
                                            the file with weights in its margin
        tare blame app.tar /usr/local       who put it there
        tare check app.tar -f Dockerfile    hold it to the budgets in .tare.yaml

      EXIT STATUS
        0 fine, 1 tare check failed the image, 2 the image could not be read or the
        command was wrong.
      """,
    version: Version.current,
    subcommands: [
      Weigh.self, List.self, Packages.self, WhyCommand.self, Binaries.self, DockerfileCommand.self, BlameCommand.self,
      OrderCommand.self, RulesCommand.self,
      ExplainCommand.self, InitCommand.self, CheckCommand.self,
    ],
    defaultSubcommand: Weigh.self)

  public init() {}

  /// Runs the program and ends the process.
  public static func start() -> Never {
    Console.prepare()
    // glibc raises this with every larger block that is freed, and keeps such blocks in the heap of each thread from then on.
    _ = mallopt(M_MMAP_THRESHOLD, 1 << 20)
    // What is caught of a file comes and goes: the end of a heap given back is asked for again, page by page.
    _ = mallopt(M_TRIM_THRESHOLD, 4 << 20)
    Glibc.exit(status(of: Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs one command line; 0 fine, 1 a gate that failed and said so in its report, 2 an error that was said on standard error.
  static func status(of arguments: [String]) -> Int32 {
    do {
      if arguments == ["--help"] || arguments == ["-h"] {
        try Console.write(helpMessage() + "\n\nOF tare IMAGE:\n\n" + Weigh.optionsHelp + "\n")
        return 0
      }
      var command = try parseAsRoot(arguments)
      try command.run()
      return 0
    } catch is GateFailed {
      return 1
    } catch {
      guard exitCode(for: error) != .success else {
        try? Console.write(fullMessage(for: error) + "\n")
        return 0
      }
      Console.error("tare: \(oneLine(error))\n")
      return 2
    }
  }

  private static func oneLine(_ error: any Error) -> String {
    // What ArgumentParser finds is about the command line; everything else says itself what to do.
    let isUsage = exitCode(for: error) == .validationFailure
    let text = isUsage ? message(for: error) : "\(error)"
    // A list of many values has a line for each.
    let inLine = text.replacing("\n\n", with: "\n").replacing(":\n  - ", with: ": ").replacing("\n  - ", with: ", ")
    let line = inLine.split(separator: "\n").map { EscapedText.printable(String($0)) }.joined(separator: " ")
    guard isUsage else { return line }
    return line + (line.hasSuffix("?") || line.hasSuffix(".") ? " See" : "; see") + " tare --help"
  }
}
