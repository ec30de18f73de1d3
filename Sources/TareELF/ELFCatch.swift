public import TareBytes

/// Keeps of a file that passes once, in pieces, what `ELFImage` will ask for.
///
/// What it needs is known step by step: the header tells where the tables lie, the segments where the dynamic section
/// lies, that one where its strings lie. What is still to come then is kept by range. What has passed by then has to be
/// kept on suspicion:
/// - the strings of the dynamic section, which stand before it unless a tool moved them: in the first 256 KiB, or
///   around `.so` in the first 32 MiB of the segment where linkers put them;
/// - the names of sections, which stand somewhere before the table of sections: right before it, or around `.shstrtab`
///   in what no segment holds;
/// - Go's build information in the writable segments, around its magic, and the list of crates that cargo-auditable
///   writes (`.dep-v0`) at the beginning of what no segment holds.
///
/// Most bytes are never looked at. Seldom more than 1 MiB of a file is held while it passes, never more than 16, and some
/// KiB in the end. What was not caught is absent, and `ELFImage` then says nil.
public struct ELFCatch: Sendable {
  private enum Lesson { case header, formerSegments, segments, dynamic, sections, names }

  private static let headWindow = 256 << 10
  private static let tailWindow = 256 << 10
  private static let namesWindow = 64 << 10
  private static let tableLimit = 2 << 20
  private static let contentLimit = 1 << 20
  private static let stringLimit = 1 << 20
  private static let noteLimit = 4096
  /// Segments, or gaps between them, of one sort that are looked at. A usual file has no more than three.
  private static let partLimit = 8
  /// How far into a segment Go's build information is looked for.
  private static let goReach = 16 << 20
  /// How far into a segment the strings of the dynamic section are looked for.
  private static let stringReach = 32 << 20
  /// What is remembered of a piece, for a hit in the next.
  private static let memory = 16 << 10

  private let size: Int
  private var position = 0
  private var caught = CaughtBytes()
  /// Ranges to keep that lie ahead, at least in part.
  private var wanted: [Range<Int>] = []
  private var scans: [NeedleScan] = []
  /// Where something can be learnt from what was caught.
  private var lessons: [(at: Int, lesson: Lesson)] = []
  /// Nothing is to be done before this offset.
  private var quietUntil = 0
  /// The last bytes before `position`, while something is looked for.
  private var recent: [UInt8] = []
  private var recentEnd = 0

  private var header: ELFHeader?
  private var segments: [ELFSegment] = []
  private var sections: [ELFSection] = []

  /// Whether what is still to come can matter; false from the fourth byte on for what is no ELF file.
  public private(set) var wantsMore = true

  /// Bytes of the file held now.
  public var held: Int { caught.count }

  /// - Parameter size: the file's bytes, as its archive tells them.
  public init(size: Int) {
    self.size = size
    wantsMore = size > 16 && size <= ELFHeader.fileLimit
  }

  /// The next bytes of the file.
  public mutating func take(_ bytes: UnsafeRawBufferPointer) {
    guard wantsMore else { return }
    if position == 0, !bytes.isEmpty { begin(bytes) }
    var rest = bytes[...]
    while wantsMore, !rest.isEmpty {
      let next = lessons.reduce(into: rest.count) { $0 = min($0, $1.at - position) }
      pass(UnsafeRawBufferPointer(rebasing: rest.prefix(next)))
      rest = rest.dropFirst(next)
      learn()
    }
  }

  /// What is needed to read the file as an `ELFImage`, and the contents of the sections by which Go and Rust programs
  /// tell what they are made of. Nil when it is no ELF file.
  public consuming func finish() -> CaughtBytes? {
    var needed = CaughtBytes()
    let everything = caught
    func keep(_ range: Range<Int>) -> [UInt8]? {
      let bytes = everything.bytes(in: range)
      bytes?.withUnsafeBytes { needed.insert($0, at: range.lowerBound) }
      return bytes
    }
    // What reading it asks for is what reading it again will ask for.
    guard header != nil, let image = try? ELFImage(size: size, read: keep) else { return nil }
    for name in Self.contents {
      if let range = image.contentRange(of: name) { _ = keep(range) }
    }
    return needed
  }

  private static let contents: [StaticString] = [".go.buildinfo", ".note.go.buildid", ".dep-v0"]

  // MARK: Passing

