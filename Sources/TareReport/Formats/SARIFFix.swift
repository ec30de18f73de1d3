import TareBytes
import TareDockerfile
import TareFindings

/// A fix whose edits are known: stretches of files, and what comes in their place.
///
/// Source: SARIF 2.1.0 §3.55 to 3.57, and §3.30 for regions.
struct SARIFFix {
  private let text: String
  private let files: [FixDiff.File]

  /// Nil where no edit is known, or one makes a file: SARIF can only change one that is there.
  init?(_ fix: Finding.Fix) {
    guard let diff = fix.diff, !diff.files.contains(where: \.isNew) else { return nil }
    text = fix.text
    files = diff.files
  }

  func write(root: String, _ json: inout JSONWriter) {
    SARIFReport.message("description", EscapedText.printable(text), &json)
    json.key("artifactChanges") { json in
      json.array(files) { json, file in
        json.object { json in
          json.key("artifactLocation") { json in
            SARIFReport.location(FindingPlace.relative(EscapedText.printable(file.name)), root, &json)
          }
          json.key("replacements") { json in
            json.array(file.lines.changes) { json, change in
              json.row { Replacement(change, of: file.lines).write(&$0) }
            }
          }
        }
      }
    }
  }

  /// Lines from 1; columns from 1, in UTF-16 code units.
  struct Replacement {
    typealias Place = (line: Int, column: Int)
    let start, end: Place
    let inserted: String

    /// Whole lines, from the start of the first to the start of the one behind the last. Where none is behind to be named, from
    /// the end of the line before to the end of the last.
    init(_ change: LineDiff.Change, of diff: LineDiff) {
      let lines = diff.new[change.new]
      var text = Array(lines.joined())
      guard change.old.upperBound == diff.old.count, let last = diff.old.last else {
        (start, end) = ((change.old.lowerBound + 1, 1), (change.old.upperBound + 1, 1))
        inserted = String(decoding: text, as: UTF8.self)
        return
      }
      end = Self.end(of: diff.old.count - 1, diff)
      if last.last == 0x0a { text.removeLast(Self.newline(lines.last ?? [])) }
      if change.old.lowerBound == 0 {
        start = (1, 1)
      } else {
        start = Self.end(of: change.old.lowerBound - 1, diff)
        let before = diff.old[change.old.lowerBound - 1]
        if !lines.isEmpty { text = before.suffix(Self.newline(before)) + text }
      }
      inserted = String(decoding: text, as: UTF8.self)
    }

    private static func end(of line: Int, _ diff: LineDiff) -> Place {
      let bytes = diff.old[line].dropLast(newline(diff.old[line]))
      return (line + 1, String(decoding: bytes, as: UTF8.self).utf16.count + 1)
    }

    /// The bytes of what ends a line.
    private static func newline(_ line: ArraySlice<UInt8>) -> Int {
      line.last != 0x0a ? 0 : line.dropLast().last == 0x0d ? 2 : 1
    }

    func write(_ json: inout JSONWriter) {
      json.key("deletedRegion") { json in
        json.row { json in
          json.key("startLine", start.line)
          json.key("startColumn", start.column)
          json.key("endLine", end.line)
          json.key("endColumn", end.column)
        }
      }
      if !inserted.isEmpty { json.key("insertedContent") { json in json.row { $0.key("text", inserted) } } }
    }
  }
}
