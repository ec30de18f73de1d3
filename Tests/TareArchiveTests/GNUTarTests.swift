import TareArchive
import TareTestSupport
import Testing

/// GNU tar writes, tare reads, GNU tar judges.
@Suite struct GNUTarTests {
  private static let tree = """
    set -e
    mkdir -p t/dir/sub t/empty
    printf hello > t/plain
    head -c 70001 /dev/urandom > t/dir/big
    ln t/plain t/dir/hard
    ln -s ../plain t/dir/soft
    ln -s "$(printf 'x%.0s' $(seq 180))" t/longtarget
    mkfifo t/fifo
    d=t/$(printf 'd%.0s' $(seq 90)); mkdir "$d"; printf deep > "$d/$(printf 'f%.0s' $(seq 120))"
    touch -d @-100 t/old; touch -d @5000000000.5 t/future
    truncate -s 3M t/sparse; printf start | dd of=t/sparse conv=notrunc status=none
    printf end | dd of=t/sparse bs=1 seek=2097152 conv=notrunc status=none
    """

  @Test(arguments: ["gnu", "gnu -S", "pax", "pax -S", "pax -S --sparse-version=0.0", "pax -S --sparse-version=0.1", "oldgnu"])
  func everyFormatReadsAsGNUTarListsIt(options: String) throws {
    let folder = TemporaryFolder()
    let made = Shell.run("\(Self.tree); tar --sort=name --format=\(options) -cf t.tar t 2>&1", in: folder.path)
    try #require(made.status == 0, "\(made.error) \(made.output)")
    let listed = Shell.run("TZ=UTC tar --numeric-owner --full-time --quoting-style=literal -tvf t.tar", in: folder.path)
    let file = try OpenFile(path: folder.path + "/t.tar")
    let reader = TarReader(FileStream(FileRange(file), pool: ChunkPool(chunkSize: 1 << 14), smallestWindow: 512))
    var lines: [String] = []
    while let member = try reader.next() {
      let path = String(decoding: member.path, as: UTF8.self)
      let type: Character =
        switch member.kind {
        case .directory: "d"
        case .symbolicLink: "l"
        case .hardLink: "h"
        case .fifo: "p"
        default: "-"
        }
      lines.append("\(type) \(member.size) \(path)")
      guard member.kind == .regular else { continue }
      var content: [UInt8] = []
      while let piece = try reader.nextContent() { content += piece.bytes }
      #expect(content.count == member.size)
      let expected = try FileRange(OpenFile(path: folder.path + "/" + path)).bytes()
      #expect(content == expected, "\(path)")
    }
    let expected = listed.output.split(separator: "\n").map { line in
      let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
      let name = String(fields[5].drop { $0 == " " }).components(before: [" -> ", " link to "])
      return "\(fields[0].first!) \(fields[2]) \(name)"
    }
    #expect(lines == expected)
    #expect(reader.hasEndMarker)
  }

  @Test func extendedAttributesComeThrough() throws {
    var tar = TarBuilder()
    tar.file("a", Array("x".utf8), attributes: ["user.b": "2", "security.capability": "\u{1}\u{0}="])
    let members = try TarReading.headers(tar.finished)
    #expect(members[0].extendedAttributes.map { String(decoding: $0.name, as: UTF8.self) } == ["security.capability", "user.b"])
    #expect(members[0].extendedAttributes[0].value == [1, 0, 0x3d])
  }
}

extension String {
  fileprivate func components(before separators: [String]) -> String {
    var text = self
    for separator in separators { if let range = text.ranges(of: separator).first { text = String(text[..<range.lowerBound]) } }
    return text
  }
}
