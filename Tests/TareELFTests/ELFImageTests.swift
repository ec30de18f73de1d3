import TareELF
import Testing

@Suite struct ELFImageTests {
  @Test(arguments: ELFBuilder.Layout.all) func everyWidthAndByteOrderIsRead(layout: ELFBuilder.Layout) throws {
    let library = Library(layout)
    let image = try ELFImage(library.bytes)
    #expect(image.fileClass == (layout.is64 ? .bits64 : .bits32))
    #expect(image.endianness == (layout.isBigEndian ? .big : .little))
    #expect(image.type == .shared)
    #expect(image.machine == .x64)
    #expect(image.interpreter == Array("/lib/ld.so".utf8))
    #expect(image.hasInterpreter == true)
    #expect(image.dynamic == library.dynamic)
    #expect(
      image.names == [
        "", ".interp", ".dynstr", ".text", ".rodata", ".dynamic", ".data", ".bss", ".comment", ".shstrtab",
      ])
    let text = try #require(image.section(named: ".text"))
    #expect(text.size == 300)
    #expect(text.address == ELFBuilder.base + text.offset)
    #expect(text.isLoaded && text.isExecutable)
    #expect(image.weights.sum == library.bytes.count)
  }

  @Test func whatIsNoELFFileIsSaidToBeNone() {
    for bytes in [[], [0x7f], Array("#!/bin/sh\n".utf8), [0x7f, 0x45, 0x4c, 0x47] + [UInt8](repeating: 0, count: 80)] {
      #expect(throws: ELFError.notELF) { try ELFImage(bytes) }
    }
  }

  @Test func aHeaderThatSaysNothingIsDamaged() {
    let file = Library().bytes
    #expect(throws: ELFError.badHeader) { try ELFImage(Array(file.prefix(40))) }
    for (offset, value) in [(4, 3), (5, 0)] as [(Int, UInt8)] {
      var file = file
      file[offset] = value
      #expect(throws: ELFError.badHeader) { try ELFImage(file) }
    }
    #expect(throws: ELFError.headMissing) { try ELFImage(size: 100) { _ in nil } }
  }

  @Test func errorsOfTheReaderReachTheCaller() {
    struct Broken: Error {}
    #expect(throws: Broken.self) { try ELFImage(size: 100) { _ in throw Broken() } }
  }

  // MARK: Tools that change files

  @Test(arguments: ELFBuilder.Layout.all) func librariesAreKnownWithoutASectionTable(layout: ELFBuilder.Layout) throws {
    var library = Library(layout)
    library.builder.hasTable = false
    library.tail = []
    let file = library.bytes
    let image = try ELFImage(file)
    #expect(image.sections?.isEmpty == true)
    #expect(image.dynamic == library.dynamic)
    #expect(image.weights.sum == file.count)
    #expect(image.weights.code ?? 0 > 500)
    #expect(image.weights.data ?? 0 > 100)
  }

  @Test func stringsBehindTheDynamicSectionAreFound() throws {
    var library = Library()
    library.stringsAreLast = true
    #expect(try ELFImage(library.bytes).dynamic == library.dynamic)
  }

  @Test func segmentsAreFoundWhereverTheyStand() throws {
    var library = Library()
    library.builder.section(".phdr", flags: 2, count: 400)
    library.builder.segmentsMovedTo = ".phdr"
    #expect(try ELFImage(library.bytes).dynamic == library.dynamic)
  }

  @Test func numbersTooLargeForTheHeaderStandInTheFirstSection() throws {
    var library = Library()
    library.builder.usesExtendedNumbers = true
    let image = try ELFImage(library.bytes)
    #expect(image.sections?.count == 10)
    #expect(image.hasSectionNames)
  }

  // MARK: What the loader is told

  @Test func aStaticProgramNeedsNothing() throws {
    var builder = ELFBuilder()
    builder.section(".text", flags: 6, count: 64)
    builder.segment(1, flags: 5, from: nil, to: ".text")
    let image = try ELFImage(builder.finished())
    #expect(image.dynamic == ELFDynamic())
    #expect(image.interpreter == nil)
    #expect(image.hasInterpreter == false)
  }

  @Test func oldAndNewSearchPathsAreToldApart() throws {
    var library = Library()
    library.rpath = "/opt/a:/opt/b"
    let dynamic = try ELFImage(library.bytes).dynamic
    #expect(dynamic?.rpath == Array("/opt/a:/opt/b".utf8))
    #expect(dynamic?.runpath == Array("$ORIGIN/../lib".utf8))
  }

  @Test func longStringsAreReadWhole() throws {
    var library = Library()
    library.runpath = String(repeating: "/a-long-folder", count: 200)
    #expect(try ELFImage(library.bytes).dynamic == library.dynamic)
    // Nobody's path: the limit of Linux is 4096.
    library.runpath = String(repeating: "/a-long-folder", count: 300)
    #expect(try ELFImage(library.bytes).dynamic == nil)
  }

  @Test func aStringOutsideItsTableIsNoString() throws {
    var library = Library()
    library.needed = ["libc.so.6"]
    var builder = library.filled
    for index in builder.sections.indices {
      guard case .dynamic(var entries) = builder.sections[index].content else { continue }
      entries[0].value = 100_000
      builder.sections[index].content = .dynamic(entries)
    }
    #expect(try ELFImage(builder.finished()).dynamic == nil)
  }

  @Test func debugInformationInAFileOfItsOwnHasNoDynamicSection() throws {
    var builder = Library().filled
    for index in builder.sections.indices where builder.sections[index].name == ".dynamic" {
      builder.sections[index].type = 8
    }
    #expect(try ELFImage(builder.finished()).dynamic == ELFDynamic())
  }

  // MARK: Reading

  @Test func fewReadsSuffice() throws {
    var library = Library()
    library.code = 1 << 20
    library.stringsBefore = 1 << 20
    library.needed = (0..<60).map { "libnumber\($0).so.1" }
    library.tail += [(".debug_info", 1, 1 << 20)]
    let file = library.bytes
    var reads = 0
    var bytes = 0
    let image = try ELFImage(size: file.count) { range in
      reads += 1
      bytes += range.count
      return Array(file[range])
    }
    #expect(image.dynamic == library.dynamic)
    #expect(image.hasSectionNames)
    #expect(reads <= 5)
    #expect(bytes < 16384)
  }

  @Test func bytesNotAtHandAreUnknownRatherThanNone() throws {
    var library = Library()
    library.builder.section(".nv_fatbin", flags: 2, count: 50)
    library.code = 8192
    var builder = library.filled
    let file = builder.finished()
    let names = try #require(builder.offsets[".shstrtab"])
    let dynamic = try #require(builder.offsets[".dynamic"])
    // Without the names only kinds and flags tell what a section is.
    let nameless = try ELFImage(size: file.count) { $0.contains(names) ? nil : Array(file[$0]) }
    #expect(nameless.sections?.count == 11)
    #expect(nameless.hasSectionNames == false)
    #expect(nameless.section(named: ".text") == nil)
    #expect(nameless.weights.code == 8192)
    #expect(nameless.weights.symbols == 0)
    #expect(nameless.weights.rest == (try ELFImage(file).weights.rest))
    let unknown = [nameless.weights.data, nameless.weights.debug, nameless.weights.gpuCode, nameless.weights.other]
    #expect(unknown.allSatisfy { $0 == nil })
    // Without anything behind the start.
    let head = try ELFImage(size: file.count) { $0.upperBound <= 4096 ? Array(file[$0]) : nil }
    #expect(head.sections == nil)
    #expect(head.dynamic == nil)
    #expect(head.weights.all.allSatisfy { $0 == nil })
    #expect(head.segments?.count == 4)
    // Without the dynamic section.
    let silent = try ELFImage(size: file.count) { $0.contains(dynamic) ? nil : Array(file[$0]) }
    #expect(silent.dynamic == nil)
    #expect(silent.weights.gpuCode == 50)
  }

  @Test func contentIsFoundByTheNameOfItsSection() throws {
    var library = Library()
    library.builder.section(".go.buildinfo", flags: 3, Array("\u{20}Go buildinf:".utf8))
    let file = library.bytes
    let image = try ELFImage(file)
    let range = try #require(image.contentRange(of: ".go.buildinfo"))
    #expect(Array(file[range]) == Array("\u{20}Go buildinf:".utf8))
    #expect(image.contentRange(of: ".go.build") == nil)
    #expect(image.contentRange(of: ".go.buildinfos") == nil)
    #expect(image.contentRange(of: ".bss") == nil)
  }
}
