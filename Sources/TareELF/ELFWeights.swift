/// What the bytes of an ELF file are. The classes are disjoint and, where all are known, sum to the file's size.
///
/// Sections decide, each byte by the first section that reaches it: in the order of their offsets, then of their
/// table. What no section reaches - headers, tables, padding - is `rest`. A file without a section table is weighed by
/// what the loader maps: code and other data; nothing in it can be called a symbol table or debug information.
///
/// Nil is unknown: no section table at hand, or no names, which tell data, GPU code, debug information and others apart.
public struct ELFWeights: Sendable, Equatable {
  /// Loaded and executable.
  public internal(set) var code: Int?
  /// Loaded otherwise.
  public internal(set) var data: Int?
  /// Symbol tables for linkers and debuggers with their strings, which no running program needs.
  public internal(set) var symbols: Int?
  /// Debug information, compressed or not, as `strip --strip-debug` takes it off: never loaded.
  public internal(set) var debug: Int?
  /// Code for NVIDIA's GPUs that a running program can load (`.nv_fatbin`).
  public internal(set) var gpuCode: Int?
  /// The same in a form that only a linker can use (`__nv_relfatbin`).
  public internal(set) var relocatableGPUCode: Int?
  /// Other sections.
  public internal(set) var other: Int?
  /// Headers, tables and padding.
  public internal(set) var rest: Int?

  private enum Class { case code, data, symbols, debug, gpuCode, relocatableGPUCode, other, unnamed }

  init(sections: [ELFSection]?, segments: [ELFSegment]?, fileSize: Int) {
    guard let sections, let segments = sections.isEmpty ? segments : [] else { return }
    (code, data, symbols, debug, gpuCode, relocatableGPUCode, other, rest) = (0, 0, 0, 0, 0, 0, 0, 0)
    var parts: [(range: Range<Int>, kind: Class)] = segments.compactMap { segment in
      guard segment.kind == .load, let range = segment.range(in: fileSize) else { return nil }
      return (range, segment.isExecutable ? .code : .data)
    }
    var symbolStrings: Set<UInt32> = []
    for section in sections where section.kind == .symbols { symbolStrings.insert(section.link) }
    for (index, section) in sections.enumerated() where !section.fileRange.isEmpty {
      let isSymbols = section.kind == .strings && !section.isLoaded && symbolStrings.contains(UInt32(index))
      parts.append((section.fileRange, isSymbols ? .symbols : Self.kind(of: section)))
    }
    // Sorting is not stable, so the order of the table has to decide by itself.
    let order = parts.indices.sorted { (parts[$0].range.lowerBound, $0) < (parts[$1].range.lowerBound, $1) }
    var (position, counted) = (0, 0)
    for index in order {
      let count = max(0, parts[index].range.upperBound - max(position, parts[index].range.lowerBound))
      position = max(position, parts[index].range.upperBound)
      counted += count
      if count > 0 { add(count, to: parts[index].kind) }
    }
    rest = fileSize - counted
  }

  private mutating func add(_ count: Int, to kind: Class) {
    switch kind {
    case .code: code? += count
    case .data: data? += count
    case .symbols: symbols? += count
    case .debug: debug? += count
    case .gpuCode: gpuCode? += count
    case .relocatableGPUCode: relocatableGPUCode? += count
    case .other: other? += count
    case .unnamed: (data, debug, gpuCode, relocatableGPUCode, other) = (nil, nil, nil, nil, nil)
    }
  }

  private static func kind(of section: ELFSection) -> Class {
    if section.kind == .symbols || section.kind == .symbolSections { return .symbols }
    if section.isLoaded && section.isExecutable { return .code }
    guard section.name != nil else { return .unnamed }
    if section.isNamed(".nv_fatbin") { return .gpuCode }
    if section.isNamed("__nv_relfatbin") { return .relocatableGPUCode }
    if section.isLoaded { return .data }
    return isDebug(section) ? .debug : .other
  }

  /// The names that binutils and LLVM take for debug information.
  private static func isDebug(_ section: ELFSection) -> Bool {
    section.isNamed(".debug", prefix: true) || section.isNamed(".zdebug", prefix: true) || section.isNamed(".gdb_index")
      || section.isNamed(".gnu.debuglto_.debug_", prefix: true) || section.isNamed(".gnu.linkonce.wi.", prefix: true)
      || section.isNamed(".stab", prefix: true) || section.isNamed(".line")
  }
}
