import TareBytes
import TareOwners
import TareTree

/// What replacing a distribution by another build of it takes off, to the byte: what the other build does not have goes,
/// what it has smaller shrinks, and what it has larger or more is paid from that.
struct CPUCounterpart {
  var claim = Claim()
  var edits: [Finding.Edit] = []

  /// - Parameter other: the files of the other build.
  init(of package: Int32, _ other: WheelRecord, _ context: RuleContext) {
    let record = context.package(package).record
    let directory = context.isDirectory(record) ? record : context.paths.parent(of: record)
    let site = context.paths.parent(of: directory)
    var gone: [Int32] = []
    var ranges: [(content: Int32, range: Range<Int>)] = []
    var growth = 0
    var seen: Set<[UInt8]> = []
    for content in context.contents(ofPackage: package) {
      let path = context.home(of: content)
      // The record itself, and what the installer put beside it, comes with every build.
      guard !context.paths.lies(path, in: directory) else { continue }
      let name = Self.source(Self.relative(path, to: site, context.paths))
      guard let size = other.sizes[name] else {
        gone.append(content)
        continue
      }
      guard name == Self.relative(path, to: site, context.paths) else { continue }
      seen.insert(name)
      let old = context.tree.contents[Int(content)].size
      if size < old { ranges.append((content, size..<old)) }
      growth += max(0, size - old)
      if size != old {
        edits.append(Finding.Edit(content: content, oldSize: old, newSize: size, kind: "replace by the other build's"))
      }
    }
    for (name, size) in other.sizes where !seen.contains(name) && !Self.isRecord(name) { growth += size }
    // What comes in addition is taken off the largest of what goes.
    ranges.sort { ($1.range.count, $0.content) < ($0.range.count, $1.content) }
    for content in gone.sorted(by: { context.tree.contents[Int($0)].size > context.tree.contents[Int($1)].size }) where growth > 0 {
      let size = context.tree.contents[Int(content)].size
      gone.removeAll { $0 == content }
      if size > growth { ranges.append((content, growth..<size)) }
      growth -= min(growth, size)
    }
    for index in ranges.indices where growth > 0 {
      let cut = min(growth, ranges[index].range.count)
      ranges[index].range = ranges[index].range.lowerBound + cut..<ranges[index].range.upperBound
      growth -= cut
    }
    claim = context.claim(contents: gone).union(
      context.claim(
        ranges: Dictionary(ranges.map { ($0.content, ByteRanges([$0.range])) }, uniquingKeysWith: { $0.union($1) })))
  }

  fileprivate static func relative(_ path: Int32, to site: Int32, _ paths: PathTable) -> [UInt8] {
    let (full, base) = (paths.bytes(of: path), paths.bytes(of: site))
    return full.starts(with: base) ? Array(full.dropFirst(base.count + 1)) : full
  }

  /// `torch/x.py` for `torch/__pycache__/x.cpython-312.pyc`: what is compiled of a file comes and goes with it.
  private static func source(_ path: [UInt8]) -> [UInt8] {
    guard path.suffix(4).elementsEqual(".pyc".utf8) else { return path }
    var parts = path.split(separator: 0x2f).map(Array.init)
    guard parts.count > 1, parts[parts.count - 2].elementsEqual("__pycache__".utf8), let name = parts.popLast() else { return path }
    parts[parts.count - 1] = Array(name.prefix { $0 != 0x2e }) + Array(".py".utf8)
    return Array(parts.joined(separator: [0x2f]))
  }

  private static func isRecord(_ path: [UInt8]) -> Bool { path.containsBytes(Array(".dist-info/".utf8)) }
}

extension RuleContext {
  /// Why the wheel that the owner gave cannot stand in for the torch of the image; nil where it can, where none was given, and
  /// where there is no torch for GPUs.
  public var cpuWheelMisfit: String? {
    guard let wheel = cpuWheelOfTorch else { return nil }
    return cudaBuilds.lazy.compactMap { self.misfit(wheel, for: $0.torch) }.first
  }

  /// The same version, and the same modules in machine code: their names say for which Python and machine they are.
  func misfit(_ wheel: WheelRecord, for torch: Int32) -> String? {
    let version = package(torch).version
    if let own = wheel.distribution?.version, own.prefix(while: { $0 != "+" }) != version.prefix(while: { $0 != "+" }) {
      return "is of torch \(EscapedText.printable(own)), and the image has \(EscapedText.printable(version))"
    }
    let record = package(torch).record
    let site = paths.parent(of: isDirectory(record) ? record : paths.parent(of: record))
    for content in contents(ofPackage: torch) {
      let path = CPUCounterpart.relative(home(of: content), to: site, paths)
      guard path.containsBytes(Array(".cpython-".utf8)), path.suffix(3).elementsEqual(".so".utf8), wheel.sizes[path] == nil else {
        continue
      }
      return "is for another Python or another machine: it has no \(EscapedText.printable(path))"
    }
    return nil
  }
}
