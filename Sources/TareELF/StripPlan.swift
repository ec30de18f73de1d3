/// What taking symbol tables and debug information off a linked ELF file leaves of it: every part that stays, with its new
/// place. Whoever follows the plan writes a file of exactly `newSize` bytes, and a program cannot tell.
///
/// Sections go that no segment loads, and that are
/// - symbol tables for linkers and debuggers with their strings: `.symtab`, `.strtab`, `.symtab_shndx`. The table that the
///   loader reads, `.dynsym`, is loaded and stays;
/// - debug information, by the names that `ELFWeights` knows: `.debug_*`, `.zdebug_*`, `.gdb_index`, `.stab*`, …;
/// - notes on how the compiler built each function: `.gnu.build.attributes*`;
/// - relocations that refer to any of these.
///
/// With them go their headers, their names and the padding around them. All else stays: `.comment`, notes,
/// `.gnu_debuglink`.
///
/// Loaded bytes stay where they are. The exception is a segment behind what goes, where patchelf and its kind append
/// them: it moves down by a multiple of its alignment, as its place in the file must agree with its address, and what
/// such a segment has behind its last section goes too. `movesSegments` then says so.
///
/// GNU strip 2.40, called as `strip -R '.gnu.build.attributes*'`, makes files of the same size; without that option it
/// keeps a shortened form of those notes, a hundred bytes in most files.
public struct StripPlan: Sendable, Equatable {
  /// Why a file is left as it is.
  public enum Refusal: Sendable, Equatable {
    /// An object file or a core dump: symbols are what an object file is for.
    case notLinked
    /// Its tables are not at hand, or are damaged.
    case unreadable
    case nothingToTakeOff
    /// Debug information of another file, and nothing else.
    case separateDebugInformation
    /// Bytes follow that no header tells of: programs carry data there, and `strip` would lose it.
    case appendedData
    /// What would go lies among what is loaded.
    case interleaved
    /// A segment without any section in it, which patchelf leaves when it changes a file twice: `strip` places it so that
    /// the loader refuses the file.
    case emptySegment
  }

  public enum Outcome: Sendable, Equatable {
    case plan(StripPlan)
    case refused(Refusal)

    public var plan: StripPlan? { if case .plan(let plan) = self { plan } else { nil } }
    public var refusal: Refusal? { if case .refused(let refusal) = self { refusal } else { nil } }
  }

  /// Bytes that are copied, and where to.
  public struct Part: Sendable, Equatable {
    public var from: Range<Int>
    public var to: Int
  }

  public let oldSize: Int
  public let newSize: Int
  /// In the order of the new file. What lies between them there is zeros.
  public let parts: [Part]
  /// Numbers of the sections that keep their headers, ascending; the empty first one is among them.
  public let sections: [Int]
  /// Where the names of sections go, each once and none that another one ends with; and the table of sections.
  public let names: Range<Int>
  public let table: Range<Int>
  /// Whether loaded bytes change their place in the file.
  public let movesSegments: Bool
  /// Bytes of the old file that go: as many as `oldSize - newSize`. Of the old table of sections, which shrinks in its
  /// place at the end, they are the last.
  public let freed: [Range<Int>]

  /// - Parameter read: the bytes of a range of the file, nil when they are not at hand. It is asked for what was asked to
  ///   make the image.
  public static func make(_ image: ELFImage, read: (Range<Int>) throws -> [UInt8]?) rethrows -> Outcome {
    guard image.type == .executable || image.type == .shared else { return .refused(.notLinked) }
    guard image.hasSectionNames, let sections = image.sections, let segments = image.segments,
      let tables = try ELFTables(image, read: read)
    else { return .refused(.unreadable) }
    let isComplete = sections.allSatisfy { $0.kind == .noBits || $0.kind == .null || UInt64($0.fileRange.count) == $0.size }
    guard isComplete else { return .refused(.unreadable) }
    guard sections.contains(where: { $0.isLoaded && $0.kind != .noBits && $0.kind != .note }) else {
      return .refused(.separateDebugInformation)
    }
    guard !hasEmptySegment(image) else { return .refused(.emptySegment) }
    var layout = StripLayout(image.size, sections, segments, tables)
    if let refusal = layout.place() { return .refused(refusal) }
    return .plan(StripPlan(image.size, layout))
  }

  /// Whether a segment with bytes in the file has no section among them. The first one may hold nothing but headers.
  public static func hasEmptySegment(_ image: ELFImage) -> Bool {
    guard let sections = image.sections, let segments = image.segments else { return false }
    return segments.contains { segment in
      guard segment.kind == .load, segment.fileSize > 0, segment.offset > 0, let range = segment.range(in: image.size) else {
        return false
      }
      return !sections.contains { $0.isLoaded && !$0.fileRange.isEmpty && range.contains($0.fileRange.lowerBound) }
    }
  }

  private init(_ size: Int, _ layout: StripLayout) {
    oldSize = size
    newSize = layout.table.upperBound
    parts = layout.parts
    sections = layout.kept
    names = layout.names
    table = layout.table
    movesSegments = layout.movesSegments
    freed = layout.freed
  }
}
