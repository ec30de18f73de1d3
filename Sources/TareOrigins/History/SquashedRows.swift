public import TareOCI

/// Rows whose files lie in a later row's layer: buildah commits once a stage unless told otherwise, and then says of all its
/// rows but the last that they are empty.
public enum SquashedRows {
  /// By row with a layer that holds more than its own: the first of the rows in it.
  public static func firsts(_ history: [HistoryRecord]) -> [Int: Int] {
    var firsts: [Int: Int] = [:]
    var first = 0
    var writes = false
    for (row, record) in history.enumerated() {
      let isCommit = record.comment?.starts(with: "FROM ") ?? false
      if isCommit || !record.isEmpty || !isBuildahs(record) {
        // The rows before are in this commit where one of them wrote files and has no layer.
        if isCommit, !record.isEmpty, writes { firsts[row] = first }
        first = row + 1
        writes = false
      } else if let keyword = CreatedBy(record).keyword, keyword == .run || keyword == .copy || keyword == .add {
        writes = true
      }
    }
    return firsts
  }

  private static func isBuildahs(_ record: HistoryRecord) -> Bool {
    guard (record.comment ?? "").isEmpty, let text = record.createdBy else { return false }
    return text.starts(with: "/bin/sh -c ") || text.first == "|"
  }
}
