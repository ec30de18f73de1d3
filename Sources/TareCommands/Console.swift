import Glibc
import TareBytes

/// Standard output and standard error over write(2): nothing is buffered, and a reader that goes away ends the program
/// quietly.
enum Console {
  /// A closed pipe is told by write(2), not by a signal.
  static func prepare() { signal(SIGPIPE, SIG_IGN) }

  static func write(_ bytes: [UInt8]) throws { try write(bytes, to: STDOUT_FILENO, name: "standard output") }
  static func write(_ text: String) throws { try write(Array(text.utf8)) }
  static func error(_ text: String) { try? write(Array(text.utf8), to: STDERR_FILENO, name: "standard error") }

  static func write(_ bytes: [UInt8], to descriptor: Int32, name: String) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, $0.count - done) }
      if count >= 0 {
        done += count
      } else if errno == EPIPE {
        exit(0)
      } else if errno != EINTR {
        throw OutputError(path: name, reason: String(cString: strerror(errno)))
      }
    }
  }

  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  static var inputIsTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  /// Colour is for terminals, and never where NO_COLOR is set (https://no-color.org).
  static var wantsColour: Bool {
    outputIsTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  /// Columns of the terminal; of `COLUMNS`, or 100, where there is none.
  static var width: Int {
    var size = winsize()
    if outputIsTerminal, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 { return max(40, Int(size.ws_col)) }
    return environment("COLUMNS").flatMap(Int.init).map { max(40, $0) } ?? 100
  }
}

/// A place that could not be written to.
struct OutputError: Error, CustomStringConvertible {
  let path: String
  let reason: String
  var description: String { "\(EscapedText.printable(path)): cannot be written: \(reason)" }
}
