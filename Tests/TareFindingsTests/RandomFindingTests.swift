import Foundation
import TareTestSupport
import TareTree
import Testing

@testable import TareFindings

/// Laws of findings over random images.
@Suite struct RandomFindingTests {
  /// `RANDOM_IMAGES=1000 swift test` looks further.
  private static let seeds = Array(0..<(ProcessInfo.processInfo.environment["RANDOM_IMAGES"].flatMap(Int.init) ?? 40))

  /// Every dead byte is told by one rule, and by one only.
  @Test(arguments: seeds)
  func rulesOnLayersShareTheDeadBytesOut(seed: Int) throws {
    let found = try Found(RandomLayers(seed: seed).image)
    let dead = found.findings.findings.filter { Self.dead.contains($0.rule) && !$0.key.contains("-links") }
    #expect(dead.reduce(0) { $0 + $1.bytes } == found.weighed.weighing.totals.dead)
    #expect(dead.reduce(0) { $0 + $1.added } == found.weighed.weighing.totals.dead)
    #expect(dead.allSatisfy { $0.risk.level == .none })
  }

  @Test(arguments: seeds)
  func whatCountsSumsToRemovable(seed: Int) throws {
    let found = try Found(RandomLayers(seed: seed).image)
    let findings = found.findings
    #expect(findings.findings.reduce(0) { $0 + $1.added } == findings.removable)
    #expect(findings.removable <= found.context.imageBytes)
    #expect(findings.removable == found.context.bytes(of: findings.joined.claim))
    let levels = Risk.Level.allCases.map { findings.totals.asIs($0) }
    #expect(levels == levels.sorted() && levels.last == findings.removable)
    // Of each live content of note one copy stays: these rules call nothing unneeded.
    let tree = found.weighed.weighing.tree
    let plain = try PlainClaim(found.weighed, baseLayers: found.context.ownership.base.layers)
    let live = tree.contents.indices.filter { tree.contents[$0].isLive && tree.contents[$0].size > 0 }
    let stays = tree.contents.indices.filter { !findings.joined.isSaved(Int32($0)) }
    #expect(Set(live.map { plain.bytes[$0] }).isSubset(of: Set(stays.map { plain.bytes[$0] })))
  }

  @Test(arguments: seeds.prefix(10))
  func sameImageSameFindings(seed: Int) throws {
    let image = RandomLayers(seed: seed).image
    func text(_ found: Found) -> [String] { found.findings.findings.map { "\($0) \(found.claims($0.id))" } }
    let first = try text(Found(image))
    #expect(try text(Found(image)) == first)
    #expect(try text(Found(image.packed(.gzip))) == first)
  }

  private static let dead: Set<String> = [
    "deleted-later", "deletes-earlier", "overwritten-later", "changed-in-place", "copied-again", "system-state-rewritten",
  ]
}
