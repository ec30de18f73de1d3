public import ArgumentParser
import TareBytes
import TareFindings
public import TareReport

/// Which reports are wanted, and where they go: one to the console or to `-o`, and any number to files.
struct ReportRequests: ParsableArguments {
  @Option(help: "What the report is written as.")
  var format: ReportFormat?

  @Option(name: .shortAndLong, help: "Write to a file, whole or not at all.")
  var output: String?

  @Option(help: ArgumentHelp("One more report into a file of its own. May be given again.", valueName: "format=file"))
  var report: [String] = []

  @Option(help: "Which table CSV has. Default: packages.")
  var table: ReportTable?

  private struct Request {
    var format: ReportFormat
    var file: String
  }

  func validate() throws {
    let formats = try requests().map(\.format) + [format].compactMap { $0 }
    if table != nil, !formats.contains(.csv) { throw ValidationError("--table goes with --format csv") }
  }

  /// - Throws: `ValidationError` for what names no format or no file, and for two reports into one file.
  private func requests() throws -> [Request] {
    let names = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
    var requests = try report.map { text in
      guard let equals = text.firstIndex(of: "="), text.index(after: equals) < text.endIndex else {
        throw ValidationError("--report takes FORMAT=FILE, as json=report.json; \(EscapedText.printable(text)) is not of that form")
      }
      guard let format = ReportFormat(rawValue: String(text[..<equals])) else {
        throw ValidationError("--report: no format \(EscapedText.printable(String(text[..<equals]))); there is \(names)")
      }
      return Request(format: format, file: String(text[text.index(after: equals)...]))
    }
    if let output { requests.append(Request(format: format ?? .terminal, file: output)) }
    for (index, request) in requests.enumerated() {
      let isTaken = requests[..<index].contains { OutputFile.isSamePlace($0.file, as: request.file) }
      if isTaken { throw ValidationError("two reports go to \(EscapedText.printable(request.file)); give each a file of its own") }
    }
    return requests
  }

  /// - Parameter gates: whether there is a verdict to show.
  /// - Throws: `CommandError` when a report would overwrite the image that it is about, cannot be written, or shows a verdict
  ///   that nobody asks for.
  func check(against image: String, gates: Bool = false) throws {
    let formats = try [format].compactMap(\.self) + requests().map(\.format)
    if let format = formats.first(where: \.isOfGate), !gates {
      throw CommandError(
        "--format \(format.rawValue) shows a verdict; type: tare check \(ShellWord.quoted(image)) --format \(format.rawValue)")
    }
    for request in try requests() where OutputFile.isSame(request.file, as: image) {
      throw CommandError("\(EscapedText.printable(request.file)): is the image itself; write the report to another file")
    }
    // Said before the work is done, and before another report is written.
    for request in try requests() { try OutputFile.check(request.file) }
  }

  /// Renders all before it writes any: what cannot be rendered leaves no file behind.
  func write(_ examination: Examination, _ options: ReportOptions) throws {
    let files = try requests().map { request in (request.file, request.format.render(examination, options)) }
    for (file, bytes) in files { try OutputFile.write(bytes, to: file) }
    guard output == nil, format != nil || report.isEmpty else { return }
    var options = options
    options.width = Console.width
    options.colour = Console.wantsColour
    try Console.write((format ?? .terminal).render(examination, options))
  }
}

extension ReportFormat: ExpressibleByArgument {}
extension ReportTable: ExpressibleByArgument {}
