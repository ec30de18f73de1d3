import ArgumentParser
import TareReport

/// How the commands that answer one question print it.
struct AnswerOptions: ParsableArguments {
  enum Format: String, CaseIterable, ExpressibleByArgument { case terminal, json }

  @Option(help: "terminal or json.")
  var format = Format.terminal

  @Option(help: "How many rows each list has.")
  var top: Int?

  @Flag(help: "Exact bytes instead of SI units.")
  var bytes = false

  func validate() throws { if let top, top < 1 { throw ValidationError("--top takes a number from 1") } }

  var report: ReportOptions { .forConsole(bytes: bytes, top: top) }

  func write(terminal: () -> String, json: () -> [UInt8]) throws {
    switch format {
    case .terminal: try Console.write(terminal())
    case .json: try Console.write(json())
    }
  }
}

extension ReportOptions {
  /// As wide and as colourful as the console.
  static func forConsole(bytes: Bool, top: Int? = nil) -> ReportOptions {
    var options = ReportOptions()
    options.exactBytes = bytes
    options.top = top
    options.colour = Console.wantsColour
    options.width = Console.width
    return options
  }
}
