/// Works out a `StripPlan`: which sections stay, and where everything comes to lie.
struct StripLayout {
  /// Behind the last byte that a header tells of some linkers and patchelf leave a few more.
  private static let tailLimit = 16

  private let size: Int
  private let sections: [ELFSection]
  private let segments: [ELFSegment]
  private let tables: ELFTables

  private(set) var kept: [Int] = []
  private(set) var parts: [StripPlan.Part] = []
  private(set) var names = 0..<0
  private(set) var table = 0..<0
  private(set) var movesSegments = false
  private(set) var freed: [Range<Int>] = []

  /// Loaded bytes that lie together.
  private struct Island {
    var range: Range<Int>
    /// Of its segments; 1 for what is in none, and cannot move.
    var alignment: Int
  }

  init(_ size: Int, _ sections: [ELFSection], _ segments: [ELFSegment], _ tables: ELFTables) {
    self.size = size
    self.sections = sections
    self.segments = segments
    self.tables = tables
  }

  mutating func place() -> StripPlan.Refusal? {
    let goes = going()
    guard goes.contains(true) else { return .nothingToTakeOff }
    kept = sections.indices.filter { !goes[$0] }
    guard let islands = islands() else { return .unreadable }
    // What is not loaded: sections by number, and their table without one.
    var loose: [(range: Range<Int>, section: Int?)] = sections.indices
      .filter { !sections[$0].isLoaded && !sections[$0].fileRange.isEmpty }
      .map { (sections[$0].fileRange, $0) }
    loose.append((tables.sectionTable, nil))
    let end = max(islands.last?.range.upperBound ?? 0, loose.reduce(0) { max($0, $1.range.upperBound) })
    guard size - end < Self.tailLimit else { return .appendedData }
    var inside: Set<Int> = []
    for item in loose where Self.touches(item.range, islands) {
      guard let section = item.section, !goes[section] else { return .interleaved }
      inside.insert(section)
    }
    guard !inside.contains(tables.namesIndex), let end = place(islands, around: loose.map(\.range)) else { return .interleaved }
    placeRest(kept.filter { !sections[$0].isLoaded && !inside.contains($0) && $0 != tables.namesIndex }, from: end)
    return free() ? nil : .nothingToTakeOff
  }

  // MARK: What goes

  private func going() -> [Bool] {
    var goes = sections.map { section in
      guard !section.isLoaded, section.kind != .null else { return false }
      return section.kind == .symbols || section.kind == .symbolSections || section.holdsDebugInformation
        || section.isNamed(".gnu.build.attributes", prefix: true)
    }
    let symbols = sections.indices.filter { goes[$0] && sections[$0].kind == .symbols }
    for index in symbols.map({ Int(sections[$0].link) }) where sections.indices.contains(index) && index != tables.namesIndex {
      if sections[index].kind == .strings, !sections[index].isLoaded { goes[index] = true }
    }
    for index in sections.indices where [4, 9].contains(sections[index].kind.rawValue) && !sections[index].isLoaded {
      let references = [Int(sections[index].link), Int(tables.sectionInfos[index])]
      if references.contains(where: { sections.indices.contains($0) && goes[$0] }) { goes[index] = true }
    }
    // Nothing else is worth a new file.
    return sections.indices.contains { goes[$0] && !sections[$0].isNamed(".gnu.build.attributes", prefix: true) }
      ? goes : sections.map { _ in false }
  }

  // MARK: Where the rest comes to lie

