import Foundation
import TareArchive
import TareSource
import TareTestSupport
import TareTree
import Testing

/// Laws over random layered file systems, and umoci as the judge of what the final tree is.
@Suite struct RandomImageTests {
  /// `RANDOM_IMAGES=1000 swift test` looks further.
  private static let seeds = Array(0..<(ProcessInfo.processInfo.environment["RANDOM_IMAGES"].flatMap(Int.init) ?? 40))

  @Test(arguments: seeds)
  func liveAndDeadAreAllContent(seed: Int) throws {
    let image = RandomImage(seed: seed).image
    let weighed = try Weighed(image)
    let weighing = weighed.weighing
    // Law 1, against the bytes that went in.
    let written = image.layers.reduce(0) { $0 + TarContent.bytes(in: $1.tar) }
    #expect(weighing.totals.live! + weighing.totals.dead! == written)
    #expect(weighing.dead.reduce(0) { $0 + $1.bytes } == weighing.totals.dead)
    #expect(weighing.sizes().bytes(in: PathTable.root) == weighing.totals.live)
  }

  @Test(.enabled(if: Shell.has("umoci")), arguments: seeds)
  func finalTreeIsWhatUmociExtracts(seed: Int) throws {
    let image = RandomImage(seed: seed).image
    let folder = TemporaryFolder()
    let layout = folder.write(
      layout: image.packed(.gzip).layoutFiles(index: ImageBuilder.index([image.packed(.gzip).manifestDescriptor()])))
    let run = Shell.run("umoci raw unpack --image \(layout):test:latest rootfs", in: folder.path)
    try #require(run.status == 0, "\(run.error)")
    let found = Shell.run("find rootfs -mindepth 1 -printf '%P\\t%y\\t%s\\n'", in: folder.path).output
    var (files, directories): ([String: Int], [String]) = ([:], [])
    for line in found.split(separator: "\n") {
      let fields = line.split(separator: "\t")
      if fields[1] == "d" {
        directories.append("/\(fields[0])")
      } else {
        files["/\(fields[0])"] = fields[1] == "f" ? Int(fields[2])! : 0
      }
    }
    let weighed = try Weighed(path: layout)
    #expect(weighed.files == files)
    #expect(weighed.directories == directories.sorted())
  }
}

/// The content bytes of a tar, counted from its headers with none of the product's code.
enum TarContent {
  static func bytes(in tar: [UInt8]) -> Int {
    var (total, offset) = (0, 0)
    while offset + 512 <= tar.count, tar[offset] != 0 {
      let digits = tar[offset + 124..<offset + 135]
      let size = digits.reduce(0) { $0 * 8 + Int($1 - 0x30) }
      let name = String(decoding: tar[offset..<offset + 100].prefix { $0 != 0 }, as: UTF8.self)
      if tar[offset + 156] == UInt8(ascii: "0"), !name.split(separator: "/").last!.hasPrefix(".wh.") { total += size }
      offset += 512 + (size + 511) / 512 * 512
    }
    return total
  }
}

/// A few layers of random changes to a small tree: files, directories, links of both kinds, whiteouts and opaque
/// markers, files placed under symbolic links, kinds that replace each other.
struct RandomImage {
  private(set) var image = ImageBuilder()
  private var generator: SeededGenerator

  init(seed: Int) {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<Int.random(in: 2...6, using: &generator) { addLayer() }
  }

  private mutating func addLayer() {
    let before = image.layers.isEmpty ? nil : try! Weighed(image)
    var tar = TarBuilder()
    let lowerFiles = before?.files.keys.sorted() ?? []
    let lowerDirectories = before?.directories ?? []
    var gone: [String] = []
    // Markers first: umoci applies them in the order of the tar.
    for path in lowerFiles + lowerDirectories
    where chance(8) && !gone.contains(where: { path.hasPrefix($0 + "/") || $0.hasPrefix(path + "/") }) {
      if lowerDirectories.contains(path), chance(2) {
        tar.opaque(String(path.dropFirst()))
      } else {
        tar.whiteout(String(path.dropFirst()))
      }
      gone.append(path)
    }
    func stands(_ path: String) -> Bool {
      !gone.contains { path == $0 || path.hasPrefix($0 + "/") || $0.hasPrefix(path + "/") }
    }
    var parents = [""] + lowerDirectories.filter(stands)
    var files = lowerFiles.filter { stands($0) && before!.weighing.tree.isRegular(at: $0) }
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let parent = parents.randomElement(using: &generator)!
      let path = parent + "/" + "abcde".map(String.init).randomElement(using: &generator)!
      // What this layer has under its feet stays as it is.
      guard !parents.contains(where: { $0 == path || $0.hasPrefix(path + "/") }),
        !gone.contains(where: { $0.hasPrefix(path) || path.hasPrefix($0) })
      else { continue }
      gone.removeAll { $0 == path }
      let name = String(path.dropFirst())
      files.removeAll { $0 == path || $0.hasPrefix(path + "/") }
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<5:
        tar.file(name, String(repeating: "xyz".randomElement(using: &generator)!, count: Int.random(in: 0...9, using: &generator)))
        files.append(path)
      case 5, 6:
        tar.directory(name)
        parents.append(path)
      case 7:
        let target = parents.filter { !$0.isEmpty }.randomElement(using: &generator) ?? "/nowhere"
        tar.symlink(name, to: target)
        if target != "/nowhere", !path.hasPrefix(target + "/"), chance(2) {
          tar.file("\(name)/through", "123")
          parents.append(target)
          gone.append(target + "/through")
        }
        gone.append(path)
      default:
        guard let target = files.randomElement(using: &generator) else { continue }
        tar.hardLink(name, to: String(target.dropFirst()))
        files.append(path)
      }
      gone.append(path + "/")
    }
    image.layer(tar: tar.finished)
  }

  private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &generator) == 0 }
}

extension MergedTree {
  func isRegular(at path: String) -> Bool {
    guard let number = paths.find(path: Array(path.utf8.dropFirst())) else { return false }
    return nodes[Int(number)].kind == .regular
  }
}
