import TareLayers
import TareTestSupport
import TareTree

@testable import TareFindings

/// What claims save, by the definition and nothing clever: the counterpart of `JoinedClaim`.
struct PlainClaim {
  let weighed: Weighed
  let baseLayers: Int
  /// By content: its bytes.
  let bytes: [[UInt8]]
  private let classes: [Set<Int32>]

  init(_ weighed: Weighed, baseLayers: Int) throws {
    self.weighed = weighed
    self.baseLayers = baseLayers
    let reader = ContentReader(weighed.image)
    bytes = try weighed.weighing.tree.contents.map { try reader.contents(of: $0.location, limit: .max) ?? [] }
    let contents = weighed.weighing.tree.contents
    var classes = Dictionary(grouping: contents.indices.filter { contents[$0].isLive && contents[$0].size > 0 }) { [bytes] in
      bytes[$0]
    }
    .values.map { Set($0.map { Int32($0) }) }
    for (index, dead) in contents.enumerated() {
      guard let upper = Self.showsAgain(index, weighed, bytes, baseLayers) else { continue }
      _ = dead
      if let place = classes.firstIndex(where: { $0.contains(upper) }) { classes[place].insert(Int32(index)) }
    }
    self.classes = classes
  }

  /// The live content over a dead one of the base whose going no container would notice.
  private static func showsAgain(_ index: Int, _ weighed: Weighed, _ bytes: [[UInt8]], _ baseLayers: Int) -> Int32? {
    let tree = weighed.weighing.tree
    let dead = tree.contents[index]
    guard !dead.isLive, dead.cause == .rewritten, dead.location.layer < baseLayers, dead.size > 0 else { return nil }
    let upper = tree.nodes[Int(dead.path)]
    guard upper.exists, upper.content >= 0, upper.layer == dead.killer, upper.layer >= baseLayers,
      tree.contents[Int(upper.content)].names == 1,
      tree.contents[Int(upper.content)].location == ContentLocation(layer: upper.layer, entry: upper.entry),
      bytes[Int(upper.content)] == bytes[index]
    else { return nil }
    let entries = [dead.location, tree.contents[Int(upper.content)].location].map { place in
      weighed.weighing.scans[Int(place.layer)]!.entries[Int(place.entry)]
    }
    return entries[0].mode == entries[1].mode && entries[0].uid == entries[1].uid ? upper.content : nil
  }

  func saved(_ claims: [Claim], _ table: ClaimTable) -> Int {
    let tree = weighed.weighing.tree
    let names = Set(claims.flatMap { Array($0.names.numbers) })
    let copies = Set(claims.flatMap { $0.copies.map(\.content) })
    var gone: Set<Int32> = []
    for (index, content) in tree.contents.enumerated() {
      let showing = tree.nodes.filter { $0.exists && $0.content == Int32(index) }
        .map { table.number(ContentLocation(layer: $0.layer, entry: $0.entry)) }
      if content.isLive ? showing.allSatisfy({ names.contains($0) }) : names.contains(table.number(content.location)) {
        gone.insert(Int32(index))
      }
    }
    var saved = 0
    func part(_ content: Int32) -> Int {
      var isClaimed = [Bool](repeating: false, count: tree.contents[Int(content)].size)
      for claim in claims { for range in claim.ranges[content]?.ranges ?? [] { for byte in range { isClaimed[byte] = true } } }
      return isClaimed.count { $0 }
    }
    for (index, content) in tree.contents.enumerated() {
      saved += gone.contains(Int32(index)) || copies.contains(Int32(index)) ? content.size : part(Int32(index))
    }
    for members in classes where members.allSatisfy({ gone.contains($0) || copies.contains($0) }) && !members.isSubset(of: gone) {
      let stays = members.subtracting(gone)
      saved -= stays.map { tree.contents[Int($0)].size - part($0) }.min()!
    }
    return saved
  }

  /// Claims of all kinds at random.
  func claim(_ table: ClaimTable, _ generator: inout SeededGenerator) -> Claim {
    let tree = weighed.weighing.tree
    func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
    let names = NameSet((0..<Int32(table.nameCount)).filter { _ in chance(3) })
    var ranges: [Int32: ByteRanges] = [:]
    for (index, content) in tree.contents.enumerated() where content.size > 0 && chance(3) {
      let start = Int.random(in: 0..<content.size, using: &generator)
      ranges[Int32(index)] = ByteRanges([start..<min(content.size, start + 3), 0..<1])
    }
    var copies: [Claim.Copy] = []
    for members in classes where members.count > 1 && chance(2) {
      let live = members.sorted().filter { tree.contents[Int($0)].isLive }
      let kept = members.sorted().randomElement(using: &generator)!
      copies += live.filter { $0 != kept }.map { Claim.Copy(content: $0, kept: kept) }
    }
    return Claim(names: chance(4) ? NameSet() : names, ranges: chance(2) ? ranges : [:], copies: chance(2) ? copies : [])
  }
}
