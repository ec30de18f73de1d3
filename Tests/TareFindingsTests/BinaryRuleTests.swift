import TareTestSupport
import Testing

@testable import TareFindings

/// Symbols, shared objects and static libraries.
@Suite struct BinaryRuleTests {
  private static let rules: [any Rule] = [UnstrippedBinaries(), UnreachedLibraries(), SameLibraryTwice(), StaticLibraries()]

  private static func image(command: String? = nil, _ files: (inout TarBuilder) -> Void) -> ImageBuilder {
    var image = ImageBuilder()
    image.layer { $0.file("etc/os-release", "ID=debian\n") }
    image.layer { files(&$0) }
    image.instructions("ADD rootfs.tar /", "CMD bash", "COPY --from=build /out /")
    if let command { image.runConfig = "{\"Cmd\":[\"\(command)\"]}" }
    return image
  }

  // MARK: Symbols

  @Test func symbolTablesAreClaimedByRange() throws {
    let library = SmallELF(symbols: 100)
    let found = try Found(
      Self.image {
        $0.file("usr/local/lib/libx.so", library.bytes)
        $0.file("usr/local/lib/libplain.so", SmallELF().bytes)
      }, rules: [UnstrippedBinaries()])
    #expect(found.lines == ["unstripped/nobody \(library.strippable)"])
    let finding = try #require(found.finding("unstripped/nobody"))
    #expect(finding.title == "Symbol tables and debug information in 1 file of no package")
    #expect(finding.risk.level == .low)
    #expect(finding.edits.map(\.newSize) == [library.bytes.count - library.strippable])
    #expect(finding.claim.ranges.keys.sorted() == [found.content("/usr/local/lib/libx.so")])
    #expect(
      finding.fixes[0].text
        == "in layer 2 (COPY --from=build /out /), or in the stage that it copies from, run "
        + "`strip -R '.gnu.build.attributes*' /usr/local/lib/libx.so`")
  }

  @Test func whatTheDistributionLeftUnstrippedIsForInformation() throws {
    let library = SmallELF(symbols: 100)
    let found = try Found(
      Self.image {
        DebianFiles.write([DebianFiles.Package("libx", ["/usr/lib/libx.so": ""])], files: false, to: &$0)
        $0.file("var/lib/dpkg/info/libx.list", "/usr/lib/libx.so\n")
        $0.file("usr/lib/libx.so", library.bytes)
      }, rules: [UnstrippedBinaries()])
    #expect(found.lines == ["unstripped/deb-libx \(library.strippable)"])
    #expect(found.findings.findings[0].severity == .info)
  }

  @Test func librariesThatAuditwheelTookInAreLeftAlone() throws {
    let found = try Found(
      Self.image {
        $0.file("opt/x.libs/libfoo-abcdef12.so.1", SmallELF(filler: 1, symbols: 100).bytes)
        $0.file("opt/x/a.so", SmallELF(symbols: 10).bytes)
        $0.file("opt/x/b.so", SmallELF(filler: 2, symbols: 10).bytes)
      }, rules: [UnstrippedBinaries()])
    #expect(found.lines == ["unstripped/nobody \(2 * SmallELF(symbols: 10).strippable)"])
    let finding = try #require(found.findings.findings.first)
    #expect(
      finding.evidence.last
        == "left alone: 4.14 kB in 1 file that a tool changed after linking, as /opt/x.libs/libfoo-abcdef12.so.1")
  }

  @Test func whatStripWouldBreakIsPassedOver() throws {
    let found = try Found(
      Self.image {
        $0.file("opt/x.libs/libfoo-abcdef12.so.1", SmallELF(filler: 1).bytes)
        $0.file("opt/x.libs/a.so", SmallELF(symbols: 10).bytes)
        $0.file("opt/x/b.so", SmallELF(filler: 2, symbols: 10).bytes)
      }, rules: [UnstrippedBinaries()])
    // The first has no symbols, and `find` would strip it all the same.
    #expect(
      found.findings.findings[0].fixes[0].text.contains(
        "find /opt/x.libs /opt/x -type f -name '*.so*' ! -path '*.libs/*' -exec strip"))
  }

  @Test func strippedAndAppendedFilesAreNone() throws {
    let found = try Found(
      Self.image {
        $0.file("usr/bin/stripped", SmallELF(isProgram: true).bytes)
        $0.file("usr/bin/archive", SmallELF(isProgram: true, symbols: 50).bytes + [UInt8](repeating: 7, count: 1000))
      }, rules: [UnstrippedBinaries()])
    #expect(found.lines == [])
    #expect(
      found.reason("unstripped") == "no program or shared object that can be stripped has a symbol table or debug information")
  }

  // MARK: Libraries

  @Test func librariesThatNothingNeeds() throws {
    let unused = SmallELF(soname: "libunused.so.1", code: 800).bytes
    let found = try Found(
      Self.image {
        $0.file("usr/local/bin/app", SmallELF(needed: ["libused.so.1"], isProgram: true).bytes)
        $0.file("usr/local/lib/libused.so.1", SmallELF(needed: ["libdeep.so.1"], soname: "libused.so.1").bytes)
        $0.file("usr/local/lib/libdeep.so.1", SmallELF(soname: "libdeep.so.1", filler: 1).bytes)
        $0.file("usr/local/lib/libunused.so.1", unused)
        // A module of a program, not in a directory of the loader's.
        $0.file("usr/local/lib/app/plugin.so", SmallELF(filler: 3).bytes)
      }, rules: [UnreachedLibraries()])
    #expect(found.lines == ["unreached-libraries//usr/local/lib \(unused.count)"])
    #expect(found.claims("unreached-libraries//usr/local/lib") == ["1 /usr/local/lib/libunused.so.1"])
    #expect(found.findings.findings[0].risk.level == .medium)
  }

  @Test func librariesThatAProgramNamesAreKept() throws {
    let found = try Found(
      Self.image {
        $0.file(
          "usr/local/bin/app", SmallELF(isProgram: true, loaded: [(".rodata", Array("libplug.so.1\0\0\0\0".utf8))]).bytes)
        $0.file("usr/local/lib/libplug.so.1", SmallELF(soname: "libplug.so.1").bytes)
      }, rules: [UnreachedLibraries()])
    #expect(found.lines == [])
    #expect(
      found.reason("unreached-libraries") == "every shared object that no package owns is needed by a binary, or named by one")
  }

  @Test func theSecondVersionOfALibrary() throws {
    let system = SmallELF(soname: "libgpu.so.12", code: 1600, filler: 1).bytes
    let found = try Found(
      Self.image {
        $0.file("usr/local/bin/app", SmallELF(needed: ["libgpu.so.12"], isProgram: true).bytes)
        $0.file("opt/wheel/libgpu.so.12", SmallELF(soname: "libgpu.so.12", filler: 2).bytes)
        $0.file("usr/local/gpu/lib64/libgpu.so.12", system)
        $0.file("etc/ld.so.conf", "/opt/wheel\n/usr/local/gpu/lib64\n")
      }, rules: [SameLibraryTwice()])
    #expect(found.lines == ["same-library-twice//usr/local/gpu/lib64 \(system.count)"])
    #expect(
      found.findings.findings[0].evidence
        == ["\(found.context.size(system.count)) /usr/local/gpu/lib64/libgpu.so.12: what needs it loads /opt/wheel/libgpu.so.12"])
  }

  @Test func equalCopiesAndPrivateOnesAreNoSecondVersion() throws {
    let library = SmallELF(soname: "libgpu.so.12", filler: 2).bytes
    let found = try Found(
      Self.image {
        $0.file("usr/local/bin/app", SmallELF(needed: ["libgpu.so.12"], isProgram: true).bytes)
        $0.file("usr/local/lib/libgpu.so.12", library)
        $0.file("usr/lib/libgpu.so.12", library)
        // Another runtime's own, which it finds by itself.
        $0.file("opt/runtime/lib/libgpu.so.12", SmallELF(soname: "libgpu.so.12", filler: 3).bytes)
      }, rules: [SameLibraryTwice()])
    #expect(found.lines == [])
  }

  // MARK: Static libraries

  private static func archive(_ count: Int) -> [UInt8] { Array("!<arch>\n".utf8) + [UInt8](repeating: 1, count: count - 8) }

  @Test func staticLibrariesWithoutALinker() throws {
    let found = try Found(
      Self.image {
        $0.file("usr/local/lib/libz.a", Self.archive(1000))
        $0.file("usr/local/lib/libgcc.a", Self.archive(600))
        // Not one, by name or by content; and those of Python are another rule's.
        $0.file("usr/local/lib/libtext.a", "text")
        $0.file("usr/local/lib/libobject.a", SmallELF(code: 1000).bytes)
        $0.file("usr/local/lib/data.a", Self.archive(100))
        $0.file("usr/lib/python3/dist-packages/x/libx.a", Self.archive(100))
      }, rules: [StaticLibraries()])
    #expect(found.lines == ["static-libraries/own 1600"])
    #expect(found.findings.findings[0].title == "2 static libraries in /usr/local/lib")
    #expect(found.findings.findings[0].risk.level == .low)
  }

  @Test(arguments: [("/usr/bin/gcc", false), ("/usr/bin/other", true), ("bash", false)])
  func whatALinkerReadsThatIsReachedIsNeeded(command: String, isFound: Bool) throws {
    let image = Self.image(command: command) {
      DebianFiles.write(
        [
          DebianFiles.Package("gcc", ["/usr/bin/gcc": "gcc"], depends: "binutils"),
          DebianFiles.Package("binutils", ["/usr/bin/ld": "ld"]), DebianFiles.Package("other", ["/usr/bin/other": "other"]),
          DebianFiles.Package(
            "libc6-dev", ["/usr/lib/libc.a": "!<arch>\n" + PythonFiles.text(1000), "/usr/lib/libgcc.a": "!<arch>\n123"]),
        ], automatic: ["binutils"], to: &$0)
    }
    let found = try Found(image, rules: [StaticLibraries()])
    #expect(found.lines == (isFound ? ["static-libraries/system 1008"] : []))
    if !isFound {
      #expect(
        found.reason("static-libraries")
          == (command == "bash"
            ? "the image has a linker, /usr/bin/ld, and the image starts only bash and holds no application, so what it needs is "
              + "not known" : "what the image runs reaches its linker, /usr/bin/ld, which reads them"))
    }
  }

  @Test func whatEveryLinkNeedsStaysBesideALinker() throws {
    let found = try Found(
      Self.image(command: "/bin/true") {
        $0.file("usr/bin/ld", "linker")
        $0.file("usr/local/lib/libz.a", Self.archive(1000))
        $0.file("usr/local/lib/libgcc.a", Self.archive(600))
        $0.file("usr/local/lib/libpthread.a", Self.archive(8))
      }, rules: [StaticLibraries()])
    #expect(found.lines == ["static-libraries/own 1000"])
    #expect(found.findings.findings[0].risk.level == .medium)
  }
}
