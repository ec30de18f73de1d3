import TareArchive
import TareTestSupport
import Testing

@Suite struct CompressionTests {
  private let text = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7 &* 31) }

  private func unpacked(_ bytes: [UInt8], as compression: Compression, chunk: Int = 1 << 16) throws -> [UInt8] {
    try TarReading.all(
      decompressed(try TarReading.stream(bytes, window: 64, chunk: chunk), as: compression, pool: ChunkPool(chunkSize: chunk)))
  }

  @Test(arguments: [Compression.gzip, .zstd], [1, 13, 1000, 1 << 16])
  func readsWhatWasPackedInChunksOfAnySize(compression: Compression, chunk: Int) throws {
    let bytes = chunk < 100 ? Array(text[..<5000]) : text
    #expect(try unpacked(Packing.pack(bytes, compression), as: compression, chunk: chunk) == bytes)
  }

  @Test(arguments: [Compression.gzip, .zstd]) func severalMembersAreOneStream(compression: Compression) throws {
    let packed = [text[..<100], text[100..<100], text[100..<200_000], text[200_000...]]
      .flatMap { Packing.pack(Array($0), compression) }
    for chunk in [1, 64, 4096, 1 << 20] {
      let bytes = try unpacked(packed, as: compression, chunk: chunk)
      #expect(bytes == text, "\(chunk)")
    }
  }

  @Test func realToolsWriteWhatIsRead() throws {
    let folder = TemporaryFolder()
    folder.write(text, as: "t")
    for (tool, compression) in [("gzip -c", Compression.gzip), ("gzip -9nc", .gzip), ("zstd -qc", .zstd), ("zstd -q19c", .zstd)] {
      let run = Shell.run("\(tool) t > packed", in: folder.path)
      guard run.status == 0 else { continue }
      let file = try OpenFile(path: folder.path + "/packed")
      let stream = FileStream(FileRange(file), pool: ChunkPool(chunkSize: 4096), smallestWindow: 4096)
      #expect(try TarReading.all(decompressed(stream, as: compression, pool: ChunkPool(chunkSize: 4096))) == text)
    }
  }

  @Test func skippableFramesArePassedOver() throws {
    let packed = Packing.skippableFrame([1, 2, 3]) + Packing.zstd(text) + Packing.skippableFrame([])
    #expect(try unpacked(packed, as: .zstd) == text)
    #expect(try packed.withUnsafeBytes { try Compression(magic: $0) } == .zstd)
  }

  /// Extra fields, names, comments and checksums of headers, over any border of the input.
  @Test(arguments: [1, 3, 64, 1000]) func headersMayLieAcrossInputs(chunk: Int) throws {
    var packed: [UInt8] = []
    for flags in 0..<UInt8(32) {
      let member = Packing.gzip(Array(text[Int(flags) * 100..<Int(flags) * 100 + 100]))
      packed += [0x1f, 0x8b, 8, flags] + member[4..<10]
      if flags & 4 != 0 { packed += [200, 0] + [UInt8](repeating: 7, count: 200) }
      if flags & 8 != 0 { packed += [UInt8](repeating: 0x61, count: 150) + [0] }
      if flags & 16 != 0 { packed += [UInt8](repeating: 0x62, count: 90) + [0] }
      if flags & 2 != 0 { packed += [1, 2] }
      packed += member[10...]
    }
    #expect(try unpacked(packed, as: .gzip, chunk: chunk) == Array(text[..<3200]))
    #expect(throws: CompressionError.truncated(.gzip)) {
      _ = try unpacked([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 0, 255, 255, 1], as: .gzip)
    }
    #expect(throws: CompressionError.damaged(.gzip, "the method is not deflate")) {
      _ = try unpacked([0x1f, 0x8b, 7, 0, 0, 0, 0, 0, 0, 0], as: .gzip)
    }
  }

  @Test func zerosBehindGzipArePadding() throws {
    #expect(try unpacked(Packing.gzip(text) + [0, 0, 0], as: .gzip) == text)
  }

  @Test func garbageBehindGzipIsTold() {
    #expect(throws: CompressionError.damaged(.gzip, "garbage behind the end of the stream")) {
      _ = try unpacked(Packing.gzip(text) + [1, 2, 3], as: .gzip)
    }
  }

  @Test(arguments: [Compression.gzip, .zstd]) func truncationIsToldWhereverItIs(compression: Compression) {
    let packed = Packing.pack(Array(text[..<5000]), compression)
    for count in 5..<packed.count {
      #expect(throws: CompressionError.truncated(compression), "\(count)") {
        _ = try unpacked(Array(packed[..<count]), as: compression)
      }
    }
  }

  @Test func checksumOfGzipIsChecked() {
    var packed = Packing.gzip(text)
    packed[packed.count - 5] ^= 1
    #expect(throws: CompressionError.damaged(.gzip, "the checksum does not match")) { _ = try unpacked(packed, as: .gzip) }
  }

  @Test func otherKindsAreNamed() {
    #expect(throws: CompressionError.unsupported("xz")) {
      _ = try [UInt8]([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]).withUnsafeBytes { try Compression(magic: $0) }
    }
    #expect(throws: CompressionError.unsupported("bzip2")) {
      _ = try [UInt8]("BZh9".utf8).withUnsafeBytes { try Compression(magic: $0) }
    }
  }
}
