import TareELF
import TareOwners
import TareReach
import TareTree

/// Which shared objects a program, or a module that a program opens, loads by what the headers say.
struct LoadedLibraries {
  /// Contents.
  let reached: Set<Int32>

  /// - Parameter candidates: what counts only when something else needs it; all other ELF files do for their own sake.
  init(_ context: RuleContext, candidates: Set<Int32>) {
    let graph = context.reach.libraries
    var reached = Set(context.ownership.binaries.images.keys.filter { !candidates.contains($0) })
    var pending = reached.sorted()
    while let next = pending.popLast() {
      for library in graph.needs[next] ?? [] where reached.insert(library).inserted { pending.append(library) }
    }
    self.reached = reached
  }

  /// Whether a file is there to be loaded by others and not to be run.
  static func isLibrary(_ image: ELFImage) -> Bool {
    image.type == .shared && image.hasInterpreter == false && !(image.dynamic?.isPositionIndependentProgram ?? false)
  }
}

extension RuleContext {
  /// The directories in which every program looks for libraries, ascending: the image's settings, `LD_LIBRARY_PATH`, the
  /// system's own.
  var libraryDirectories: [Int32] {
    let own = (config?.environment("LD_LIBRARY_PATH") ?? "").split(separator: ":").map { Array($0.utf8) }
    let system = ["/lib", "/usr/lib", "/lib64", "/usr/lib64", "/usr/local/lib", "/usr/local/lib64"].map { Array($0.utf8) }
    let found = (own + ownership.loader.directories + system).compactMap { $0.first == 0x2f ? tree.resolve($0) : nil }
    return Set(found.filter { isDirectory($0) }).sorted()
  }

  /// Whether a literal of a source of the application names a library, as `ctypes.CDLL("libfoo.so.1")` does.
  /// - Parameter stem: `libfoo`.
  func sourcesMention(_ stem: [UInt8]) throws -> Bool {
    for file in ownership.sources.files {
      guard let shown = self.file(at: file.path), let text = try bytes(of: shown.content) else { continue }
      if text.containsBytes(stem) { return true }
    }
    return false
  }
}

extension [UInt8] {
  /// Whether these bytes stand somewhere in it.
  func containsBytes(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first, count >= wanted.count else { return wanted.isEmpty }
    var start = startIndex
    while let next = self[start...].firstIndex(of: first), next + wanted.count <= count {
      if self[next..<next + wanted.count].elementsEqual(wanted) { return true }
      start = next + 1
    }
    return false
  }
}
