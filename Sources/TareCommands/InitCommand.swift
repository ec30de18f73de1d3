import ArgumentParser
import Glibc
import TareBytes
import TareGate

/// `tare init IMAGE`.
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a .tare.yaml from what an image is today, so that tare check begins green.",
    discussion: """
      Budgets are today's figures and 5 % more. Rules that would fail today are off,
      each with what it found: delete a line to hold the image to it.

      EXAMPLES
        tare init app.tar -f Dockerfile
        tare init app.tar -o -                         to read, without a file
      """)

  @OptionGroup var image: ImageOptions
  @OptionGroup var dockerfile: OriginOptions

  @Option(name: .shortAndLong, help: "Where to write; - for standard output.")
  var output = PolicyOptions.fileName

  @Flag(help: "Write over a file that is there.")
  var force = false

  func run() throws {
    if output != "-" {
      let shown = EscapedText.printable(output)
      if OutputFile.isSame(output, as: image.image) { throw CommandError("\(shown): is the image itself; write to another file") }
      guard force || access(output, F_OK) != 0 else {
        throw CommandError("\(shown): is there already; --force writes over it, -o - prints")
      }
      try OutputFile.check(output)
    }
    let today = CalendarDay.today()
    let examination = try image.examine(dockerfile, Policy(), on: today)
    let text: String
    do { text = try StartingPolicy(examination, on: today).render() } catch {
      throw CommandError("\(EscapedText.printable(image.image)): \(error)")
    }
    guard output != "-" else { return try Console.write(text) }
    try OutputFile.write(Array(text.utf8), to: output)
    try Console.write("wrote \(EscapedText.printable(output)); now type: tare check \(ShellWord.quoted(image.image))\(flags)\n")
  }

  private var flags: String {
    (dockerfile.file.map { " -f \(ShellWord.quoted($0))" } ?? "")
      + (output == PolicyOptions.fileName ? "" : " --config \(ShellWord.quoted(output))")
  }
}
