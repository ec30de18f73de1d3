import TareELF
import TareOwners
import TareTree

/// A linked ELF file with symbol tables or debug information, and what stripping makes of it.
struct StrippableFile {
  var content: Int32
  /// Nil where it is left as it is.
  var plan: StripPlan?
  /// Bytes that a file which is left alone keeps.
  var left = 0

  /// Those of the final image, in the order of their contents. What Go's and Rust's own linkers made belongs to other rules.
  static func all(_ context: RuleContext) throws -> [StrippableFile] {
    try context.ownership.binaries.images.sorted { $0.key < $1.key }.compactMap { content, image in
      guard (image.weights.symbols ?? 0) + (image.weights.debug ?? 0) > 0, !isOfGoOrRust(image, content, context),
        case let outcome = try StripPlan.make(image, read: { try context.bytes(of: content, in: $0) })
      else { return nil }
      switch outcome {
      case .plan(let plan) where !context.isRenamedByWheelTool(content): return StrippableFile(content: content, plan: plan)
      case .plan(let plan): return StrippableFile(content: content, left: plan.oldSize - plan.newSize)
      case .refused(.emptySegment), .refused(.interleaved), .refused(.appendedData):
        return StrippableFile(content: content, left: (image.weights.symbols ?? 0) + (image.weights.debug ?? 0))
      case .refused: return nil
      }
    }
  }

  private static func isOfGoOrRust(_ image: ELFImage, _ content: Int32, _ context: RuleContext) -> Bool {
    if image.section(named: ".go.buildinfo") != nil { return true }
    guard case .package(let number) = context.ownership.owners[Int(content)] else { return false }
    return [.golang, .cargo].contains(context.package(number).ecosystem) || context.isToolchainOfGoOrRust(number)
  }
}

extension RuleContext {
  /// Whether a package is a compiler whose archives and test data are its own business.
  func isToolchainOfGoOrRust(_ number: Int32) -> Bool {
    package(number).ecosystem == .generic && ["go", "rust"].contains(package(number).name)
  }

  /// Whether a library lies where auditwheel puts those that it takes into a wheel, `NAME.libs/libfoo-abcdef12.so.1`: it
  /// has changed them after they were linked, and `strip` has been seen to break such files.
  func isRenamedByWheelTool(_ content: Int32) -> Bool {
    let path = home(of: content)
    let directory = paths.parent(of: path)
    guard directory > PathTable.root, paths.name(of: directory).suffix(5).elementsEqual(".libs".utf8) else { return false }
    return paths.name(of: path).split(separator: 0x2d).dropFirst().contains { part in
      part.count >= 8 && part.prefix(8).allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
        && (part.count == 8 || part[part.startIndex + 8] == 0x2e)
    }
  }

  /// The deepest directory that all of these lie in.
  func commonDirectory(_ contents: [Int32]) -> Int32 {
    guard let first = contents.first else { return PathTable.root }
    var common = paths.parent(of: home(of: first))
    for content in contents.dropFirst() {
      let path = home(of: content)
      while common > PathTable.root, !paths.lies(path, in: common) { common = paths.parent(of: common) }
    }
    return common
  }

  /// Rows of the layers that hold these, the heaviest first and those of the base last: an upper layer that copies a file
  /// of the base is the one that can leave it out.
  func rowsToChange(_ contents: [Int32]) -> [Int] {
    let rows = rowsHolding(contents)
    return rows.filter { $0 >= ownership.base.rows } + rows.filter { $0 < ownership.base.rows }
  }
}
