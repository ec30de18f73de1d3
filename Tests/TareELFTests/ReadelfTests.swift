import Foundation
import TareELF
import TareTestSupport
import Testing

/// binutils judges what is read of this machine's own libraries and programs.
@Suite(.enabled(if: Shell.has("readelf"))) struct ReadelfTests {
  private static let files: [String] = {
    let listed = Shell.run(
      "find -L /usr/bin /usr/lib -maxdepth 3 -type f -size -4M \\( -name '*.so*' -o -name 'c*' -o -name '*.o' \\) | LC_ALL=C sort")
    let all = listed.output.split(separator: "\n").map(String.init)
    let binaries = all.filter { FileHandle(forReadingAtPath: $0)?.readData(ofLength: 4) == Data([0x7f, 0x45, 0x4c, 0x46]) }
    // Some of each kind rather than the first hundred.
    return binaries.enumerated().filter { $0.offset % max(1, binaries.count / 60) == 0 }.map(\.element)
  }()

  private func bytes(_ path: String) -> [UInt8] { [UInt8](FileManager.default.contents(atPath: path) ?? Data()) }

  @Test func thereIsSomethingToRead() { #expect(Self.files.count > 20) }

  @Test(arguments: files) func sectionsAndLibrariesAreThoseOfReadelf(path: String) throws {
    let image = try ELFImage(bytes(path))
    let lines = Shell.run("readelf -SWd '\(path)'").output.split(separator: "\n").map(String.init)
    let sections = lines.compactMap { line -> String? in
      guard let match = line.firstMatch(of: #/^\s*\[\s*\d+\] (.*?)\s+\S+\s+[0-9a-f]{8,16} ([0-9a-f]{6,}) ([0-9a-f]{6,}) /#) else {
        return nil
      }
      return "\(match.1) \(Int(match.2, radix: 16) ?? -1) \(Int(match.3, radix: 16) ?? -1)"
    }
    let own = try #require(image.sections).map { section in
      "\(section.name.map { String(decoding: $0, as: UTF8.self) } ?? "?") \(section.offset) \(section.size)"
    }
    // The first has no name and therefore no column of its own.
    #expect(own.dropFirst() == sections.dropFirst(sections.count - own.count + 1))
    let strings = lines.compactMap { line in
      line.firstMatch(of: #/\((NEEDED|SONAME|RPATH|RUNPATH)\)[^\[]*\[(.*)\]$/#).map { "\($0.1) \($0.2)" }
    }
    let dynamic = try #require(image.dynamic)
    func named(_ tag: String, _ texts: [[UInt8]?]) -> [String] {
      texts.compactMap { $0.map { "\(tag) \(String(decoding: $0, as: UTF8.self))" } }
    }
    let told =
      named("NEEDED", dynamic.needed) + named("SONAME", [dynamic.soname]) + named("RPATH", [dynamic.rpath])
      + named("RUNPATH", [dynamic.runpath])
    #expect(Set(told) == Set(strings))
    #expect(image.weights.sum == image.size)
  }

  @Test(arguments: files) func passingInPiecesTellsTheSame(path: String) throws {
    let file = bytes(path)
    let image = try ELFImage(file)
    var catcher = ELFCatch(size: file.count)
    file.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: bytes.count, by: 100_000) {
        catcher.take(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + 100_000, bytes.count)]))
      }
    }
    let caught = try #require(catcher.finish())
    let again = try ELFImage(size: file.count) { caught.bytes(in: $0) }
    #expect(again.dynamic == image.dynamic)
    #expect(again.names == image.names)
    #expect(again.weights == image.weights)
  }
}
