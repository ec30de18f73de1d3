import Foundation
import TareTestSupport
import Testing

@testable import TareELF

/// What stripping leaves of a file: which sections, how many bytes, and which files it leaves alone.
@Suite struct StripPlanTests {
  private static let symbols: [(name: String, type: UInt32, count: Int)] = [
    (".comment", 1, 30), (".debug_info", 1, 500), (".symtab", 2, 240), (".strtab", 3, 100),
  ]

  private static func outcome(_ file: [UInt8]) throws -> StripPlan.Outcome {
    try StripPlan.make(ELFImage(file)) { Array(file[$0]) }
  }

  /// `.symtab` points at `.strtab`, which has the number of its place.
  private static func library(_ layout: ELFBuilder.Layout = .usual, _ tail: [(name: String, type: UInt32, count: Int)])
    -> ELFBuilder
  {
    var library = Library(layout)
    library.tail = tail
    var builder = library.filled
    if let strings = builder.sections.firstIndex(where: { $0.name == ".strtab" }),
      let table = builder.sections.firstIndex(where: { $0.name == ".symtab" })
    {
      builder.sections[table].link = UInt32(strings + 1)
    }
    return builder
  }

  @Test(arguments: ELFBuilder.Layout.all) func symbolsAndDebugInformationGo(layout: ELFBuilder.Layout) throws {
    var builder = Self.library(layout, Self.symbols)
    let file = builder.finished()
    let plan = try #require(Self.outcome(file).plan)
    let names = try #require(ELFImage(file).names)
    #expect(
      plan.sections.map { names[$0] }
        == ["", ".interp", ".dynstr", ".text", ".rodata", ".dynamic", ".data", ".bss", ".comment", ".shstrtab"])
    // Loaded bytes stay; the comment follows them, then the names, then the table.
    let end = try #require(builder.offsets[".data"]) + 100
    let comment = try #require(builder.offsets[".comment"])
    #expect(plan.parts == [.init(from: 0..<end, to: 0), .init(from: comment..<comment + 30, to: end)])
    // `.dynstr` has no room in another name; `.bss` and the others neither.
    let text =
      1
      + [".interp", ".dynstr", ".text", ".rodata", ".dynamic", ".data", ".bss", ".comment", ".shstrtab"]
      .reduce(0) { $0 + $1.utf8.count + 1 }
    #expect(plan.names == end + 30..<end + 30 + text)
    #expect(plan.table.count == 10 * (layout.is64 ? 64 : 40))
    #expect(plan.newSize == plan.table.upperBound)
    #expect(plan.freed.reduce(0) { $0 + $1.count } == file.count - plan.newSize)
    #expect(!plan.movesSegments)
  }

  @Test func namesWithinOthersTakeNoRoom() {
    let names = [".rela.text", ".text", "", ".data", ".text"].map { Array($0.utf8)[...] }
    #expect(StripLayout.sizeOfNames(names) == 1 + 11 + 6)
  }

  @Test func filesThatAreLeftAlone() throws {
    var object = Self.library(.usual, Self.symbols)
    object.type = 1
    #expect(try Self.outcome(object.finished()).refusal == .notLinked)
    var stripped = Self.library(.usual, [(".comment", 1, 30)])
    #expect(try Self.outcome(stripped.finished()).refusal == .nothingToTakeOff)
    var program = Self.library(.usual, Self.symbols)
    #expect(try Self.outcome(program.finished() + [UInt8](repeating: 1, count: 16)).refusal == .appendedData)
    #expect(try Self.outcome(program.finished() + [1]).plan != nil)
    var debug = ELFBuilder()
    debug.sections.append(.init(name: ".text", type: 8, flags: 6, content: .zeros(100)))
    debug.section(".debug_info", count: 100)
    #expect(try Self.outcome(debug.finished()).refusal == .separateDebugInformation)
    var tableFirst = Self.library(.usual, Self.symbols)
    tableFirst.tableIsFirst = true
    #expect(try Self.outcome(tableFirst.finished()).refusal == .interleaved)
  }

  /// The first 64 bytes and nothing else can be had.
  @Test func tablesOutOfReachAreUnreadable() throws {
    var builder = Self.library(.usual, Self.symbols)
    let file = builder.finished()
    let image = try ELFImage(file)
    #expect(StripPlan.make(image) { $0.upperBound <= 64 ? Array(file[$0]) : nil }.refusal == .unreadable)
  }

  @Test func damageIsRefusedOrPlannedSoundly() {
    var generator = SeededGenerator(seed: 11)
    var builder = Self.library(.usual, Self.symbols)
    let whole = builder.finished()
    var plans = 0
    for _ in 0..<20_000 {
      var file = whole
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        // Headers and tables are where damage tells.
        let isHead = Bool.random(using: &generator)
        let place =
          isHead ? Int.random(in: 16..<288, using: &generator) : Int.random(in: whole.count - 900..<whole.count, using: &generator)
        file[place] = [0, 1, 0x40, 0x7f, 0x80, 0xff].randomElement(using: &generator) ?? 0
      }
      guard let image = try? ELFImage(file), let plan = StripPlan.make(image, read: { Array(file[$0]) }).plan else { continue }
      plans += 1
      let isSound =
        plan.newSize < plan.oldSize && plan.freed.reduce(0) { $0 + $1.count } == plan.oldSize - plan.newSize
        && plan.freed.allSatisfy { $0.lowerBound >= 0 && $0.upperBound <= file.count }
        && plan.parts.allSatisfy { $0.from.upperBound <= file.count && $0.to >= 0 && $0.to + $0.from.count <= plan.newSize }
      #expect(isSound)
    }
    #expect(plans > 1000)
  }
}

/// binutils judges: files that this machine's compiler made, stripped by its own tool.
@Suite(.enabled(if: Shell.has("strip") && Shell.has("cc"))) struct StripOracleTests {
  private static let source = """
    static int hidden(int x) { return x * 3; }
    int shown(int x) { return hidden(x) + 1; }
    int main(void) { return shown(2); }
    """

  @Test(arguments: [
    "-g", "-g -O2 -shared -fPIC", "-g -static", "-O2 -gz", "-g3 -shared -fPIC -Wl,-z,noseparate-code", "-O2 -Wl,--emit-relocs",
    "-shared -fPIC -Wl,-z,max-page-size=65536 -g", "-g -no-pie",
  ])
  func asManyBytesAsStripLeaves(flags: String) throws {
    let folder = TemporaryFolder()
    let source = folder.write(Array(Self.source.utf8), as: "a.c")
    let (file, stripped) = (source + ".out", source + ".stripped")
    let done = Shell.run("cc \(flags) -o \(file) \(source) && strip -R '.gnu.build.attributes*' -o \(stripped) \(file)")
    try #require(done.status == 0, Comment(rawValue: done.error))
    let bytes = [UInt8](FileManager.default.contents(atPath: file) ?? Data())
    let outcome = try StripPlan.make(ELFImage(bytes)) { Array(bytes[$0]) }
    let expected = (FileManager.default.contents(atPath: stripped) ?? Data()).count
    #expect(outcome.plan?.newSize == expected)
  }
}
