import TareTestSupport

/// Layers of random changes with few contents, so that copies, rewrites and links abound.
struct RandomLayers {
  private(set) var image = ImageBuilder()
  private var generator: SeededGenerator
  /// Paths that show a regular file.
  private var files: [String] = []
  /// What was last written at a path, and how: often it is written again as it was.
  private var writings: [String: Writing] = [:]

  private struct Writing {
    var content: String
    var mode: Int
    var uid: Int
  }

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<Int.random(in: 2...5, using: &generator) { addLayer() }
  }

  private mutating func addLayer() {
    var tar = TarBuilder()
    for path in files where chance(6) {
      tar.whiteout(path)
      files.removeAll { $0 == path }
    }
    var written: Set<String> = []
    for _ in 0..<Int.random(in: 1...10, using: &generator) {
      let path = "\("dDeE".randomElement(using: &generator)!)/\("abcdef".randomElement(using: &generator)!)"
      guard written.insert(path).inserted || chance(10) else { continue }
      if let target = files.randomElement(using: &generator), chance(4), target != path {
        tar.hardLink(path, to: target)
      } else {
        let writing = chance(3) ? writings[path] ?? self.writing() : self.writing()
        writings[path] = writing
        tar.file(path, writing.content, mode: writing.mode, uid: writing.uid)
      }
      if !files.contains(path) { files.append(path) }
    }
    image.layer(tar: tar.finished)
  }

  private mutating func writing() -> Writing {
    let letter = "xyz".randomElement(using: &generator)!
    let size = [0, 3, 5, 5000].randomElement(using: &generator)!
    return Writing(content: String(repeating: letter, count: size), mode: chance(4) ? 0o600 : 0o644, uid: chance(4) ? 1 : 0)
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
}
