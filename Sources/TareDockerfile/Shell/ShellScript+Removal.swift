extension ShellScript {
  /// What has to be cut for one element to go as if it had been `true`.
  public struct Removal: Sendable, Hashable {
    /// In ascending order: the element with one separator, and the bodies of its here-documents.
    public let ranges: [Range<Int>]
    /// The connector that goes with it.
    public let separator: Range<Int>
    /// False for the last of a sequence: the status is then that of the command before it, whose failure nobody saw so
    /// far unless `set -e` is on.
    public let keepsStatus: Bool
  }

  /// Nil where cutting would change what else runs - beside an `||` - and where nothing would be left of the list.
  public func removal(of index: Int, in list: List) -> Removal? {
    let elements = list.elements
    guard elements.indices.contains(index), elements.count > 1, !elements[index].isUnread else { return nil }
    let element = elements[index]
    let next = index + 1 < elements.count ? elements[index + 1] : nil
    let previous = index > 0 ? elements[index - 1] : nil
    switch (element.connector, next?.connector) {
    case (.or, _): return nil
    case (.and, _):
      guard let previous else { return nil }
      return backward(element, previous, keepsStatus: true)
    case (_, .or): return nil
    case (_, .and):
      guard let next else { return nil }
      return removal([element.range.lowerBound..<next.range.lowerBound], element, next.separator, keepsStatus: true)
    case (_, .some):
      guard let next else { return nil }
      // A comment above the next command stays with it.
      var end = next.separator.upperBound
      while end < next.range.lowerBound, text.bytes[end] == 0x20 || text.bytes[end] == 0x09 { end += 1 }
      return removal([element.range.lowerBound..<end], element, next.separator, keepsStatus: true)
    case (_, nil):
      guard let previous else { return nil }
      guard !previous.isInBackground else {
        return removal([element.separator.upperBound..<element.range.upperBound], element, 0..<0, keepsStatus: false)
      }
      return backward(element, previous, keepsStatus: false)
    }
  }

  /// With the separator before it. A here-document whose lines stand in between stays.
  private func backward(_ element: Element, _ previous: Element, keepsStatus: Bool) -> Removal {
    let cut = previous.range.upperBound..<element.range.upperBound
    let isBroken = hereDocuments.contains { $0.extent.map { $0.overlaps(cut) && !$0.isEmpty } ?? false }
    let ranges = isBroken ? [element.separator.trimmed(after: previous.range.upperBound), element.range] : [cut]
    return removal(ranges, element, element.separator, keepsStatus: keepsStatus)
  }

  private func removal(_ cut: [Range<Int>], _ element: Element, _ separator: Range<Int>, keepsStatus: Bool) -> Removal {
    var ranges = cut
    for (document, start) in documentStarts(in: element) {
      guard let extent = hereDocuments[document].extent, start < extent.lowerBound else { continue }
      if !ranges.contains(where: { $0.contains(extent.lowerBound) }) { ranges.append(extent) }
    }
    return Removal(
      ranges: ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }, separator: separator, keepsStatus: keepsStatus
    )
  }

  /// Here-documents whose operator stands inside the element.
  private func documentStarts(in element: Element) -> [(document: Int, start: Int)] {
    var found: [(document: Int, start: Int)] = []
    for step in steps where element.range.contains(step.range.lowerBound) {
      for redirection in step.redirections {
        if let document = redirection.document { found.append((document, redirection.range.lowerBound)) }
      }
    }
    return found
  }
}

extension ShellScript.Element {
  /// Holds the part of the script that could not be read.
  public var isUnread: Bool {
    commands.contains { if case .unread = $0.kind { true } else { false } }
  }
}

extension Range<Int> {
  fileprivate func trimmed(after start: Int) -> Range<Int> { Swift.min(start, upperBound)..<upperBound }
}
