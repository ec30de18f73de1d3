import Foundation
import TareTestSupport

/// The built program, run as a user runs it.
enum Program {
  private static let path = Bundle.main.bundlePath + "/tare"

  static func run(_ arguments: String, in folder: String = ".", environment: String = "") -> Shell.Result {
    Shell.run("\(environment) exec '\(executable)' \(arguments)", in: folder)
  }

  static func pipe(_ from: String, to arguments: String, in folder: String = ".") -> Shell.Result {
    Shell.run("set -o pipefail; \(from) | '\(executable)' \(arguments)", in: folder)
  }

  static var executable: String {
    let candidates = [path, (CommandLine.arguments[0] as NSString).deletingLastPathComponent + "/tare"]
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) } ?? path
  }
}