  private mutating func begin(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46].prefix(bytes.count)) else {
      wantsMore = false
      return
    }
    want(0..<Self.headWindow)
    lessons = [(min(size, ELFHeader.longest), .header)]
  }

  private mutating func pass(_ bytes: UnsafeRawBufferPointer) {
    let range = position..<position + bytes.count
    position = range.upperBound
    guard range.upperBound > quietUntil else { return }
    search(bytes, range)
    for want in wanted where want.overlaps(range) {
      let part = want.clamped(to: range)
      caught.insert(
        UnsafeRawBufferPointer(rebasing: bytes[part.lowerBound - range.lowerBound..<part.upperBound - range.lowerBound]),
        at: part.lowerBound)
    }
    settle()
  }

  /// Forgets what is done with, and finds where the next thing to do begins.
  private mutating func settle() {
    wanted.removeAll { $0.upperBound <= position }
    scans.removeAll { $0.region.upperBound <= position }
    quietUntil = min(
      wanted.reduce(into: Int.max) { $0 = min($0, $1.lowerBound) },
      scans.reduce(into: Int.max) { $0 = min($0, $1.region.lowerBound) })
    if wanted.isEmpty, scans.isEmpty, lessons.isEmpty { wantsMore = false }
  }

  private mutating func search(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    var isSearching = false
    var hits: [Range<Int>] = []
    if recentEnd != range.lowerBound { recent.removeAll(keepingCapacity: true) }
    for index in scans.indices where scans[index].region.overlaps(range) {
      isSearching = true
      // A needle may lie across the seam of two pieces.
      let overlap = scans[index].needle.count - 1
      let seam = recent.suffix(overlap) + bytes.prefix(overlap)
      seam.withUnsafeBytes {
        let start = range.lowerBound - min(recent.count, overlap)
        if recent.isEmpty == false { hits += scans[index].hits(in: $0, at: start, fileSize: size) }
      }
      hits += scans[index].hits(in: bytes, at: range.lowerBound, fileSize: size)
    }
    for hit in hits {
      // What of it has passed with earlier pieces.
      let start = recentEnd - recent.count
      if recentEnd == range.lowerBound, hit.lowerBound < recentEnd {
        recent.withUnsafeBytes {
          let first = max(hit.lowerBound, start)
          let last = min(hit.upperBound, recentEnd)
          if first < last { caught.insert(UnsafeRawBufferPointer(rebasing: $0[first - start..<last - start]), at: first) }
        }
      }
      want(hit.clamped(to: range.lowerBound..<size), from: range.lowerBound)
    }
    if isSearching { remember(bytes, upTo: range.upperBound) }
  }

  private mutating func remember(_ bytes: UnsafeRawBufferPointer, upTo end: Int) {
    recent.append(contentsOf: bytes.suffix(Self.memory))
    if recent.count > 4 * Self.memory { recent.removeFirst(recent.count - Self.memory) }
    recentEnd = end
  }

  /// Keeps a range, as far as it has not passed yet.
  private mutating func want(_ range: Range<Int>, from start: Int? = nil) {
    var range = range.clamped(to: (start ?? position)..<max(size, start ?? position))
    guard !range.isEmpty else { return }
    // Together with those that it touches, so that no byte is kept twice.
    while let index = wanted.firstIndex(where: { $0.lowerBound <= range.upperBound && range.lowerBound <= $0.upperBound }) {
      let other = wanted.remove(at: index)
      range = min(range.lowerBound, other.lowerBound)..<max(range.upperBound, other.upperBound)
    }
    wanted.append(range)
    quietUntil = min(quietUntil, range.lowerBound)
  }

  // MARK: Learning

  /// Keeps a range and learns from it once it has passed, or now if it has.
  private mutating func study(_ range: Range<Int>?, _ lesson: Lesson, limit: Int, windowBefore: Int = 0) {
    guard let range, range.count <= limit, range.upperBound <= size, !range.isEmpty else { return }
    want(max(0, range.lowerBound - windowBefore)..<range.upperBound)
    lessons.append((max(range.upperBound, position), lesson))
  }

  private mutating func learn() {
    while let index = lessons.firstIndex(where: { $0.at <= position }) {
      switch lessons.remove(at: index).lesson {
      case .header: learnHeader()
      case .formerSegments: learnFormerSegments()
      case .segments: learnSegments()
      case .dynamic: learnDynamic()
      case .sections: learnSections()
      case .names: learnNames()
      }
    }
    settle()
  }

  private mutating func learnHeader() {
    guard let bytes = caught.bytes(in: 0..<min(size, ELFHeader.longest)), let header = try? ELFHeader(bytes.span.bytes) else {
      wantsMore = false
      return
    }
    self.header = header
    if let range = header.segmentRange, range.upperBound > Self.headWindow {
      // The tools that move this table leave the old one where it was.
      study(formerSegments(header), .formerSegments, limit: Self.headWindow)
    }
    study(header.segmentRange, .segments, limit: Self.tableLimit)
    if header.sections.count == 0, header.sections.offset != 0, let first = header.sectionRange(count: 1) {
      // Their number stands in the table itself.
      if first.upperBound <= size { want(first.lowerBound..<min(first.lowerBound + Self.tableLimit, size)) }
    } else {
      study(header.sectionRange(), .sections, limit: Self.tableLimit, windowBefore: Self.namesWindow)
    }
    if header.segments.count == 0 { lookForNames(loaded: []) }
  }

  private mutating func learnSegments() {
    guard let header, let range = header.segmentRange, let bytes = caught.bytes(in: range) else { return }
    segments = ELFSegment.list(bytes.span.bytes, header)
    plan()
  }

  /// Right behind the header, where linkers put them.
  private func formerSegments(_ header: ELFHeader) -> Range<Int> {
    header.layout.headerSize..<header.layout.headerSize + header.segments.entrySize * header.segments.count
  }

  private mutating func learnFormerSegments() {
    guard let header, let bytes = caught.bytes(in: formerSegments(header)) else { return }
    segments = Array(ELFSegment.list(bytes.span.bytes, header).prefix { $0.looksRight(in: size) })
    plan()
  }

  /// Decides what to keep and what to look for, from the segments.
  private mutating func plan() {
    scans.removeAll()
    let loads = segments.filter { $0.kind == .load }.compactMap { segment in
      segment.range(in: size).map { (range: $0, segment: segment) }
    }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for segment in segments.filter({ $0.kind == .interpreter || $0.kind == .note }).prefix(Self.partLimit) {
      if let range = segment.range(in: size), range.count <= Self.noteLimit { want(range) }
    }
    if let dynamic = segments.first(where: { $0.kind == .dynamic }), dynamic.fileSize > 0,
      let range = Range(offset: dynamic.offset, count: dynamic.fileSize)
    {
      study(range, .dynamic, limit: DynamicTable.byteLimit)
      // The first that is there to be read only, or where linkers keep code and constants together, the first.
      let home = loads.first { !$0.segment.isExecutable && !$0.segment.isWritable } ?? loads.first
      if let home = home?.range {
        let start = max(home.lowerBound, Self.headWindow)
        let end = min(home.upperBound, range.lowerBound, start + Self.stringReach)
        for needle in [ByteNeedle.library, .origin] where end > start {
          look(for: needle, in: start..<end, around: 4096, budget: 1 << 20, isForStrings: true)
        }
      }
    }
    for load in loads.filter(\.segment.isWritable).prefix(Self.partLimit) {
      // Go's linker puts it at the start of its data.
      look(for: .goBuildInfo, in: load.range.prefix(Self.goReach), around: 256 << 10, budget: 1)
    }
    lookForNames(loaded: loads.map(\.range))
  }

  /// Looks through what no segment holds, and keeps its beginning.
  /// - Parameter loaded: what segments hold, in order.
  private mutating func lookForNames(loaded: [Range<Int>]) {
    var gaps: [Range<Int>] = []
    var end = 0
    for range in loaded + [size..<size] {
      // Smaller ones only keep segments aligned.
      if range.lowerBound - end >= 16 { gaps.append(end..<range.lowerBound) }
      end = max(end, range.upperBound)
    }
    for gap in gaps.suffix(Self.partLimit) {
      look(for: .sectionNames, in: gap, around: Self.memory, budget: 128 << 10)
      want(gap.prefix(Self.tailWindow))
    }
  }

  private mutating func look(
    for needle: ByteNeedle, in region: Range<Int>, around: Int, budget: Int, isForStrings: Bool = false
  ) {
    guard region.upperBound > position else { return }
    scans.append(
      NeedleScan(
        needle, in: region, before: min(around, Self.memory), after: around, budget: budget, isForStrings: isForStrings))
  }

  private mutating func learnDynamic() {
    // Its strings are behind, or will be where it says.
    for index in scans.indices where scans[index].isForStrings { scans[index].stop() }
    guard let header, let segment = segments.first(where: { $0.kind == .dynamic }),
      let range = Range(offset: segment.offset, count: segment.fileSize), let bytes = caught.bytes(in: range),
      let table = DynamicTable(bytes.span.bytes, header.layout), let strings = table.strings(segments, fileSize: size)
    else { return }
    var left = Self.stringLimit
    var end = position
    for offset in table.offsets where offset < UInt64(strings.count) && left > 0 {
      let start = max(end, strings.lowerBound + Int(offset))
      end = max(end, min(strings.lowerBound + Int(offset) + (DynamicTable.stringSteps.last ?? 0), strings.upperBound))
      if start < end { want(start..<end) }
      left -= max(0, end - start)
    }
  }

  private mutating func learnSections() {
    guard let header, let range = header.sectionRange(), let bytes = caught.bytes(in: range) else { return }
    sections = ELFSection.list(bytes.span.bytes, header, fileSize: size)
    guard sections.indices.contains(header.namesIndex) else { return }
    // Behind, they are caught or lost.
    study(sections[header.namesIndex].fileRange, .names, limit: Self.tableLimit)
  }

  private mutating func learnNames() {
    guard let header, let names = caught.bytes(in: sections[header.namesIndex].fileRange) else { return }
    for index in sections.indices {
      sections[index].names = names
      if sections[index].fileRange.count <= Self.contentLimit, Self.contents.contains(where: { sections[index].isNamed($0) }) {
        want(sections[index].fileRange)
      }
    }
  }
}
