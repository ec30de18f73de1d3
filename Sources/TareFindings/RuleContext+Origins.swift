public import TareOrigins
import TareOwners

extension RuleContext {
  /// The lines that a fix of a finding would change, first the likeliest: those of its rows, and where a COPY brought the
  /// claimed packages from another stage, the lines of that stage which installed most of them.
  public func origins(of finding: Finding) -> [Origin] {
    guard let origins, origins.alignment.match != .other else { return [] }
    var found: [Origin] = []
    for origin in finding.rows.compactMap({ origins.rows[$0] }) where !found.contains(origin) { found.append(origin) }
    var sums: [Origin: Int] = [:]
    for (content, bytes) in claimedContents(of: finding.claim) {
      guard case .package(let number) = ownership.owners[Int(content)], let origin = origins.packages[Int(number)],
        origin.through != nil
      else { continue }
      sums[origin, default: 0] += bytes
    }
    let traced = sums.sorted { ($1.value, $0.key.lines.lowerBound) < ($0.value, $1.key.lines.lowerBound) }.map(\.key)
    guard let first = traced.first, let through = first.through, let place = found.firstIndex(where: { $0.lines == through })
    else { return found }
    // The stage's line before the COPY's: that is where the package is asked for.
    found.insert(first, at: place)
    return found
  }

  /// How many bytes of these contents a finding claims.
  public func claimedBytes(of finding: Finding, among contents: Set<Int32>) -> Int {
    claimedContents(of: finding.claim).reduce(0) { contents.contains($1.key) ? $0 + $1.value : $0 }
  }

  private func claimedContents(of claim: Claim) -> [Int32: Int] {
    var contents: [Int32: Int] = [:]
    for run in claim.names.runs {
      for name in run {
        let content = table.contentOfName[Int(name)]
        if content >= 0 { contents[content] = tree.contents[Int(content)].size }
      }
    }
    for (content, ranges) in claim.ranges { contents[content] = ranges.count }
    for copy in claim.copies { contents[copy.content] = tree.contents[Int(copy.content)].size }
    return contents
  }
}
