import TareELF
import TareTestSupport
import Testing

@Suite struct FatBinaryTests {
  private static func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  private static func entry(kind: Int, architecture: Int, payload: Int, header: Int = 64) -> [UInt8] {
    var bytes = number(kind, 2) + number(0x101, 2) + number(header, 4) + number(payload, 8)
    bytes += number(payload - 3, 4) + number(0, 8) + number(architecture, 4)
    bytes += [UInt8](repeating: 0, count: header - bytes.count)
    return bytes + [UInt8](repeating: 0xcc, count: payload)
  }

  private static func container(_ entries: [UInt8]...) -> [UInt8] {
    let content = entries.flatMap(\.self)
    return number(0xba55_ed50, 4) + number(1, 2) + number(16, 2) + number(content.count, 8) + content
  }

  /// Reads it as a section in the middle of a file.
  private func read(_ section: [UInt8]) throws -> FatBinary {
    let file = [UInt8](repeating: 1, count: 100) + section + [UInt8](repeating: 2, count: 100)
    return try #require(
      FatBinary(section: 100..<100 + section.count) { range in
        #expect(range.lowerBound >= 100 && range.upperBound <= 100 + section.count)
        return Array(file[range])
      })
  }

  private func shares(_ binary: FatBinary) -> [[Int]] {
    binary.shares.map { [Int($0.kind.rawValue), $0.architecture, $0.entries, $0.bytes] }
  }

  @Test func bytesAreSummedByKindAndArchitecture() throws {
    let section =
      Self.container(
        Self.entry(kind: 2, architecture: 90, payload: 1000), Self.entry(kind: 2, architecture: 80, payload: 8000),
        Self.entry(kind: 1, architecture: 90, payload: 16, header: 80)) + [UInt8](repeating: 0, count: 24)
      + Self.container() + Self.container(Self.entry(kind: 2, architecture: 80, payload: 0, header: 112))
    let binary = try read(section)
    #expect(shares(binary) == [[2, 80, 2, 8064 + 112], [1, 90, 1, 96], [2, 90, 1, 1064]])
    #expect(binary.overhead == 3 * 16 + 24)
    #expect(binary.unread == 0)
  }

  @Test func whatCannotBeFollowedIsUnread() throws {
    let good = Self.container(Self.entry(kind: 2, architecture: 75, payload: 200))
    // An entry longer than its container hides the rest of that container only.
    let long = Self.container(Self.entry(kind: 2, architecture: 75, payload: 200), Self.number(2, 2) + Self.number(64, 78))
    let binary = try read(long + good)
    #expect(shares(binary) == [[2, 75, 2, 528]])
    #expect(binary.unread == 80)
    #expect(try read(good + ELFBuilder.filler(500)).unread == 500)
    #expect(try read(ELFBuilder.filler(5)).unread == 5)
    #expect(try read([]) == FatBinary(section: 0..<0) { _ in nil })
  }

  @Test func bytesNotAtHandAreUnknown() {
    let large = Self.entry(kind: 2, architecture: 75, payload: 9000)
    let section = Self.container(large, Self.entry(kind: 2, architecture: 80, payload: 8))
    #expect(FatBinary(section: 0..<section.count) { _ in nil } == nil)
    // Only the start is at hand.
    let start = FatBinary(section: 0..<section.count) { $0.upperBound <= 5000 ? Array(section[$0]) : nil }
    #expect(start?.shares.count == 1)
    #expect(start?.unread == 72)
  }

  @Test(arguments: 0..<40) func damagedSectionsAreWeighedOrUnread(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<100 {
      var section: [UInt8] = []
      for _ in 0..<4 {
        section += Self.container(
          Self.entry(kind: 2, architecture: 90, payload: Int.random(in: 8...90, using: &generator)),
          Self.entry(kind: 1, architecture: 100, payload: 64, header: 96))
      }
      for _ in 0..<Int.random(in: 1...5, using: &generator) {
        let position = Int.random(in: 0..<section.count - 8, using: &generator)
        let value = [0, 1, 0xff, .max, -1, -256].randomElement(using: &generator) ?? 0
        let width = [1, 2, 4, 8].randomElement(using: &generator) ?? 1
        section.replaceSubrange(position..<position + width, with: Self.number(value, width))
      }
      let binary = try read(section)
      #expect(binary.shares.reduce(0) { $0 + $1.bytes } + binary.overhead + binary.unread == section.count)
      #expect(binary.unread >= 0)
    }
  }
}
