import ArgumentParser
import TareBytes
import TareLayers
import TareReach
import TareReport

/// `tare binaries IMAGE [PATH]`.
struct Binaries: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List the ELF files: bytes of code, data, symbols, debug sections and GPU code, and what loads them.",
    discussion: """
      LOADED BY counts the binaries that name a library in their headers; what a
      program opens by name while it runs is not in them. A part that could not be
      read is ?, never 0.

      EXAMPLES
        tare binaries app.tar --top 20         the heaviest
        tare binaries app.tar /usr/local/lib   those below a directory
        tare binaries app.tar --deep           GPU code by architecture
      """)

  @OptionGroup var image: ImageOptions

  @Argument(help: "A directory or file of the image.")
  var path = "/"

  @Flag(help: "Look into GPU code: bytes by architecture. For layers that are not compressed.")
  var deep = false

  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let (analysis, reader) = try image.analyse { (try Analysis($0), ContentReader($0)) }
    let tree = analysis.weighing.tree
    let found = [Array(path.utf8), EscapedText.unescaped(path)].lazy.compactMap { tree.resolve($0) }
    guard let directory = found.first else { throw CommandError("\(image.image): nothing at \(path) in the final image") }
    var list = analysis.binaries(in: directory)
    if deep { try list.readGPUCode(analysis, reader) }
    let report = BinaryReport(list, analysis.buildFiles(in: directory), in: analysis, options: answer.report)
    try answer.write(terminal: report.render, json: report.renderJSON)
  }
}
