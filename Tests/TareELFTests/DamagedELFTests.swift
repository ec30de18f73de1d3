import TareELF
import TareTestSupport
import Testing

/// Random damage to files of every layout: each is read or refused, nothing traps, and what passes in pieces tells
/// nothing that the file does not.
@Suite struct DamagedELFTests {
  private static func file(_ generator: inout SeededGenerator) -> [UInt8] {
    var library = Library(ELFBuilder.Layout.all.randomElement(using: &generator) ?? .usual)
    library.stringsAreLast = Bool.random(using: &generator)
    library.builder.tableIsFirst = Bool.random(using: &generator)
    library.builder.usesExtendedNumbers = Int.random(in: 0..<4, using: &generator) == 0
    library.builder.section(".nv_fatbin", flags: 2, count: 40)
    library.tail += [(".symtab", 2, 48), (".debug_line", 1, 70)]
    return library.bytes
  }

  private static func damage(_ file: inout [UInt8], _ generator: inout SeededGenerator) {
    let end = UInt64(file.count)
    let extremes: [UInt64] = [0, 1, 0xffff, 0x7fff_ffff, 0xffff_ffff, .max >> 1, .max >> 1 - 200, .max, 1 << 63, end, end - 1]
    for _ in 0..<Int.random(in: 1...6, using: &generator) {
      let position = Int.random(in: 4..<file.count, using: &generator)
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: file[position] = UInt8.random(in: 0...255, using: &generator)
      case 1: file[position] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      case 2: file.removeLast(min(file.count - 64, Int.random(in: 0..<40, using: &generator)))
      default:
        let width = [2, 4, 8].randomElement(using: &generator) ?? 8
        let value = extremes.randomElement(using: &generator) ?? 0
        for index in 0..<width where position / width * width + index < file.count {
          file[position / width * width + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
        }
      }
    }
  }

  /// Offsets near the largest number, and no number of sections: the sum of both must not overflow.
  @Test func aTableAtTheEndOfAllNumbersIsUnknown() throws {
    var library = Library()
    library.builder.usesExtendedNumbers = true
    var file = library.bytes
    file.replaceSubrange(40..<48, with: library.builder.integer(UInt64(Int.max) - 100, 8))
    #expect(try ELFImage(file).sections == nil)
    var catcher = ELFCatch(size: file.count)
    file.withUnsafeBytes { catcher.take($0) }
    let caught = try #require(catcher.finish())
    #expect(try ELFImage(size: file.count) { caught.bytes(in: $0) }.dynamic == library.dynamic)
  }

  @Test(arguments: 0..<40) func isReadOrRefused(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<50 {
      var file = Self.file(&generator)
      Self.damage(&file, &generator)
      var asked = 0
      let image: ELFImage
      do {
        image = try ELFImage(size: file.count) { range in
          asked += range.count
          return range.lowerBound >= 0 && range.upperBound <= file.count ? Array(file[range]) : nil
        }
      } catch is ELFError {
        continue
      }
      #expect(asked < 64 << 10)
      if let sum = image.weights.sum { #expect(sum == file.count) }
      var catcher = ELFCatch(size: file.count)
      file.withUnsafeBytes { bytes in
        var rest = bytes[...]
        while !rest.isEmpty {
          let piece = rest.prefix(Int.random(in: 1...700, using: &generator))
          catcher.take(UnsafeRawBufferPointer(rebasing: piece))
          rest = rest.dropFirst(piece.count)
        }
      }
      let caught = try #require(catcher.finish())
      let again = try ELFImage(size: file.count) { caught.bytes(in: $0) }
      #expect(again.dynamic == image.dynamic)
      #expect(again.weights == image.weights)
    }
  }
}
