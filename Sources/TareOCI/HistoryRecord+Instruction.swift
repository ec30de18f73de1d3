extension HistoryRecord {
  /// The Dockerfile instruction behind the record, in capitals; nil where the record does not say. Classic builders write
  /// `/bin/sh -c #(nop)  COPY …`, BuildKit and kaniko `COPY …`; what stands bare after a shell is a `RUN`.
  public var instruction: String? {
    guard var text = createdBy.map({ $0[...] }), !text.isEmpty else { return nil }
    if let marker = text.range(of: "#(nop)") {
      text = text[marker.upperBound...].drop { $0 == " " }
    } else if text.hasPrefix("/bin/sh -c") || text.hasPrefix("|") {
      return "RUN"
    }
    let word = text.prefix { $0 != " " && $0 != "\t" }
    return word.utf8.allSatisfy { $0 >= 0x41 && $0 <= 0x5a } && !word.isEmpty ? String(word) : nil
  }
}

extension Substring {
  /// Foundation's search is not worth its start-up.
  fileprivate func range(of text: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
