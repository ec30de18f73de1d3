import TareDockerfile
import TareOrder
import TareTestSupport

/// A git repository made for a test.
struct Project {
  let folder = TemporaryFolder()

  init() { git("init -q -b main") }

  var path: String { folder.path }

  @discardableResult
  func git(_ words: String, in subfolder: String = "") -> String {
    let names = "-c user.name=t -c user.email=t@example.org -c core.fileMode=true -c commit.gpgSign=false"
    return Shell.run("git \(names) \(words)", in: path + subfolder).output
  }

  func write(_ name: String, _ text: String) { folder.write(Array(text.utf8), as: name) }

  func sh(_ script: String) { Shell.run(script, in: path) }

  func commit(_ message: String = "change") {
    git("add -A")
    git("commit -q --allow-empty -m '\(message)'")
  }

  func judge(_ dockerfile: String, context: String = "", _ change: (inout OrderOptions) -> Void = { _ in }) throws -> OrderReport {
    var options = OrderOptions()
    change(&options)
    return try OrderJudge.judge(try Dockerfile(parsing: Array(dockerfile.utf8)), context: path + context, options: options)
  }
}

extension OrderOutcome {
  /// How often the instruction at a line was made again.
  func made(line: Int) -> Int? { instructions.first { $0.lines.lowerBound == line }?.made }
}

extension OrderReport {
  /// The new Dockerfile.
  var text: String? { dockerfile.map { String(decoding: $0, as: UTF8.self) } }
}
