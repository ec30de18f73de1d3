import TareLayers
import TareTree

extension LinuxDistribution {
  /// What `os-release` of the final tree says, and the layer that brought it; nil where the image has none.
  static func find(_ weighing: Weighing, _ reader: ContentReader) throws -> (distribution: LinuxDistribution, layer: Int)? {
    for path in ["/etc/os-release", "/usr/lib/os-release"] {
      guard let file = weighing.tree.target(of: Array(path.utf8)) else { continue }
      let node = weighing.tree.nodes[Int(file)]
      guard node.content >= 0,
        let text = try reader.contents(of: weighing.tree.contents[Int(node.content)].location, limit: 1 << 20),
        let distribution = LinuxDistribution(osRelease: text)
      else { continue }
      return (distribution, Int(node.layer))
    }
    return nil
  }
}