  /// Nil where the file ends before they do.
  private func islands() -> [Island]? {
    var loaded = [Island(range: 0..<tables.layout.headerSize, alignment: 1), Island(range: tables.segmentTable, alignment: 1)]
    for (index, segment) in segments.enumerated() where segment.kind.rawValue != 0 && segment.fileSize > 0 {
      guard let range = Range(offset: segment.offset, count: segment.fileSize) else { return nil }
      loaded.append(Island(range: range, alignment: segment.kind == .load ? tables.segmentAlignments[index] : 1))
    }
    for section in sections where section.isLoaded && !section.fileRange.isEmpty {
      loaded.append(Island(range: section.fileRange, alignment: 1))
    }
    var islands: [Island] = []
    for next in loaded.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) where !next.range.isEmpty {
      guard next.range.upperBound <= size else { return nil }
      if let last = islands.last, next.range.lowerBound <= last.range.upperBound {
        islands[islands.count - 1] = Island(
          range: last.range.lowerBound..<max(last.range.upperBound, next.range.upperBound),
          alignment: max(last.alignment, next.alignment))
      } else {
        islands.append(next)
      }
    }
    return islands
  }

  private static func touches(_ range: Range<Int>, _ islands: [Island]) -> Bool {
    islands.contains { $0.range.overlaps(range) }
  }

  /// The end of what is loaded; nil where something would have to move that cannot.
  private mutating func place(_ islands: [Island], around loose: [Range<Int>]) -> Int? {
    parts = [StripPlan.Part(from: islands[0].range, to: 0)]
    guard islands[0].range.lowerBound == 0 else { return nil }
    var end = islands[0].range.upperBound
    for (island, before) in zip(islands.dropFirst(), islands) {
      let gap = before.range.upperBound..<island.range.lowerBound
      if !movesSegments, !loose.contains(where: { gap.contains($0.lowerBound) }) {
        // Padding between segments stays as it is.
        parts[parts.count - 1].from = parts[parts.count - 1].from.lowerBound..<island.range.upperBound
        end = island.range.upperBound
        continue
      }
      guard island.alignment > 1 else { return nil }
      let distance = (island.range.lowerBound - end) / island.alignment * island.alignment
      let range = distance > 0 ? island.range.lowerBound..<endOfSections(in: island.range) : island.range
      parts.append(StripPlan.Part(from: range, to: range.lowerBound - distance))
      movesSegments = movesSegments || distance > 0
      end = range.upperBound - distance
    }
    return end
  }

  private func endOfSections(in range: Range<Int>) -> Int {
    sections.reduce(range.lowerBound) { end, section in
      section.isLoaded && range.contains(section.fileRange.lowerBound) && !section.fileRange.isEmpty
        ? max(end, section.fileRange.upperBound) : end
    }
  }

  /// Sections that are not loaded, then the names, then the table.
  private mutating func placeRest(_ rest: [Int], from end: Int) {
    var end = end
    func order(_ index: Int) -> (Int, Int) { (sections[index].fileRange.lowerBound, index) }
    for index in rest.sorted(by: { order($0) < order($1) }) where !sections[index].fileRange.isEmpty {
      end = Self.aligned(end, to: tables.sectionAlignments[index])
      parts.append(StripPlan.Part(from: sections[index].fileRange, to: end))
      end += sections[index].fileRange.count
    }
    names = end..<end + Self.sizeOfNames(kept.compactMap { sections[$0].name })
    let start = Self.aligned(names.upperBound, to: tables.layout.is64 ? 8 : 4)
    table = start..<start + kept.count * tables.sectionSize
  }

  private static func aligned(_ offset: Int, to alignment: Int) -> Int { (offset + alignment - 1) / alignment * alignment }

  /// Bytes of a table of these names in which one that ends another lies within it.
  static func sizeOfNames(_ names: [ArraySlice<UInt8>]) -> Int {
    // Read backwards, a name stands right before those that it ends.
    let sorted = Set(names.map { Array($0.reversed()) }).subtracting([[]]).sorted { $0.lexicographicallyPrecedes($1) }
    return sorted.indices.reduce(1) { sum, index in
      let isWithin = index + 1 < sorted.count && sorted[index + 1].starts(with: sorted[index])
      return isWithin ? sum : sum + sorted[index].count + 1
    }
  }

  // MARK: What is saved

  /// False when the new file would not be smaller.
  private mutating func free() -> Bool {
    var position = 0
    for part in parts.map(\.from).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if part.lowerBound > position { freed.append(position..<part.lowerBound) }
      position = max(position, part.upperBound)
    }
    if position < size { freed.append(position..<size) }
    // Names, table and padding take some of it.
    var surplus = freed.reduce(0) { $0 + $1.count } - (size - table.upperBound)
    guard surplus >= 0, table.upperBound < size else { return false }
    while surplus > 0, let last = freed.popLast() {
      let cut = min(surplus, last.count)
      if cut < last.count { freed.append(last.lowerBound..<last.upperBound - cut) }
      surplus -= cut
    }
    return true
  }
}

extension ELFSection {
  /// By the names that binutils and LLVM take for debug information.
  var holdsDebugInformation: Bool {
    isNamed(".debug", prefix: true) || isNamed(".zdebug", prefix: true) || isNamed(".gdb_index")
      || isNamed(".gnu.debuglto_.debug_", prefix: true) || isNamed(".gnu.linkonce.wi.", prefix: true)
      || isNamed(".stab", prefix: true) || isNamed(".line")
  }
}
