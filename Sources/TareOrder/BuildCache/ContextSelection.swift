/// The files of the context that an instruction reads.
package struct ContextSelection: Sendable, Hashable {
  package var patterns: [ContextPattern]
  /// `--exclude`: relative to what a pattern names, or to its folder where that is a file.
  package var excluded: [ContextPattern] = []

  package init(patterns: [ContextPattern], excluded: [ContextPattern] = []) {
    self.patterns = patterns
    self.excluded = excluded
  }

  package func covers(_ path: [UInt8]) -> Bool {
    let path = path.split(separator: 0x2f)
    return patterns.contains { pattern in
      guard let depth = pattern.depth(in: path) else { return false }
      let below = Array(path[min(depth, max(path.count - 1, 0))...])
      return !excluded.contains { $0.depth(in: below) != nil }
    }
  }
}
