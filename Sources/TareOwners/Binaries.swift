import TareArchive
import TareBytes
public import TareELF
import TareLayers
import TareTree

/// The ELF files that the final tree shows, as their headers tell them.
public struct Binaries: Sendable {
  /// By content.
  public private(set) var images: [Int32: ELFImage] = [:]
  /// Paths of all of them, hard links too, in the order of the paths.
  public private(set) var paths: [Int32] = []
  /// What could not be read and a second pass could.
  private(set) var missing: [ContentLocation: [Range<Int>]] = [:]
  private var contents: [Int32] = []
  /// By content of the image.
  private var firstWriters: [Int32] = []

  /// Files in one go on one thread.
  private static let groupSize = 64

  init() {}

  init(_ weighing: Weighing, _ reader: ContentReader) throws {
    let tree = weighing.tree
    firstWriters = tree.firstWriters
    let suspects = tree.contents.indices.filter { index in
      let content = tree.contents[index]
      guard content.isLive, content.size > 0, let scan = weighing.scans[Int(content.location.layer)] else { return false }
      return scan.entries[Int(content.location.entry)].magic == .elf
    }
    contents = suspects.map { Int32($0) }
    try read(tree, reader)
    let images = images
    paths = tree.nodes.indices.map { Int32($0) }
      .filter { tree.nodes[Int($0)].exists && images[tree.nodes[Int($0)].content] != nil }
    let names = Dictionary(uniqueKeysWithValues: paths.map { ($0, tree.paths.bytes(of: $0)) })
    paths.sort { names[$0]!.lexicographicallyPrecedes(names[$1]!) }
  }

  /// The layer that first brought the binary at a path; a later one may have written it again as it was.
  func firstWriter(of path: Int32, _ tree: MergedTree) -> Int32 { firstWriters[Int(tree.nodes[Int(path)].content)] }

  /// Reads those again of which something was missing.
  mutating func complete(_ tree: MergedTree, _ reader: ContentReader) throws {
    let wanted = Set(missing.keys)
    contents = contents.filter { wanted.contains(tree.contents[Int($0)].location) }
    missing = [:]
    try read(tree, reader)
  }

  /// The content of a section; nil where there is none, or it cannot be had.
  func section(_ name: String, of content: Int32, _ reader: ContentReader, _ location: ContentLocation) throws -> [UInt8]? {
    let section = images[content]?.sections?.first { $0.name?.elementsEqual(name.utf8) ?? false }
    guard let range = section?.fileRange, !range.isEmpty else { return nil }
    return try reader.bytes(of: location, in: range)
  }

  private struct Reading: Sendable {
    var content: Int32
    var image: ELFImage?
    var missing: [Range<Int>] = []
  }

  private mutating func read(_ tree: MergedTree, _ reader: ContentReader) throws {
    let contents = contents
    let groups = stride(from: 0, to: contents.count, by: Self.groupSize).map {
      contents[$0..<min($0 + Self.groupSize, contents.count)]
    }
    let readings = try parallelMap(groups) { group in
      try group.map { try Self.read($0, tree.contents[Int($0)], reader) }
    }
    for reading in readings.joined() {
      images[reading.content] = reading.image
      if !reading.missing.isEmpty { missing[tree.contents[Int(reading.content)].location] = reading.missing }
    }
  }

  private static func read(_ number: Int32, _ content: Content, _ reader: ContentReader) throws -> Reading {
    var reading = Reading(content: number)
    do {
      reading.image = try ELFImage(size: content.size) { range in
        if let bytes = try reader.bytes(of: content.location, in: range) { return bytes }
        if reader.isWorthReadingAgain(range, of: content.location) { reading.missing.append(range) }
        return nil
      }
    } catch is ELFError {
      // It begins like one and is none.
    }
    if reading.image?.isComplete ?? false { reading.missing = [] }
    return reading
  }
}

extension ELFImage {
  /// Whether everything that the file has to tell could be read.
  fileprivate var isComplete: Bool { segments != nil && sections != nil && dynamic != nil && hasSectionNames }
}
