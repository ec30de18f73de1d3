import Foundation

/// Compares text with a file in the repository. With `RECORD_SNAPSHOTS=1` the file is written anew and the test fails,
/// so that nobody records by accident.
public enum Snapshot {
  /// - Returns: nil when the text is as recorded, else what to do.
  public static func difference(_ text: String, named name: String, beside testFile: String = #filePath) -> String? {
    let folder = (testFile as NSString).deletingLastPathComponent + "/Snapshots"
    let path = folder + "/" + name
    if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] != nil {
      try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try? text.write(toFile: path, atomically: true, encoding: .utf8)
      return "recorded \(name); run again without RECORD_SNAPSHOTS"
    }
    guard let recorded = try? String(contentsOfFile: path, encoding: .utf8) else {
      return "no snapshot \(name); run with RECORD_SNAPSHOTS=1"
    }
    guard recorded != text else { return nil }
    let pair = zip(
      recorded.split(separator: "\n", omittingEmptySubsequences: false),
      text.split(separator: "\n", omittingEmptySubsequences: false))
    let line = pair.enumerated().first { $1.0 != $1.1 }
    return "\(name) differs at line \(line.map { $0.offset + 1 } ?? 0): \(line?.element.1 ?? "its length")\n\n\(text)"
  }
}
