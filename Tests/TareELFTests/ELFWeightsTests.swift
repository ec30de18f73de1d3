import TareELF
import TareTestSupport
import Testing

@Suite struct ELFWeightsTests {
  /// Every section weighs what no other does, so that a mistaken one shows.
  private static var builder: ELFBuilder {
    var builder = ELFBuilder()
    builder.section(".text", flags: 6, count: 1)
    builder.section(".rodata", flags: 2, count: 2)
    builder.section(".data", flags: 3, count: 4)
    builder.section(".nv_fatbin", flags: 2, count: 8)
    builder.section("__nv_relfatbin", flags: 2, count: 16)
    builder.section(".symtab", type: 2, [UInt8](repeating: 0, count: 32), link: 7)
    builder.section(".strtab", type: 3, count: 64)
    builder.section(".debug_info", count: 128)
    builder.section(".zdebug_line", count: 256)
    builder.section(".debug_str", flags: 0x830, count: 512)
    builder.section(".gdb_index", count: 1024)
    builder.section(".comment", count: 2048)
    builder.section(".debug_gdb_scripts", flags: 2, count: 4096)
    builder.sections.append(ELFBuilder.Section(name: ".debug_frame", type: 8, flags: 0, content: .zeros(1 << 20)))
    return builder
  }

  @Test func everySectionIsWeighedAsWhatItIs() throws {
    var builder = Self.builder
    let file = builder.finished()
    let weights = try ELFImage(file).weights
    #expect(weights.code == 1)
    #expect(weights.data == 2 + 4 + 4096)
    #expect(weights.gpuCode == 8)
    #expect(weights.relocatableGPUCode == 16)
    #expect(weights.symbols == 32 + 64)
    #expect(weights.debug == 128 + 256 + 512 + 1024)
    let names = try #require(ELFImage(file).section(named: ".shstrtab")).size
    #expect(weights.other == 2048 + Int(names))
    #expect(weights.sum == file.count)
  }

  @Test func zerosThatTheLoaderMakesWeighNothing() throws {
    var builder = Self.builder
    let without = try ELFImage(builder.finished()).weights
    builder.sections.append(ELFBuilder.Section(name: ".bss", type: 8, flags: 3, content: .zeros(1 << 30)))
    let with = try ELFImage(builder.finished()).weights
    #expect(with.data == without.data)
  }

  @Test func aSectionBeyondTheEndWeighsWhatIsThere() throws {
    var builder = Self.builder
    builder.tableIsFirst = true
    var file = builder.finished()
    let comment = try #require(builder.offsets[".comment"])
    file.removeSubrange((comment + 100)...)
    let weights = try ELFImage(file).weights
    #expect(weights.code == 1)
    // The names went with the end.
    #expect(weights.debug == nil)
    #expect(weights.data == nil)
    #expect(weights.symbols == 96)
  }

  @Test func overlappingSectionsCountEachByteOnce() throws {
    var builder = ELFBuilder()
    builder.section(".text", flags: 6, count: 4096)
    builder.section(".rodata", flags: 2, count: 4096)
    var file = builder.finished()
    // Half of the one is claimed by the other too: who begins first has it.
    let entry = file.count - 3 * 64 + 64
    let text = try #require(builder.offsets[".text"])
    file.replaceSubrange(entry + 24..<entry + 32, with: builder.integer(UInt64(text + 2048), 8))
    let weights = try ELFImage(file).weights
    #expect(weights.code == 4096)
    #expect(weights.data == 2048)
    #expect(weights.sum == file.count)
    // All the same bytes: the first of the table has them.
    file.replaceSubrange(entry + 24..<entry + 32, with: builder.integer(UInt64(text), 8))
    #expect(try ELFImage(file).weights.data == 0)
  }

  @Test(arguments: 0..<200) func theClassesSumToTheFile(seed: Int) throws {
    var generator = SeededGenerator(seed: seed)
    var builder = ELFBuilder()
    builder.layout = ELFBuilder.Layout.all.randomElement(using: &generator) ?? .usual
    let names = [".text", ".debug_info", ".nv_fatbin", "__nv_relfatbin", ".strtab", ".note", ".x"]
    for _ in 0..<Int.random(in: 0..<20, using: &generator) {
      builder.section(
        names.randomElement(using: &generator) ?? "", type: UInt32.random(in: 1...8, using: &generator),
        flags: UInt64.random(in: 0...7, using: &generator), count: Int.random(in: 0..<500, using: &generator))
    }
    var file = builder.finished()
    // Offsets and sizes at random.
    for _ in 0..<4 {
      let entry = file.count - Int.random(in: 0..<10, using: &generator) * (builder.layout.is64 ? 64 : 40)
      let field = entry + (builder.layout.is64 ? 24 : 16)
      guard field + 4 < file.count, entry > 100 else { continue }
      file.replaceSubrange(field..<field + 2, with: builder.integer(UInt64.random(in: 0...3000, using: &generator), 2))
    }
    let weights = try ELFImage(file).weights
    if let sum = weights.sum { #expect(sum == file.count) }
    #expect(weights.all.allSatisfy { $0 ?? 0 >= 0 })
    #expect(weights.rest != nil)
  }
}
