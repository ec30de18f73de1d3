/// Where dpkg puts a file instead of the path that its package lists (dpkg-divert(1)): lines in threes - the path, where
/// it is diverted to, and the package whose own file stays at the path, or `:` for nobody's.
struct DebianDiversions {
  struct Diversion {
    var destination: [UInt8]
    /// Nil for a local diversion: every package's file moves.
    var package: String?
  }

  private var byPath: [[UInt8]: Diversion] = [:]

  mutating func add(_ text: UnsafeRawBufferPointer) {
    var lines = text.lines
    while let path = lines.next(), let destination = lines.next(), let package = lines.next() {
      byPath[Array(path)] = Diversion(destination: Array(destination), package: package.equals(":") ? nil : package.text)
    }
  }

  subscript(path: [UInt8]) -> Diversion? { byPath.isEmpty ? nil : byPath[path] }
}
