import FoundationEssentials
import TareDockerfile
import TareOCI
import TareOrigins
import Testing

/// The history of an image that a real builder made from a Dockerfile, with the line that each row is known to come from:
/// rows and instructions were counted off, not compared (Tests/Oracles/origins.py).
struct CapturedHistory: Decodable, CustomStringConvertible {
  var name = ""
  /// Line by line.
  var dockerfile: [String]
  var environment: [String]
  var history: [HistoryRecord]
  /// By row, the first and the last line; nil for rows that no line made.
  var lines: [[Int]?]
  var baseRows: Int
  var layers: Int

  var description: String { name }

  enum CodingKeys: CodingKey { case dockerfile, environment, history, lines, baseRows, layers }

  static let all: [CapturedHistory] = [
    "plain.buildkit", "plain.classic", "plain.buildah", "stages.buildkit", "stages.classic", "stages.buildah-flat",
    "arguments.buildkit", "arguments.classic", "arguments.buildah", "shell.buildkit", "shell.classic", "shell.buildah",
    "onbuild.buildkit", "onbuild.classic", "onbuild.buildah", "target.buildkit", "target.podman", "repeats.buildkit",
    "repeats.classic", "mounts.buildkit", "mounts.podman", "scratch.classic", "trigger.classic", "service.buildah",
    "truthgraph.buildkit", "faults.buildkit",
  ].compactMap { try? read($0) }

  static func read(_ name: String) throws -> CapturedHistory {
    let folder = #filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex)
    let bytes = try Data(contentsOf: URL(filePath: "\(folder)/Histories/\(name).json"))
    var captured = try JSONDecoder().decode(CapturedHistory.self, from: bytes)
    captured.name = name
    return captured
  }

  var rows: [HistoryRow] { HistoryRow.rows(history: history, layerCount: layers) }

  func aligned(target: String? = nil) throws -> HistoryAlignment {
    let file = try Dockerfile(parsing: Array(dockerfile.joined(separator: "\n").utf8))
    return HistoryAlignment(history, file, target: target, environment: environment)
  }

  /// The rows of a confidence that have another line than they should.
  func wrong(_ alignment: HistoryAlignment, _ confidence: Confidence) -> [Int] {
    alignment.lines.indices.filter { row in
      guard let line = alignment.lines[row], line.confidence == confidence else { return false }
      return lines[row] != [line.lines.lowerBound, line.lines.upperBound]
    }
  }
}
