import Foundation
import TareLayers
import TareTestSupport
import TareTree
import Testing

@testable import TareFindings

/// Laws of claims over random images, and the definition as the judge of what they save.
@Suite struct RandomClaimTests {
  /// `RANDOM_IMAGES=1000 swift test` looks further.
  private static let seeds = Array(0..<(ProcessInfo.processInfo.environment["RANDOM_IMAGES"].flatMap(Int.init) ?? 40))

  @Test(arguments: seeds)
  func claimsSaveWhatTheDefinitionSays(seed: Int) throws {
    let (plain, table, claims) = try Self.claims(seed)
    var joined = JoinedClaim(table)
    for (index, claim) in claims.enumerated() {
      #expect(table.bytes(of: claim) == plain.saved([claim], table))
      #expect(table.baseBytes(of: claim) <= table.bytes(of: claim))
      #expect((table.baseBytes(of: claim) == 0) || table.needsBase(claim))
      let before = plain.saved(Array(claims[..<index]), table)
      #expect(joined.bytes == before)
      let promised = joined.added(by: claim)
      #expect(joined.add(claim) == promised)
      #expect(promised == plain.saved(Array(claims[...index]), table) - before)
      #expect(promised >= 0 || claims[...index].contains { !$0.ranges.isEmpty })
    }
    // The order changes what each adds, never the sum; nor does it matter who joins them.
    var backwards = JoinedClaim(table)
    for claim in claims.reversed() { backwards.add(claim) }
    #expect(backwards.bytes == joined.bytes)
    #expect(backwards.claim == joined.claim)
    #expect(table.bytes(of: joined.claim) == joined.bytes)
    #expect((0..<Int32(table.tree.contents.count)).reduce(0) { $0 + joined.savedRanges(of: $1).count } == joined.bytes)
    #expect(joined.add(claims[0]) == 0)
    #expect(joined.bytes <= plain.bytes.reduce(0) { $0 + $1.count })
  }

  @Test(arguments: seeds)
  func lastCopyStaysUnlessAllAreClaimedForTheirOwnSake(seed: Int) throws {
    let (_, table, claims) = try Self.claims(seed)
    var joined = JoinedClaim(table)
    for claim in claims { joined.add(claim) }
    let tree = table.tree
    let linked = table.linkedNames()
    for members in table.classes {
      let all = members.allSatisfy { joined.isSaved($0) }
      let forTheirOwnSake = members.allSatisfy { content in
        let own = table.number(tree.contents[Int(content)].location)
        return (linked[content] ?? [own]).allSatisfy { joined.claim.names.contains($0) }
      }
      #expect(all == forTheirOwnSake)
    }
  }

  @Test(arguments: seeds)
  func pathsSayWhatTheClaimSays(seed: Int) throws {
    let (plain, table, claims) = try Self.claims(seed)
    let tree = plain.weighed.weighing.tree
    var folded = ClaimPaths(table)
    for claim in claims {
      var names: [Int32] = []
      var copies: [Claim.Copy] = []
      for row in folded.paths(of: claim) where row.ranges == nil {
        let there = table.names(ofLayer: Int(row.layer)).filter { name in
          let path = table.path(ofName: name)
          return path >= 0 && (row.isWholeDirectory ? tree.paths.lies(path, in: row.path) : path == row.path)
        }
        if let kept = row.kept {
          copies.append(Claim.Copy(content: tree.nodes[Int(row.path)].content, kept: 0))
          #expect(plain.bytes[Int(tree.nodes[Int(row.path)].content)] == plain.contentWritten(at: kept))
        } else if let occurrence = row.occurrence {
          #expect(there.count > 1)
          names.append(there[occurrence - 1])
        } else {
          #expect(row.isWholeDirectory || there.count == 1)
          names += there
        }
      }
      let read = Claim(names: NameSet(names), ranges: claim.ranges, copies: copies)
      #expect(plain.saved([read], table) == plain.saved([claim], table))
    }
  }

  private static func claims(_ seed: Int) throws -> (PlainClaim, ClaimTable, [Claim]) {
    let weighed = try Weighed(RandomLayers(seed: seed).image)
    var generator = SeededGenerator(seed: seed &+ 1_000_000)
    let base = Int.random(in: 0..<weighed.image.layers.count, using: &generator)
    let plain = try PlainClaim(weighed, baseLayers: base)
    let table = ClaimTable(weighed.weighing, baseLayers: base)
    return (plain, table, (0..<6).map { _ in plain.claim(table, &generator) })
  }
}

extension PlainClaim {
  /// The bytes of the last content that a layer has at a path, by its own entry or by a link.
  fileprivate func contentWritten(at place: ClaimedPath.Kept) -> [UInt8]? {
    let tree = weighed.weighing.tree
    if tree.nodes[Int(place.path)].exists, tree.nodes[Int(place.path)].content >= 0 {
      let content = tree.nodes[Int(place.path)].content
      if tree.contents[Int(content)].location.layer == place.layer { return bytes[Int(content)] }
    }
    return tree.contents.lastIndex { $0.path == place.path && $0.location.layer == place.layer }.map { bytes[$0] }
  }
}
