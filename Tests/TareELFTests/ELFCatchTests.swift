import TareBytes
import TareELF
import TareTestSupport
import Testing

@Suite struct ELFCatchTests {
  /// What is caught of a file that passes in pieces of so many bytes.
  private func passing(_ file: [UInt8], piece: Int) -> CaughtBytes? {
    var catcher = ELFCatch(size: file.count)
    file.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: piece) {
        catcher.take(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + piece, bytes.count)]))
      }
    }
    return catcher.finish()
  }

  /// What was caught tells the same as the file, whatever the pieces were.
  private func expectAllCaught(
    _ file: [UInt8], pieces: [Int] = [509, 4096, 1 << 18, .max], _ place: SourceLocation = #_sourceLocation
  ) throws {
    let image = try ELFImage(file)
    for piece in pieces {
      let caught = try #require(passing(file, piece: min(piece, file.count)), sourceLocation: place)
      for range in caught.ranges { #expect(caught[range] == Array(file[range]), sourceLocation: place) }
      let again = try ELFImage(size: file.count) { caught.bytes(in: $0) }
      #expect(again.dynamic != nil, "dynamic section, pieces of \(piece)", sourceLocation: place)
      #expect(again.dynamic == image.dynamic, sourceLocation: place)
      #expect(again.interpreter == image.interpreter, sourceLocation: place)
      #expect(again.hasSectionNames, "names of sections, pieces of \(piece)", sourceLocation: place)
      #expect(again.names == image.names, sourceLocation: place)
      #expect(again.weights == image.weights, sourceLocation: place)
      #expect(caught.count < 64 << 10, sourceLocation: place)
    }
  }

  /// Larger than all that is kept at the start of a file.
  private static let far = 400 << 10

  @Test(arguments: ELFBuilder.Layout.all) func aSmallFileIsCaughtWhole(layout: ELFBuilder.Layout) throws {
    try expectAllCaught(Library(layout).bytes, pieces: [1, 2, 7, 64, 65, 1000, .max])
  }

  @Test func stringsFarBeforeTheDynamicSectionAreCaught() throws {
    var library = Library()
    library.stringsBefore = Self.far
    library.stringsAfter = Self.far
    library.code = Self.far
    try expectAllCaught(library.bytes)
  }

  @Test func aSearchPathFarFromTheNamesOfLibrariesIsCaught() throws {
    var library = Library()
    library.stringsBefore = Self.far
    library.soname = String(repeating: "n", count: 4000)
    library.runpath = "$ORIGIN"
    try expectAllCaught(library.bytes)
  }

  @Test func stringsAlongTheSeamOfPiecesAreCaught() throws {
    var library = Library()
    library.needed = ["libc.so.6"]
    library.soname = nil
    library.runpath = nil
    library.stringsBefore = Self.far
    let file = library.bytes
    let start = try #require(file.firstRange(of: Array("libc.so.6".utf8))).lowerBound
    for seam in start - 2...start + 12 {
      var catcher = ELFCatch(size: file.count)
      file.withUnsafeBytes {
        catcher.take(UnsafeRawBufferPointer(rebasing: $0[..<seam]))
        catcher.take(UnsafeRawBufferPointer(rebasing: $0[seam...]))
      }
      let caught = try #require(catcher.finish())
      #expect(try ELFImage(size: file.count) { caught.bytes(in: $0) }.dynamic == library.dynamic, "seam at \(seam - start)")
    }
  }

  @Test func stringsMovedBehindTheDynamicSectionAreCaught() throws {
    var library = Library()
    library.code = Self.far
    library.stringsBefore = Self.far
    library.stringsAfter = Self.far
    library.stringsAreLast = true
    try expectAllCaught(library.bytes)
  }

  @Test func aListOfSegmentsMovedToTheEndIsCaught() throws {
    var library = Library()
    library.stringsBefore = Self.far
    library.code = Self.far
    library.builder.section(".phdr", flags: 2, count: 400)
    library.builder.segmentsMovedTo = ".phdr"
    try expectAllCaught(library.bytes)
  }

  @Test(arguments: [0, 5, 9]) func namesFarBeforeTheTableOfSectionsAreCaught(position: Int) throws {
    var library = Library()
    library.tail = [(".comment", 1, 30), (".symtab", 2, Self.far), (".strtab", 3, Self.far), (".x", 1, 10)]
    library.builder.namesPosition = position
    // At 0 they stand at the start of the file, at 9 behind all that is loaded, before the symbols.
    try expectAllCaught(library.bytes)
  }

  @Test func namesWithinAnotherFarSectionAreUnknown() throws {
    var library = Library()
    library.code = Self.far
    library.tail = [(".symtab", 2, Self.far)]
    library.builder.namesPosition = 3
    let file = library.bytes
    let caught = try #require(passing(file, piece: 1 << 16))
    let image = try ELFImage(size: file.count) { caught.bytes(in: $0) }
    // Something that is loaded is never searched for names.
    #expect(image.sections?.count == 10)
    #expect(image.hasSectionNames == false)
    #expect(image.weights.debug == nil)
    #expect(image.weights.symbols == Self.far)
    #expect(image.dynamic == library.dynamic)
  }

  @Test func aTableOfSectionsAtTheStartTellsWhereTheNamesWillBe() throws {
    var library = Library()
    library.builder.tableIsFirst = true
    library.tail = [(".debug_info", 1, Self.far)]
    library.builder.section(".go.buildinfo", flags: 3, count: 300)
    try expectAllCaught(library.bytes)
  }

  @Test func stringsWithoutAnyMarkAreUnknown() throws {
    var library = Library()
    library.needed = ["plainname"]
    library.soname = nil
    library.runpath = nil
    library.stringsBefore = Self.far
    library.stringsAfter = Self.far
    let file = library.bytes
    let caught = try #require(passing(file, piece: 1 << 16))
    let image = try ELFImage(size: file.count) { caught.bytes(in: $0) }
    #expect(image.dynamic == nil)
    #expect(image.hasSectionNames)
  }

  // MARK: What programs tell about themselves

  @Test(arguments: [1000, 1 << 16]) func goBuildInformationIsCaught(piece: Int) throws {
    var library = Library()
    library.code = Self.far
    let information = [0xff] + Array(" Go buildinf:".utf8) + [8, 2] + (0..<30_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    library.builder.section(".noptrdata", flags: 3, count: Self.far)
    library.builder.section(".go.buildinfo", flags: 3, information)
    library.builder.section(".more", flags: 3, count: Self.far)
    let file = library.bytes
    let caught = try #require(passing(file, piece: piece))
    let range = try #require(ELFImage(size: file.count) { caught.bytes(in: $0) }.contentRange(of: ".go.buildinfo"))
    #expect(caught[range] == information)
    #expect(caught.count < 64 << 10)
  }

  @Test func theListOfCratesIsCaught() throws {
    var library = Library()
    library.code = Self.far
    library.tail = [(".comment", 1, 30), (".dep-v0", 1, 20_000), (".symtab", 2, Self.far)]
    let file = library.bytes
    let caught = try #require(passing(file, piece: 5000))
    let range = try #require(ELFImage(size: file.count) { caught.bytes(in: $0) }.contentRange(of: ".dep-v0"))
    #expect(caught[range] == Array(file[range]))
  }

  // MARK: Other files

  @Test func whatIsNoELFFileIsLetGo() {
    for bytes in [Array("#!/bin/sh".utf8), [0x7f], [], [0x7f, 0x45, 0x4c, 0x47], [0x7f, 0x45, 0x4c, 0x46]] {
      var catcher = ELFCatch(size: 100)
      bytes.withUnsafeBytes { catcher.take($0) }
      #expect(catcher.wantsMore == (bytes.isEmpty || bytes == [0x7f] || bytes == [0x7f, 0x45, 0x4c, 0x46]))
      #expect(catcher.finish() == nil)
    }
    #expect(ELFCatch(size: 3).wantsMore == false)
  }

  /// A file of a claimed size full of what the catch looks for, with as many segments as it believes.
  @Test(arguments: [0, 1, 2]) func littleIsHeldOfAHostileFile(shape: UInt64) throws {
    let (size, count) = (16 << 20, 4096)
    var head = ELFBuilder().emptyHeader(segments: count, sectionsAt: UInt64(size - 4096))
    let builder = ELFBuilder()
    for index in 0..<UInt64(count) {
      // One upon the other, with gaps, or notes.
      let start: UInt64 = shape == 0 ? 0 : (1 + index / 4) << 13 + index % 4 << 11
      let length = shape == 0 ? UInt64(size) : 1024
      let fields = [start, start, start, length, length, 1].flatMap { builder.integer($0, 8) }
      head += builder.integer(shape == 2 ? 4 : 1, 4) + builder.integer(6, 4) + fields
    }
    let pattern = (".so\0" + "\u{20}Go buildinf:" + ".shstrtab\0ORIGIN").utf8
    let piece = [UInt8]((0..<8192).flatMap { _ in Array(pattern) })
    var catcher = ELFCatch(size: size)
    head.withUnsafeBytes { catcher.take($0) }
    var most = 0
    for _ in 0..<size / piece.count {
      piece.withUnsafeBytes { catcher.take($0) }
      most = max(most, catcher.held)
    }
    #expect(most < 16 << 20)
    #expect(most > 100_000)
    #expect(catcher.finish() != nil)
  }

  @Test func aMagicInPiecesIsSeen() throws {
    let file = Library().bytes
    var catcher = ELFCatch(size: 100)
    let other: [UInt8] = [0x7f, 0x45, 0x4c, 0x00]
    for byte in other { withUnsafeBytes(of: byte) { catcher.take($0) } }
    #expect(catcher.finish() == nil)
    #expect(passing(file, piece: 1) != nil)
  }

  @Test func aFileThatEndsEarlyGivesWhatPassed() throws {
    let file = Library().bytes
    var catcher = ELFCatch(size: file.count)
    file.withUnsafeBytes { catcher.take(UnsafeRawBufferPointer(rebasing: $0.prefix(700))) }
    let caught = try #require(catcher.finish())
    let image = try ELFImage(size: file.count) { caught.bytes(in: $0) }
    #expect(image.segments?.count == 4)
    #expect(image.interpreter != nil)
    #expect(image.dynamic == nil)
    #expect(image.sections == nil)
  }
}
